// Encoder against decoder over streams that deliver late and out of order, as QUIC streams may.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat } from "#wire/index.ts";
import type { HeaderField } from "#protocols/semantics/index.ts";
import { createQpackDecoder, createQpackEncoder } from "#protocols/http3/index.ts";

const names = [":path", "cookie", "x-a", "x-b", "user-agent", "authorization", "accept"];
const field: fc.Arbitrary<HeaderField> = fc.tuple(
  fc.constantFrom(...names),
  fc.oneof(
    fc.constantFrom("*/*", "1", "2", "/", ""),
    fc.string({ unit: "binary-ascii", maxLength: 20 }),
  ),
);

/** What happens next: a section is sent, or something in transit arrives. */
type Move =
  | { readonly kind: "encode"; readonly stream: number; readonly fields: HeaderField[] }
  | { readonly kind: "section"; readonly pick: number }
  | { readonly kind: "instructions"; readonly bytes: number }
  | { readonly kind: "replies"; readonly bytes: number }
  | { readonly kind: "cancel"; readonly stream: number }
  | { readonly kind: "capacity"; readonly share: number };

const stream = fc.nat(5);
const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("encode" as const),
      stream,
      fields: fc.array(field, { maxLength: 6 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("section" as const), pick: fc.nat() }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("instructions" as const), bytes: fc.nat(60) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("replies" as const), bytes: fc.nat(6) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("cancel" as const), stream }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("capacity" as const), share: fc.nat(100) }),
  },
);

/** A stream of bytes in transit. */
function pipe(): { send(bytes: Uint8Array): void; arrive(count: number): Uint8Array } {
  let transit: Uint8Array = new Uint8Array(0);
  return {
    send(bytes) {
      transit = concat([transit, bytes]);
    },
    arrive(count) {
      const arrived = transit.slice(0, count);
      transit = transit.slice(count);
      return arrived;
    },
  };
}

describe("encoder and decoder", () => {
  it("agree under any timing of instructions, sections and acknowledgments", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0, 40, 100, 220, 1000),
        fc.nat(3),
        fc.constantFrom(true, false, "shorter" as const),
        fc.array(move, { maxLength: 80 }),
        (maxTableCapacity, maxBlockedStreams, huffman, moves) => {
          const limits = { maxTableCapacity, maxBlockedStreams };
          const encoder = createQpackEncoder({ ...limits, huffman });
          const decoder = createQpackDecoder(limits);
          const instructions = pipe();
          const replies = pipe();
          /** Per stream: sections in transit and field lists that the decoder still owes. */
          const transit = new Map<bigint, Uint8Array[]>();
          const owed = new Map<bigint, HeaderField[][]>();
          const cancelled = new Set<bigint>();
          let turn = 0;

          const deliver = (id: bigint, fields: HeaderField[]): void => {
            expect(fields).toEqual(owed.get(id)?.shift());
          };
          const arriveInstructions = (count: number): void => {
            const result = decoder.receiveEncoderStream(instructions.arrive(count));
            if (result.kind === "fault") throw new Error(result.fault.text);
            for (const { streamId, value } of result.unblocked) deliver(streamId, value);
          };
          const arriveSection = (id: bigint): void => {
            const block = transit.get(id)?.shift();
            if (block === undefined || cancelled.has(id)) return;
            const result = decoder.decodeSection(id, block);
            if (result.kind === "fault") throw new Error(result.fault.text);
            if (result.kind === "done") deliver(id, result.value);
            expect(decoder.blockedStreams.length).toBeLessThanOrEqual(maxBlockedStreams);
          };
          const arriveReplies = (count: number): void => {
            replies.send(decoder.takeDecoderStream());
            const result = encoder.receiveDecoderStream(replies.arrive(count));
            if (result.kind === "fault") throw new Error(result.fault.text);
          };
          const live = (): bigint[] => [...transit.keys()].filter((id) => !cancelled.has(id));

          for (const next of moves) {
            turn += 1;
            if (next.kind === "encode") {
              // A cancelled stream is over; its number is used by the next one of its kind.
              let id = BigInt(4 * next.stream);
              while (cancelled.has(id)) id += 24n;
              const block = encoder.encode(id, next.fields);
              instructions.send(encoder.takeEncoderStream());
              transit.set(id, [...(transit.get(id) ?? []), block]);
              owed.set(id, [...(owed.get(id) ?? []), next.fields]);
              expect(encoder.blockingStreams.length).toBeLessThanOrEqual(maxBlockedStreams);
              expect(encoder.table.size).toBeLessThanOrEqual(encoder.table.capacity);
            } else if (next.kind === "section") {
              const ids = live();
              const id = ids[(next.pick + turn) % Math.max(1, ids.length)];
              if (id !== undefined) arriveSection(id);
            } else if (next.kind === "instructions") arriveInstructions(next.bytes);
            else if (next.kind === "replies") arriveReplies(next.bytes);
            else if (next.kind === "capacity") {
              encoder.setCapacity(Math.floor((maxTableCapacity * next.share) / 100));
              instructions.send(encoder.takeEncoderStream());
            } else {
              const id = BigInt(4 * next.stream);
              if (!transit.has(id) || cancelled.has(id)) continue;
              cancelled.add(id);
              decoder.cancelStream(id);
            }
          }
          arriveInstructions(Infinity);
          for (const id of live()) while (transit.get(id)?.length) arriveSection(id);
          arriveReplies(Infinity);
          for (const id of live()) expect(owed.get(id)).toEqual([]);
          expect(decoder.blockedStreams).toEqual([]);
          expect(decoder.table.entries()).toEqual(encoder.table.entries());
          expect(encoder.knownReceivedCount).toBe(encoder.table.insertCount);
          expect(encoder.blockingStreams).toEqual([]);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
