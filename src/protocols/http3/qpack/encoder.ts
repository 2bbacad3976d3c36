// The encoding half of QPACK: which lines to insert and which to reference. RFC 9204 §2.1, Appendix C.
import type { HeaderField } from "#protocols/semantics/index.ts";
import { createByteQueue } from "../byte-queue.ts";
import { readDecoderInstruction } from "./decoder-stream.ts";
import { createDynamicTable, entrySize, type TableEntry, type TableView } from "./dynamic-table.ts";
import { pushEncoderInstruction, type EncoderInstruction } from "./encoder-stream.ts";
import { pushFieldLine, type FieldLine } from "./field-line.ts";
import type { HuffmanChoice } from "./primitives.ts";
import { refuse, type Refusal } from "./refusal.ts";
import { pushPrefix } from "./section-prefix.ts";
import { createSentSections } from "./sent-sections.ts";
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
  /** Huffman code for strings; "shorter" unless told. */
  readonly huffman?: HuffmanChoice;
  /** Choice per line; unless told, credentials are never indexed and all else is. RFC 9204 §7.1.3. */
  readonly index?: (name: string, value: string) => IndexChoice;
}

/** Limits that arrive with the peer's SETTINGS. RFC 9204 §5. */
export interface QpackLimits {
  readonly maxTableCapacity: number;
  readonly maxBlockedStreams: number;
}

/** The encoding half of QPACK. */
export interface QpackEncoder {
  /**
   * Encodes one section of a stream. Positions in `neverIndex` become literals with the N bit.
   * Send takeEncoderStream() no later than the section, or the peer's stream waits.
   */
  encode(
    streamId: bigint,
    fields: readonly HeaderField[],
    options?: { readonly neverIndex?: ReadonlySet<number> },
  ): Uint8Array;
  /** Instructions due on the encoder stream. */
  takeEncoderStream(): Uint8Array;
  /** Takes bytes of the decoder stream, in any portions. Faults are connection errors. */
  receiveDecoderStream(bytes: Uint8Array): { readonly kind: "done" } | Refusal;
  /**
   * Applies the peer's SETTINGS. A maximum capacity that differs from an earlier one other than 0
   * throws RangeError. RFC 9204 §3.2.3.
   */
  applySettings(limits: QpackLimits): void;
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

const credentials = new Set(["authorization", "proxy-authorization"]);

const usualChoice = (name: string): IndexChoice => (credentials.has(name) ? "never" : "index");

/** Creates an encoder; it sends nothing on the encoder stream before it first inserts. */
export function createQpackEncoder(options: QpackEncoderOptions = {}): QpackEncoder {
  const { huffman = "shorter", index = usualChoice } = options;
  let { maxTableCapacity = 0, maxBlockedStreams = 0 } = options;
  const table = createDynamicTable();
  const sent = createSentSections(table);
  let instructions: number[] = [];
  const pending = createByteQueue();
  let broken: Refusal | null = null;
  let opened = false;

  const openTable = (): void => {
    table.setCapacity(Math.min(options.capacity ?? maxTableCapacity, maxTableCapacity));
  };
  openTable();

  const instruct = (instruction: EncoderInstruction): void => {
    if (!opened && instruction.kind !== "set-capacity") {
      const capacity = BigInt(table.capacity);
      pushEncoderInstruction(instructions, { kind: "set-capacity", capacity }, huffman);
    }
    opened = true;
    pushEncoderInstruction(instructions, instruction, huffman);
  };

  /** Inserts an entry that fits and answers its absolute index. */
  const insert = (entry: TableEntry): number => {
    const [name, value] = entry;
    const whole = table.findLine(name, value);
    const staticName = findStaticName(name);
    const dynamicName = table.findName(name);
    const relative = (absolute: number): bigint => BigInt(table.insertCount - 1 - absolute);
    if (whole !== undefined) instruct({ kind: "duplicate", index: relative(whole) });
    else if (staticName !== undefined) {
      const at = BigInt(staticName);
      instruct({ kind: "insert-name-reference", table: "static", index: at, value });
    } else if (dynamicName !== undefined) {
      const at = relative(dynamicName);
      instruct({ kind: "insert-name-reference", table: "dynamic", index: at, value });
    } else instruct({ kind: "insert-literal-name", name, value });
    table.insert(entry);
    return table.insertCount - 1;
  };

  /** Chooses representations for the lines of one section and notes the entries they reference. */
  const openRepresenter = (
    mayBlock: boolean,
  ): {
    readonly used: Set<number>;
    represent(field: HeaderField, choice: IndexChoice): FieldLine;
  } => {
    const base = table.insertCount;
    const used = new Set<number>();
    const usable = (absolute: number): boolean => absolute < sent.knownReceivedCount || mayBlock;
    const use = (absolute: number): { reference: "relative" | "post-base"; index: bigint } => {
      if (!used.has(absolute)) sent.retain(absolute);
      used.add(absolute);
      return absolute < base
        ? { reference: "relative", index: BigInt(base - 1 - absolute) }
        : { reference: "post-base", index: BigInt(absolute - base) };
    };
    const literal = (name: string, value: string, neverIndexed: boolean): FieldLine => {
      const staticName = findStaticName(name);
      const found = table.findName(name);
      if (staticName !== undefined) {
        const at = BigInt(staticName);
        return { kind: "name-reference", neverIndexed, value, reference: "static", index: at };
      }
      if (found !== undefined && usable(found) && found >= sent.drainingIndex()) {
        return { kind: "name-reference", neverIndexed, value, ...use(found) };
      }
      return { kind: "literal", neverIndexed, name, value };
    };
    return {
      used,
      represent([name, value], choice) {
        if (choice === "never") return literal(name, value, true);
        const staticLine = findStaticLine(name, value);
        if (staticLine !== undefined) {
          return { kind: "indexed", reference: "static", index: BigInt(staticLine) };
        }
        let found = table.findLine(name, value);
        const drains = found !== undefined && found < sent.drainingIndex();
        if ((found === undefined || drains) && choice === "index" && sent.fits([name, value])) {
          found = insert([name, value]);
        }
        return found !== undefined && usable(found)
          ? { kind: "indexed", ...use(found) }
          : literal(name, value, false);
      },
    };
  };

  return {
    table,
    get knownReceivedCount() {
      return sent.knownReceivedCount;
    },
    get blockingStreams() {
      return sent.blockingStreams();
    },
    encode(streamId, fields, { neverIndex } = {}) {
      const blocking = sent.blockingStreams();
      const mayBlock = blocking.includes(streamId) || blocking.length < maxBlockedStreams;
      const base = BigInt(table.insertCount);
      const section = openRepresenter(mayBlock);
      const lines = fields.map((field, at) =>
        section.represent(field, neverIndex?.has(at) ? "never" : index(...field)),
      );
      const requiredInsertCount = section.used.size > 0 ? Math.max(...section.used) + 1 : 0;
      if (requiredInsertCount > 0) sent.sent(streamId, [...section.used]);
      const target: number[] = [];
      pushPrefix(target, { requiredInsertCount, base }, maxTableCapacity);
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
      pending.push(bytes);
      const held = pending.bytes();
      let at = 0;
      let step = readDecoderInstruction(held, at);
      while (step.kind === "done") {
        const problem = sent.apply(step.value);
        if (problem !== null) {
          const { rule, text } = problem;
          broken = refuse("QPACK_DECODER_STREAM_ERROR", pending.start + at, rule, text);
          return broken;
        }
        at = step.next;
        step = readDecoderInstruction(held, at);
      }
      if (step.kind === "fault") {
        const { code, rule, text } = step.fault;
        broken = refuse(code, pending.start + step.fault.at, rule, text);
        return broken;
      }
      pending.drop(at);
      return { kind: "done" };
    },
    applySettings(limits) {
      if (maxTableCapacity !== 0 && limits.maxTableCapacity !== maxTableCapacity) {
        throw new RangeError(
          `The maximum capacity is ${maxTableCapacity} already: it is set once.`,
        );
      }
      maxBlockedStreams = limits.maxBlockedStreams;
      if (maxTableCapacity !== 0) return;
      maxTableCapacity = limits.maxTableCapacity;
      openTable();
    },
    setCapacity(capacity) {
      if (!Number.isInteger(capacity) || capacity < 0 || capacity > maxTableCapacity) {
        throw new RangeError(`Capacity ${capacity} is not within 0…${maxTableCapacity}.`);
      }
      // Without a dynamic table no instruction may be sent at all (§3.2.3).
      if (maxTableCapacity === 0) return true;
      let kept = table.size;
      let evictions = 0;
      for (const entry of table.entries().toReversed()) {
        if (kept <= capacity) break;
        kept -= entrySize(entry);
        evictions += 1;
      }
      if (!sent.evictable(evictions)) return false;
      table.setCapacity(capacity);
      instruct({ kind: "set-capacity", capacity: BigInt(capacity) });
      return true;
    },
  };
}
