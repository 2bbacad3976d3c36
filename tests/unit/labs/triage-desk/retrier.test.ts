// The retrier on its virtual clock: what it repeats, when, and when it stops.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { play, type Case, type Config } from "../../../../src/labs/triage-desk/retrier.ts";

const polite: Config = {
  statuses: [408, 425, 429, 502, 503, 504],
  pause: "asked",
  methods: "idempotent",
  most: 4,
};
const times = (config: Config, each: Case): readonly number[] =>
  play(config, each).map(({ at }) => at);

describe("pauses", () => {
  const limited: Case = {
    method: "GET",
    target: "/quotes",
    replies: [{ status: 429, after: 20 }, { status: 429 }, { status: 429 }, { status: 200 }],
  };
  test("as asked, else doubling", () => {
    expect(times(polite, limited)).toEqual([0, 20, 22, 26]);
  });
  test("steadily, or not at all", () => {
    expect(times({ ...polite, pause: "steady" }, limited)).toEqual([0, 1, 2, 3]);
    expect(times({ ...polite, pause: "at-once" }, limited)).toEqual([0, 0, 0, 0]);
  });
});

describe("methods", () => {
  const lost = (method: string, status: number): Case => ({
    method,
    target: "/orders",
    replies: [{ status }, { status: 200 }],
  });
  test.each([
    ["POST", 504, 1],
    ["PATCH", 502, 1],
    ["PUT", 504, 2],
    ["DELETE", 503, 2],
    ["GET", 502, 2],
    // Never processed, so any method may go again.
    ["POST", 408, 2],
    ["POST", 425, 2],
    ["POST", 429, 2],
  ])("%s after %i is sent %i times", (method, status, sends) => {
    expect(play(polite, lost(method, status))).toHaveLength(sends);
  });
  test("any method, where nobody looks", () => {
    expect(play({ ...polite, methods: "any" }, lost("POST", 504))).toHaveLength(2);
  });
});

test("a service that stays down is left alone after the most sends", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), (most) => {
      const down: Case = { method: "GET", target: "/weather", replies: [{ status: 504 }] };
      const sends = play({ ...polite, most }, down);
      expect(sends).toHaveLength(most);
      expect(sends.at(-1)?.pause).toBeNull();
    }),
  );
});
