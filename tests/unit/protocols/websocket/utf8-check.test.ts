import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createUtf8Check } from "#protocols/websocket/index.ts";
import { parseHex, strictUtf8Text, utf8 } from "#wire/index.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);
const likelyBytes = fc
  .uint8Array({ maxLength: 12 })
  .chain((noise) =>
    fc
      .string({ unit: "binary", maxLength: 6 })
      .map((text) => Uint8Array.from([...utf8(text), ...noise])),
  );

describe("UTF-8 check", () => {
  it("agrees with the platform's decoder however the bytes are cut", () => {
    fc.assert(
      fc.property(likelyBytes, fc.integer({ min: 1, max: 5 }), (bytes, size) => {
        const check = createUtf8Check();
        let bad = false;
        for (let at = 0; at < bytes.length && !bad; at += size) {
          bad = check.push(bytes.subarray(at, at + size)) !== null;
        }
        expect(!bad && check.complete).toBe(strictUtf8Text(bytes) !== null);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ["a stray tail", "61 80", 1],
    ["an over-long lead", "c0 80", 0],
    ["c1", "c1 bf", 0],
    ["an over-long three", "e0 9f 80", 1],
    ["a surrogate", "ed a0 80", 1],
    ["an over-long four", "f0 8f 80 80", 1],
    ["beyond U+10FFFF", "f4 90 80 80", 1],
    ["f5", "f5 80 80 80", 0],
    ["a lead inside a character", "e2 82 c3", 2],
  ])("finds %s at its byte", (_, text, at) => {
    expect(createUtf8Check().push(hex(text))).toBe(at);
  });

  it("is complete at character borders only", () => {
    const check = createUtf8Check();
    expect(check.complete).toBe(true);
    expect(check.push(hex("f0 9d"))).toBeNull();
    expect(check.complete).toBe(false);
    expect(check.push(hex("84 9e"))).toBeNull();
    expect(check.complete).toBe(true);
  });
});
