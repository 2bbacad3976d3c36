// The naive reader fails where frames and messages part; the engine's reader never does.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contentOf, cutAt, messagesOf, payloadsOf } from "../../../../src/labs/grpc-framer/call.ts";
import {
  fateOf,
  readAsSpecified,
  readNaively,
  tryEveryCut,
} from "../../../../src/labs/grpc-framer/parsers.ts";
import { PRESETS, START, type Setup } from "../../../../src/labs/grpc-framer/setup.ts";
import { concat, formatHex } from "../../../../src/wire/index.ts";

const two: Setup = { ...START, messages: 2 };
const readable = (setup: Setup): readonly number[] =>
  tryEveryCut(setup).flatMap(({ cut, fate }) => (fate === "reads" ? [cut] : []));

describe("the content", () => {
  it("is the message of the lesson in its prefix", () => {
    expect(formatHex(contentOf(START), " ")).toBe("00 00 00 00 02 08 2a");
    expect(formatHex(contentOf({ ...two, flagged: true }), " ")).toBe(
      "01 00 00 00 02 08 2a 01 00 00 00 02 08 2b",
    );
  });

  it("is only cut, never changed", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(14), { maxLength: 4 }), (cuts) => {
        const content = contentOf(two);
        const pieces = cutAt(content, cuts);
        expect(concat(pieces)).toEqual(content);
        expect(pieces.every(({ length }) => length > 0)).toBe(true);
      }),
    );
  });

  it("ends in an empty frame where END_STREAM has one of its own", () => {
    const lengths = payloadsOf({ ...two, cuts: [3, 9], end: "empty" }).map(({ length }) => length);
    expect(lengths).toEqual([3, 6, 5, 0]);
  });
});

describe("the naive reader", () => {
  it("reads one message uncut, and two only with the cut between them", () => {
    expect(readable(START)).toEqual([0]);
    expect(readable(two)).toEqual([7]);
  });

  it("throws where a frame is shorter than a prefix, and errs silently elsewhere", () => {
    const fates = tryEveryCut(two).map(({ fate }) => fate);
    expect(fates[0]).toBe("wrong");
    expect(fates.slice(1, 5)).toEqual(["throws", "throws", "throws", "throws"]);
    expect(fates[5]).toBe("wrong");
    expect(tryEveryCut(two)[5]?.told).toBe(
      "hands over nothing, though the length says 2; then takes 08 for the flag; hands over 00 02 08 2b, though the length says 704,643,072",
    );
  });

  it("loses the second of two messages in one frame", () => {
    const [read] = readNaively([contentOf(two)]);
    expect(read?.told).toBe("hands over 08 2a, and drops 7 bytes");
  });
});

describe("the reader as specified", () => {
  it("reads all messages at every pair of cuts", () => {
    fc.assert(
      fc.property(fc.nat(13), fc.nat(13), (first, second) => {
        const setup: Setup = { ...two, cuts: [first, second] };
        const read = readAsSpecified(payloadsOf(setup));
        expect(fateOf(read, messagesOf(setup))).toBe("reads");
      }),
    );
    expect(tryEveryCut(two).every(({ engine }) => engine)).toBe(true);
  });

  it("says what it keeps", () => {
    const told = readAsSpecified(payloadsOf(PRESETS["Two messages, three frames"] ?? two));
    expect(told.map((read) => read.told)).toEqual([
      "keeps 3 bytes",
      "hands over 08 2a, keeps 2 bytes",
      "hands over 08 2b",
      "has nothing to do",
    ]);
  });
});
