// The code that the lab shows does what its readers do, frame by frame.
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { expect, it } from "vitest";
import { payloadsOf } from "../../../../src/labs/grpc-framer/call.ts";
import { readAsSpecified, readNaively } from "../../../../src/labs/grpc-framer/parsers.ts";
import { HELD_CODE, NAIVE_CODE } from "../../../../src/labs/grpc-framer/reader-code.ts";
import { START } from "../../../../src/labs/grpc-framer/setup.ts";
import { formatHex } from "../../../../src/wire/index.ts";

/** What the code hands over; null for a frame over which it throws. */
function run(code: string, payloads: readonly Uint8Array[]): readonly (readonly string[] | null)[] {
  let handled: string[] = [];
  const handle = (bytes: Uint8Array): number => handled.push(formatHex(bytes));
  const context = { handle, DataView, Uint8Array };
  const onData = runInNewContext(`${code}\nonData`, context) as (frame: Uint8Array) => void;
  return payloads.map((payload) => {
    handled = [];
    try {
      onData(payload.slice());
      return handled;
    } catch {
      return null;
    }
  });
}

it("both codes do as the readers that the lab runs", () => {
  fc.assert(
    fc.property(fc.nat(13), fc.nat(13), (first, second) => {
      const payloads = payloadsOf({ ...START, messages: 2, cuts: [first, second] });
      const naive = readNaively(payloads).map(({ messages, threw }) =>
        threw ? null : messages.map((bytes) => formatHex(bytes)),
      );
      expect(run(NAIVE_CODE, payloads)).toEqual(naive);
      expect(run(HELD_CODE, payloads)).toEqual(
        readAsSpecified(payloads).map(({ messages }) => messages.map((bytes) => formatHex(bytes))),
      );
    }),
  );
});
