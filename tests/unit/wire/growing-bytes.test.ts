import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat, createGrowingBytes } from "#wire/index.ts";

describe("growing bytes", () => {
  it("hold what was pushed, once, and nothing of the caller's buffers", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 20 })), (pieces) => {
        const held = createGrowingBytes();
        const expected = concat(pieces);
        for (const piece of pieces) {
          const borrowed = piece.slice();
          held.push(borrowed);
          borrowed.fill(0xee);
        }
        expect(held.length).toBe(expected.length);
        expect(held.take()).toEqual(expected);
        expect(held.length).toBe(0);
        expect(held.take()).toEqual(new Uint8Array(0));
      }),
    );
  });
});
