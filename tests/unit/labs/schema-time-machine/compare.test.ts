// The classes of a change, held against what the codec really reads by both schemas.
import { describe, expect, it } from "vitest";
import { compareSchemas } from "../../../../src/labs/schema-time-machine/compare.ts";
import type { SchemaChange } from "../../../../src/labs/schema-time-machine/compare-types.ts";
import { isSameValue } from "../../../../src/labs/schema-time-machine/same-value.ts";
import { compileSchema } from "../../../../src/proto/compile.ts";
import {
  decodeMessage,
  encodeMessage,
  message,
  SCALARS,
  type FieldValue,
  type Schema,
} from "../../../../src/proto/index.ts";

const compile = (text: string): Schema => {
  const step = compileSchema(`syntax = "proto3"; ${text}`);
  if (step.kind === "fault") throw new Error(step.fault.what);
  return step.schema;
};
const schemaOf = (body: string): Schema =>
  compile(
    `message P { ${body} } enum E { ZERO = 0; ONE = 1; TWO = 2; } message M { int32 a = 1; } message Entry { string key = 1; int32 value = 2; }`,
  );
const changesOf = (before: string, after: string): readonly SchemaChange[] =>
  compareSchemas(schemaOf(before), schemaOf(after));

/** What a reader with the other schema gets for a value; undefined for a fault or nothing. */
function readAs(before: string, after: string, value: FieldValue): FieldValue | undefined {
  const { bytes } = encodeMessage(schemaOf(before), "P", message({ x: value }));
  const { value: read, faults } = decodeMessage(schemaOf(after), "P", bytes);
  return faults.length > 0 ? undefined : read.fields.get("x");
}

/** Values of a type; the first is one that every relative of the type holds, too. */
function samplesOf(type: string): readonly FieldValue[] {
  const text = new TextEncoder().encode("Ada");
  if (type === "bool") return [true];
  if (type === "string") return ["Ada", "x"];
  if (type === "bytes") return [text, Uint8Array.of(0xff)];
  if (type === "double" || type === "float") return [1.5, -2, 1e10];
  return [1n, 2n, 100n, 70_000n].map((value) => (type.endsWith("64") ? value : Number(value)));
}

describe("two scalar types under one number", () => {
  const types = [...SCALARS, "E"];
  const pairs = types.flatMap((one) =>
    types.filter((other) => other !== one).map((other) => [one, other] as const),
  );

  it.each(pairs)("%s → %s", (one, other) => {
    const [before, after] = [`${one} x = 1;`, `${other} x = 1;`];
    const [change, ...more] = changesOf(before, after);
    expect(more).toEqual([]);
    expect(change?.what).toBe(`${one} became ${other}`);
    expect(changesOf(after, before)[0]?.binary).toBe(change?.binary);
    const survives = samplesOf(one).map((value) => {
      const read = readAs(before, after, value);
      return read !== undefined && isSameValue(value, read);
    });
    if (change?.binary === "compatible") expect(survives[0]).toBe(true);
    else {
      expect(change?.binary).toBe("unsafe");
      // The only value of a bool that is written may pass by luck.
      if (one !== "bool") expect(survives).toContain(false);
    }
  });

  it("cut what does not fit without a word", () => {
    expect(readAs("int64 x = 1;", "int32 x = 1;", 2n ** 32n + 7n)).toBe(7);
    expect(readAs("int32 x = 1;", "uint32 x = 1;", -1)).toBe(2 ** 32 - 1);
    expect(readAs("int32 x = 1;", "bool x = 1;", 2)).toBe(true);
    expect(readAs("string x = 1;", "bytes x = 1;", "é")).toEqual(new TextEncoder().encode("é"));
    expect(readAs("bytes x = 1;", "string x = 1;", Uint8Array.of(0xff))).toBeUndefined();
  });
});

describe("a change", () => {
  const JSON_NAME = '[json_name = "x"]';
  it.each([
    ["", "int32 x = 1;", "safe", "compatible", "field 1 added"],
    ["reserved 1;", "int32 x = 1;", "unsafe", "compatible", "under a number that was reserved"],
    ["int32 x = 1;", "", "safe", "compatible", "field 1 removed"],
    ["int32 x = 1;", 'reserved 1; reserved "x";', "safe", "compatible", "number and name reserved"],
    ["int32 x = 1;", "int32 x = 2;", "unsafe", "safe", "number 1 became 2"],
    ["int32 x = 1;", "int32 y = 1;", "safe", "unsafe", "renamed to y"],
    ["int32 x = 1;", `int32 y = 1 ${JSON_NAME};`, "safe", "safe", "renamed to y"],
    ["int32 x = 1;", "string y = 1;", "unsafe", "compatible", "reused"],
    ["int32 x = 1;", "optional int32 x = 1;", "compatible", "compatible", "became optional"],
    ["optional int32 x = 1;", "int32 x = 1;", "compatible", "compatible", "no longer optional"],
    ["string x = 1;", "repeated string x = 1;", "compatible", "unsafe", "became repeated string"],
    ["repeated M x = 1;", "M x = 1;", "compatible", "unsafe", "repeated M became M"],
    ["int32 x = 1;", "repeated int32 x = 1;", "unsafe", "unsafe", "became repeated int32"],
    ["repeated E x = 1;", "E x = 1;", "unsafe", "unsafe", "repeated E became E"],
    ["map<string, int32> x = 1;", "repeated Entry x = 1;", "compatible", "unsafe", "map<string"],
    ["map<string, int32> x = 1;", "int32 x = 1;", "unsafe", "unsafe", "map<string"],
    ["optional int32 x = 1;", "oneof o { int32 x = 1; }", "safe", "safe", "into the oneof o"],
    ["oneof o { int32 x = 1; }", "optional int32 x = 1;", "safe", "safe", "left the oneof o"],
    ["int32 x = 1;", "oneof o { int32 x = 1; }", "compatible", "compatible", "into the oneof o"],
    [
      "oneof o { int32 y = 2; } int32 x = 1;",
      "oneof o { int32 y = 2; int32 x = 1; }",
      "unsafe",
      "unsafe",
      "into the oneof o",
    ],
    ["bytes x = 1;", "M x = 1;", "compatible", "unsafe", "bytes became M"],
  ])("%s → %s is wire-%s, in JSON %s", (before, after, binary, json, what) => {
    const change = changesOf(before, after).find((each) => each.what.includes(what));
    expect(change).toMatchObject({ binary, json });
  });

  it("that is none is not listed", () => {
    expect(changesOf("int32 x = 1; M m = 2;", "int32 x = 1; M m = 2;")).toEqual([]);
  });

  it("of an enum or a message further down is found", () => {
    const of = (text: string): Schema => compile(`message P { A a = 1; P p = 2; } ${text}`);
    const before = of("message A { E e = 1; } enum E { Z = 0; ONE = 1; TWO = 2; }");
    const after = of("message A { E e = 1; int32 n = 2; } enum E { Z = 0; ONE = 3; THREE = 4; }");
    const found = compareSchemas(before, after);
    expect(found.map(({ place, what, binary }) => [place, what, binary])).toEqual([
      ["A.n", "field 2 added", "safe"],
      ["E.ONE", "value 1 became 3", "unsafe"],
      ["E.TWO", "value 2 removed", "compatible"],
      ["E.THREE", "value 4 added", "safe"],
    ]);
  });
});
