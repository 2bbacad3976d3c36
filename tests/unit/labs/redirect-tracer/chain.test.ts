// Chains: what controls and links may build, and the addresses that come of it.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ADDRESSES,
  change,
  decode,
  encode,
  isLoop,
  METHODS,
  MOST_HOPS,
  routeOf,
  START,
  stopsOf,
  type Change,
  type Setup,
} from "../../../../src/labs/redirect-tracer/chain.ts";

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant("method" as const), method: fc.constantFrom(...METHODS, "BREW") }),
  fc.record({ kind: fc.constant("content" as const), hasContent: fc.boolean() }),
  fc.record({
    kind: fc.constant("status" as const),
    hop: fc.integer({ min: -1, max: 6 }),
    status: fc.constantFrom(200, 301, 302, 303, 304, 307, 308),
  }),
  fc.record({
    kind: fc.constant("to" as const),
    hop: fc.integer({ min: -1, max: 6 }),
    to: fc.constantFrom(...ADDRESSES, "/nowhere"),
  }),
  fc.constantFrom<Change>({ kind: "add" }, { kind: "add" }, { kind: "remove" }),
  fc.record({ kind: fc.constant("length" as const), length: fc.constantFrom(null, 20, 21, 7) }),
);
const built = fc.array(changes, { maxLength: 25 }).map((made) => made.reduce<Setup>(change, START));

describe("whatever is built", () => {
  test("has one to five hops, no content with GET or HEAD, and at most its last hop closes a loop", () => {
    fc.assert(
      fc.property(built, (setup) => {
        expect(setup.hops.length).toBeGreaterThanOrEqual(1);
        expect(setup.hops.length).toBeLessThanOrEqual(MOST_HOPS);
        if (setup.method === "GET" || setup.method === "HEAD") expect(setup.hasContent).toBe(false);
        const before = stopsOf({ hops: setup.hops.slice(0, -1) });
        expect(new Set(before).size).toBe(before.length);
        if (isLoop(setup)) expect(setup.length).toBeNull();
      }),
    );
  });

  test("comes back from its link", () => {
    fc.assert(
      fc.property(built, (setup) => {
        expect(decode(JSON.parse(JSON.stringify(encode(setup))))).toEqual(setup);
      }),
    );
  });

  test("leads through different addresses, each with one rule", () => {
    fc.assert(
      fc.property(built, (setup) => {
        const route = routeOf(setup);
        expect(new Set(route.map(({ from }) => from)).size).toBe(route.length);
        expect(route).toHaveLength(setup.length ?? setup.hops.length);
        for (const [index, { to }] of route.entries()) {
          const next = route[index + 1];
          if (next !== undefined) expect(next.from).toBe(to);
        }
      }),
    );
  });
});

describe("a link that no learner wrote", () => {
  test.each([
    [null],
    [[]],
    [["POST", 1, [], 0, 0]],
    [["POST", 1, [[302, 99]], 0, 0]],
    [["POST", 1, [[200, 1]], 0, 0]],
    [["GET", 1, [[302, 1]], 0, 0]],
    [
      [
        "POST",
        1,
        [
          [302, 0],
          [302, 1],
        ],
        0,
        0,
      ],
    ],
    [["POST", 1, [[302, 0]], 20, 0]],
    [["POST", 1, [[302, 1]], 22, 0]],
    [["POST", 1, Array.from({ length: 6 }, () => [302, 1]), 0, 0]],
  ])("%j is refused", (data) => {
    expect(decode(data)).toBeNull();
  });
});

test("a chain drawn out goes on with the last status and begins where the built one ends", () => {
  const route = routeOf(change(START, { kind: "length", length: 20 }));
  expect(route).toHaveLength(20);
  expect(route[1]).toEqual({ from: "/parcels/42", status: 302, to: "/moved/1" });
  expect(route.at(-1)).toEqual({ from: "/moved/18", status: 302, to: "/moved/19" });
});
