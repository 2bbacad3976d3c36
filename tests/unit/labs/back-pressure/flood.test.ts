// The flood against what arithmetic says: nothing lost, the queue and the age of a first-in-first-out wire.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { flood, SECONDS } from "../../../../src/labs/back-pressure/flood.ts";
import { ageOf, courseOf } from "../../../../src/labs/back-pressure/judge.ts";
import { BOUNDS, SPEEDS, START, type Setup } from "../../../../src/labs/back-pressure/setup.ts";

/** Bytes of a client's frame around a payload of 126 to 65,535 bytes (RFC 6455 §5.2). */
const HEADER = 8;

describe("without a bound", () => {
  it.each([
    { ...START, rate: 20, size: 400, speed: 32 },
    { ...START, rate: 40, size: 300, speed: 64 },
    { ...START, rate: 50, size: 1000, speed: 16 },
  ])("$rate × $size bytes over $speed kbit/s are as late as they are too many", (setup) => {
    const seen = flood(setup);
    const load = (setup.rate * (setup.size + HEADER) * 8) / 1000 / setup.speed;
    // What is delivered at time t was made at t ÷ load.
    const oneMessage = ((setup.size + HEADER) * 8) / 1000 / setup.speed;
    expect(Math.abs(ageOf(seen) - SECONDS * (1 - 1 / load))).toBeLessThan(oneMessage + 0.1);
    const carried = (1000 * setup.speed * SECONDS) / 8 / (setup.size + HEADER);
    const left = (setup.rate * SECONDS - carried) * setup.size;
    expect(Math.abs((seen.samples.at(-1)?.waiting ?? 0) - left)).toBeLessThan(2000);
    expect(courseOf(seen, setup)).toBe("rises");
    expect(seen.sent).toBe(setup.rate * SECONDS);
  });

  it("is empty where the wire keeps up", () => {
    const setup: Setup = { ...START, rate: 4, size: 200, speed: 64 };
    const seen = flood(setup);
    expect(courseOf(seen, setup)).toBe("empty");
    expect(ageOf(seen)).toBeLessThan(0.5);
    expect(seen.drained).toBeLessThan(0.2);
  });
});

it("a bound holds the queue, and 0 lets nothing wait behind anything", () => {
  const held = flood({ ...START, bound: 2000 });
  expect(held.most).toBeLessThanOrEqual(2000 + START.size);
  expect(courseOf(held, START)).toBe("level");
  const empty = flood({ ...START, bound: 0 });
  expect(empty.most).toBe(START.size);
  expect(empty.skipped).toBeGreaterThan(0);
});

it("every position is either sent or skipped, and what was sent arrives whole and in order", () => {
  const setups = fc.record({
    rate: fc.constantFrom(2, 10, 30),
    size: fc.constantFrom(100, 350),
    speed: fc.constantFrom(...SPEEDS),
    bound: fc.constantFrom(...BOUNDS),
  });
  fc.assert(
    fc.property(setups, (setup) => {
      const seen = flood(setup);
      expect(seen.sent + seen.skipped).toBe(setup.rate * SECONDS);
      const frames = seen.trace.events.filter(
        (event) => event.kind === "message" && event.label.startsWith("text"),
      );
      expect(frames).toHaveLength(seen.sent);
      expect(frames.every((event) => event.kind === "message" && event.arrives !== null)).toBe(
        true,
      );
      expect(seen.trace.events.at(-1)?.label).toContain("close event: 1000, clean");
    }),
    { numRuns: 15 },
  );
});
