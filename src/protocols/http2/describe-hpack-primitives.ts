// Field trees of the two primitives of HPACK, down to prefix bits and Huffman codes: RFC 7541 §5.
import { readHuffman } from "#protocols/semantics/huffman.ts";
import { readPrefixInteger } from "#protocols/semantics/prefix-integer.ts";
import { huffmanBits, prefixIntegerBits } from "#protocols/semantics/primitive-fields.ts";
import { done, fault, latin1Text, more, type Field, type Step } from "#wire/index.ts";

const compressionFault = (step: Step<unknown>): Step<never> =>
  step.kind === "fault"
    ? fault("COMPRESSION_ERROR", step.fault.at, step.fault.rule, step.fault.text)
    : more(1);

/** A field with the value that it stands for. */
export interface Described<T> {
  readonly field: Field;
  readonly value: T;
}

/** An integer of §5.1 with the bits before it; its children are bits, octet by octet. */
export function describeInteger(
  bytes: Uint8Array,
  at: number,
  name: string,
  before: readonly { readonly name: string; readonly bits: number; readonly text: string }[],
): Step<Described<number>> {
  const patternBits = before.reduce((sum, { bits }) => sum + bits, 0);
  const read = readPrefixInteger(bytes, at, 8 - patternBits);
  if (read.kind !== "done") return compressionFault(read);
  const { next, value } = read;
  const length = next - at;
  const child = (childName: string, from: number, to: number, text: string): Field => ({
    name: childName,
    at,
    length,
    text,
    bits: [from, to],
  });
  const children: Field[] = [];
  let bit = 0;
  for (const part of before) {
    children.push(child(part.name, bit, bit + part.bits, part.text));
    bit += part.bits;
  }
  children.push(...prefixIntegerBits(bytes, at, length, 8 - patternBits, name, String(value)));
  const field = { name, at, length, text: String(value), rule: "RFC 7541 §5.1", children };
  return done({ field, value }, next);
}

/** A string literal of §5.2: length with the H bit, then octets, Huffman codes as bits. */
export function describeString(
  bytes: Uint8Array,
  at: number,
  name: string,
): Step<Described<string>> {
  if (at >= bytes.length) return more(1);
  const coded = (bytes[at] as number) >= 0x80;
  const flag = coded ? "1, Huffman code" : "0, plain octets";
  const head = describeInteger(bytes, at, "Length", [{ name: "H", bits: 1, text: flag }]);
  if (head.kind !== "done") return head;
  const end = head.next + head.value.value;
  if (end > bytes.length) return more(end - bytes.length);
  let value: string;
  let children: Field[] = [];
  if (coded) {
    const read = readHuffman(bytes, head.next, end);
    if (read.kind !== "done") return compressionFault(read);
    value = read.value;
    children = huffmanBits(value, head.next, end - head.next);
  } else {
    value = latin1Text(bytes.subarray(head.next, end));
  }
  const octets: Field = {
    name: coded ? "Huffman code" : "Octets",
    at: head.next,
    length: end - head.next,
    text: value,
    rule: "RFC 7541 §5.2",
    ...(children.length > 0 ? { children } : {}),
  };
  const field: Field = {
    name,
    at,
    length: end - at,
    text: value,
    rule: "RFC 7541 §5.2",
    children: [head.value.field, octets],
  };
  return done({ field, value }, end);
}
