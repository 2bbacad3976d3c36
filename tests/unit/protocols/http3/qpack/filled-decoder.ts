// A decoder whose table holds numbered entries, for the tests of QPACK.
import { expect } from "vitest";
import { concat } from "#wire/index.ts";
import {
  createQpackDecoder,
  writeEncoderInstruction,
  type QpackDecoder,
} from "#protocols/http3/index.ts";

/** A decoder with a table of `capacity` bytes and `count` entries a=0, a=1, … of 34 bytes each. */
export function filled(count: number, capacity = 4096): QpackDecoder {
  const decoder = createQpackDecoder({ maxTableCapacity: capacity, maxBlockedStreams: 2 });
  const parts = [writeEncoderInstruction({ kind: "set-capacity", capacity: BigInt(capacity) })];
  for (let at = 0; at < count; at += 1) {
    const value = String(at % 10);
    parts.push(writeEncoderInstruction({ kind: "insert-literal-name", name: "a", value }));
  }
  expect(decoder.receiveEncoderStream(concat(parts))).toEqual({ kind: "done", unblocked: [] });
  return decoder;
}
