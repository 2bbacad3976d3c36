// The loss tank's controls: their ranges, their changes and their form in a link.
import { isOnDial } from "#kit/dial.ts";
import type { StreamOrder } from "#sim/stream-order.ts";
import { PAGES, type Page } from "./pages.ts";

/** Which packets are lost: none, the one that was chosen, each with a chance, or several at a time. */
export const LOSSES = ["none", "packet", "rate", "bursts"] as const;
export type LossKind = (typeof LOSSES)[number];

/** How the connection is secured; HTTP/3 always is (RFC 9001 §2). */
export const HANDSHAKES = ["full", "resumed", "early"] as const;
export type Handshake = (typeof HANDSHAKES)[number];

/** How answers share HTTP/2's and HTTP/3's connection. */
export const ORDERS = ["round-robin", "sequential"] as const satisfies readonly StreamOrder[];
export type Order = (typeof ORDERS)[number];

/** What the learner sets. */
export interface Setup {
  readonly page: Page;
  readonly loss: LossKind;
  readonly order: Order;
  readonly handshake: Handshake;
  /** Which of the server's packets with content is lost, from 1, where one was chosen. */
  readonly drop: number;
  /** Lost packets of a hundred, for "rate" and, on average, "bursts". */
  readonly rate: number;
  /** What the losses are drawn from. */
  readonly seed: number;
  /** Round trip in milliseconds. */
  readonly rtt: number;
  /** Megabits per second, each way. */
  readonly bandwidth: number;
  /** Milliseconds after which the client's address changes; 0: it does not. */
  readonly moves: number;
  /** Whether HTTP/3 may refer to QPACK's dynamic table before it is acknowledged. */
  readonly table: boolean;
}

/** Values of each list. */
const LISTS = { page: PAGES, loss: LOSSES, order: ORDERS, handshake: HANDSHAKES } as const;
export type List = keyof typeof LISTS;
const LIST_NAMES = ["page", "loss", "order", "handshake"] as const satisfies readonly List[];

/** Lowest, highest and step of each number, with its unit. */
export const RANGES = {
  drop: { min: 1, max: 40, step: 1, unit: "" },
  rate: { min: 1, max: 10, step: 1, unit: "%" },
  seed: { min: 1, max: 30, step: 1, unit: "" },
  rtt: { min: 20, max: 200, step: 10, unit: "ms" },
  bandwidth: { min: 2, max: 50, step: 2, unit: "Mbit/s" },
  moves: { min: 0, max: 600, step: 20, unit: "ms" },
} as const;
export type Dial = keyof typeof RANGES;
const DIAL_NAMES = [
  "drop",
  "rate",
  "seed",
  "rtt",
  "bandwidth",
  "moves",
] as const satisfies readonly Dial[];

/** What the controls send. */
export type Change =
  | { readonly kind: "dial"; readonly dial: string; readonly value: number }
  | { readonly kind: "choose"; readonly what: string; readonly value: string }
  | { readonly kind: "table"; readonly on: boolean }
  /** A packet was picked in the picture. */
  | { readonly kind: "lose"; readonly packet: number }
  | { readonly kind: "case"; readonly setup: Setup };

export const START: Setup = {
  page: "three",
  loss: "packet",
  order: "round-robin",
  handshake: "full",
  drop: 6,
  rate: 2,
  seed: 1,
  rtt: 80,
  bandwidth: 20,
  moves: 0,
  table: false,
};

const isDial = (name: string): name is Dial => Object.hasOwn(RANGES, name);
const isList = (name: string): name is List => Object.hasOwn(LISTS, name);
const fits = (dial: Dial, value: unknown): value is number => isOnDial(RANGES[dial], value);
const isListed = (list: List, value: unknown): boolean =>
  LISTS[list].some((each) => each === value);

/** Applies a change; an impossible one gives the same setup. */
export function change(setup: Setup, change: Change): Setup {
  switch (change.kind) {
    case "table":
      return { ...setup, table: change.on };
    case "lose":
      return fits("drop", change.packet)
        ? { ...setup, loss: "packet", drop: change.packet }
        : setup;
    case "dial":
      return isDial(change.dial) && fits(change.dial, change.value)
        ? { ...setup, [change.dial]: change.value }
        : setup;
    case "choose":
      return isList(change.what) && isListed(change.what, change.value)
        ? { ...setup, [change.what]: change.value }
        : setup;
    case "case":
      return decode(encode(change.setup)) ?? setup;
  }
}

/** Lists by place, then numbers, then the table: [page, loss, order, handshake, drop … moves, table]. */
export const encode = (setup: Setup): unknown => [
  ...LIST_NAMES.map((list) => (LISTS[list] as readonly string[]).indexOf(setup[list])),
  ...DIAL_NAMES.map((dial) => setup[dial]),
  Number(setup.table),
];

/** The setup of a link; null for anything that the controls cannot reach. */
export function decode(data: unknown): Setup | null {
  if (!Array.isArray(data) || data.length !== LIST_NAMES.length + DIAL_NAMES.length + 1)
    return null;
  const values = data as readonly unknown[];
  const found: Record<string, unknown> = {};
  for (const [place, list] of LIST_NAMES.entries()) {
    const index = values[place];
    found[list] = typeof index === "number" ? LISTS[list][index] : undefined;
    if (found[list] === undefined) return null;
  }
  for (const [place, dial] of DIAL_NAMES.entries()) {
    const value = values[LIST_NAMES.length + place];
    if (!fits(dial, value)) return null;
    found[dial] = value;
  }
  const table = values.at(-1);
  if (table !== 0 && table !== 1) return null;
  return { ...START, ...found, table: table === 1 };
}
