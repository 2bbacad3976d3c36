// The waterfall's controls: their ranges, their changes and their form in a link.
import { isOnDial } from "#kit/dial.ts";

/** How a connection is used: closed after each answer, kept, or kept and pipelined. RFC 9112 §9.3. */
export const USES = ["close", "keep", "pipeline"] as const;
export type Use = (typeof USES)[number];

/** What the learner sets. */
export interface Setup {
  /** Round trip in milliseconds. */
  readonly rtt: number;
  /** How many connections may be open at once. */
  readonly connections: number;
  readonly use: Use;
  /** Milliseconds that the server needs for the slow resource. */
  readonly slow: number;
  /** The slow resource's place among the twelve, from 1. */
  readonly place: number;
}

/** Lowest, highest and step of each number, with its unit. */
export const RANGES = {
  rtt: { min: 20, max: 300, step: 10, unit: "ms" },
  connections: { min: 1, max: 6, step: 1, unit: "" },
  slow: { min: 100, max: 1500, step: 50, unit: "ms" },
  place: { min: 1, max: 12, step: 1, unit: "of 12" },
} as const;
export type Dial = keyof typeof RANGES;

/** What the controls send. */
export type Change =
  | { readonly kind: "dial"; readonly dial: string; readonly value: number }
  | { readonly kind: "use"; readonly use: string };

export const START: Setup = { rtt: 100, connections: 2, use: "keep", slow: 600, place: 3 };

const isDial = (name: string): name is Dial => Object.hasOwn(RANGES, name);
const isUse = (name: unknown): name is Use => USES.some((use) => use === name);

const fits = (dial: Dial, value: unknown): value is number => isOnDial(RANGES[dial], value);

/** Applies a change; an impossible one gives the same setup. */
export function change(setup: Setup, change: Change): Setup {
  if (change.kind === "use") return isUse(change.use) ? { ...setup, use: change.use } : setup;
  return isDial(change.dial) && fits(change.dial, change.value)
    ? { ...setup, [change.dial]: change.value }
    : setup;
}

/** [rtt, connections, use, slow, place] */
export const encode = ({ rtt, connections, use, slow, place }: Setup): unknown => [
  rtt,
  connections,
  USES.indexOf(use),
  slow,
  place,
];

/** The setup of a link; null for anything that the controls cannot reach. */
export function decode(data: unknown): Setup | null {
  if (!Array.isArray(data) || data.length !== 5) return null;
  const [rtt, connections, index, slow, place] = data as readonly unknown[];
  const use = typeof index === "number" ? USES[index] : undefined;
  if (use === undefined || !fits("rtt", rtt) || !fits("connections", connections)) return null;
  if (!fits("slow", slow) || !fits("place", place)) return null;
  return { rtt, connections, use, slow, place };
}
