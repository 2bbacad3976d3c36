import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeZigzag,
  encodeSigned,
  encodeZigzag,
  readVarint,
  writeVarint,
} from "#protocols/protobuf/index.ts";
import { formatHex, parseHex } from "#wire/index.ts";
import { readThreeWays } from "../../../support/three-ways.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

describe("varints", () => {
  it.each([
    [0n, "00"],
    [1n, "01"],
    [127n, "7f"],
    [128n, "8001"],
    [150n, "9601"],
    [2n ** 32n, "8080808010"],
    [2n ** 49n, "8080808080808001"],
    [2n ** 63n, "80808080808080808001"],
    [2n ** 64n - 2n, "feffffffffffffffff01"],
  ])("%s is %s", (value, text) => {
    expect(formatHex(writeVarint(value))).toBe(text);
    expect(readThreeWays(readVarint, hex(text))).toBe(value);
  });

  it("read back what was written", () => {
    fc.assert(
      fc.property(uint64, (value) => {
        expect(readThreeWays(readVarint, writeVarint(value))).toBe(value);
      }),
    );
  });

  it("may be longer than needed, up to ten bytes", () => {
    expect(readVarint(hex("9680808080808080 8000".replace(" ", "")))).toMatchObject({ value: 22n });
    expect(readVarint(hex("80808080808080808000"))).toMatchObject({ kind: "done", value: 0n });
    // Bits beyond the 64th are dropped.
    expect(readVarint(hex("ffffffffffffffffff7f"))).toMatchObject({ value: 2n ** 64n - 1n });
    expect(readVarint(hex("8080808080808080808001"))).toMatchObject({
      kind: "fault",
      fault: { code: "VARINT_TOO_LONG", at: 9 },
    });
  });

  it("stop at a given end", () => {
    expect(readVarint(hex("8001"), 0, 1)).toEqual({ kind: "more", missing: 1 });
  });

  it("refuse what is no unsigned 64-bit integer", () => {
    expect(() => writeVarint(-1)).toThrow(RangeError);
    expect(() => writeVarint(2n ** 64n)).toThrow(RangeError);
    expect(() => writeVarint(0.5)).toThrow(RangeError);
  });
});

describe("signed integers", () => {
  it("zigzag as in the guide", () => {
    // protobuf.dev, Encoding, "Signed Integers".
    const table = [0, 0, -1, 1, 1, 2, -2, 3, 0x7fffffff, 0xfffffffe, -0x80000000, 0xffffffff];
    for (let index = 0; index < table.length; index += 2) {
      const [signed, encoded] = [table[index] ?? 0, table[index + 1] ?? 0];
      expect(encodeZigzag(signed)).toBe(BigInt(encoded));
      expect(decodeZigzag(BigInt(encoded))).toBe(BigInt(signed));
    }
  });

  it("read back what was written", () => {
    fc.assert(
      fc.property(int64, (value) => {
        expect(decodeZigzag(encodeZigzag(value))).toBe(value);
        expect(BigInt.asIntN(64, encodeSigned(value))).toBe(value);
      }),
    );
    expect(writeVarint(encodeSigned(-1))).toHaveLength(10);
    expect(writeVarint(encodeZigzag(-1))).toHaveLength(1);
  });

  it("refuse what is beyond 64 bits", () => {
    expect(() => encodeZigzag(2n ** 63n)).toThrow(RangeError);
    expect(() => encodeSigned(-(2n ** 63n) - 1n)).toThrow(RangeError);
  });
});
