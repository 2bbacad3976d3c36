// What an encoder must remember of sections that the decoder has not acknowledged. RFC 9204 §2.1.
import type { DecoderInstruction } from "./decoder-stream.ts";
import { entrySize, type TableEntry, type TableView } from "./dynamic-table.ts";

/** A section sent and not acknowledged: the entries it references cannot be evicted. */
interface Outstanding {
  readonly requiredInsertCount: number;
  readonly references: readonly number[];
}

/** Why a decoder instruction is impossible. */
export interface ReplyProblem {
  readonly rule: string;
  readonly text: string;
}

/** The encoder's books: acknowledged insertions, references, streams that could wait. */
export interface SentSections {
  /** Insertions that the decoder has acknowledged. RFC 9204 §2.1.4. */
  readonly knownReceivedCount: number;
  /** Streams that could be waiting at the decoder now. RFC 9204 §2.1.2. */
  blockingStreams(): bigint[];
  /** Whether the oldest `count` entries may go: acknowledged and unreferenced. RFC 9204 §2.1.1. */
  evictable(count: number): boolean;
  /** Whether an entry can be inserted without evicting what is still needed. */
  fits(entry: TableEntry): boolean;
  /** The oldest index still worth a new reference; older entries drain. RFC 9204 §2.1.1.1. */
  drainingIndex(): number;
  /** Counts one reference of a section that is being encoded. */
  retain(absolute: number): void;
  /** Enters a finished section that references these entries. */
  sent(streamId: bigint, references: readonly number[]): void;
  /** Carries out an instruction of the decoder, or says why it is impossible. */
  apply(reply: DecoderInstruction): ReplyProblem | null;
}

/** Opens the books on a table. */
export function createSentSections(table: TableView): SentSections {
  const outstanding = new Map<bigint, Outstanding[]>();
  /** Absolute index → sections that reference the entry. */
  const references = new Map<number, number>();
  let known = 0;

  const release = (absolute: number): void => {
    const count = (references.get(absolute) ?? 0) - 1;
    if (count > 0) references.set(absolute, count);
    else references.delete(absolute);
  };
  const evictable = (count: number): boolean => {
    for (let at = table.dropCount; at < table.dropCount + count; at += 1) {
      if (at >= known || references.has(at)) return false;
    }
    return true;
  };

  return {
    get knownReceivedCount() {
      return known;
    },
    blockingStreams() {
      const waits = ({ requiredInsertCount }: Outstanding): boolean => requiredInsertCount > known;
      return [...outstanding].filter(([, sections]) => sections.some(waits)).map(([id]) => id);
    },
    evictable,
    fits(entry) {
      const evictions = table.evictionsFor(entrySize(entry));
      return evictions !== null && evictable(evictions);
    },
    drainingIndex() {
      let free = table.capacity - table.size;
      let at = table.dropCount;
      // A quarter of the table is kept empty or free of new references: enough to insert again.
      for (; free < table.capacity / 4; at += 1) {
        const entry = table.entry(at);
        if (entry === undefined) break;
        free += entrySize(entry);
      }
      return at;
    },
    retain(absolute) {
      references.set(absolute, (references.get(absolute) ?? 0) + 1);
    },
    sent(streamId, used) {
      const section = { requiredInsertCount: Math.max(...used) + 1, references: used };
      outstanding.set(streamId, [...(outstanding.get(streamId) ?? []), section]);
    },
    apply(reply) {
      if (reply.kind === "insert-count-increment") {
        const sum = BigInt(known) + reply.increment;
        if (reply.increment === 0n || sum > BigInt(table.insertCount)) {
          const text = `Increment ${reply.increment} on ${known} of ${table.insertCount} insertions.`;
          return { rule: "RFC 9204 §4.4.3", text };
        }
        known = Number(sum);
        return null;
      }
      const { streamId } = reply;
      const [first, ...rest] = outstanding.get(streamId) ?? [];
      if (reply.kind === "stream-cancellation") {
        for (const section of first ? [first, ...rest] : []) section.references.forEach(release);
        outstanding.delete(streamId);
        return null;
      }
      if (first === undefined) {
        const text = `Stream ${streamId} has no section left to acknowledge.`;
        return { rule: "RFC 9204 §4.4.1", text };
      }
      known = Math.max(known, first.requiredInsertCount);
      first.references.forEach(release);
      if (rest.length > 0) outstanding.set(streamId, rest);
      else outstanding.delete(streamId);
      return null;
    },
  };
}
