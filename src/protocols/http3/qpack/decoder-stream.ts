// Instructions from decoder to encoder: what was processed, abandoned, received. RFC 9204 §4.4.
import { done, type Field, type Step } from "#wire/index.ts";
import { createCursor, type Cursor } from "../cursor.ts";
import { writePrefixInteger } from "#protocols/semantics/prefix-integer.ts";
import { pattern, recode, takeInteger } from "./primitives.ts";

/** One instruction of the decoder stream. */
export type DecoderInstruction =
  | { readonly kind: "section-acknowledgment"; readonly streamId: bigint }
  | { readonly kind: "stream-cancellation"; readonly streamId: bigint }
  | { readonly kind: "insert-count-increment"; readonly increment: bigint };

const names: Readonly<Record<DecoderInstruction["kind"], readonly [name: string, rule: string]>> = {
  "section-acknowledgment": ["Section Acknowledgment", "RFC 9204 §4.4.1"],
  "stream-cancellation": ["Stream Cancellation", "RFC 9204 §4.4.2"],
  "insert-count-increment": ["Insert Count Increment", "RFC 9204 §4.4.3"],
};

function takeInstruction(cursor: Cursor): DecoderInstruction {
  const first = cursor.peek ?? 0;
  const take = (kind: DecoderInstruction["kind"], bits: string, name: string): bigint => {
    const [title, rule] = names[kind];
    return takeInteger(cursor, name, { rule, parts: [pattern(bits, title)] });
  };
  if (first & 0x80) {
    const kind = "section-acknowledgment";
    return { kind, streamId: take(kind, "1", "Stream ID") };
  }
  if (first & 0x40) {
    const kind = "stream-cancellation";
    return { kind, streamId: take(kind, "01", "Stream ID") };
  }
  const kind = "insert-count-increment";
  return { kind, increment: take(kind, "00", "Increment") };
}

function outcome<T>(cursor: Cursor, value: T): Step<T> {
  const { halt } = cursor;
  if (halt === null) return done(value, cursor.at);
  if (halt.kind === "more") return halt;
  return { kind: "fault", fault: recode(halt.fault, "QPACK_DECODER_STREAM_ERROR") };
}

/** Reads one instruction of the decoder stream. RFC 9204 §4.4. */
export function readDecoderInstruction(bytes: Uint8Array, at = 0): Step<DecoderInstruction> {
  const cursor = createCursor(bytes, at);
  return outcome(cursor, takeInstruction(cursor));
}

/** Field tree of one instruction of the decoder stream. RFC 9204 §4.4. */
export function describeDecoderInstruction(bytes: Uint8Array, at = 0): Step<Field> {
  const cursor = createCursor(bytes, at, { keep: true });
  cursor.group(
    () => takeInstruction(cursor),
    (instruction) => {
      const [name, rule] = names[instruction.kind];
      const number =
        instruction.kind === "insert-count-increment"
          ? instruction.increment
          : instruction.streamId;
      return { name, rule, text: String(number) };
    },
  );
  const [field] = cursor.fields;
  return outcome(cursor, field as Field);
}

/** Bytes of one instruction of the decoder stream. RFC 9204 §4.4. */
export function writeDecoderInstruction(instruction: DecoderInstruction): Uint8Array {
  switch (instruction.kind) {
    case "section-acknowledgment":
      return writePrefixInteger(instruction.streamId, 7, 0x80);
    case "stream-cancellation":
      return writePrefixInteger(instruction.streamId, 6, 0x40);
    case "insert-count-increment":
      return writePrefixInteger(instruction.increment, 6);
  }
}
