// Which of the four kinds of call runs, how its messages lie in DATA frames, and what breaks it off.
import { isOnDial } from "#kit/dial.ts";
import type { CallKind } from "#scenarios/parcel-messages.ts";

export type Kind = CallKind;
export const KINDS = ["unary", "server", "client", "bidi"] as const satisfies readonly Kind[];

/** How messages become DATA frames: one each, each cut in two, several in one. */
export const FRAMINGS = ["each", "cut", "joined"] as const;
export type Framing = (typeof FRAMINGS)[number];

/** What may end the call before its status does. */
export const LIMITS = ["none", "deadline", "cancel"] as const;
export type Limit = (typeof LIMITS)[number];

/** What the learner sets. */
export interface Setup {
  readonly kind: Kind;
  readonly framing: Framing;
  readonly limit: Limit;
  /** Milliseconds from the request's HEADERS to the deadline or the cancellation. */
  readonly after: number;
}

/** The story's own moments are multiples of ten: no deadline ever falls on one of them. */
export const AFTER = { min: 15, max: 415, step: 10, unit: "ms" } as const;

/** What the controls send. */
export type Change =
  | {
      readonly kind: "choose";
      readonly what: "kind" | "framing" | "limit";
      readonly value: string;
    }
  | { readonly kind: "after"; readonly value: number };

export const START: Setup = { kind: "unary", framing: "each", limit: "none", after: 95 };

/** Applies a change; an impossible one gives the same setup. */
export function change(setup: Setup, change: Change): Setup {
  if (change.kind === "after") {
    return isOnDial(AFTER, change.value) ? { ...setup, after: change.value } : setup;
  }
  const { value, what } = change;
  const kind = KINDS.find((each) => what === "kind" && each === value);
  if (kind !== undefined) return { ...setup, kind };
  const framing = FRAMINGS.find((each) => what === "framing" && each === value);
  if (framing !== undefined) return { ...setup, framing };
  const limit = LIMITS.find((each) => what === "limit" && each === value);
  return limit === undefined ? setup : { ...setup, limit };
}

/** [kind, framing, limit, after] */
export const encode = ({ after, framing, kind, limit }: Setup): unknown => [
  KINDS.indexOf(kind),
  FRAMINGS.indexOf(framing),
  LIMITS.indexOf(limit),
  after,
];

/** The setup of a link; null for anything that the controls cannot reach. */
export function decode(data: unknown): Setup | null {
  if (!Array.isArray(data) || data.length !== 4) return null;
  const [kindAt, framingAt, limitAt, after] = data as readonly unknown[];
  const pick = <T>(from: readonly T[], at: unknown): T | undefined =>
    typeof at === "number" ? from[at] : undefined;
  const kind = pick(KINDS, kindAt);
  const framing = pick(FRAMINGS, framingAt);
  const limit = pick(LIMITS, limitAt);
  if (kind === undefined || framing === undefined || limit === undefined) return null;
  return isOnDial(AFTER, after) ? { kind, framing, limit, after } : null;
}
