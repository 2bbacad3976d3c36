// Instructions from encoder to decoder: they fill the dynamic table. RFC 9204 §4.3.
import { done, type Field, type Step } from "#wire/index.ts";
import { createCursor, type Cursor, type FieldLabel } from "../cursor.ts";
import { pushPrefixInteger } from "#protocols/semantics/prefix-integer.ts";
import {
  flag,
  pattern,
  pushString,
  recode,
  takeInteger,
  takeString,
  type HuffmanChoice,
} from "./primitives.ts";

/** One instruction of the encoder stream; indices are relative to the newest entry. */
export type EncoderInstruction =
  | { readonly kind: "set-capacity"; readonly capacity: bigint }
  | {
      readonly kind: "insert-name-reference";
      readonly table: "static" | "dynamic";
      readonly index: bigint;
      readonly value: string;
    }
  | { readonly kind: "insert-literal-name"; readonly name: string; readonly value: string }
  | { readonly kind: "duplicate"; readonly index: bigint };

function takeInstruction(cursor: Cursor, limit: number): EncoderInstruction {
  const first = cursor.peek ?? 0;
  const value = (): string => takeString(cursor, { name: "Value", limit });
  if (first & 0x80) {
    const parts = [
      pattern("1", "Insert with Name Reference"),
      flag("T", "dynamic table", "static table"),
    ];
    const index = takeInteger(cursor, "Name Index", { rule: "RFC 9204 §4.3.2", parts });
    const table = first & 0x40 ? "static" : "dynamic";
    return { kind: "insert-name-reference", table, index, value: value() };
  }
  if (first & 0x40) {
    const lead = { rule: "RFC 9204 §4.3.3", parts: [pattern("01", "Insert with Literal Name")] };
    const name = takeString(cursor, { name: "Name", lead, limit });
    return { kind: "insert-literal-name", name, value: value() };
  }
  if (first & 0x20) {
    const parts = [pattern("001", "Set Dynamic Table Capacity")];
    const lead = { rule: "RFC 9204 §4.3.1", parts };
    return { kind: "set-capacity", capacity: takeInteger(cursor, "Capacity", lead) };
  }
  const lead = { rule: "RFC 9204 §4.3.4", parts: [pattern("000", "Duplicate")] };
  return { kind: "duplicate", index: takeInteger(cursor, "Index", lead) };
}

const code = "QPACK_ENCODER_STREAM_ERROR";

const outcome = <T>(cursor: Cursor, value: T): Step<T> => {
  const { halt } = cursor;
  if (halt === null) return done(value, cursor.at);
  return halt.kind === "more" ? halt : { kind: "fault", fault: recode(halt.fault, code) };
};

/**
 * Reads one instruction of the encoder stream; strings beyond `limit` octets, which no table of
 * that capacity can hold, are faults before they have arrived. RFC 9204 §4.3.
 */
export function readEncoderInstruction(
  bytes: Uint8Array,
  at = 0,
  limit = Infinity,
): Step<EncoderInstruction> {
  const cursor = createCursor(bytes, at);
  if (cursor.left === 0) return { kind: "more", missing: 1 };
  return outcome(cursor, takeInstruction(cursor, limit));
}

function label(instruction: EncoderInstruction): FieldLabel {
  switch (instruction.kind) {
    case "set-capacity":
      return {
        name: "Set Dynamic Table Capacity",
        text: String(instruction.capacity),
        rule: "RFC 9204 §4.3.1",
      };
    case "insert-name-reference":
      return {
        name: "Insert with Name Reference",
        text: `${instruction.table} ${instruction.index}: ${instruction.value}`,
        rule: "RFC 9204 §4.3.2",
      };
    case "insert-literal-name":
      return {
        name: "Insert with Literal Name",
        text: `${instruction.name}: ${instruction.value}`,
        rule: "RFC 9204 §4.3.3",
      };
    case "duplicate":
      return { name: "Duplicate", text: String(instruction.index), rule: "RFC 9204 §4.3.4" };
  }
}

/** Field tree of one instruction of the encoder stream. RFC 9204 §4.3. */
export function describeEncoderInstruction(bytes: Uint8Array, at = 0): Step<Field> {
  const cursor = createCursor(bytes, at, { keep: true });
  if (cursor.left === 0) return { kind: "more", missing: 1 };
  cursor.group(() => takeInstruction(cursor, Infinity), label);
  const [field] = cursor.fields;
  return outcome(cursor, field as Field);
}

/** Appends one instruction. RFC 9204 §4.3. */
export function pushEncoderInstruction(
  target: number[],
  instruction: EncoderInstruction,
  huffman: HuffmanChoice,
): void {
  switch (instruction.kind) {
    case "set-capacity":
      pushPrefixInteger(target, instruction.capacity, 5, 0x20);
      return;
    case "insert-name-reference":
      pushPrefixInteger(target, instruction.index, 6, instruction.table === "static" ? 0xc0 : 0x80);
      pushString(target, instruction.value, huffman);
      return;
    case "insert-literal-name":
      pushString(target, instruction.name, huffman, 6, 0x40);
      pushString(target, instruction.value, huffman);
      return;
    case "duplicate":
      pushPrefixInteger(target, instruction.index, 5);
  }
}

/** Bytes of one instruction of the encoder stream. RFC 9204 §4.3. */
export function writeEncoderInstruction(
  instruction: EncoderInstruction,
  { huffman = false }: { readonly huffman?: HuffmanChoice } = {},
): Uint8Array {
  const target: number[] = [];
  pushEncoderInstruction(target, instruction, huffman);
  return Uint8Array.from(target);
}
