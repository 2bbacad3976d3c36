// Logs merge by union: in any order, any number of times, with the same outcome.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  canonicalJson,
  compareEvents,
  foldLessons,
  foldSettings,
  mergeLogs,
  pickEvent,
  type EventOf,
} from "#learner/index.ts";
import { anyEvent, anyLog } from "./learner-events.ts";

const RUNS = { numRuns: 1000 };
const one = (text: unknown): string => canonicalJson(text);

describe("merging logs", () => {
  it("is commutative", () => {
    fc.assert(
      fc.property(anyLog, anyLog, (a, b) => {
        expect(one(mergeLogs(a, b))).toBe(one(mergeLogs(b, a)));
      }),
      RUNS,
    );
  });

  it("is associative", () => {
    fc.assert(
      fc.property(anyLog, anyLog, anyLog, (a, b, c) => {
        expect(one(mergeLogs(mergeLogs(a, b), c))).toBe(one(mergeLogs(a, mergeLogs(b, c))));
      }),
      RUNS,
    );
  });

  it("is idempotent", () => {
    fc.assert(
      fc.property(anyLog, (a) => {
        const once = mergeLogs(a);
        expect(mergeLogs(once, a, once)).toEqual(once);
      }),
      RUNS,
    );
  });

  it("loses no id and doubles none", () => {
    fc.assert(
      fc.property(anyLog, anyLog, (a, b) => {
        const ids = new Set([...a, ...b].map(({ id }) => id));
        const merged = mergeLogs(a, b).map(({ id }) => id);
        expect(new Set(merged)).toEqual(ids);
        expect(merged).toHaveLength(ids.size);
      }),
      RUNS,
    );
  });

  it("orders the log whatever the order of arrival, and so every fold", () => {
    fc.assert(
      fc.property(anyLog, fc.nat(), (a, by) => {
        const shifted = [...a.slice(by % (a.length + 1)), ...a.slice(0, by % (a.length + 1))];
        const [left, right] = [mergeLogs(a), mergeLogs(shifted.toReversed())];
        expect(right).toEqual(left);
        expect(left).toEqual([...left].sort(compareEvents));
        expect(foldLessons(right)).toEqual(foldLessons(left));
      }),
      RUNS,
    );
  });
});

describe("one id with two bodies", () => {
  it("keeps the same one on every device", () => {
    fc.assert(
      fc.property(anyEvent, anyEvent, (a, b) => {
        expect(one(pickEvent(a, b))).toBe(one(pickEvent(b, a)));
      }),
      RUNS,
    );
  });

  it("keeps the one whose canonical JSON is smaller", () => {
    const base = { v: 1, id: "x", t: 1, tz: 0, dev: "d", kind: "challenge", lab: "l" } as const;
    const [a, b] = [
      { ...base, challenge: "a" },
      { ...base, challenge: "b" },
    ];
    expect(mergeLogs([b], [a])).toEqual([a]);
  });
});

describe("canonical JSON", () => {
  it("does not depend on the order of members and skips what is undefined", () => {
    expect(canonicalJson({ b: [1, { d: 1, c: undefined }], a: "ü" })).toBe(
      '{"a":"ü","b":[1,{"d":1}]}',
    );
  });

  it("is JSON of the same value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      RUNS,
    );
  });
});

describe("settings", () => {
  it("takes the last word on each and clamps it", () => {
    const stamp = { v: 1, tz: 0, dev: "d", kind: "settings" } as const;
    const events: EventOf<"settings">[] = [
      { ...stamp, id: "1", t: 1, set: { retention: 0.85, streaks: true } },
      { ...stamp, id: "2", t: 2, set: { retention: 0.99, newPerDay: 7.4 } },
      // A stranger's settings, as an import may bring them.
      { ...stamp, id: "3", t: 3, set: { nonsense: 1, twoButtons: "yes" } as object },
    ];
    expect(foldSettings(events)).toMatchObject({
      retention: 0.95,
      streaks: true,
      newPerDay: 7,
      twoButtons: false,
    });
  });
});
