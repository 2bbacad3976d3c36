// The encoding half of QPACK: which lines to insert, which to reference, what may be evicted. RFC 9204 §2.1.
import { concat } from "#wire/index.ts";
import { readDecoderInstruction, type DecoderInstruction } from "./decoder-stream.ts";
import type { HeaderField, Refusal } from "./decoder.ts";
import { createDynamicTable, entrySize, type TableEntry, type TableView } from "./dynamic-table.ts";
import { pushEncoderInstruction, type EncoderInstruction } from "./encoder-stream.ts";
import { pushFieldLine, type FieldLine } from "./field-line.ts";
import { pushPrefix } from "./section-prefix.ts";
import { findStaticLine, findStaticName } from "./static-table.ts";

/** What to do with a line that no table holds: insert it, send it plainly, or forbid all indexing. */
export type IndexChoice = "index" | "literal" | "never";

/** Limits that the peer's decoder set, and the encoder's own taste. */
export interface QpackEncoderOptions {
  /** The peer's SETTINGS_QPACK_MAX_TABLE_CAPACITY in bytes; 0 until known. RFC 9204 §3.2.3. */
  readonly maxTableCapacity?: number;
  /** The peer's SETTINGS_QPACK_BLOCKED_STREAMS; 0 until known. */
  readonly maxBlockedStreams?: number;
  /** Capacity to use, in bytes; the maximum unless told. */
  readonly capacity?: number;
  /** Whether strings take their Huffman form where it is shorter; true unless told. */
  readonly huffman?: boolean;
  /** Choice per line; unless told, credentials are never indexed and all else is. RFC 9204 §7.1.3. */
  readonly index?: (name: string, value: string) => IndexChoice;
}

/** The encoding half of QPACK. */
export interface QpackEncoder {
  /**
   * Encodes one section of a stream. Positions in `neverIndexed` become literals with the N bit.
   * Send takeEncoderStream() no later than the section, or the peer's stream waits.
   */
  encode(
    streamId: bigint,
    fields: readonly HeaderField[],
    options?: { readonly neverIndexed?: readonly number[] },
  ): Uint8Array;
  /** Instructions due on the encoder stream. */
  takeEncoderStream(): Uint8Array;
  /** Takes bytes of the decoder stream, in any portions. Faults are connection errors. */
  receiveDecoderStream(bytes: Uint8Array): { readonly kind: "done" } | Refusal;
  /**
   * Applies the peer's SETTINGS. A maximum that differs from an earlier one other than 0 throws
   * RangeError. RFC 9204 §3.2.3.
   */
  applySettings(limits: {
    readonly maxTableCapacity: number;
    readonly maxBlockedStreams: number;
  }): void;
  /**
   * Changes the capacity; false when entries that are still needed would go, which §4.3.1 forbids.
   * A capacity above the maximum throws RangeError.
   */
  setCapacity(capacity: number): boolean;
  /** The dynamic table as the encoder knows it. */
  readonly table: TableView;
  /** Insertions that the decoder has acknowledged. RFC 9204 §2.1.4. */
  readonly knownReceivedCount: number;
  /** Streams that could be waiting at the decoder now. RFC 9204 §2.1.2. */
  readonly blockingStreams: readonly bigint[];
}

/** A section sent and not acknowledged: the entries it references cannot be evicted. */
interface Outstanding {
  readonly requiredInsertCount: number;
  readonly references: readonly number[];
}

const credentials = new Set(["authorization", "proxy-authorization"]);

const usualChoice = (name: string): IndexChoice => (credentials.has(name) ? "never" : "index");

/** Creates an encoder; it sends nothing on the encoder stream before it first inserts. */
export function createQpackEncoder(options: QpackEncoderOptions = {}): QpackEncoder {
  const { huffman = true, index = usualChoice } = options;
  let maxTableCapacity = options.maxTableCapacity ?? 0;
  let maxBlockedStreams = options.maxBlockedStreams ?? 0;
  const table = createDynamicTable();
  const outstanding = new Map<bigint, Outstanding[]>();
  /** Absolute index → sections that reference the entry. */
  const references = new Map<number, number>();
  let instructions: number[] = [];
  let pending: Uint8Array = new Uint8Array(0);
  let known = 0;
  let consumed = 0;
  let broken: Refusal | null = null;
  let opened = false;

  const instruct = (instruction: EncoderInstruction): void => {
    if (!opened) {
      opened = true;
      const capacity = BigInt(table.capacity);
      if (instruction.kind !== "set-capacity") {
        pushEncoderInstruction(instructions, { kind: "set-capacity", capacity }, huffman);
      }
    }
    pushEncoderInstruction(instructions, instruction, huffman);
  };

  const startingCapacity = (): number =>
    Math.min(options.capacity ?? maxTableCapacity, maxTableCapacity);
  table.setCapacity(startingCapacity());

  const retain = (absolute: number): void => {
    references.set(absolute, (references.get(absolute) ?? 0) + 1);
  };
  const release = (absolute: number): void => {
    const count = (references.get(absolute) ?? 0) - 1;
    if (count > 0) references.set(absolute, count);
    else references.delete(absolute);
  };

  /** Whether the oldest `count` entries may go: acknowledged and unreferenced. RFC 9204 §2.1.1. */
  const evictable = (count: number): boolean => {
    for (let at = table.dropCount; at < table.dropCount + count; at += 1) {
      if (at >= known || references.has(at)) return false;
    }
    return true;
  };

  const fits = (entry: TableEntry): boolean => {
    const evictions = table.evictionsFor(entrySize(entry));
    return evictions !== null && evictable(evictions);
  };

  /** Oldest index still referenced anew; those below drain, so that room remains. RFC 9204 §2.1.1.1. */
  const drainingIndex = (): number => {
    let free = table.capacity - table.size;
    let at = table.dropCount;
    for (; free < table.capacity / 4; at += 1) {
      const entry = table.entry(at);
      if (entry === undefined) break;
      free += entrySize(entry);
    }
    return at;
  };

  const couldBlock = (sections: readonly Outstanding[]): boolean =>
    sections.some(({ requiredInsertCount }) => requiredInsertCount > known);
  const blockingStreams = (): bigint[] =>
    [...outstanding].filter(([, sections]) => couldBlock(sections)).map(([streamId]) => streamId);

  const insertLine = (entry: TableEntry): number => {
    const [name, value] = entry;
    const staticIndex = findStaticName(name);
    const dynamicIndex = staticIndex === undefined ? table.findName(name) : undefined;
    if (staticIndex !== undefined) {
      const at = BigInt(staticIndex);
      instruct({ kind: "insert-name-reference", table: "static", index: at, value });
    } else if (dynamicIndex !== undefined) {
      const relative = BigInt(table.insertCount - 1 - dynamicIndex);
      instruct({ kind: "insert-name-reference", table: "dynamic", index: relative, value });
    } else {
      instruct({ kind: "insert-literal-name", name, value });
    }
    table.insert(entry);
    return table.insertCount - 1;
  };

  const applyReply = (reply: DecoderInstruction): readonly [rule: string, text: string] | null => {
    switch (reply.kind) {
      case "section-acknowledgment": {
        const [first, ...rest] = outstanding.get(reply.streamId) ?? [];
        if (first === undefined) {
          const text = `Stream ${reply.streamId} has no section left to acknowledge.`;
          return ["RFC 9204 §4.4.1", text];
        }
        known = Math.max(known, first.requiredInsertCount);
        first.references.forEach(release);
        if (rest.length > 0) outstanding.set(reply.streamId, rest);
        else outstanding.delete(reply.streamId);
        return null;
      }
      case "stream-cancellation":
        outstanding.get(reply.streamId)?.forEach((section) => section.references.forEach(release));
        outstanding.delete(reply.streamId);
        return null;
      case "insert-count-increment": {
        const sum = BigInt(known) + reply.increment;
        if (reply.increment === 0n || sum > BigInt(table.insertCount)) {
          const text = `Increment ${reply.increment} on ${known} of ${table.insertCount} insertions.`;
          return ["RFC 9204 §4.4.3", text];
        }
        known = Number(sum);
        return null;
      }
    }
  };

  return {
    table,
    get knownReceivedCount() {
      return known;
    },
    get blockingStreams() {
      return blockingStreams();
    },
    encode(streamId, fields, { neverIndexed = [] } = {}) {
      const base = table.insertCount;
      const mine = outstanding.get(streamId) ?? [];
      const mayBlock = couldBlock(mine) || blockingStreams().length < maxBlockedStreams;
      const used = new Set<number>();
      const lines: FieldLine[] = [];

      const usable = (absolute: number): boolean => absolute < known || mayBlock;
      const use = (
        absolute: number,
      ): Pick<FieldLine & { kind: "indexed" }, "reference" | "index"> => {
        if (!used.has(absolute)) retain(absolute);
        used.add(absolute);
        return absolute < base
          ? { reference: "relative", index: BigInt(base - 1 - absolute) }
          : { reference: "post-base", index: BigInt(absolute - base) };
      };

      const literal = (name: string, value: string, isNever: boolean): FieldLine => {
        const staticIndex = findStaticName(name);
        const about = { kind: "name-reference", neverIndexed: isNever, value } as const;
        if (staticIndex !== undefined) {
          return { ...about, reference: "static", index: BigInt(staticIndex) };
        }
        const dynamicIndex = table.findName(name);
        if (dynamicIndex !== undefined && usable(dynamicIndex) && dynamicIndex >= drainingIndex()) {
          return { ...about, ...use(dynamicIndex) };
        }
        return { kind: "literal", neverIndexed: isNever, name, value };
      };

      const represent = ([name, value]: HeaderField, at: number): FieldLine => {
        const choice = neverIndexed.includes(at) ? "never" : index(name, value);
        if (choice === "never") return literal(name, value, true);
        const staticIndex = findStaticLine(name, value);
        if (staticIndex !== undefined) {
          return { kind: "indexed", reference: "static", index: BigInt(staticIndex) };
        }
        const found = table.findLine(name, value);
        if (found !== undefined) {
          if (found >= drainingIndex()) {
            return usable(found) ? { kind: "indexed", ...use(found) } : literal(name, value, false);
          }
          if (choice === "index" && fits([name, value])) {
            instruct({ kind: "duplicate", index: BigInt(table.insertCount - 1 - found) });
            table.insert([name, value]);
            const copy = table.insertCount - 1;
            return mayBlock ? { kind: "indexed", ...use(copy) } : literal(name, value, false);
          }
          return usable(found) ? { kind: "indexed", ...use(found) } : literal(name, value, false);
        }
        if (choice === "index" && fits([name, value])) {
          const inserted = insertLine([name, value]);
          if (mayBlock) return { kind: "indexed", ...use(inserted) };
        }
        return literal(name, value, false);
      };

      fields.forEach((field, at) => lines.push(represent(field, at)));
      const requiredInsertCount = used.size > 0 ? Math.max(...used) + 1 : 0;
      if (requiredInsertCount > 0) {
        outstanding.set(streamId, [...mine, { requiredInsertCount, references: [...used] }]);
      }
      const target: number[] = [];
      pushPrefix(target, { requiredInsertCount, base: BigInt(base) }, maxTableCapacity);
      for (const line of lines) pushFieldLine(target, line, huffman);
      return Uint8Array.from(target);
    },
    takeEncoderStream() {
      const bytes = Uint8Array.from(instructions);
      instructions = [];
      return bytes;
    },
    receiveDecoderStream(bytes) {
      if (broken !== null) return broken;
      pending = concat([pending, bytes]);
      let at = 0;
      for (;;) {
        const step = readDecoderInstruction(pending, at);
        if (step.kind === "more") break;
        if (step.kind === "fault") {
          broken = { kind: "fault", fault: { ...step.fault, at: consumed + step.fault.at } };
          return broken;
        }
        const problem = applyReply(step.value);
        if (problem !== null) {
          const [rule, text] = problem;
          const fault = { code: "QPACK_DECODER_STREAM_ERROR", at: consumed + at, rule, text };
          broken = { kind: "fault", fault };
          return broken;
        }
        at = step.next;
      }
      consumed += at;
      pending = pending.slice(at);
      return { kind: "done" };
    },
    applySettings(limits) {
      if (maxTableCapacity !== 0 && limits.maxTableCapacity !== maxTableCapacity) {
        throw new RangeError(
          `The maximum table capacity is ${maxTableCapacity} already: it is set once.`,
        );
      }
      maxBlockedStreams = limits.maxBlockedStreams;
      if (maxTableCapacity !== 0) return;
      maxTableCapacity = limits.maxTableCapacity;
      table.setCapacity(startingCapacity());
    },
    setCapacity(capacity) {
      if (!Number.isInteger(capacity) || capacity < 0 || capacity > maxTableCapacity) {
        throw new RangeError(`Capacity ${capacity} is not within 0…${maxTableCapacity}.`);
      }
      // Without a dynamic table no instruction may be sent at all (§3.2.3).
      if (maxTableCapacity === 0) return true;
      let kept = table.size;
      let evictions = 0;
      for (; kept > capacity; evictions += 1) {
        const entry = table.entry(table.dropCount + evictions);
        if (entry === undefined) break;
        kept -= entrySize(entry);
      }
      if (!evictable(evictions)) return false;
      table.setCapacity(capacity);
      instruct({ kind: "set-capacity", capacity: BigInt(capacity) });
      return true;
    },
  };
}
