// The poll meter's controls: their ranges, their changes and their form in a link.
import { isOnDial } from "#kit/dial.ts";

/** Seconds that one run covers on the depot's clock. */
export const DURATION = 180;

/** Seconds of the depot in one second of the reader. */
export const SPEED = 30;

/** What the learner sets. */
export interface Setup {
  /** Seconds between two short polls; each divides the run. */
  readonly interval: number;
  /** Scans per minute. */
  readonly rate: number;
  /** Seconds that the service holds a long poll. */
  readonly hold: number;
  /** Seconds between an answer and the next long poll. */
  readonly gap: number;
  /** Whether a long poll says which scan was the last. */
  readonly cursor: boolean;
  /** Whether an answer holds only the newest scan. */
  readonly newest: boolean;
  /** Seconds without an answer after which a proxy gives up; 0 for no proxy. */
  readonly proxy: number;
  /** Which stream of scans, from 1. */
  readonly stream: number;
}

/** Lowest, highest and step of the numbers on sliders. */
export const RANGES = {
  rate: { min: 1, max: 60, step: 1, unit: "a minute" },
  hold: { min: 5, max: 60, step: 5, unit: "s" },
  gap: { min: 0, max: 5, step: 0.5, unit: "s" },
  stream: { min: 1, max: 20, step: 1, unit: "" },
} as const;

/** Values of the numbers in lists. */
export const LISTS = {
  interval: [1, 2, 5, 10, 15, 20, 30, 60],
  proxy: [0, 20, 30, 40, 60],
} as const;

export type Dial = keyof typeof RANGES | keyof typeof LISTS;
type Switch = "cursor" | "newest";

/** What the controls send. */
export type Change =
  | { readonly kind: "dial"; readonly dial: string; readonly value: number }
  | { readonly kind: "switch"; readonly what: string; readonly on: boolean };

export const START: Setup = {
  interval: 10,
  rate: 4,
  hold: 30,
  gap: 1,
  cursor: true,
  newest: false,
  proxy: 0,
  stream: 1,
};

const ORDER = ["interval", "rate", "hold", "gap", "proxy", "stream"] as const satisfies Dial[];
const isDial = (name: string): name is Dial => (ORDER as readonly string[]).includes(name);
const isSwitch = (name: string): name is Switch => name === "cursor" || name === "newest";

function fits(dial: Dial, value: unknown): value is number {
  if (dial === "interval" || dial === "proxy") {
    return LISTS[dial].some((each) => each === value);
  }
  return isOnDial(RANGES[dial], value);
}

/** Applies a change; an impossible one gives the same setup. */
export function change(setup: Setup, change: Change): Setup {
  if (change.kind === "switch") {
    return isSwitch(change.what) ? { ...setup, [change.what]: change.on } : setup;
  }
  return isDial(change.dial) && fits(change.dial, change.value)
    ? { ...setup, [change.dial]: change.value }
    : setup;
}

/** [interval, rate, hold, gap, proxy, stream, cursor, newest] */
export const encode = (setup: Setup): unknown => [
  ...ORDER.map((dial) => setup[dial]),
  Number(setup.cursor),
  Number(setup.newest),
];

/** The setup of a link; null for anything that the controls cannot reach. */
export function decode(data: unknown): Setup | null {
  if (!Array.isArray(data) || data.length !== ORDER.length + 2) return null;
  const values = data as readonly unknown[];
  const [cursor, newest] = values.slice(ORDER.length);
  if ((cursor !== 0 && cursor !== 1) || (newest !== 0 && newest !== 1)) return null;
  let setup: Setup = { ...START, cursor: cursor === 1, newest: newest === 1 };
  for (const [place, dial] of ORDER.entries()) {
    const value = values[place];
    if (!fits(dial, value)) return null;
    setup = { ...setup, [dial]: value };
  }
  return setup;
}
