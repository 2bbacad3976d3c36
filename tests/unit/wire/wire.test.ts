import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  concat,
  createReader,
  equalBytes,
  findUntiled,
  formatHex,
  latin1,
  latin1Text,
  parseHex,
  strictUtf8Text,
  uintBytes,
  utf8,
  utf8Text,
  type Field,
} from "../../../src/wire/index.ts";

const bytes = fc.uint8Array({ maxLength: 64 });

describe("bytes and text", () => {
  it("joins parts in order", () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(Array.from(concat([a, b]))).toEqual([...a, ...b]);
        expect(equalBytes(concat([a, b]), concat([a, b]))).toBe(true);
      }),
    );
    expect(equalBytes(Uint8Array.of(1), Uint8Array.of(2))).toBe(false);
    expect(equalBytes(Uint8Array.of(1), Uint8Array.of(1, 2))).toBe(false);
  });

  it("round-trips hex, latin-1 and UTF-8", () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(parseHex(formatHex(value, " "))).toEqual(value);
        expect(latin1(latin1Text(value))).toEqual(value);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(utf8Text(utf8(text))).toBe(strictUtf8Text(utf8(text)));
      }),
    );
    expect(latin1Text(new Uint8Array(20_000).fill(0x61))).toBe("a".repeat(20_000));
  });

  it("refuses what is not hex, not latin-1, not UTF-8", () => {
    expect(parseHex("0x12, 0xAb:cd")).toEqual(Uint8Array.of(0x12, 0xab, 0xcd));
    expect(parseHex("123")).toBeNull();
    expect(parseHex("zz")).toBeNull();
    expect(() => latin1("€")).toThrow(RangeError);
    expect(strictUtf8Text(Uint8Array.of(0xff))).toBeNull();
    expect(utf8Text(Uint8Array.of(0xff))).toBe("\ufffd");
  });
});

describe("reader", () => {
  it("reads what uintBytes wrote and refuses what is not there", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (value) => {
        const reader = createReader(concat([uintBytes(value, 6), Uint8Array.of(7)]));
        expect(reader.takeUint(6)).toBe(value);
        expect(reader.left).toBe(1);
        expect(reader.take(3)).toBeNull();
        expect(reader.missing).toBe(2);
        expect(reader.at).toBe(6);
        expect(reader.takeUint(1)).toBe(7);
        expect(reader.missing).toBe(0);
        expect(reader.takeUint(2)).toBeNull();
      }),
    );
    expect(createReader(Uint8Array.of(1), 5).left).toBe(0);
    expect(() => uintBytes(256, 1)).toThrow(RangeError);
    expect(() => uintBytes(-1, 1)).toThrow(RangeError);
  });
});

describe("findUntiled", () => {
  const leaf = (at: number, length: number, bits?: readonly [number, number]): Field => ({
    name: `${at}+${length}`,
    at,
    length,
    text: "",
    ...(bits ? { bits } : {}),
  });
  const parent = (children: readonly Field[]): Field => ({ ...leaf(0, 2), children });

  it("accepts bytes that tile and bits that tile", () => {
    expect(findUntiled(leaf(0, 2))).toBeNull();
    expect(findUntiled(parent([leaf(0, 1), leaf(1, 0), leaf(1, 1)]))).toBeNull();
    expect(findUntiled(parent([leaf(0, 2, [0, 3]), leaf(0, 2, [3, 16])]))).toBeNull();
  });

  it("names a gap, an overlap, a short end, mixed kinds and a stray bit field", () => {
    expect(findUntiled(parent([leaf(1, 1)]))).toContain("expected 0");
    expect(findUntiled(parent([leaf(0, 2), leaf(1, 1)]))).toContain("expected 2");
    expect(findUntiled(parent([leaf(0, 1)]))).toContain("end at 1");
    expect(findUntiled(parent([leaf(0, 1), leaf(0, 2, [0, 8])]))).toContain("some children");
    expect(findUntiled(parent([leaf(0, 1, [0, 8]), leaf(1, 1, [8, 16])]))).toContain("shares");
    const nested = { ...leaf(0, 2), children: [{ ...leaf(0, 2), children: [leaf(1, 1)] }] };
    expect(findUntiled(nested)).toContain("expected 0");
  });
});
