// The inferred schema carries the data: what our encoder writes by it, our decoder and another library read back.
import { brotliCompressSync, constants } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { storedNumbers } from "../../../../src/course/numbers.ts";
import { buildSizes } from "../../../../src/labs/size-race/built.ts";
import { inferSchema } from "../../../../src/labs/size-race/infer-schema.ts";
import { ROOT } from "../../../../src/labs/size-race/schema-writer.ts";
import { fillIn } from "../../../../src/labs/size-race/observe.ts";
import { PAYLOAD_IDS } from "../../../../src/labs/size-race/payloads.ts";
import { race, write } from "../../../../src/labs/size-race/race.ts";
import { change, START, type Setup } from "../../../../src/labs/size-race/setup.ts";
import { compileSchema } from "../../../../src/proto/compile.ts";
import { decodeMessage, fromProtoJson, encodeMessage } from "../../../../src/proto/index.ts";

const own = (text: string): Setup => ({ ...START, source: "own", text });
const inferred = (value: unknown) => {
  const inference = inferSchema(value, 1);
  if (inference.kind === "refused") throw new Error(inference.why);
  return inference.inferred;
};
const schemaOf = (value: unknown): string =>
  inferred(value).schema.replace('syntax = "proto3";', "").replace(/\s+/g, " ").trim();

describe("the schema of a JSON value", () => {
  it("takes the narrowest type that all records allow", () => {
    expect(
      schemaOf([
        { a: 1, b: 1, c: -1, d: 3_000_000_000, e: -3_000_000_000, f: 1.5, g: "x", h: true },
        { a: 2, b: 0.5, c: 1, d: 1, e: 1, f: 1, g: "", h: false },
      ]),
    ).toBe(
      "message Root { repeated Item items = 1; } message Item { int32 a = 1; double b = 2; sint32 c = 3; int64 d = 4; sint64 e = 5; double f = 6; string g = 7; bool h = 8; }",
    );
  });

  it("says what is not there everywhere with optional, and what is null by leaving it out", () => {
    const { notes, value } = inferred([{ a: 1, b: null }, { b: 2 }]);
    expect(schemaOf([{ a: 1, b: null }, { b: 2 }])).toContain(
      "optional int32 a = 1; optional int32 b = 2;",
    );
    expect(notes.join(" ")).toContain("“b” is null in places");
    expect(value).toEqual({ items: [{ a: 1 }, { b: 2 }] });
  });

  it.each([
    [{ a: [1, "x"] }, "more than one kind", { a: ["1", '"x"'] }],
    [{ a: [[1], [2, 3]] }, "lists in a list", { a: [{ items: [1] }, { items: [2, 3] }] }],
    [{ a: [1, null] }, "nulls among its elements", { a: [{ value: 1 }, {}] }],
    [{ a: null }, "always null", {}],
    [{ a: [] }, "always an empty list", {}],
    [{ a: [null] }, "nothing but nulls", {}],
    [{ "a b": 1 }, "no name for a field", { a_b: 1 }],
    [[1, 2], "The outermost value is a list", { items: [1, 2] }],
    [7, "is no object", { value: 7 }],
    [{ a: 2 ** 70 }, "beyond 64 bits", { a: 2 ** 70 }],
    [{ a: 2 ** 60 }, "", { a: String(2n ** 60n) }],
    [{}, "", {}],
    [null, "always null", {}],
  ])("of %j says what protobuf cannot: %s", (value, note, fit) => {
    const { notes, value: fitted } = inferred(value);
    expect(notes.join(" ")).toContain(note);
    expect(fitted).toEqual(fit);
  });

  it("makes a map of many names with one kind of value", () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, index]));
    expect(schemaOf({ counts: many })).toContain("map<string, int32> counts = 1;");
    const mixed = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [`k${index}`, index % 2 === 0 ? index : "x"]),
    );
    expect(inferSchema(mixed, 1)).toMatchObject({ kind: "refused" });
    expect(inferSchema([], 91)).toMatchObject({ kind: "refused" });
  });

  it("keeps keys that JavaScript objects have anyway", () => {
    const value: unknown = JSON.parse(
      '{"__proto__": {"x": 1}, "constructor": 2, "toString": "y", "hasOwnProperty": true}',
    );
    expect(schemaOf(value)).toContain("int32 constructor = 2; string toString = 3;");
    expect(write(own(JSON.stringify(value))).kind).toBe("written");
  });

  it("compiles for any JSON, and what is written by it reads back as it was", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const { schema, value: fitted } = inferred(value);
        const step = compileSchema(schema);
        if (step.kind === "fault") throw new Error(`${step.fault.what}\n${schema}`);
        const read = fromProtoJson(step.schema, ROOT, JSON.stringify(fitted));
        if (read.kind === "fault") {
          // A lone surrogate is JSON and no text of protobuf.
          expect(read.fault.what).toContain("surrogate");
          return;
        }
        const { bytes } = encodeMessage(step.schema, ROOT, read.value);
        const back = decodeMessage(step.schema, ROOT, bytes);
        expect(back.faults).toEqual([]);
        expect(encodeMessage(step.schema, ROOT, back.value).bytes).toEqual(bytes);
        expect(back.value.unknown).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe("the race", () => {
  it("measures the prepared data as the reference does", async () => {
    const { sizes } = storedNumbers();
    for (const source of PAYLOAD_IDS) {
      const seen = await race({ ...START, source });
      if (seen.kind === "refused") throw new Error(seen.why);
      const known = sizes.find(({ id }) => id === source);
      expect([seen.json.raw, seen.protobuf.raw]).toEqual([known?.json.raw, known?.protobuf.raw]);
      // Another engine's gzip may differ by a little.
      expect(seen.json.gzip / (known?.json.gzip ?? 0)).toBeCloseTo(1, 1);
      expect(seen.protobuf.gzip / (known?.protobuf.gzip ?? 0)).toBeCloseTo(1, 1);
    }
  }, 30_000);

  it("takes brotli from the build where the browser has none", async () => {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 5 };
    const built = buildSizes((bytes) => brotliCompressSync(bytes, { params }).length);
    const { sizes } = storedNumbers();
    for (const { id, json, protobuf } of sizes) {
      expect(built[id].all).toEqual([json.brotli, protobuf.brotli]);
    }
    const seen = await race({ ...START, share: "10" });
    if (seen.kind === "refused") throw new Error(seen.why);
    const without = {
      ...seen,
      json: { ...seen.json, brotli: null },
      protobuf: { ...seen.protobuf, brotli: null },
      brotliBy: "nobody" as const,
    };
    expect(fillIn(without, { ...START, share: "10" }, built)).toMatchObject({
      brotliBy: "build",
      json: { brotli: built.customers[10][0] },
    });
    expect(fillIn(without, own("[]"), built)).toMatchObject({ brotliBy: "nobody" });
    expect(fillIn(seen, START, built)).toBe(seen);
  });

  it("refuses in words, with the place where there is one", async () => {
    expect(await race(own("[1,"))).toMatchObject({
      kind: "refused",
      at: "JSON",
      line: 1,
      column: 4,
    });
    expect(await race(own("[".repeat(100) + "]".repeat(100)))).toMatchObject({
      at: "JSON",
      why: expect.stringContaining("100 levels deep") as string,
    });
    expect(await race({ ...START, schema: "message {" })).toMatchObject({ at: "schema", line: 1 });
    expect(await race({ ...START, schema: "" })).toMatchObject({ at: "schema" });
    expect(
      await race({ ...START, schema: 'syntax = "proto3"; message Root { string items = 1; }' }),
    ).toMatchObject({ at: "value", why: expect.stringContaining("items") as string });
    expect(await race(own('["\\ud800"]'))).toMatchObject({ at: "value" });
  });

  it("measures by the schema as edited", async () => {
    const small = 'syntax = "proto3"; message Root { repeated sint32 items = 1; }';
    const positive = await race(own("[1000, 2000]"));
    const zigzag = await race({ ...own("[1000, 2000]"), schema: small });
    if (positive.kind === "refused" || zigzag.kind === "refused") throw new Error("refused");
    expect(zigzag.protobuf.raw).toBeGreaterThanOrEqual(positive.protobuf.raw);
  });

  it("reads nearly a megabyte, and takes no more", async () => {
    const text = JSON.stringify({ numbers: Array.from({ length: 130_000 }, (_, index) => index) });
    const seen = await race(own(text));
    expect(seen).toMatchObject({ kind: "measured" });
    expect(change(START, { kind: "text", text: "x".repeat(1_000_001) })).toBe(START);
    expect(change(START, { kind: "schema", schema: "x".repeat(65_537) })).toBe(START);
  }, 30_000);

  it("makes the first records of a payload the reader's own", () => {
    const mine = change({ ...START, source: "prose" }, { kind: "adopt" });
    expect(mine.source).toBe("own");
    expect((JSON.parse(mine.text) as unknown[]).length).toBeGreaterThan(2);
    expect(change(mine, { kind: "adopt" })).toBe(mine);
  });
});
