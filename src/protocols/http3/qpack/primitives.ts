// Prefixed integers and string literals of QPACK, with their field trees. RFC 9204 §4.1.
import { fault, latin1, type Fault, type Field } from "#wire/index.ts";
import { readHuffman, writeHuffman } from "#protocols/semantics/huffman.ts";
import { pushPrefixInteger, readPrefixBigInt } from "#protocols/semantics/prefix-integer.ts";
import { huffmanBits, prefixIntegerBits } from "#protocols/semantics/primitive-fields.ts";
import type { BitPart, Cursor, CursorOptions, Halt } from "../cursor.ts";
import { byteCount } from "../field-parts.ts";

const stringRule = "RFC 9204 §4.1.2";

/** Bits in front of an integer within its first byte. */
export interface Lead {
  readonly rule: string;
  readonly parts: readonly BitPart[];
}

/** A fixed bit pattern as a part: the name says what it announces. */
export const pattern = (bits: string, name: string): BitPart => ({
  name,
  width: bits.length,
  say: () => bits,
});

/** A one-bit flag with what 0 and 1 mean. */
export const flag = (name: string, zero: string, one: string): BitPart => ({
  name,
  width: 1,
  say: (value) => (value === 1 ? `1: ${one}` : `0: ${zero}`),
});

function integerField(
  name: string,
  at: number,
  bytes: Uint8Array,
  { rule, parts }: Lead,
  text: string,
): Field {
  const length = bytes.length;
  let bit = 0;
  const children = parts.map((part): Field => {
    bit += part.width;
    const value = ((bytes[0] ?? 0) >> (8 - bit)) & ((1 << part.width) - 1);
    const say = part.say?.(value) ?? String(value);
    return { name: part.name, at, length, text: say, rule, bits: [bit - part.width, bit] };
  });
  // The bytes begin with the integer here, while their offset in the region is `at`.
  const value = prefixIntegerBits(bytes, 0, length, 8 - bit, name, text);
  children.push(...value.map((field) => ({ ...field, at })));
  return { name, at, length, text, rule, children };
}

/** Takes an integer whose prefix follows `lead` in the first byte; 0n once halted. */
export function takeInteger(
  cursor: Cursor,
  name: string,
  lead: Lead,
  say: (value: bigint) => string = String,
): bigint {
  const used = lead.parts.reduce((sum, { width }) => sum + width, 0);
  const value = cursor.read(
    name,
    (bytes, at) => readPrefixBigInt(bytes, at, 8 - used),
    (read, at, bytes) => integerField(name, at, bytes, lead, say(read)),
  );
  return value ?? 0n;
}

/** Huffman code for strings: always, never, or where it is shorter (ties stay plain). */
export type HuffmanChoice = boolean | "shorter";

/** How a string literal is taken. */
export interface StringOptions {
  /** What the string is: "Name", "Value". */
  readonly name: string;
  /** Bits in front of the H bit within the first byte; none by default. */
  readonly lead?: Lead;
  /** Decoded length from which on the string is refused, in octets. */
  readonly limit?: number;
}

/**
 * Takes a string literal as a text with one character per octet: H bit, length, then the octets,
 * Huffman coded or not; an empty text once halted. RFC 9204 §4.1.2.
 */
export function takeString(
  cursor: Cursor,
  { name, lead, limit = Infinity }: StringOptions,
): string {
  const parts = lead?.parts ?? [];
  const used = parts.reduce((sum, { width }) => sum + width, 0) + 1;
  const huffman = (((cursor.peek ?? 0) >> (8 - used)) & 1) === 1;
  const at = cursor.at;
  const length = takeInteger(
    cursor,
    `${name} Length`,
    {
      rule: lead?.rule ?? stringRule,
      parts: [...parts, flag("H", "octets as they are", "Huffman")],
    },
    (value) => byteCount(Number(value)),
  );
  // A code word has at most 30 bits and padding at most 7: so much text is in it at least.
  const least = huffman ? Math.floor((8 * Number(length) - 7) / 30) : Number(length);
  if (least > limit) {
    cursor.fail(
      "DECODING_ERROR",
      at,
      "RFC 9204 §7.4",
      `The ${name} is longer than ${limit} octets.`,
    );
  }
  const text = cursor.read(
    `${name} String`,
    (bytes, from) => {
      const missing = Number(length) - (bytes.length - from);
      if (missing > 0) return { kind: "more", missing };
      const end = from + Number(length);
      if (huffman) return readHuffman(bytes, from, end);
      let plain = "";
      for (let index = from; index < end; index += 1)
        plain += String.fromCharCode(bytes[index] ?? 0);
      return { kind: "done", value: plain, next: end };
    },
    (value, from, bytes) => ({
      name: `${name} String`,
      at: from,
      length: bytes.length,
      text: value,
      rule: stringRule,
      ...(huffman && bytes.length > 0 ? { children: huffmanBits(value, from, bytes.length) } : {}),
    }),
  );
  return text ?? "";
}

/**
 * Appends a string literal: `highBits` stand in front of the H bit, `prefixBits` counts the H bit
 * and the length bits behind it. RFC 9204 §4.1.2.
 */
export function pushString(
  target: number[],
  text: string,
  huffman: HuffmanChoice,
  prefixBits = 8,
  highBits = 0,
): void {
  const plain = latin1(text);
  const coded = huffman === false ? plain : writeHuffman(text);
  const isCoded = huffman === true || coded.length < plain.length;
  const octets = isCoded ? coded : plain;
  const flagged = isCoded ? highBits | (1 << (prefixBits - 1)) : highBits;
  pushPrefixInteger(target, octets.length, prefixBits - 1, flagged);
  for (const octet of octets) target.push(octet);
}

/** Gives a fault of the shared primitives the code that it means here. RFC 9204 §7.4. */
export const recode = (found: Fault, code: string): Fault =>
  found.code === "DECODING_ERROR" ? { ...found, code } : found;

/** Cursor options for a region that is complete: running out of bytes is a fault. */
export const completeRegion = (what: string, rule: string, keep: boolean): CursorOptions => ({
  keep,
  short: (missing, at, name) => {
    const text = `The ${what} ends ${byteCount(missing)} before its ${name} does.`;
    return fault("DECODING_ERROR", at, rule, text) as Halt;
  },
});
