import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  readPrefixBigInt,
  readPrefixInteger,
  writePrefixInteger,
} from "../../../../src/protocols/semantics/prefix-integer.ts";
import { concat, parseHex } from "../../../../src/wire/index.ts";
import { readThreeWays } from "../../../support/three-ways.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array();
const prefix = fc.integer({ min: 1, max: 8 });

describe("prefix integers (RFC 7541 §5.1)", () => {
  // RFC 7541 Appendix C.1.
  it.each([
    [10, 5, "0a"],
    [1337, 5, "1f9a0a"],
    [42, 8, "2a"],
    [31, 5, "1f00"],
    [1, 1, "0100"],
    [0, 1, "00"],
    [254, 8, "fe"],
    [255, 8, "ff00"],
  ])("%i behind %i bits is %s", (value, bits, code) => {
    expect(writePrefixInteger(value, bits)).toEqual(hex(code));
    expect(readThreeWays((bytes, at = 0) => readPrefixInteger(bytes, at, bits), hex(code))).toBe(
      value,
    );
  });

  it("reads what it wrote, whatever stands in the bits above the prefix", () => {
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        prefix,
        fc.integer({ min: 0, max: 255 }),
        (value, bits, high) => {
          const above = high & ~((1 << bits) - 1) & 0xff;
          const code = writePrefixInteger(value, bits, above);
          expect((code[0] ?? 0) & above).toBe(above);
          const limit = Number.MAX_SAFE_INTEGER;
          const read = (bytes: Uint8Array, at = 0) => readPrefixInteger(bytes, at, bits, limit);
          expect(readThreeWays(read, code)).toBe(value);
        },
      ),
    );
  });

  it("reads and writes 62 bits as bigint", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 62n) - 1n }), prefix, (value, bits) => {
        const code = writePrefixInteger(value, bits);
        expect(readThreeWays((bytes, at = 0) => readPrefixBigInt(bytes, at, bits), code)).toBe(
          value,
        );
      }),
    );
    expect(() => writePrefixInteger(1n << 62n, 7)).toThrow(RangeError);
  });

  it("bounds the value", () => {
    const most = writePrefixInteger(0xffffffff, 5);
    expect(readPrefixInteger(most, 0, 5)).toMatchObject({ kind: "done", value: 0xffffffff });
    const beyond = writePrefixInteger(0x100000000, 5);
    expect(readPrefixInteger(beyond, 0, 5)).toMatchObject({ kind: "fault" });
    expect(readPrefixInteger(hex("1f"), 0, 8, 30)).toMatchObject({
      fault: { code: "DECODING_ERROR", at: 0, rule: "RFC 7541 §5.1" },
    });
    expect(readPrefixInteger(hex("1fffffffffffffffff7f"), 0, 5)).toMatchObject({ kind: "fault" });
    expect(readPrefixBigInt(hex("ff808080808080808080"), 0, 8)).toMatchObject({ kind: "more" });
    expect(readPrefixBigInt(hex("ffffffffffffffffffff7f"), 0, 8)).toMatchObject({ kind: "fault" });
    expect(readPrefixBigInt(hex("1f"), 0, 8, 30n)).toMatchObject({ kind: "fault" });
  });

  it("bounds the number of octets: zeros may pad, but not for ever", () => {
    expect(readPrefixInteger(hex("1f800000"), 0, 5)).toMatchObject({ value: 31, next: 3 });
    const zeros = concat([hex("1f"), new Uint8Array(10).fill(0x80), hex("00")]);
    expect(readPrefixInteger(zeros, 0, 5)).toMatchObject({ kind: "fault" });
    expect(readPrefixBigInt(zeros, 0, 5)).toMatchObject({ kind: "fault" });
    const endless = new Uint8Array(100).fill(0xff);
    expect(readPrefixInteger(endless, 0, 5)).toMatchObject({ kind: "fault" });
    expect(readPrefixBigInt(endless, 0, 5)).toMatchObject({ kind: "fault" });
  });

  it("refuses to write what is no unsigned integer", () => {
    expect(() => writePrefixInteger(-1, 5)).toThrow(RangeError);
    expect(() => writePrefixInteger(0.5, 5)).toThrow(RangeError);
    expect(() => writePrefixInteger(2 ** 53, 5)).toThrow(RangeError);
    expect(() => writePrefixInteger(-1n, 5)).toThrow(RangeError);
  });

  it("never throws on random bytes, and both readings agree", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 14 }), prefix, (bytes, bits) => {
        const limit = Number.MAX_SAFE_INTEGER;
        const number = readPrefixInteger(bytes, 0, bits, limit);
        const big = readPrefixBigInt(bytes, 0, bits, BigInt(limit));
        expect(number.kind).toBe(big.kind);
        if (number.kind === "done" && big.kind === "done") {
          expect(BigInt(number.value)).toBe(big.value);
          expect(number.next).toBe(big.next);
        }
      }),
      { numRuns: 10_000 },
    );
  });
});
