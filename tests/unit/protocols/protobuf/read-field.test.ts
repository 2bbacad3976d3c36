import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  field,
  inspect,
  MAX_DEPTH,
  readField,
  readTag,
  wireTypeName,
  writeField,
  writeFields,
  writeTag,
  type WireField,
} from "#protocols/protobuf/index.ts";
import { concat, parseHex, utf8 } from "#wire/index.ts";
import { readThreeWays } from "../../../support/three-ways.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);

const SAMPLES: readonly (readonly [string, WireField, string])[] = [
  // The first three are retyped from the encoding guide.
  ["a varint", field.uint(1, 150), "089601"],
  ["a string", field.string(2, "testing"), "120774657374696e67"],
  ["a message", field.message(3, [field.uint(1, 150)]), "1a03089601"],
  ["a packed list", field.packed(6, [3, 270, 86942]), "3206038e029ea705"],
  ["a negative int32", field.int(1, -2), "08feffffffffffffffff01"],
  ["a sint32", field.sint(1, -2), "0803"],
  ["a bool", field.bool(16, true), "800101"],
  ["a false bool", field.bool(16, false), "800100"],
  ["a double", field.double(5, 25.4), "296666666666663940"],
  ["a fixed64", field.fixed64(6, 200), "31c800000000000000"],
  ["a float", field.float(5, 25.4), "2d3333cb41"],
  ["a fixed32", field.fixed32(6, 200n), "35c8000000"],
  ["bytes", field.bytes(1, Uint8Array.of(0xff, 0)), "0a02ff00"],
  ["a group", field.group(8, [field.uint(1, 2), field.string(3, "foo")]), "4308021a03666f6f44"],
  ["an empty group", field.group(8, []), "4344"],
  ["the largest number", field.uint(536_870_911, 0), "f8ffffff0f00"],
];

const bare = ({ number, wireType, value }: WireField): unknown => ({
  number,
  wireType,
  value: Array.isArray(value) ? value.map((each: WireField) => bare(each)) : value,
});

describe("records", () => {
  it.each(SAMPLES)("%s is written and read three ways", (_, record, text) => {
    expect(writeField(record)).toEqual(hex(text));
    const bytes = hex(text);
    for (let length = 0; length < bytes.length; length += 1) {
      expect(readField(bytes.subarray(0, length)).kind).toBe("more");
    }
    const behind = concat([Uint8Array.of(9, 9), bytes, Uint8Array.of(8, 8)]);
    for (const [input, at] of [
      [bytes, 0],
      [behind, 2],
    ] as const) {
      const step = readField(input, at);
      if (step.kind !== "done") throw new Error(JSON.stringify(step));
      expect(step.next).toBe(at + bytes.length);
      expect([step.value.at, step.value.length]).toEqual([at, bytes.length]);
      expect(bare(step.value)).toEqual(bare(record));
    }
  });

  it("read whole messages in order, repeated numbers and all", () => {
    const fields = SAMPLES.map(([, record]) => record);
    const step = inspect(writeFields(fields));
    expect(step.kind === "done" && step.value.map(bare)).toEqual(fields.map(bare));
    expect(inspect(new Uint8Array(0))).toEqual({ kind: "done", value: [], next: 0 });
    expect(inspect(hex("ffff0801"), 2)).toMatchObject({ kind: "done", next: 4 });
  });

  it.each([
    ["00", "FIELD_NUMBER_ZERO", 0],
    ["0800 0701".replace(" ", ""), "FIELD_NUMBER_ZERO", 2],
    ["888080808000", "FIELD_NUMBER_TOO_LARGE", 0],
    ["8880808010", "FIELD_NUMBER_TOO_LARGE", 0],
    ["ffffffffffffffffffff01", "VARINT_TOO_LONG", 9],
    ["0e", "UNKNOWN_WIRE_TYPE", 0],
    ["0f", "UNKNOWN_WIRE_TYPE", 0],
    ["0c", "UNMATCHED_END_GROUP", 0],
    ["0b14", "MISMATCHED_END_GROUP", 1],
    ["0b130c", "MISMATCHED_END_GROUP", 2],
    ["0a8080808008", "LENGTH_TOO_LARGE", 1],
    ["0b0a8080808008", "LENGTH_TOO_LARGE", 2],
  ])("refuse %s: %s", (text, code, at) => {
    expect(inspect(hex(text))).toMatchObject({ kind: "fault", fault: { code, at } });
  });

  it("ask for what is missing", () => {
    expect(inspect(hex("120774"))).toEqual({ kind: "more", missing: 6 });
    expect(inspect(hex("0d00"))).toEqual({ kind: "more", missing: 3 });
    expect(inspect(hex("0900"))).toEqual({ kind: "more", missing: 7 });
    expect(inspect(hex("0b"))).toEqual({ kind: "more", missing: 1 });
  });

  it("stop at a hundred levels", () => {
    const groups = (depth: number) =>
      concat([new Uint8Array(depth).fill(0x0b), new Uint8Array(depth).fill(0x0c)]);
    expect(inspect(groups(MAX_DEPTH)).kind).toBe("done");
    expect(inspect(groups(MAX_DEPTH + 1))).toMatchObject({
      fault: { code: "NESTED_TOO_DEEP", at: MAX_DEPTH },
    });
    let message = field.uint(1, 1);
    for (let depth = 0; depth < 120; depth += 1) message = field.message(1, [message]);
    const step = inspect(writeField(message));
    let levels = 0;
    for (let inside = step.kind === "done" ? step.value : undefined; inside; levels += 1) {
      inside = inside[0]?.candidates.message as typeof inside;
    }
    expect(levels).toBe(MAX_DEPTH);
  });

  it("read tags three ways", () => {
    expect(readThreeWays(readTag, writeTag(536_870_911, 5))).toEqual({
      number: 536_870_911,
      wireType: 5,
    });
    // As a uint32 a tag may be padded to five bytes.
    expect(readTag(hex("8880808000"))).toMatchObject({ value: { number: 1, wireType: 0 } });
    expect([0, 2, 4, 6].map(wireTypeName)).toEqual(["VARINT", "LEN", "EGROUP", "undefined"]);
  });

  it("refuse our own misuse", () => {
    expect(() => writeTag(0, 0)).toThrow(RangeError);
    expect(() => writeTag(2 ** 29, 0)).toThrow(RangeError);
    expect(() => writeTag(1.5, 0)).toThrow(RangeError);
    expect(() => writeField({ number: 1, wireType: 2, value: 1n })).toThrow(RangeError);
    expect(() => writeField({ number: 1, wireType: 4, value: [] })).toThrow(RangeError);
    expect(() => writeField(field.fixed32(1, 2n ** 32n))).toThrow(RangeError);
    expect(() => writeField(field.fixed64(1, -1))).toThrow(RangeError);
  });

  it("never throw on random bytes, and every reading can be looked at", () => {
    const look = (fields: ReturnType<typeof inspect>): void => {
      if (fields.kind !== "done") return;
      for (const { candidates } of fields.value) {
        expect(Object.keys(candidates).length).toBeGreaterThan(0);
      }
    };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(3), (bytes, at) => {
        look(inspect(bytes, at));
      }),
      { numRuns: 10_000 },
    );
  });

  it("read a megabyte of nested lengths without multiplying it", () => {
    let bytes = utf8("x".repeat(1_000_000));
    for (let depth = 0; depth < 50; depth += 1) bytes = writeField(field.bytes(1, bytes));
    const step = inspect(bytes);
    expect(step.kind === "done" && step.value[0]?.candidates.message).toHaveLength(1);
  });
});
