// Values to bytes and back: the guide's own examples, spans that tile, unknown fields, damaged bytes.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat, formatHex, parseHex } from "#wire/index.ts";
import {
  decodeMessage,
  encodeMessage,
  message,
  toProtoJson,
  type FieldValue,
  type MessageValue,
  type Schema,
} from "#proto/index.ts";
import { compileSchema } from "../../../src/proto/compile.ts";
import { EVERYTHING } from "../../support/proto-schemas.ts";
import { everything } from "../../support/proto-values.ts";

const schemaOf = (text: string): Schema => {
  const step = compileSchema(text);
  if (step.kind === "fault") throw new Error(step.fault.what);
  return step.schema;
};
const inMessage = (body: string): Schema =>
  schemaOf(`syntax = "proto3"; message M { ${body} } enum E { ZERO = 0; ONE = 1; }`);
const hex = (body: string, fields: Readonly<Record<string, FieldValue>>): string =>
  formatHex(encodeMessage(inMessage(body), "M", message(fields)).bytes, " ");
const bytesOf = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array();
const everythingSchema = schemaOf(EVERYTHING);
const name = "parcel.v1.Everything";

describe("bytes", () => {
  it("of a list with more elements than a call may have arguments", () => {
    const count = 200_000;
    const schema = inMessage("repeated int32 a = 1;");
    const { bytes, spans } = encodeMessage(schema, "M", message({ a: Array(count).fill(1) }));
    expect(bytes).toHaveLength(count + 4);
    expect(spans).toHaveLength(count + 2);
    expect(spans.at(-1)).toMatchObject({ at: count + 3, length: 1, path: `a[${count - 1}]` });
  });

  it.each<[string, Readonly<Record<string, FieldValue>>, string]>([
    ["int32 a = 1;", { a: 150 }, "08 96 01"],
    ["int32 number = 1;", { number: 42 }, "08 2a"],
    ["string b = 2;", { b: "testing" }, "12 07 74 65 73 74 69 6e 67"],
    ["int32 a = 1;", { a: -2 }, "08 fe ff ff ff ff ff ff ff ff 01"],
    ["sint32 a = 1;", { a: -2 }, "08 03"],
    ["repeated int32 f = 6;", { f: [3, 270, 86942] }, "32 06 03 8e 02 9e a7 05"],
    ["repeated int32 f = 6 [packed = false];", { f: [3, 270] }, "30 03 30 8e 02"],
    ["int32 a = 1;", { a: 0 }, ""],
    ["optional int32 a = 1;", { a: 0 }, "08 00"],
    ["int32 a = 15;", { a: 1 }, "78 01"],
    ["int32 a = 16;", { a: 1 }, "80 01 01"],
    ["E a = 1;", { a: 1 }, "08 01"],
    ["bool a = 1;", { a: true }, "08 01"],
    ["fixed32 a = 1;", { a: 1 }, "0d 01 00 00 00"],
    ["sfixed64 a = 1;", { a: -1n }, "09 ff ff ff ff ff ff ff ff"],
    ["float a = 1;", { a: 1 }, "0d 00 00 80 3f"],
    ["double a = 1;", { a: -0 }, "09 00 00 00 00 00 00 00 80"],
    ["map<string, int32> a = 7;", { a: new Map([["x", 0]]) }, "3a 05 0a 01 78 10 00"],
    ["M c = 3;", { c: message({}) }, "1a 00"],
    ["oneof k { int32 a = 1; string b = 2; }", { a: 0 }, "08 00"],
    ["bytes late = 9; int32 a = 1;", { late: Uint8Array.of(7), a: 1 }, "08 01 4a 01 07"],
  ])("%s", (body, fields, expected) => {
    expect(hex(body, fields)).toBe(expected);
  });

  it.each<[string, Readonly<Record<string, FieldValue>>]>([
    ["int32 a = 1;", { a: 2 ** 31 }],
    ["uint32 a = 1;", { a: -1 }],
    ["int32 a = 1;", { a: 1.5 }],
    ["sint64 a = 1;", { a: 2n ** 63n }],
    ["string a = 1;", { a: "\ud800" }],
    ["string a = 1;", { a: 1 }],
    ["bool a = 1;", { a: 1 }],
    ["M a = 1;", { a: 1 }],
    ["int32 a = 1;", { b: 1 }],
  ])("refuses what does not suit: %s %o", (body, fields) => {
    expect(() => hex(body, fields)).toThrow(RangeError);
  });

  it("refuses a value that is deeper than readers go", () => {
    const schema = inMessage("M m = 1;");
    const nest = (depth: number): MessageValue => {
      let value = message();
      for (let level = 1; level < depth; level += 1) value = message({ m: value });
      return value;
    };
    const { bytes } = encodeMessage(schema, "M", nest(100));
    expect(decodeMessage(schema, "M", bytes).faults).toEqual([]);
    expect(() => encodeMessage(schema, "M", nest(101))).toThrow("more than 100 levels");
    const deeper = encodeMessage(inMessage("bytes m = 1;"), "M", message({ m: bytes })).bytes;
    expect(decodeMessage(schema, "M", deeper).faults[0]?.code).toBe("NESTED_TOO_DEEP");
  });
});

describe("spans", () => {
  it("name tag, length and value of every field", () => {
    const schema = inMessage("repeated sint32 a = 1; M b = 2; map<string, int32> c = 3;");
    const value = message({ a: [-1, 300], b: message({ c: new Map([["x", 5]]) }) });
    const { spans } = encodeMessage(schema, "M", value);
    expect(spans.map(({ part, path, length, depth }) => [part, path, length, depth])).toEqual([
      ["tag", "a", 1, 0],
      ["length", "a", 1, 0],
      ["value", "a[0]", 1, 0],
      ["value", "a[1]", 2, 0],
      ["tag", "b", 1, 0],
      ["length", "b", 1, 0],
      ["tag", 'b.c["x"]', 1, 1],
      ["length", 'b.c["x"]', 1, 1],
      ["tag", 'b.c["x"].key', 1, 2],
      ["length", 'b.c["x"].key', 1, 2],
      ["value", 'b.c["x"].key', 1, 2],
      ["tag", 'b.c["x"].value', 1, 2],
      ["value", 'b.c["x"].value', 1, 2],
    ]);
  });

  it("tile the bytes, whatever the value", () => {
    fc.assert(
      fc.property(everything, (value) => {
        const { bytes, spans } = encodeMessage(everythingSchema, name, value);
        const end = spans.reduce((at, span) => {
          expect(span.at).toBe(at);
          return at + span.length;
        }, 0);
        expect(end).toBe(bytes.length);
      }),
      { numRuns: 200, seed: 2 },
    );
  });
});

describe("reading", () => {
  it("gives back what was written", () => {
    fc.assert(
      fc.property(everything, (value) => {
        const { bytes } = encodeMessage(everythingSchema, name, value);
        const { value: read, faults } = decodeMessage(everythingSchema, name, bytes);
        expect(faults).toEqual([]);
        expect(encodeMessage(everythingSchema, name, read).bytes).toEqual(bytes);
        expect(toProtoJson(everythingSchema, name, read)).toEqual(
          toProtoJson(everythingSchema, name, value),
        );
      }),
      { numRuns: 200, seed: 4 },
    );
  });

  it("keeps unknown fields and writes them at the end, or drops them", () => {
    const schema = inMessage("int32 b = 2;");
    const bytes = bytesOf("08 01 10 02 1a 01 78 08 03");
    const { value } = decodeMessage(schema, "M", bytes);
    expect(value.unknown.map((each) => formatHex(each))).toEqual(["0801", "1a0178", "0803"]);
    const again = encodeMessage(schema, "M", value);
    expect(formatHex(again.bytes, " ")).toBe("10 02 08 01 1a 01 78 08 03");
    expect(again.spans.at(-1)).toMatchObject({ part: "unknown", at: 7, length: 2 });
    const dropped = decodeMessage(schema, "M", bytes, { unknown: "drop" });
    expect(formatHex(encodeMessage(schema, "M", dropped.value).bytes, " ")).toBe("10 02");
  });

  it.each([
    ["the last value wins", "int32 a = 1;", "08 01 08 02", { a: 2 }],
    [
      "messages are merged",
      "int32 a = 1; int32 b = 2; M m = 3;",
      "1a 02 08 01 1a 02 10 02",
      { m: { a: 1, b: 2 } },
    ],
    [
      "packed and loose mix",
      "repeated int32 a = 1;",
      "08 01 0a 02 02 03 08 04",
      { a: [1, 2, 3, 4] },
    ],
    [
      "packed is read where loose is declared",
      "repeated int32 a = 1 [packed = false];",
      "0a 02 02 03",
      { a: [2, 3] },
    ],
    ["another wire type is unknown", "string a = 1;", "08 01", {}],
    [
      "the last of a oneof stays",
      "oneof k { int32 a = 1; string b = 2; }",
      "08 01 12 01 78",
      { b: "x" },
    ],
    ["a map entry without value", "map<string, int32> a = 1;", "0a 03 0a 01 78", { a: { x: 0 } }],
    [
      "a map key twice",
      "map<int32, int32> a = 1;",
      "0a 04 08 01 10 02 0a 04 08 01 10 03",
      { a: { 1: 3 } },
    ],
    ["an int32 is cut to 32 bits", "int32 a = 1;", "08 ff ff ff ff 1f", { a: -1 }],
    ["any bool but 0 is true", "bool a = 1;", "08 02", { a: true }],
    ["an open enum keeps numbers", "E a = 1;", "08 05", { a: 5 }],
    ["a group is unknown", "int32 a = 1;", "13 08 01 14 08 02", { a: 2 }],
  ])("%s", (_, body, text, expected) => {
    const schema = inMessage(body);
    const { value, faults } = decodeMessage(schema, "M", bytesOf(text));
    expect(faults).toEqual([]);
    expect(toProtoJson(schema, "M", value)).toEqual(expected);
  });

  it("takes a number that a closed enum does not name for unknown", () => {
    const schema = schemaOf(
      'syntax = "proto2"; message M { optional E e = 1; } enum E { ONE = 1; }',
    );
    const { value } = decodeMessage(schema, "M", bytesOf("08 02"));
    expect(value.fields.size).toBe(0);
    expect(value.unknown).toHaveLength(1);
  });

  it.each([
    ["int32 a = 1;", "08", "TRUNCATED", 1],
    ["string a = 1;", "0a 05 78", "TRUNCATED", 3],
    ["string a = 1;", "0a 01 ff", "INVALID_UTF8", 2],
    ["repeated int32 a = 1;", "0a 01 80", "TRUNCATED", 2],
    ["repeated fixed32 a = 1;", "0a 03 00 00 00", "TRUNCATED", 2],
    ["M m = 1; string a = 2;", "0a 03 12 01 ff", "INVALID_UTF8", 4],
    ["int32 a = 1;", "00 01", "FIELD_NUMBER_ZERO", 0],
    ["map<string, int32> a = 1;", "0a 02 0a 05", "TRUNCATED", 2],
  ])("says where %s breaks in %s", (body, text, code, at) => {
    expect(decodeMessage(inMessage(body), "M", bytesOf(text)).faults[0]).toMatchObject({
      code,
      at,
    });
  });

  it("never throws on any bytes, and loses none that it keeps", () => {
    const one = inMessage("int32 far = 99999;");
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        decodeMessage(everythingSchema, name, bytes);
        const { value, faults } = decodeMessage(one, "M", bytes);
        if (faults.length === 0 && value.fields.size === 0)
          expect(concat(value.unknown)).toEqual(bytes);
      }),
      { numRuns: 1000, seed: 8 },
    );
  });
});
