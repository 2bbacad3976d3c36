// The loss tank's controls: their ranges, their changes and their form in a link.
import { isOnDial } from "#kit/dial.ts";
import type { StreamOrder } from "#sim/stream-order.ts";

/** How the connection is secured; HTTP/3 always is (RFC 9001 §2). */
export const HANDSHAKES = ["full", "resumed", "early"] as const;
export type Handshake = (typeof HANDSHAKES)[number];

/** How the three answers share HTTP/2's and HTTP/3's connection. */
export const ORDERS = ["round-robin", "sequential"] as const satisfies readonly StreamOrder[];
export type Order = (typeof ORDERS)[number];

/** What the learner sets. */
export interface Setup {
  /** Round trip in milliseconds. */
  readonly rtt: number;
  /** Which of the server's packets with content is lost, from 1; 0 loses none. */
  readonly drop: number;
  readonly order: Order;
  readonly handshake: Handshake;
  /** Whether HTTP/3 may refer to QPACK's dynamic table before it is acknowledged. */
  readonly table: boolean;
}

/** Lowest, highest and step of each number, with its unit. */
export const RANGES = {
  rtt: { min: 20, max: 200, step: 10, unit: "ms" },
  drop: { min: 0, max: 24, step: 1, unit: "" },
} as const;
export type Dial = keyof typeof RANGES;

/** What the controls send. */
export type Change =
  | { readonly kind: "dial"; readonly dial: string; readonly value: number }
  | { readonly kind: "choose"; readonly what: string; readonly value: string }
  | { readonly kind: "table"; readonly on: boolean };

export const START: Setup = {
  rtt: 80,
  drop: 6,
  order: "round-robin",
  handshake: "full",
  table: false,
};

const isDial = (name: string): name is Dial => Object.hasOwn(RANGES, name);
const isOrder = (value: unknown): value is Order => ORDERS.some((order) => order === value);
const isHandshake = (value: unknown): value is Handshake =>
  HANDSHAKES.some((handshake) => handshake === value);

const fits = (dial: Dial, value: unknown): value is number => isOnDial(RANGES[dial], value);

/** Applies a change; an impossible one gives the same setup. */
export function change(setup: Setup, change: Change): Setup {
  switch (change.kind) {
    case "table":
      return { ...setup, table: change.on };
    case "dial":
      return isDial(change.dial) && fits(change.dial, change.value)
        ? { ...setup, [change.dial]: change.value }
        : setup;
    case "choose":
      if (change.what === "order" && isOrder(change.value)) {
        return { ...setup, order: change.value };
      }
      return change.what === "handshake" && isHandshake(change.value)
        ? { ...setup, handshake: change.value }
        : setup;
  }
}

/** [rtt, drop, order, handshake, table] */
export const encode = ({ rtt, drop, order, handshake, table }: Setup): unknown => [
  rtt,
  drop,
  ORDERS.indexOf(order),
  HANDSHAKES.indexOf(handshake),
  Number(table),
];

/** The setup of a link; null for anything that the controls cannot reach. */
export function decode(data: unknown): Setup | null {
  if (!Array.isArray(data) || data.length !== 5) return null;
  const [rtt, drop, orderIndex, handshakeIndex, table] = data as readonly unknown[];
  const order = typeof orderIndex === "number" ? ORDERS[orderIndex] : undefined;
  const handshake = typeof handshakeIndex === "number" ? HANDSHAKES[handshakeIndex] : undefined;
  if (order === undefined || handshake === undefined || (table !== 0 && table !== 1)) return null;
  if (!fits("rtt", rtt) || !fits("drop", drop)) return null;
  return { rtt, drop, order, handshake, table: table === 1 };
}
