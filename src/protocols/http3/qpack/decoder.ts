// The decoding half of QPACK: sections may wait for the table to catch up. RFC 9204 §2.2.
import { concat, type Fault } from "#wire/index.ts";
import { createByteQueue } from "../byte-queue.ts";
import { applyInstruction } from "./apply-instruction.ts";
import { writeDecoderInstruction } from "./decoder-stream.ts";
import { createDynamicTable, type TableView } from "./dynamic-table.ts";
import { readEncoderInstruction } from "./encoder-stream.ts";
import { openSection, readLines, type DecodedSection, type Section } from "./read-section.ts";
import { refuse, type Refusal } from "./refusal.ts";

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
  /** An instruction that has not arrived whole; looked at again once `wanted` bytes are there. */
  const pending = createByteQueue();
  let wanted = 1;
  let replies: Uint8Array[] = [];
  let knownReceived = 0;
  let broken: Refusal | null = null;

  /** Decodes a section whose entries are all there and acknowledges it. RFC 9204 §2.2.2.1. */
  const decodeNow = (streamId: bigint, section: Section): DecodedSection | Refusal => {
    const decoded = readLines(section, table);
    const { requiredInsertCount } = section.prefix;
    if (!("kind" in decoded) && requiredInsertCount > 0) {
      replies.push(writeDecoderInstruction({ kind: "section-acknowledgment", streamId }));
      knownReceived = Math.max(knownReceived, requiredInsertCount);
    }
    return decoded;
  };

  /** Carries out every instruction that has arrived whole. */
  const update = (): Refusal | null => {
    const bytes = pending.bytes();
    const moved = ({ code, at, rule, text }: Fault): Refusal =>
      refuse(code, pending.start + at, rule, text);
    let at = 0;
    let step = readEncoderInstruction(bytes, at, maxTableCapacity);
    while (step.kind === "done") {
      const refused = applyInstruction(table, step.value, maxTableCapacity, at);
      if (refused !== null) return moved(refused.fault);
      at = step.next;
      step = readEncoderInstruction(bytes, at, maxTableCapacity);
    }
    if (step.kind === "fault") return moved(step.fault);
    pending.drop(at);
    wanted = pending.length + step.missing;
    return null;
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
      pending.push(bytes);
      if (pending.length < wanted) return { kind: "done", unblocked: [] };
      broken = update();
      if (broken !== null) return broken;
      const unblocked = unblock();
      if (!("kind" in unblocked)) return { kind: "done", unblocked };
      broken = unblocked;
      return broken;
    },
    decodeSection(streamId, bytes) {
      if (broken !== null) return broken;
      const section = openSection(bytes, maxTableCapacity, table.insertCount);
      if ("kind" in section) return section;
      const queue = waiting.get(streamId);
      // A later section of a stream that waits must wait too: acknowledgments go in order (§2.2.2.1).
      if (queue === undefined && section.prefix.requiredInsertCount <= table.insertCount) {
        const decoded = decodeNow(streamId, section);
        return "kind" in decoded ? decoded : { kind: "done", ...decoded };
      }
      if (queue === undefined && waiting.size >= maxBlockedStreams) {
        const text = `Stream ${streamId} would wait, but only ${maxBlockedStreams} streams may.`;
        return refuse("QPACK_DECOMPRESSION_FAILED", 0, "RFC 9204 §2.1.2", text);
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
