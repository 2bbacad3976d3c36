// The controls of the flood: how fast positions are made, how big, how slow the wire, and when to hold back.
import { isOnDial } from "#kit/dial.ts";

/** What the learner sets. */
export interface Setup {
  /** Positions a second. */
  readonly rate: number;
  /** Bytes of a position. */
  readonly size: number;
  /** Bits per second of the wire, in thousands. */
  readonly speed: number;
  /** Send only while `bufferedAmount` is at most so many bytes; null for always. */
  readonly bound: number | null;
}

/** Lowest, highest and step of each number. */
export const RANGES = {
  rate: { min: 2, max: 50, step: 2, unit: "a second" },
  size: { min: 100, max: 1000, step: 50, unit: "bytes" },
} as const;
export type Dial = keyof typeof RANGES;

export const SPEEDS = [16, 32, 64, 128, 256] as const;
export const BOUNDS = [null, 0, 2000, 10_000] as const;

export const START: Setup = { rate: 20, size: 400, speed: 32, bound: null };

/** What the controls send. */
export type Change =
  | { readonly kind: "dial"; readonly dial: string; readonly value: number }
  | { readonly kind: "speed"; readonly speed: number }
  | { readonly kind: "bound"; readonly bound: number | null };

const isOneOf = <T>(values: readonly T[], value: unknown): value is T =>
  values.some((each) => each === value);

/** Applies a change; an impossible one gives the same setup. */
export function change(setup: Setup, change: Change): Setup {
  switch (change.kind) {
    case "dial": {
      const { dial, value } = change;
      if (dial !== "rate" && dial !== "size") return setup;
      return isOnDial(RANGES[dial], value) ? { ...setup, [dial]: value } : setup;
    }
    case "speed":
      return isOneOf<number>(SPEEDS, change.speed) ? { ...setup, speed: change.speed } : setup;
    case "bound":
      return isOneOf<number | null>(BOUNDS, change.bound)
        ? { ...setup, bound: change.bound }
        : setup;
  }
}

/** [rate, size, speed, bound] */
export const encode = ({ rate, size, speed, bound }: Setup): unknown => [rate, size, speed, bound];

/** The setup of a link; null for anything that the controls cannot reach. */
export function decode(data: unknown): Setup | null {
  if (!Array.isArray(data) || data.length !== 4) return null;
  const [rate, size, speed, bound] = data as readonly unknown[];
  if (!isOnDial(RANGES.rate, rate) || !isOnDial(RANGES.size, size)) return null;
  if (!isOneOf<unknown>(SPEEDS, speed) || !isOneOf<unknown>(BOUNDS, bound)) return null;
  return { rate, size, speed: speed as number, bound: bound as number | null };
}
