import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatHex, parseHex } from "#wire/index.ts";
import { MAX_VARINT, readVarint, writeVarint } from "#protocols/http3/index.ts";
import { readThreeWays } from "../../../support/three-ways.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);
const varint = fc.bigInt(0n, MAX_VARINT);

describe("variable-length integers (RFC 9000 §16)", () => {
  it.each([
    // RFC 9000 §A.1
    ["c2 19 7c 5e ff 14 e8 8c", 151_288_809_941_952_652n],
    ["9d 7f 3e 7d", 494_878_333n],
    ["7b bd", 15_293n],
    ["25", 37n],
    // Edges of the four lengths
    ["00", 0n],
    ["3f", 63n],
    ["40 40", 64n],
    ["7f ff", 16_383n],
    ["80 00 40 00", 16_384n],
    ["bf ff ff ff", 1_073_741_823n],
    ["c0 00 00 00 40 00 00 00", 1_073_741_824n],
    ["ff ff ff ff ff ff ff ff", MAX_VARINT],
  ])("%s is %d", (text, value) => {
    expect(readThreeWays(readVarint, hex(text))).toBe(value);
    expect(formatHex(writeVarint(value), " ")).toBe(text);
  });

  it("accepts an encoding longer than needed (RFC 9000 §A.1)", () => {
    expect(readThreeWays(readVarint, hex("4025"))).toBe(37n);
    expect(formatHex(writeVarint(37n, 2))).toBe("4025");
    expect(formatHex(writeVarint(37n, 8))).toBe("c000000000000025");
  });

  it("accepts a plain number, and refuses what 62 bits cannot hold", () => {
    expect(formatHex(writeVarint(15_293))).toBe("7bbd");
    expect(() => writeVarint(1n << 62n)).toThrow(RangeError);
    expect(() => writeVarint(-1n)).toThrow(RangeError);
    expect(() => writeVarint(1.5)).toThrow(RangeError);
    expect(() => writeVarint(64n, 1)).toThrow(RangeError);
  });

  it("10,000 random inputs are read or asked for more", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 10 }), fc.nat(12), (bytes, at) => {
        const step = readVarint(bytes, at);
        expect(step.kind).not.toBe("fault");
        if (step.kind === "more") expect(step.missing).toBeGreaterThanOrEqual(1);
        else if (step.kind === "done") expect(step.next).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 10_000 },
    );
  });

  it("reads back what it wrote, at any length that fits", () => {
    fc.assert(
      fc.property(varint, fc.constantFrom(undefined, 8 as const), (value, length) => {
        expect(readThreeWays(readVarint, writeVarint(value, length))).toBe(value);
      }),
    );
  });
});
