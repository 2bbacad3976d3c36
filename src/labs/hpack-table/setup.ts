// The HPACK lab's controls: what becomes of the secret field, Huffman code, and the table's size.
import type { IndexChoice } from "#protocols/http2/index.ts";

/** What the encoder does with the field that holds the PIN. RFC 7541 §6.2. */
export const CHOICES = ["index", "literal", "never"] as const satisfies readonly IndexChoice[];
export type Choice = (typeof CHOICES)[number];

/** Octets of dynamic table that the receiver allows: the default, room for three entries, none. */
export const SIZES = [4096, 160, 0] as const;
export type Size = (typeof SIZES)[number];

/** What the learner sets; the PIN comes with a challenge. */
export interface Setup {
  readonly secret: Choice;
  readonly huffman: boolean;
  readonly size: Size;
  /** Four digits, the last two of them different. */
  readonly pin: number;
}

/** What the controls send. */
export type Change =
  | { readonly kind: "secret"; readonly value: string }
  | { readonly kind: "size"; readonly value: number }
  | { readonly kind: "huffman"; readonly on: boolean };

export const START: Setup = { secret: "index", huffman: true, size: 4096, pin: 2749 };

const isChoice = (value: unknown): value is Choice => CHOICES.some((each) => each === value);
const isSize = (value: unknown): value is Size => SIZES.some((each) => each === value);

/** Whether a PIN can be guessed wrongly by changing the places of its last two digits. */
export const isPin = (value: unknown): value is number =>
  typeof value === "number" &&
  Number.isInteger(value) &&
  value >= 1000 &&
  value <= 9999 &&
  value % 10 !== Math.floor(value / 10) % 10;

/** Applies a change; an impossible one gives the same setup. */
export function change(setup: Setup, change: Change): Setup {
  switch (change.kind) {
    case "huffman":
      return { ...setup, huffman: change.on };
    case "secret":
      return isChoice(change.value) ? { ...setup, secret: change.value } : setup;
    case "size":
      return isSize(change.value) ? { ...setup, size: change.value } : setup;
  }
}

/** [secret, huffman, size, pin] */
export const encode = ({ secret, huffman, size, pin }: Setup): unknown => [
  CHOICES.indexOf(secret),
  Number(huffman),
  size,
  pin,
];

/** The setup of a link; null for anything that the controls and challenges cannot reach. */
export function decode(data: unknown): Setup | null {
  if (!Array.isArray(data) || data.length !== 4) return null;
  const [index, huffman, size, pin] = data as readonly unknown[];
  const secret = typeof index === "number" ? CHOICES[index] : undefined;
  if (secret === undefined || (huffman !== 0 && huffman !== 1)) return null;
  return isSize(size) && isPin(pin) ? { secret, huffman: huffman === 1, size, pin } : null;
}
