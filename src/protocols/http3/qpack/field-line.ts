// How one field line is represented in an encoded field section. RFC 9204 §4.5.2–§4.5.6.
import type { Cursor } from "../cursor.ts";
import { pushPrefixInteger } from "#protocols/semantics/prefix-integer.ts";
import {
  flag,
  pattern,
  pushString,
  takeInteger,
  takeString,
  type HuffmanChoice,
} from "./primitives.ts";
import { STATIC_TABLE } from "./static-table.ts";

/** Where an index points: into the static table, below the Base, or at the Base and above. */
export type Reference = "static" | "relative" | "post-base";

/** One field line as it travels. `neverIndexed` is the N bit. */
export type FieldLine =
  | { readonly kind: "indexed"; readonly reference: Reference; readonly index: bigint }
  | {
      readonly kind: "name-reference";
      readonly neverIndexed: boolean;
      readonly reference: Reference;
      readonly index: bigint;
      readonly value: string;
    }
  | {
      readonly kind: "literal";
      readonly neverIndexed: boolean;
      readonly name: string;
      readonly value: string;
    };

const never = flag("N", "may be indexed on later hops", "never to be indexed");
const table = flag("T", "dynamic table", "static table");

const sayStatic = (index: bigint, whole: boolean): string => {
  const entry = STATIC_TABLE[Number(index)];
  if (entry === undefined) return `${index}: no such entry`;
  return `${index}: ${whole ? entry.join(": ") : entry[0]}`;
};

const sayIndex =
  (reference: Reference, whole: boolean) =>
  (index: bigint): string =>
    reference === "static"
      ? sayStatic(index, whole)
      : reference === "relative"
        ? `${index}: absolute index Base − ${index + 1n}`
        : `${index}: absolute index Base + ${index}`;

/** Takes one representation; the value means nothing once the cursor has halted. */
export function takeFieldLine(cursor: Cursor): FieldLine {
  const first = cursor.peek ?? 0;
  const value = (): string => takeString(cursor, { name: "Value" });
  if (first & 0x80) {
    const rule = "RFC 9204 §4.5.2";
    const reference = first & 0x40 ? "static" : "relative";
    const lead = { rule, parts: [pattern("1", "Indexed Field Line"), table] };
    return {
      kind: "indexed",
      reference,
      index: takeInteger(cursor, "Index", lead, sayIndex(reference, true)),
    };
  }
  if (first & 0x40) {
    const rule = "RFC 9204 §4.5.4";
    const reference = first & 0x10 ? "static" : "relative";
    const lead = { rule, parts: [pattern("01", "Literal with Name Reference"), never, table] };
    const index = takeInteger(cursor, "Name Index", lead, sayIndex(reference, false));
    return {
      kind: "name-reference",
      neverIndexed: (first & 0x20) !== 0,
      reference,
      index,
      value: value(),
    };
  }
  if (first & 0x20) {
    const lead = {
      rule: "RFC 9204 §4.5.6",
      parts: [pattern("001", "Literal with Literal Name"), never],
    };
    const name = takeString(cursor, { name: "Name", lead });
    return { kind: "literal", neverIndexed: (first & 0x10) !== 0, name, value: value() };
  }
  if (first & 0x10) {
    const lead = {
      rule: "RFC 9204 §4.5.3",
      parts: [pattern("0001", "Indexed with Post-Base Index")],
    };
    const index = takeInteger(cursor, "Index", lead, sayIndex("post-base", true));
    return { kind: "indexed", reference: "post-base", index };
  }
  const parts = [pattern("0000", "Literal with Post-Base Name Reference"), never];
  const lead = { rule: "RFC 9204 §4.5.5", parts };
  const index = takeInteger(cursor, "Name Index", lead, sayIndex("post-base", false));
  return {
    kind: "name-reference",
    neverIndexed: (first & 0x08) !== 0,
    reference: "post-base",
    index,
    value: value(),
  };
}

/** Section that defines a representation. */
export function fieldLineRule(line: FieldLine): string {
  if (line.kind === "literal") return "RFC 9204 §4.5.6";
  const postBase = line.reference === "post-base";
  if (line.kind === "indexed") return postBase ? "RFC 9204 §4.5.3" : "RFC 9204 §4.5.2";
  return postBase ? "RFC 9204 §4.5.5" : "RFC 9204 §4.5.4";
}

/** Appends one representation. */
export function pushFieldLine(target: number[], line: FieldLine, huffman: HuffmanChoice): void {
  if (line.kind === "literal") {
    pushString(target, line.name, huffman, 4, line.neverIndexed ? 0x30 : 0x20);
    pushString(target, line.value, huffman);
    return;
  }
  const postBase = line.reference === "post-base";
  const isStatic = line.reference === "static";
  if (line.kind === "indexed") {
    if (postBase) pushPrefixInteger(target, line.index, 4, 0x10);
    else pushPrefixInteger(target, line.index, 6, isStatic ? 0xc0 : 0x80);
    return;
  }
  if (postBase) pushPrefixInteger(target, line.index, 3, line.neverIndexed ? 0x08 : 0x00);
  else {
    const bits = 0x40 | (line.neverIndexed ? 0x20 : 0) | (isStatic ? 0x10 : 0);
    pushPrefixInteger(target, line.index, 4, bits);
  }
  pushString(target, line.value, huffman);
}
