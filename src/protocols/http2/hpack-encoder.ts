// Field lines to field blocks, with the choices that RFC 7541 leaves to an encoder: §2.4, §4.2, §6, §7.1.
import type { HeaderField } from "#protocols/semantics/fields.ts";
import { huffmanLength, writeHuffman } from "#protocols/semantics/huffman.ts";
import { pushPrefixInteger } from "#protocols/semantics/prefix-integer.ts";
import { createDynamicTable, entrySize } from "./hpack-dynamic-table.ts";
import { STATIC_LENGTH, STATIC_NAMES } from "./hpack-static-table.ts";

/**
 * What becomes of a field line: "index" uses an entry or adds one (§6.1, §6.2.1), "literal" spells
 * the value out and leaves the table alone unless the whole line is there (§6.2.2), "never" spells it
 * out and forbids every hop to index it (§6.2.3).
 */
export type IndexChoice = "index" | "literal" | "never";

/** Huffman code for strings: always, never, or where it is shorter (ties stay plain). */
export type HuffmanChoice = boolean | "shorter";

/** Choices of an encoder. */
export interface HpackEncoderOptions {
  /** Octets of the dynamic table, 4,096 unless told. */
  readonly maxTableSize?: number;
  /** "shorter" unless told. */
  readonly huffman?: HuffmanChoice;
  /** One choice for all lines (true = "index", false = "literal") or one per line; "index" unless told. */
  readonly index?: boolean | IndexChoice | ((name: string, value: string) => boolean | IndexChoice);
}

/** An encoding context: the dynamic table of one direction of one connection. */
export interface HpackEncoder {
  /**
   * The field block of a section, one character per octet. `neverIndex` holds the indices of lines
   * that arrived never-indexed and must stay so. A character beyond U+00FF throws RangeError.
   */
  encode(
    fields: readonly HeaderField[],
    options?: { readonly neverIndex?: ReadonlySet<number> },
  ): Uint8Array;
  /** The decoder's limit changed (its SETTINGS_HEADER_TABLE_SIZE): the next block begins with it. */
  setMaxTableSize(octets: number): void;
  /** The dynamic table, newest first. */
  table(): HeaderField[];
}

interface DynamicName {
  /** Number of the newest entry with this name. */
  newest: number;
  readonly values: Map<string, number>;
}

/** An encoding context with its choices. */
export function createHpackEncoder({
  maxTableSize = 4096,
  huffman = "shorter",
  index = "index",
}: HpackEncoderOptions = {}): HpackEncoder {
  const names = new Map<string, DynamicName>();
  const table = createDynamicTable(maxTableSize, ([name, value], number) => {
    const known = names.get(name) as DynamicName;
    if (known.values.get(value) === number) known.values.delete(value);
    if (known.newest === number) names.delete(name);
  });
  /** Smallest and last limit since the last block (§4.2). */
  let pending: { smallest: number; last: number } | null = null;

  const choose = (name: string, value: string): IndexChoice => {
    const choice = typeof index === "function" ? index(name, value) : index;
    return choice === true ? "index" : choice === false ? "literal" : choice;
  };
  const indexOf = (number: number): number => STATIC_LENGTH + table.added - number;

  const encodeLine = (target: number[], field: HeaderField, choice: IndexChoice): void => {
    const [name, value] = field;
    const fixed = STATIC_NAMES.get(name);
    const known = names.get(name);
    if (choice !== "never") {
      const number = known?.values.get(value);
      const whole = fixed?.values.get(value) ?? (number === undefined ? 0 : indexOf(number));
      if (whole > 0) {
        pushPrefixInteger(target, whole, 7, 0x80);
        return;
      }
    }
    const nameIndex = fixed?.index ?? (known === undefined ? 0 : indexOf(known.newest));
    // An entry that cannot fit would only empty the table (§4.4).
    const add = choice === "index" && entrySize(field) <= table.maxSize;
    if (add) pushPrefixInteger(target, nameIndex, 6, 0x40);
    else pushPrefixInteger(target, nameIndex, 4, choice === "never" ? 0x10 : 0x00);
    if (nameIndex === 0) pushString(target, name, huffman);
    pushString(target, value, huffman);
    if (!add) return;
    table.add(field);
    const number = table.added - 1;
    const entry = names.get(name) ?? { newest: number, values: new Map<string, number>() };
    entry.newest = number;
    entry.values.set(value, number);
    names.set(name, entry);
  };

  return {
    encode(fields, { neverIndex } = {}) {
      fields.forEach(refuseWide);
      const target: number[] = [];
      if (pending !== null) {
        const { last, smallest } = pending;
        if (smallest < last) pushPrefixInteger(target, smallest, 5, 0x20);
        pushPrefixInteger(target, last, 5, 0x20);
        table.resize(smallest);
        table.resize(last);
        pending = null;
      }
      fields.forEach((field, place) => {
        const never = neverIndex?.has(place) ?? false;
        encodeLine(target, field, never ? "never" : choose(field[0], field[1]));
      });
      return Uint8Array.from(target);
    },
    setMaxTableSize(octets) {
      const smallest = Math.min(octets, pending?.smallest ?? octets);
      pending = octets === table.maxSize && smallest >= octets ? null : { smallest, last: octets };
    },
    table: () => table.list(),
  };
}

/** Checked before anything is written: half a block would leave the two contexts apart. */
function refuseWide([name, value]: HeaderField): void {
  if (!/[^\0-\xff]/.test(name) && !/[^\0-\xff]/.test(value)) return;
  throw new RangeError(
    `the field ${name}: ${value} has a character beyond U+00FF. Encode it first.`,
  );
}

/** A string literal (§5.2). */
function pushString(target: number[], text: string, huffman: HuffmanChoice): void {
  const coded = huffman === "shorter" ? huffmanLength(text) < text.length : huffman;
  if (coded) {
    const code = writeHuffman(text);
    pushPrefixInteger(target, code.length, 7, 0x80);
    for (const octet of code) target.push(octet);
    return;
  }
  pushPrefixInteger(target, text.length, 7);
  for (let place = 0; place < text.length; place += 1) {
    target.push(text.charCodeAt(place));
  }
}
