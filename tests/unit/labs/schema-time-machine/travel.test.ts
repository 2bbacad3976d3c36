// Messages between old and new programs: what the prepared changes do on every way, and what is refused in words.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PRESETS, PROXIES } from "../../../../src/labs/schema-time-machine/presets.ts";
import type { Arrived } from "../../../../src/labs/schema-time-machine/seen.ts";
import {
  change,
  DELETING,
  START,
  type Setup,
} from "../../../../src/labs/schema-time-machine/setup.ts";
import { travel } from "../../../../src/labs/schema-time-machine/travel.ts";
import { findUntiled } from "../../../../src/wire/index.ts";

const setUp = (preset: string, set: Partial<Setup> = {}): Setup => ({
  ...change(START, { kind: "preset", id: preset }),
  ...set,
});
const arrive = (setup: Setup): Arrived => {
  const seen = travel(setup);
  if (seen.kind === "refused") throw new Error(seen.why);
  return seen;
};
const fateOf = (setup: Setup, field: string): unknown => {
  const found = arrive(setup).journeys.find(({ name }) => name === field);
  return [found?.fate, found?.read, found?.by];
};
const VERSIONS = ["v1", "v2"] as const;
const presetsThatAre = (worst: string): readonly string[] =>
  PRESETS.map(({ id }) => id).filter((id) => arrive(setUp(id)).worst === worst);

describe("the prepared changes", () => {
  it.each([
    ["added", "fine", "safe", "note", ["same", 'note: "ring twice"', null]],
    ["removed", "fine", "safe", "weight_grams", ["hidden", null, null]],
    ["reserved", "fine", "safe", "weight_grams", ["hidden", null, null]],
    ["sint", "silent", "unsafe", "floor", ["other", "celsius: -2", null]],
    ["bool", "silent", "unsafe", "attempts", ["other", "insured: true", null]],
    ["enum", "silent", "unsafe", "attempts", ["other", 'size: "SIZE_LARGE"', null]],
    ["message", "silent", "unsafe", "shelf", ["other", 'place: {"row":65}', null]],
    ["narrowed", "silent", "compatible", "weight_grams", ["other", "weight_grams: 1250", null]],
    ["renamed", "error", "safe", "recipient", ["refused", null, "the reader"]],
    ["repeated", "silent", "unsafe", "note", ["other", 'note: "no dog"', null]],
    ["repeated", "silent", "unsafe", "scan_id", ["other", "scan_id: not set", null]],
    ["oneof", "silent", "unsafe", "email", ["lost", null, "the reader"]],
    ["value", "fine", "safe", "status", ["same", "status: 3", null]],
  ] as const)("%s: %s, wire-%s, %s %j", (preset, outcome, worst, field, fate) => {
    const seen = arrive(setUp(preset));
    expect([seen.outcome, seen.worst]).toEqual([outcome, worst]);
    expect(fateOf(setUp(preset), field)).toEqual(fate);
  });

  it("that are wire-safe go wrong on no binary way", () => {
    const ways = VERSIONS.flatMap((writer) =>
      VERSIONS.flatMap((reader) =>
        (["none", "pass"] as const).map((proxy) => ({ writer, reader, proxy })),
      ),
    );
    expect(presetsThatAre("safe").length).toBeGreaterThan(4);
    for (const id of presetsThatAre("safe")) {
      for (const way of ways) {
        const { outcome, journeys } = arrive(setUp(id, way));
        expect(outcome, `${id}, ${JSON.stringify(way)}`).toBe("fine");
        for (const { fate } of journeys) expect(["same", "hidden"]).toContain(fate);
      }
    }
  });

  it("that are wire-unsafe go wrong on some binary way", () => {
    expect(presetsThatAre("unsafe").length).toBeGreaterThan(4);
    for (const id of presetsThatAre("unsafe")) {
      const outcomes = VERSIONS.flatMap((writer) =>
        VERSIONS.map((reader) => arrive(setUp(id, { writer, reader, proxy: "none" })).outcome),
      );
      expect(new Set(outcomes).has("silent") || new Set(outcomes).has("error"), id).toBe(true);
    }
  });

  it("lie on the wire record by record, without a gap", () => {
    for (const { id } of PRESETS) {
      for (const { bytes, records, format } of arrive(setUp(id)).hops) {
        if (format === "JSON") continue;
        const children = records.map(({ at, length, name }) => ({ name, at, length, text: "" }));
        const whole = { name: "message", at: 0, length: bytes.length, text: "", children };
        expect(findUntiled(whole)).toBeNull();
      }
    }
  });
});

describe("a proxy with the old schema", () => {
  it("keeps, loses or cannot say what it does not know", () => {
    const note = (proxy: Setup["proxy"]): unknown => fateOf(setUp("added", { proxy }), "note");
    expect(note("none")).toEqual(["same", 'note: "ring twice"', null]);
    expect(note("pass")).toEqual(["same", 'note: "ring twice"', null]);
    expect(note("copy")).toEqual(["lost", null, "the proxy"]);
    expect(note("json")).toEqual(["lost", null, "the proxy"]);
    expect(arrive(setUp("added", { proxy: "copy" })).outcome).toBe("silent");
    // The reader with the old schema misses nothing: it never knew the field.
    expect(arrive(setUp("added", { proxy: "copy", reader: "v1" })).outcome).toBe("fine");
  });

  it("passes a new enum value on as JSON by its number, which the reader takes", () => {
    expect(fateOf(setUp("value", { proxy: "json", reader: "v2" }), "status")).toEqual([
      "same",
      'status: "STATUS_RETURNED"',
      null,
    ]);
  });

  it("is the one who refuses bytes that its schema cannot read", () => {
    const { v1, v2 } = setUp("message");
    const seen = arrive(
      setUp("message", {
        v1: v2,
        v2: v1,
        writer: "v2",
        reader: "v2",
        proxy: "pass",
        sent2: '{"shelf": "Graz"}',
      }),
    );
    expect(seen.outcome).toBe("error");
    expect(seen.hops).toHaveLength(1);
    expect(seen.journeys).toMatchObject([{ fate: "refused", by: "the proxy" }]);
  });
});

describe("the careless colleague", () => {
  const after = (line: string): unknown =>
    arrive({ ...DELETING, v2: DELETING.v2.replace("int32 floor = 5;", line) }).colleagues;
  const text = (part: string): string => expect.stringContaining(part) as string;

  it("takes what is not reserved, and is refused what is", () => {
    expect(after("int32 floor = 5;")).toEqual([]);
    expect(after("")).toMatchObject([
      { field: "floor", number: 5, numberRefused: null, nameRefused: null },
    ]);
    expect(after('reserved 5; reserved "floor";')).toMatchObject([
      { numberRefused: text("Number 5 is reserved"), nameRefused: text("“floor” is reserved") },
    ]);
    expect(after('reserved 5, 7 to 29; reserved "floors";')).toMatchObject([
      { nameLine: "bool floor = 30;", nameRefused: null },
    ]);
  });
});

describe("what stands in the way", () => {
  it.each([
    [{ v1: "message Parcel {" }, { at: "v1", line: 1 }],
    [
      { v2: 'syntax = "proto3";\nmessage P {\n  int32 a = 1\n}' },
      { at: "v2", line: 3, column: 14 },
    ],
    [{ v2: 'syntax = "proto3"; enum E { A = 0; }' }, { at: "v2" }],
    [{ v1: "" }, { at: "v1" }],
    [{ sent2: "{" }, { at: "message" }],
    [{ sent2: '{"colour": 1}' }, { at: "message" }],
    [{ sent2: '{"number": "x"}' }, { at: "message" }],
    [{ sent2: "[]" }, { at: "message" }],
  ])("%j is told with its place", (set, told) => {
    expect(travel({ ...START, ...set })).toMatchObject({ kind: "refused", ...told });
  });

  it("a type that holds itself is none of it", () => {
    const tree = 'syntax = "proto3"; message Tree { int32 n = 1; Tree left = 2; }';
    const sent2 = '{"n": 1, "left": {"n": 2, "left": {"n": 3}}}';
    expect(arrive({ ...START, v1: tree, v2: tree, sent2 }).outcome).toBe("fine");
  });

  it("never throws, whatever is written", () => {
    const text = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.constantFrom(...PRESETS.flatMap(({ v1, v2, sent1, sent2 }) => [v1, v2, sent1, sent2])),
    );
    const setups = fc.record({
      v1: text,
      v2: text,
      sent1: text,
      sent2: text,
      proxy: fc.constantFrom(...PROXIES),
      writer: fc.constantFrom(...VERSIONS),
      reader: fc.constantFrom(...VERSIONS),
    });
    fc.assert(
      fc.property(setups, (set) => {
        travel({ ...START, ...set });
      }),
      { numRuns: 400 },
    );
  });
});
