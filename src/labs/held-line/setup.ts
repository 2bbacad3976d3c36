// The held line's controls: which trouble, and its numbers.
import { isOnDial } from "#kit/dial.ts";

/** What stands in a stream's way: a proxy that collects, one that hangs up, a browser that counts. */
export const TROUBLES = ["buffer", "idle", "six"] as const;
export type Trouble = (typeof TROUBLES)[number];

/** Lowest, highest and step of each number, with its unit. */
export const RANGES = {
  size: { min: 40, max: 400, step: 20, unit: "bytes" },
  every: { min: 1, max: 20, step: 1, unit: "s" },
  buffer: { min: 1, max: 16, step: 1, unit: "KiB" },
  gap: { min: 20, max: 200, step: 20, unit: "s" },
  timeout: { min: 20, max: 120, step: 10, unit: "s" },
  heartbeat: { min: 0, max: 60, step: 5, unit: "s" },
  tabs: { min: 1, max: 12, step: 1, unit: "tabs" },
} as const;
export type Dial = keyof typeof RANGES;

/** Boxes to tick. */
export const SWITCHES = ["asks", "knows", "http2", "shared"] as const;
export type Switch = (typeof SWITCHES)[number];

/** What the learner sets. Only the numbers of the chosen trouble matter. */
export interface Setup extends Readonly<Record<Dial, number>>, Readonly<Record<Switch, boolean>> {
  readonly trouble: Trouble;
}

/** What the controls send. */
export type Change =
  | { readonly kind: "trouble"; readonly trouble: string }
  | { readonly kind: "dial"; readonly dial: string; readonly value: number }
  | { readonly kind: "switch"; readonly name: string; readonly on: boolean };

export const START: Setup = {
  trouble: "buffer",
  size: 80,
  every: 2,
  buffer: 4,
  gap: 80,
  timeout: 60,
  heartbeat: 0,
  tabs: 7,
  asks: false,
  knows: false,
  http2: false,
  shared: false,
};

const isDial = (name: string): name is Dial => Object.hasOwn(RANGES, name);
const isSwitch = (name: string): name is Switch => SWITCHES.some((each) => each === name);
const isTrouble = (value: unknown): value is Trouble => TROUBLES.some((each) => each === value);

/** Applies a change; an impossible one gives the same setup. */
export function change(setup: Setup, made: Change): Setup {
  switch (made.kind) {
    case "trouble":
      return isTrouble(made.trouble) ? { ...setup, trouble: made.trouble } : setup;
    case "dial":
      return isDial(made.dial) && isOnDial(RANGES[made.dial], made.value)
        ? { ...setup, [made.dial]: made.value }
        : setup;
    case "switch":
      return isSwitch(made.name) ? { ...setup, [made.name]: made.on } : setup;
  }
}

const DIALS = Object.keys(RANGES) as readonly Dial[];

/** [trouble, [numbers in the order of RANGES], [switches in their order]] */
export const encode = (setup: Setup): unknown => [
  TROUBLES.indexOf(setup.trouble),
  DIALS.map((dial) => setup[dial]),
  SWITCHES.map((name) => Number(setup[name])),
];

/** The setup of a link; null for anything that the controls cannot reach. */
export function decode(data: unknown): Setup | null {
  if (!Array.isArray(data) || data.length !== 3) return null;
  const [troubleIndex, numbers, switches] = data as readonly unknown[];
  const trouble = typeof troubleIndex === "number" ? TROUBLES[troubleIndex] : undefined;
  if (trouble === undefined || !Array.isArray(numbers) || !Array.isArray(switches)) return null;
  if (numbers.length !== DIALS.length || switches.length !== SWITCHES.length) return null;
  if (!DIALS.every((dial, index) => isOnDial(RANGES[dial], numbers[index]))) return null;
  if (!switches.every((value) => value === 0 || value === 1)) return null;
  return {
    ...START,
    trouble,
    ...Object.fromEntries(DIALS.map((dial, index) => [dial, numbers[index] as number])),
    ...Object.fromEntries(SWITCHES.map((name, index) => [name, switches[index] === 1])),
  };
}
