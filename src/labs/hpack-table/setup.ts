// The HPACK lab's controls: what becomes of the secret field, Huffman code, and the table's size.
import type { IndexChoice } from "#protocols/http2/index.ts";

/** What the encoder does with the field that holds the PIN. RFC 7541 §6.2. */
export const CHOICES = ["index", "literal", "never"] as const satisfies readonly IndexChoice[];
export type Choice = (typeof CHOICES)[number];

/** The default of 4,096 octets; the same with a cookie that takes most of it; no table. */
export const TABLES = ["default", "crowded", "none"] as const;
export type Table = (typeof TABLES)[number];

/** What the learner sets; the PIN comes with a challenge. */
export interface Setup {
  readonly secret: Choice;
  readonly huffman: boolean;
  readonly table: Table;
  /** Four digits, the last two of them different. */
  readonly pin: number;
}

/** What the controls send. */
export type Change =
  | { readonly kind: "secret" | "table"; readonly value: string }
  | { readonly kind: "huffman"; readonly on: boolean };

export const START: Setup = { secret: "index", huffman: true, table: "default", pin: 2749 };

const isChoice = (value: unknown): value is Choice => CHOICES.some((each) => each === value);
const isTable = (value: unknown): value is Table => TABLES.some((each) => each === value);

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
    case "table":
      return isTable(change.value) ? { ...setup, table: change.value } : setup;
  }
}

/** [secret, huffman, table, pin] */
export const encode = ({ secret, huffman, table, pin }: Setup): unknown => [
  CHOICES.indexOf(secret),
  Number(huffman),
  TABLES.indexOf(table),
  pin,
];

/** The setup of a link; null for anything that the controls and challenges cannot reach. */
export function decode(data: unknown): Setup | null {
  if (!Array.isArray(data) || data.length !== 4) return null;
  const [choiceIndex, huffman, tableIndex, pin] = data as readonly unknown[];
  const secret = typeof choiceIndex === "number" ? CHOICES[choiceIndex] : undefined;
  const table = typeof tableIndex === "number" ? TABLES[tableIndex] : undefined;
  if (secret === undefined || table === undefined) return null;
  if ((huffman !== 0 && huffman !== 1) || !isPin(pin)) return null;
  return { secret, huffman: huffman === 1, table, pin };
}
