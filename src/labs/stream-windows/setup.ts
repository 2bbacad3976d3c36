// What three responses in one pipe depend on: their order, their windows, who opens these again, their sizes.
import { isOnDial } from "#kit/dial.ts";
import type { StreamOrder } from "#sim/stream-order.ts";

export const ORDERS = [
  "round-robin",
  "sequential",
  "priority",
] as const satisfies readonly StreamOrder[];
export type Order = (typeof ORDERS)[number];

/** SETTINGS_INITIAL_WINDOW_SIZE of the client; the connection's window is 65,535 whatever it says. */
export const WINDOWS = [8_000, 30_000, 65_535] as const;
export type Window = (typeof WINDOWS)[number];

/** Who gives credit back: the client as it reads, or the learner once everything stands still. */
export const CREDITS = ["auto", "hand"] as const;
export type Credit = (typeof CREDITS)[number];

/** Streams of the three responses; 0 is the connection. */
export const STREAMS = [1, 3, 5] as const;
export type Stream = (typeof STREAMS)[number];
export const TARGETS = [0, ...STREAMS] as const;
export type Target = (typeof TARGETS)[number];

/** What the learner sets. */
export interface Setup {
  readonly order: Order;
  readonly window: Window;
  readonly credit: Credit;
  /** Kilobytes (10³ B) of each response. */
  readonly sizes: Readonly<Record<Stream, number>>;
  /** Kilobytes that one WINDOW_UPDATE of the learner's gives; 0 sends none. */
  readonly grants: Readonly<Record<Target, number>>;
}

export const SIZE = { min: 4, max: 48, step: 2 } as const;
export const GRANT = { min: 0, max: 60, step: 4 } as const;

/** What the controls send. */
export type Change =
  | {
      readonly kind: "choose";
      readonly what: "order" | "window" | "credit";
      readonly value: string;
    }
  | { readonly kind: "size" | "grant"; readonly stream: number; readonly value: number };

export const NO_GRANTS: Setup["grants"] = { 0: 0, 1: 0, 3: 0, 5: 0 };

export const START: Setup = {
  order: "round-robin",
  window: 30_000,
  credit: "hand",
  sizes: { 1: 24, 3: 36, 5: 18 },
  grants: NO_GRANTS,
};

const oneOf = <T>(list: readonly T[], value: unknown): T | undefined =>
  list.find((each) => each === value);

/** Applies a change; an impossible one gives the same setup. */
export function change(setup: Setup, change: Change): Setup {
  if (change.kind === "choose") {
    const { what, value } = change;
    const order = what === "order" ? oneOf(ORDERS, value) : undefined;
    const window = what === "window" ? oneOf(WINDOWS, Number(value)) : undefined;
    const credit = what === "credit" ? oneOf(CREDITS, value) : undefined;
    if (order !== undefined) return { ...setup, order };
    if (window !== undefined) return { ...setup, window };
    return credit === undefined ? setup : { ...setup, credit };
  }
  const { kind, stream, value } = change;
  if (kind === "size") {
    const known = oneOf(STREAMS, stream);
    return known === undefined || !isOnDial(SIZE, value)
      ? setup
      : { ...setup, sizes: { ...setup.sizes, [known]: value } };
  }
  const target = oneOf(TARGETS, stream);
  return target === undefined || !isOnDial(GRANT, value)
    ? setup
    : { ...setup, grants: { ...setup.grants, [target]: value } };
}

/** [order, window, credit, three sizes, four grants] */
export const encode = ({ order, window, credit, sizes, grants }: Setup): unknown => [
  ORDERS.indexOf(order),
  window,
  CREDITS.indexOf(credit),
  STREAMS.map((stream) => sizes[stream]),
  TARGETS.map((target) => grants[target]),
];

const numbersOn = (
  range: typeof SIZE | typeof GRANT,
  data: unknown,
  length: number,
): readonly number[] | null =>
  Array.isArray(data) &&
  data.length === length &&
  data.every((value): value is number => isOnDial(range, value))
    ? data
    : null;

/** The setup of a link; null for anything that the controls cannot reach. */
export function decode(data: unknown): Setup | null {
  if (!Array.isArray(data) || data.length !== 5) return null;
  const [orderIndex, size, creditIndex, sizeList, grantList] = data as readonly unknown[];
  const order = typeof orderIndex === "number" ? ORDERS[orderIndex] : undefined;
  const credit = typeof creditIndex === "number" ? CREDITS[creditIndex] : undefined;
  const window = oneOf(WINDOWS, size);
  const sizes = numbersOn(SIZE, sizeList, STREAMS.length);
  const grants = numbersOn(GRANT, grantList, TARGETS.length);
  if (order === undefined || window === undefined || credit === undefined) return null;
  if (sizes === null || grants === null) return null;
  const [one = 0, three = 0, five = 0] = sizes;
  const [connection = 0, first = 0, second = 0, third = 0] = grants;
  return {
    order,
    window,
    credit,
    sizes: { 1: one, 3: three, 5: five },
    grants: { 0: connection, 1: first, 3: second, 5: third },
  };
}
