// The decoding half of QPACK: sections may wait for the table to catch up. RFC 9204 §2.2.
import { concat, type Fault } from "#wire/index.ts";
import { createCursor } from "../cursor.ts";
import { writeDecoderInstruction } from "./decoder-stream.ts";
import { createDynamicTable, type TableEntry, type TableView } from "./dynamic-table.ts";
import { readEncoderInstruction, type EncoderInstruction } from "./encoder-stream.ts";
import { takeFieldLine, type FieldLine } from "./field-line.ts";
import { completeRegion, recode } from "./primitives.ts";
import { decodePrefix, takePrefix, type SectionPrefix } from "./section-prefix.ts";
import { STATIC_TABLE } from "./static-table.ts";

/** A field line: name and value with one character per octet. */
export type HeaderField = readonly [name: string, value: string];

/** A decoded section. */
export interface DecodedSection {
  readonly value: HeaderField[];
  /** Positions in `value` of lines that must stay literals on later hops; absent when there are none. RFC 9204 §7.1.3. */
  readonly neverIndexed?: readonly number[];
}

/** A section that waited and could now be decoded. */
export interface UnblockedSection extends DecodedSection {
  readonly streamId: bigint;
}

/** Limits of a decoder, as its SETTINGS promise them. RFC 9204 §5. */
export interface QpackDecoderOptions {
  /** SETTINGS_QPACK_MAX_TABLE_CAPACITY in bytes. */
  readonly maxTableCapacity: number;
  /** SETTINGS_QPACK_BLOCKED_STREAMS. */
  readonly maxBlockedStreams: number;
  /** Capacity before the first instruction; 0 as in §3.2.2 unless told. */
  readonly initialCapacity?: number;
}

/** What a broken rule answers. */
export interface Refusal {
  readonly kind: "fault";
  readonly fault: Fault;
}

/** The decoding half of QPACK. All faults are connection errors. RFC 9204 §2.2. */
export interface QpackDecoder {
  /** Takes bytes of the encoder stream, in any portions; answers with sections that stop waiting. */
  receiveEncoderStream(
    bytes: Uint8Array,
  ): { readonly kind: "done"; readonly unblocked: UnblockedSection[] } | Refusal;
  /** Decodes one whole section of a stream, or keeps it until the table has caught up. */
  decodeSection(
    streamId: bigint,
    bytes: Uint8Array,
  ): ({ readonly kind: "done" } & DecodedSection) | { readonly kind: "blocked" } | Refusal;
  /** Gives up a stream: drops what waits and tells the encoder. RFC 9204 §2.2.2.2. */
  cancelStream(streamId: bigint): void;
  /** Instructions due on the decoder stream, insertions acknowledged in one increment. */
  takeDecoderStream(): Uint8Array;
  /** The dynamic table as it stands. */
  readonly table: TableView;
  /** Streams with sections that wait. */
  readonly blockedStreams: readonly bigint[];
}

/** A section whose prefix has been read; its lines begin at `at`. */
interface Section {
  readonly prefix: SectionPrefix;
  readonly bytes: Uint8Array;
  readonly at: number;
}

const refuse = (code: string, at: number, rule: string, text: string): Refusal => ({
  kind: "fault",
  fault: { code, at, rule, text },
});

const sectionError = "QPACK_DECOMPRESSION_FAILED";
const streamError = "QPACK_ENCODER_STREAM_ERROR";

/** Creates a decoder with an empty table. Limits that are no counts throw RangeError. */
export function createQpackDecoder(options: QpackDecoderOptions): QpackDecoder {
  const { maxTableCapacity, maxBlockedStreams } = options;
  for (const limit of [maxTableCapacity, maxBlockedStreams, options.initialCapacity ?? 0]) {
    if (!Number.isSafeInteger(limit) || limit < 0) {
      throw new RangeError(`${limit} is no limit of a decoder. Give it a count of 0 or more.`);
    }
  }
  const table = createDynamicTable(options.initialCapacity ?? 0);
  const waiting = new Map<bigint, Section[]>();
  /** Bytes of an instruction that has not arrived whole: concatenated only once `wanted` are held. */
  let parts: Uint8Array[] = [];
  let held = 0;
  let wanted = 1;
  let replies: Uint8Array[] = [];
  let knownReceived = 0;
  let consumed = 0;
  let broken: Refusal | null = null;

  /** The entry that a representation points at, or null. */
  const resolve = (line: FieldLine, prefix: SectionPrefix): TableEntry | null => {
    if (line.kind === "literal") return null;
    if (line.reference === "static") return STATIC_TABLE[Number(line.index)] ?? null;
    const absolute =
      line.reference === "relative" ? prefix.base - 1n - line.index : prefix.base + line.index;
    if (absolute < 0n || absolute >= BigInt(prefix.requiredInsertCount)) return null;
    return table.entry(Number(absolute)) ?? null;
  };

  const readLines = ({ bytes, at, prefix }: Section): DecodedSection | Refusal => {
    const region = completeRegion("field section", "RFC 9204 §4.5", false);
    const cursor = createCursor(bytes, at, region);
    const value: HeaderField[] = [];
    const neverIndexed: number[] = [];
    while (cursor.left > 0) {
      const from = cursor.at;
      const line = takeFieldLine(cursor);
      if (cursor.halt?.kind === "fault") {
        return { kind: "fault", fault: recode(cursor.halt.fault, sectionError) };
      }
      if (line.kind !== "indexed" && line.neverIndexed) neverIndexed.push(value.length);
      if (line.kind === "literal") {
        value.push([line.name, line.value]);
        continue;
      }
      const entry = resolve(line, prefix);
      if (entry === null) {
        const rule = line.reference === "static" ? "RFC 9204 §3.1" : "RFC 9204 §2.2.3";
        const text = `The ${line.reference} index ${line.index} refers to no entry that is there.`;
        return refuse(sectionError, from, rule, text);
      }
      value.push(line.kind === "indexed" ? entry : [entry[0], line.value]);
    }
    return neverIndexed.length > 0 ? { value, neverIndexed } : { value };
  };

  const openSection = (bytes: Uint8Array): Section | Refusal => {
    const cursor = createCursor(
      bytes,
      0,
      completeRegion("field section", "RFC 9204 §4.5.1", false),
    );
    const encoded = takePrefix(cursor);
    if (cursor.halt?.kind === "fault") {
      return { kind: "fault", fault: recode(cursor.halt.fault, sectionError) };
    }
    const prefix = decodePrefix(encoded, maxTableCapacity, table.insertCount);
    if ("code" in prefix) return { kind: "fault", fault: prefix };
    return { prefix, bytes, at: cursor.at };
  };

  /** Decodes a section whose entries are all there and acknowledges it. */
  const decodeNow = (streamId: bigint, section: Section): DecodedSection | Refusal => {
    const decoded = readLines(section);
    const { requiredInsertCount } = section.prefix;
    if (!("kind" in decoded) && requiredInsertCount > 0) {
      replies.push(writeDecoderInstruction({ kind: "section-acknowledgment", streamId }));
      knownReceived = Math.max(knownReceived, requiredInsertCount);
    }
    return decoded;
  };

  const insert = (entry: TableEntry | undefined, at: number, rule: string): Refusal | null => {
    if (entry === undefined) {
      const text = "The instruction names an entry that is not in the table.";
      return refuse(streamError, at, rule, text);
    }
    if (table.insert(entry)) return null;
    const text = `The entry is larger than the table's capacity of ${table.capacity} bytes.`;
    return refuse(streamError, at, "RFC 9204 §3.2.2", text);
  };

  const newest = (index: bigint): TableEntry | undefined =>
    table.entry(table.insertCount - 1 - Number(index));

  const apply = (instruction: EncoderInstruction, at: number): Refusal | null => {
    switch (instruction.kind) {
      case "set-capacity": {
        if (instruction.capacity > BigInt(maxTableCapacity)) {
          const text = `Capacity ${instruction.capacity} exceeds the maximum of ${maxTableCapacity}.`;
          return refuse(streamError, at, "RFC 9204 §4.3.1", text);
        }
        table.setCapacity(Number(instruction.capacity));
        return null;
      }
      case "insert-literal-name":
        return insert([instruction.name, instruction.value], at, "RFC 9204 §4.3.3");
      case "insert-name-reference": {
        const isStatic = instruction.table === "static";
        const entry = isStatic
          ? STATIC_TABLE[Number(instruction.index)]
          : newest(instruction.index);
        const rule = isStatic ? "RFC 9204 §3.1" : "RFC 9204 §2.2.3";
        return insert(entry && [entry[0], instruction.value], at, rule);
      }
      case "duplicate":
        return insert(newest(instruction.index), at, "RFC 9204 §2.2.3");
    }
  };

  /** Sections whose entries have arrived, stream by stream, in the order of each stream. */
  const unblock = (): UnblockedSection[] | Refusal => {
    const unblocked: UnblockedSection[] = [];
    for (const [streamId, sections] of waiting) {
      let ready = 0;
      for (const section of sections) {
        if (section.prefix.requiredInsertCount > table.insertCount) break;
        const decoded = decodeNow(streamId, section);
        if ("kind" in decoded) return decoded;
        unblocked.push({ streamId, ...decoded });
        ready += 1;
      }
      if (ready === sections.length) waiting.delete(streamId);
      else if (ready > 0) waiting.set(streamId, sections.slice(ready));
    }
    return unblocked;
  };

  return {
    table,
    get blockedStreams() {
      return [...waiting.keys()];
    },
    receiveEncoderStream(bytes) {
      if (broken !== null) return broken;
      parts.push(bytes.slice());
      held += bytes.length;
      if (held < wanted) return { kind: "done", unblocked: [] };
      const pending = concat(parts);
      let at = 0;
      let step = readEncoderInstruction(pending, at, maxTableCapacity);
      while (step.kind !== "more") {
        const refused = step.kind === "fault" ? step : apply(step.value, at);
        if (refused !== null) {
          broken = { kind: "fault", fault: { ...refused.fault, at: consumed + refused.fault.at } };
          return broken;
        }
        if (step.kind === "done") at = step.next;
        step = readEncoderInstruction(pending, at, maxTableCapacity);
      }
      consumed += at;
      held -= at;
      wanted = held + step.missing;
      parts = [pending.subarray(at)];
      const unblocked = unblock();
      if ("kind" in unblocked) {
        broken = unblocked;
        return broken;
      }
      return { kind: "done", unblocked };
    },
    decodeSection(streamId, bytes) {
      if (broken !== null) return broken;
      const section = openSection(bytes);
      if ("kind" in section) return section;
      const queue = waiting.get(streamId);
      // A later section of a stream that waits must wait too: acknowledgments go in order (§2.2.2.1).
      if (queue === undefined && section.prefix.requiredInsertCount <= table.insertCount) {
        const decoded = decodeNow(streamId, section);
        return "kind" in decoded ? decoded : { kind: "done", ...decoded };
      }
      if (queue === undefined && waiting.size >= maxBlockedStreams) {
        const text = `Stream ${streamId} would wait, but only ${maxBlockedStreams} streams may.`;
        return refuse(sectionError, 0, "RFC 9204 §2.1.2", text);
      }
      waiting.set(streamId, [...(queue ?? []), { ...section, bytes: bytes.slice() }]);
      return { kind: "blocked" };
    },
    cancelStream(streamId) {
      waiting.delete(streamId);
      if (maxTableCapacity === 0) return;
      replies.push(writeDecoderInstruction({ kind: "stream-cancellation", streamId }));
    },
    takeDecoderStream() {
      if (table.insertCount > knownReceived) {
        const increment = BigInt(table.insertCount - knownReceived);
        replies.push(writeDecoderInstruction({ kind: "insert-count-increment", increment }));
        knownReceived = table.insertCount;
      }
      const bytes = concat(replies);
      replies = [];
      return bytes;
    },
  };
}
