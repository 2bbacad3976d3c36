// Bits of the primitives that HPACK and QPACK share, for field trees: RFC 7541 §5, RFC 9204 §4.1.
import type { Field } from "#wire/index.ts";
import { HUFFMAN_LENGTHS } from "./huffman.ts";

/**
 * The bits of an integer of §5.1 that begins `prefixBits` before the end of the octet at `at` and
 * takes `length` octets: its prefix, then octet by octet a continuation bit and seven bits of value.
 * `text` is the value for a person; it stands at the prefix when the prefix is the whole integer.
 */
export function prefixIntegerBits(
  bytes: Uint8Array,
  at: number,
  length: number,
  prefixBits: number,
  name: string,
  text: string,
): Field[] {
  const bits = (label: string, from: number, to: number, say: string): Field => ({
    name: label,
    at,
    length,
    text: say,
    rule: "RFC 7541 §5.1",
    bits: [from, to],
  });
  const start = 8 - prefixBits;
  if (length === 1) return [bits(name, start, 8, text)];
  const prefix = (bytes[at] as number) & ((1 << prefixBits) - 1);
  const fields = [bits("Prefix, all ones", start, 8, String(prefix))];
  for (let octet = 1; octet < length; octet += 1) {
    const byte = bytes[at + octet] as number;
    const continues = byte >= 0x80 ? "1, more octets follow" : "0, the last octet";
    fields.push(bits("Continuation", 8 * octet, 8 * octet + 1, continues));
    const worth = `${byte & 0x7f} × ${128n ** BigInt(octet - 1)}`;
    fields.push(bits("Seven bits", 8 * octet + 1, 8 * octet + 8, worth));
  }
  return fields;
}

/** The code word of every character of a Huffman string of `length` octets at `at`, then its padding. */
export function huffmanBits(text: string, at: number, length: number): Field[] {
  const fields: Field[] = [];
  const rule = "RFC 7541 Appendix B";
  let bit = 0;
  for (const character of text) {
    const width = HUFFMAN_LENGTHS[character.charCodeAt(0)] as number;
    fields.push({ name: "Code", at, length, text: character, rule, bits: [bit, bit + width] });
    bit += width;
  }
  if (bit < 8 * length) {
    const say = "the first bits of EOS";
    fields.push({ name: "Padding", at, length, text: say, rule, bits: [bit, 8 * length] });
  }
  return fields;
}
