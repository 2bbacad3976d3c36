// The workshop's one control: which frame of the visit is to be predicted.
import { isOnDial } from "#kit/dial.ts";
import { STORY } from "./story.ts";

/** What the learner sets. */
export interface Setup {
  /** The frame's place in the visit, from 1. */
  readonly place: number;
}

export const PLACES = { min: 1, max: STORY.length, step: 1 } as const;

/** What the controls send. */
export interface Change {
  readonly kind: "place";
  readonly value: number;
}

/** The first request: what comes before it is settings. */
export const START: Setup = { place: 5 };

/** Applies a change; an impossible one gives the same setup. */
export const change = (setup: Setup, { value }: Change): Setup =>
  isOnDial(PLACES, value) && value !== setup.place ? { place: value } : setup;

/** [place] */
export const encode = ({ place }: Setup): unknown => [place];

/** The setup of a link; null for anything that the control cannot reach. */
export function decode(data: unknown): Setup | null {
  if (!Array.isArray(data) || data.length !== 1) return null;
  const [place] = data as readonly unknown[];
  return isOnDial(PLACES, place) ? { place } : null;
}
