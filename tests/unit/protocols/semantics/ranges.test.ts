// Range and Content-Range: the examples of RFC 9110 §14 and what the sections call invalid.
import { describe, expect, it } from "vitest";
import {
  isFault,
  parseContentRange,
  parseRange,
  resolveRanges,
} from "../../../../src/protocols/semantics/index.ts";

const resolved = (text: string, length: number): unknown => {
  const range = parseRange(text);
  return isFault(range) ? range.code : resolveRanges(range.ranges, length);
};

describe("parseRange", () => {
  it.each<[text: string, ranges: unknown]>([
    ["bytes=0-499", [[0, 499]]],
    ["bytes=500-999", [[500, 999]]],
    ["bytes=-500", [[9500, 9999]]],
    ["bytes=9500-", [[9500, 9999]]],
    [
      "bytes=0-0,-1",
      [
        [0, 0],
        [9999, 9999],
      ],
    ],
    [
      "bytes= 0-999, 4500-5499, -1000",
      [
        [0, 999],
        [4500, 5499],
        [9000, 9999],
      ],
    ],
    [
      "bytes=500-600,601-999",
      [
        [500, 600],
        [601, 999],
      ],
    ],
    [
      "bytes=500-700,601-999",
      [
        [500, 700],
        [601, 999],
      ],
    ],
    ["bytes=0-99999999999999999999", [[0, 9999]]],
    ["bytes=-20000", [[0, 9999]]],
    ["bytes=10000-", []],
    ["bytes=-0", []],
    ["bytes=10000-10001,5-6", [[5, 6]]],
    ["bytes=,0-1,,", [[0, 1]]],
  ])("%s of 10000 bytes, §14.1.2", (text, ranges) => {
    expect(resolved(text, 10_000)).toEqual(ranges);
  });

  it("keeps unit, open ends and suffixes apart", () => {
    expect(parseRange("Bytes=1-,2-3,-4")).toEqual({
      unit: "bytes",
      ranges: [{ first: 1 }, { first: 2, last: 3 }, { suffix: 4 }],
    });
    expect(parseRange("seconds=1-2")).toMatchObject({ unit: "seconds" });
  });

  it("of an empty representation only a suffix is satisfiable", () => {
    expect(resolved("bytes=0-", 0)).toEqual([]);
    expect(resolved("bytes=-5", 0)).toEqual([[0, -1]]);
  });

  it.each([
    "",
    "bytes",
    "=0-1",
    "bytes =0-1",
    "bytes=",
    "bytes=,",
    "bytes=-",
    "bytes=a-b",
    "bytes=1",
    "bytes=5-4",
    "bytes=1-2-3",
    "bytes=0x1-2",
    "bytes=1 -2",
  ])("refuses %j", (text) => {
    expect(parseRange(text)).toMatchObject({ code: "BAD_RANGE", rule: "RFC 9110 §14.1.1" });
  });
});

describe("parseContentRange", () => {
  it.each<[text: string, value: unknown]>([
    ["bytes 42-1233/1234", { unit: "bytes", first: 42, last: 1233, size: 1234 }],
    ["bytes 42-1233/*", { unit: "bytes", first: 42, last: 1233, size: null }],
    ["bytes */1234", { unit: "bytes", unsatisfied: true, size: 1234 }],
    ["bytes 734-1233/1234", { unit: "bytes", first: 734, last: 1233, size: 1234 }],
    [" BYTES 0-0/1 ", { unit: "bytes", first: 0, last: 0, size: 1 }],
  ])("reads %j, §14.4", (text, value) => {
    expect(parseContentRange(text)).toEqual(value);
  });
  it.each([
    "",
    "bytes",
    "bytes */*",
    "bytes 5-4/*",
    "bytes 0-1234/1234",
    "bytes 0-1",
    "bytes=0-1/2",
    "b(s 0-1/2",
    "bytes  0-1/2",
    "bytes -1/2",
  ])("refuses %j", (text) => {
    expect(parseContentRange(text)).toMatchObject({ code: "BAD_CONTENT_RANGE" });
  });
});
