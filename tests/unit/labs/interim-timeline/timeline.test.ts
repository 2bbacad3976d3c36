// The closed forms against a hand calculation, and what must hold for every setting.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RANGES, START } from "../../../../src/labs/interim-timeline/setup.ts";
import { computeTimeline, type Setup } from "../../../../src/labs/interim-timeline/timeline.ts";

const dial = ({ min, max }: { readonly min: number; readonly max: number }) =>
  fc.integer({ min, max });
const setups = (scene: Setup["scene"]): fc.Arbitrary<Setup> =>
  fc.record({
    scene: fc.constant(scene),
    answer: fc.constantFrom("refused" as const, "accepted" as const),
    rtt: dial(RANGES.rtt),
    think: dial(RANGES.think),
    bandwidth: dial(RANGES.bandwidth),
    stylesheet: dial(RANGES.stylesheet),
    upload: dial(RANGES.upload),
  });

describe("103", () => {
  test("by hand: 100 ms round trip, 300 ms thinking, 20 kB at 4 Mbit/s", () => {
    const { plain, interim } = computeTimeline(START);
    // The stylesheet takes 160 000 bit / 4 Mbit/s = 40 ms.
    expect(plain.end).toBe(100 + 300 + 100 + 40);
    expect(interim.end).toBe(Math.max(100 + 300, 100 + 100 + 40));
  });

  test("gains a fetch of the stylesheet or the thinking, whichever is shorter", () => {
    fc.assert(
      fc.property(setups("hints"), (setup) => {
        const { plain, interim } = computeTimeline(setup);
        const fetch = setup.rtt + (setup.stylesheet * 8) / setup.bandwidth;
        expect(plain.end - interim.end).toBeCloseTo(Math.min(setup.think, fetch), 6);
      }),
    );
  });
});

describe("100", () => {
  test("by hand: a refusal after 400 ms at 4 Mbit/s costs 0.2 MB, or none", () => {
    const { plain, interim } = computeTimeline({ ...START, scene: "upload" });
    expect(plain.wasted).toBeCloseTo(0.2, 6);
    expect(interim.wasted).toBe(0);
    expect(interim.end).toBe(plain.end);
  });

  test("never costs content; a refusal comes no later, an acceptance by at most the wait", () => {
    fc.assert(
      fc.property(setups("upload"), (setup) => {
        const { plain, interim } = computeTimeline(setup);
        const wait = setup.rtt + setup.think;
        expect(interim.wasted).toBe(0);
        expect(plain.wasted).toBeLessThanOrEqual(setup.upload + 1e-9);
        if (setup.answer === "refused") expect(interim.end).toBe(plain.end);
        else {
          expect(interim.end).toBeGreaterThanOrEqual(plain.end);
          expect(interim.end - plain.end).toBeLessThanOrEqual(wait + 1e-6);
        }
      }),
    );
  });
});

test("no stretch ends before it begins or after its lane", () => {
  fc.assert(
    fc.property(fc.oneof(setups("hints"), setups("upload")), (setup) => {
      const { plain, interim } = computeTimeline(setup);
      for (const { stretches, end } of [plain, interim]) {
        for (const { from, until } of stretches) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(until).toBeGreaterThanOrEqual(from);
          expect(until).toBeLessThanOrEqual(end + 1e-6);
        }
      }
    }),
  );
});
