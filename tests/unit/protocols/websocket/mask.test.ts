import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { masked, maskInPlace } from "#protocols/websocket/index.ts";

const key = fc.uint8Array({ minLength: 4, maxLength: 4 });

describe("masking", () => {
  it("is the formula of RFC 6455 §5.3 at every length, alignment and phase", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        key,
        fc.nat(9),
        fc.nat(9),
        (bytes, k, lead, phase) => {
          const room = new Uint8Array(lead + bytes.length);
          room.set(bytes, lead);
          const view = room.subarray(lead);
          maskInPlace(view, k, phase);
          expect(Array.from(view)).toEqual(
            Array.from(bytes, (byte, index) => byte ^ (k[(phase + index) % 4] ?? 0)),
          );
          expect(room.subarray(0, lead).every((byte) => byte === 0)).toBe(true);
          expect(masked(view, k, phase)).toEqual(bytes);
        },
      ),
      { numRuns: 500 },
    );
  });
});
