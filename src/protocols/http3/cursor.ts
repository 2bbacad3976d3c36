// Reads a layout field by field and, when asked, keeps the field tree: value and tree cannot disagree.
import { fault, formatHex, more, type Field, type Step } from "#wire/index.ts";
import { hexPreview, varintField } from "./field-parts.ts";
import { readVarint, varintLengthOf } from "./varint.ts";

/** Why reading ended early. */
export type Halt = Exclude<Step<never>, { readonly kind: "done" }>;

/** Names the parts of one byte, most significant first; widths add up to 8. */
export interface BitPart {
  readonly name: string;
  readonly width: number;
  readonly say?: (value: number) => string;
}

/** What a group of fields is called, says and cites. */
export type FieldLabel = Pick<Field, "name" | "text" | "rule">;

/**
 * A cursor that halts once and for all at the first trouble: later takes answer 0, 0n or no bytes
 * and move nothing, so that a layout reads as a straight list of fields and asks `halt` at its end.
 */
export interface Cursor {
  /** Absolute offset of the next byte. */
  readonly at: number;
  /** The next byte, not taken; null at the end of the region and once halted. */
  readonly peek: number | null;
  /** The big-endian integer that `length` bytes `skip` bytes ahead hold, not taken; 0 when cut. */
  lookAhead(skip: number, length: 1 | 2 | 4): number;
  /** Bytes left before the end of the region. */
  readonly left: number;
  /** Set once something went wrong. */
  readonly halt: Halt | null;
  /** Fields read so far, in order; empty unless the cursor keeps a tree. */
  readonly fields: readonly Field[];
  /** A variable-length integer. RFC 9000 §16. */
  varint(name: string, rule: string, say?: (value: bigint) => string): bigint;
  /** An unsigned big-endian integer of whole bytes. */
  uint(name: string, length: 1 | 2 | 3 | 4, rule: string, say?: (value: number) => string): number;
  /** One byte made of bit fields. */
  bits(name: string, rule: string, parts: readonly BitPart[]): number;
  /** A view (no copy) of `length` bytes. */
  take(
    name: string,
    length: number | bigint,
    rule: string,
    say?: (bytes: Uint8Array) => string,
  ): Uint8Array;
  /** Everything that `read` takes becomes one field with children, labelled by its value. */
  group<T>(read: () => T, label: (value: T) => FieldLabel): T;
  /**
   * Whatever `read` finds at the cursor within the region, null once halted; its `more` counts as
   * running short and its fault halts.
   */
  read<T>(
    name: string,
    read: (bytes: Uint8Array, at: number) => Step<T>,
    describe: (value: T, at: number, bytes: Uint8Array) => Field,
  ): T | null;
  /** Halts with a broken rule; the first halt wins. */
  fail(code: string, at: number, rule: string, text: string): void;
}

/** How a cursor is opened. */
export interface CursorOptions {
  /** Absolute offset behind the region; the end of the bytes by default. */
  readonly end?: number;
  /** Whether to keep the field tree. */
  readonly keep?: boolean;
  /** What running out of bytes means here; `more` by default. */
  readonly short?: (missing: number, at: number, name: string) => Halt;
}

const nothing = new Uint8Array(0);

/** Opens a cursor on `bytes` from offset `at`. */
export function createCursor(bytes: Uint8Array, at = 0, options: CursorOptions = {}): Cursor {
  const end = Math.min(options.end ?? bytes.length, bytes.length);
  const short = options.short ?? ((missing: number) => more(missing) as Halt);
  const region = end === bytes.length ? bytes : bytes.subarray(0, end);
  let cursor = at;
  let halt: Halt | null = null;
  let fields: Field[] = [];

  const keep = (build: () => Field): void => {
    if (options.keep === true) fields.push(build());
  };
  /** The offset where `length` bytes start, or null when the region is too short. */
  const step = (length: number, name: string): number | null => {
    if (halt !== null) return null;
    if (length > end - cursor) {
      halt = short(length - Math.max(0, end - cursor), cursor, name);
      return null;
    }
    cursor += length;
    return cursor - length;
  };

  return {
    get at() {
      return cursor;
    },
    get peek() {
      return halt === null && cursor < end ? (bytes[cursor] ?? null) : null;
    },
    lookAhead(skip, length) {
      const from = cursor + skip;
      if (from + length > end) return 0;
      return bytes.subarray(from, from + length).reduce((sum, byte) => sum * 256 + byte, 0);
    },
    get left() {
      return Math.max(0, end - cursor);
    },
    get halt() {
      return halt;
    },
    get fields() {
      return fields;
    },
    varint(name, rule, say = String) {
      if (halt !== null) return 0n;
      const length = cursor < end ? varintLengthOf(bytes[cursor] ?? 0) : 1;
      const from = step(length, name);
      if (from === null) return 0n;
      const read = readVarint(bytes, from);
      const value = read.kind === "done" ? read.value : 0n;
      keep(() => varintField(name, from, bytes.subarray(from, cursor), rule, say(value)));
      return value;
    },
    uint(name, length, rule, say = String) {
      const from = step(length, name);
      if (from === null) return 0;
      const value = bytes.subarray(from, cursor).reduce((sum, byte) => sum * 256 + byte, 0);
      keep(() => ({ name, at: from, length, text: say(value), rule }));
      return value;
    },
    bits(name, rule, parts) {
      const from = step(1, name);
      if (from === null) return 0;
      const byte = bytes[from] ?? 0;
      keep(() => {
        let bit = 0;
        const children = parts.map((part): Field => {
          bit += part.width;
          const value = (byte >> (8 - bit)) & ((1 << part.width) - 1);
          const text = part.say?.(value) ?? value.toString(2).padStart(part.width, "0");
          return {
            name: part.name,
            at: from,
            length: 1,
            text,
            rule,
            bits: [bit - part.width, bit],
          };
        });
        return {
          name,
          at: from,
          length: 1,
          text: `0x${formatHex(Uint8Array.of(byte))}`,
          rule,
          children,
        };
      });
      return byte;
    },
    take(name, length, rule, say = hexPreview) {
      const from = step(Number(length), name);
      if (from === null) return nothing;
      const view = bytes.subarray(from, cursor);
      keep(() => ({ name, at: from, length: view.length, text: say(view), rule }));
      return view;
    },
    group(read, label) {
      const from = cursor;
      const outer = fields;
      fields = [];
      const value = read();
      const children = fields;
      fields = outer;
      if (halt === null) {
        keep(() => ({ ...label(value), at: from, length: cursor - from, children }));
      }
      return value;
    },
    read(name, read, describe) {
      if (halt !== null) return null;
      const step = read(region, cursor);
      if (step.kind !== "done") {
        halt = step.kind === "more" ? short(step.missing, cursor, name) : step;
        return null;
      }
      const from = cursor;
      cursor = step.next;
      keep(() => describe(step.value, from, bytes.subarray(from, cursor)));
      return step.value;
    },
    fail(code, where, rule, text) {
      halt ??= fault(code, where, rule, text) as Halt;
    },
  };
}
