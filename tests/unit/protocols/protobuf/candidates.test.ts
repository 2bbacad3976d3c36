import { describe, expect, it } from "vitest";
import {
  field,
  inspect,
  likeliest,
  writeField,
  type WireField,
} from "#protocols/protobuf/index.ts";
import { utf8 } from "#wire/index.ts";

const readings = (record: WireField) => {
  const step = inspect(writeField(record));
  if (step.kind !== "done") throw new Error("not done");
  const candidates = step.value[0]?.candidates ?? {};
  // Computed once, however often one looks.
  expect(step.value[0]?.candidates).toBe(candidates);
  return candidates;
};
const names = (record: WireField) => Object.keys(readings(record));

describe("readings of numbers", () => {
  it("order by likelihood", () => {
    expect(names(field.uint(1, 150))).toEqual(["uint", "int", "zigzag"]);
    expect(names(field.uint(1, 1))).toEqual(["uint", "int", "zigzag", "bool"]);
    expect(names(field.int(1, -7))).toEqual(["int", "uint", "zigzag"]);
    expect(names(field.double(1, 25.4))).toEqual(["double", "fixed64", "sfixed64"]);
    expect(names(field.fixed64(1, 200))).toEqual(["fixed64", "double", "sfixed64"]);
    expect(names(field.float(1, -0.5))).toEqual(["float", "fixed32", "sfixed32"]);
    expect(names(field.fixed32(1, 7))).toEqual(["fixed32", "float", "sfixed32"]);
    expect(names(field.double(1, Number.NaN))[0]).toBe("fixed64");
    expect(names(field.double(1, 0))[0]).toBe("double");
  });

  it("have the values of every type", () => {
    expect(readings(field.int(1, -7))).toEqual({
      int: -7n,
      uint: 2n ** 64n - 7n,
      zigzag: -(2n ** 63n) + 3n,
    });
    expect(readings(field.uint(1, 0))).toEqual({ uint: 0n, int: 0n, zigzag: 0n, bool: false });
    expect(readings(field.uint(1, 999)).zigzag).toBe(-500n);
    expect(readings(field.double(1, -2.5))).toMatchObject({
      double: -2.5,
      sfixed64: BigInt.asIntN(64, 0xc004000000000000n),
    });
    expect(readings(field.float(1, -2.5))).toMatchObject({
      float: -2.5,
      fixed32: 0xc0200000n,
      sfixed32: -0x3fe00000n,
    });
  });
});

describe("readings of LEN bytes", () => {
  it.each<[string, WireField, string]>([
    ["printable text", field.string(1, "testing"), "string"],
    ["text with line ends", field.string(1, "a\r\n\tb"), "string"],
    ["nothing", field.string(1, ""), "string"],
    ["an embedded message", field.message(1, [field.uint(1, 150)]), "message"],
    ["a message with text in it", field.message(1, [field.string(1, "Ada")]), "message"],
    ["packed varints", field.packed(1, [3, 270, 86942]), "packed"],
    [
      "packed floats",
      field.bytes(1, new Uint8Array(new Float32Array([1.5, -2, 1e3]).buffer)),
      "packedFloat",
    ],
    [
      "packed doubles",
      field.bytes(1, new Uint8Array(new Float64Array([1.5, 25.4]).buffer)),
      "packedDouble",
    ],
    ["noise", field.bytes(1, Uint8Array.of(0xff, 0xfe, 0x80)), "bytes"],
    ["padded varints", field.bytes(1, Uint8Array.of(0x80, 0x00)), "bytes"],
  ])("%s", (_, record, name) => {
    expect(likeliest(readings(record))).toBe(name);
  });

  it("offer everything that fits", () => {
    const packed = readings(field.packed(6, [3, 270, 86942]));
    expect(Object.keys(packed)).toEqual(["packed", "bytes"]);
    expect(packed.packed).toEqual([3n, 270n, 86942n]);
    const text = readings(field.string(1, "abcdefgh"));
    // No double of these bytes is plausible, so the list of varints comes before it.
    expect(Object.keys(text)).toEqual(["string", "packed", "bytes", "packedDouble", "packedFloat"]);
    expect(text.packed?.[0]).toBe(97n);
    expect(text.packedFloat).toHaveLength(2);
    expect(text.bytes).toEqual(utf8("abcdefgh"));
    expect(readings(field.string(1, ""))).toEqual({
      string: "",
      message: [],
      bytes: new Uint8Array(0),
    });
  });

  it("do not list the elements of very long payloads", () => {
    const long = readings(field.bytes(1, new Uint8Array(16_392).fill(1)));
    expect(Object.keys(long)).toEqual(["bytes", "string"]);
  });

  it("of a group are its fields", () => {
    const group = readings(field.group(1, [field.uint(2, 3)]));
    expect(group.message?.[0]).toMatchObject({ number: 2, value: 3n });
  });

  it("have no first where there is none", () => {
    expect(likeliest({})).toBeUndefined();
  });
});
