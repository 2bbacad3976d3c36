import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  describeFields,
  field,
  inspect,
  writeFields,
  type WireField,
} from "#protocols/protobuf/index.ts";
import { findUntiled, parseHex, type Field } from "#wire/index.ts";
import { describeTiled } from "../../../support/three-ways.ts";

const flat = (tree: Field): Field[] => [tree, ...(tree.children ?? []).flatMap(flat)];
const treeOf = (...fields: readonly WireField[]) =>
  describeTiled(describeFields, writeFields(fields));
const lines = (tree: Field) =>
  flat(tree).map(({ name, at, length, bits, text }) => {
    const place = bits ? `${at}.${bits[0]}–${bits[1]}` : `${at}+${length}`;
    return `${place} ${name}: ${text}`;
  });

describe("field tree of a message", () => {
  it("shows tag and varint down to their bits", () => {
    // The first example of the encoding guide.
    const tree = describeTiled(describeFields, parseHex("089601") ?? new Uint8Array(0));
    expect(lines(tree)).toEqual([
      "0+3 message: 1 field",
      "0+3 field 1, VARINT: uint 150 (or int 150, zigzag 75)",
      "0+1 tag: 1 << 3 | 0 = 8",
      "0.0–1 continuation: 0: last byte",
      "0.1–5 field number, low bits: 0001",
      "0.5–8 wire type: 0: VARINT",
      "1+2 value: uint 150 (or int 150, zigzag 75)",
      "1.0–1 continuation: 1: another byte follows",
      "1.1–8 bits 0–6: 0010110",
      "1.8–9 continuation: 0: last byte",
      "1.9–16 bits 7–13: 0000001",
    ]);
  });

  it("splits a tag of several bytes", () => {
    const tree = treeOf(field.bool(16, true));
    expect(lines(tree).slice(2, 8)).toEqual([
      "0+2 tag: 16 << 3 | 0 = 128",
      "0.0–1 continuation: 1: another byte follows",
      "0.1–5 field number, low bits: 0000",
      "0.5–8 wire type: 0: VARINT",
      "0.8–9 continuation: 0: last byte",
      "0.9–16 field number, next bits: 0000001",
    ]);
  });

  it("opens messages, groups and packed lists, and leaves text whole", () => {
    const tree = treeOf(
      field.message(3, [field.string(1, "Ada")]),
      field.group(8, [field.uint(1, 2)]),
      field.group(9, []),
      field.packed(6, [3, 270]),
      field.bytes(4, new Uint8Array(new Float64Array([1.5, 25.4]).buffer)),
      field.bytes(5, new Uint8Array(new Float32Array([1.5, 3, 5]).buffer)),
      field.fixed32(7, 9),
      field.bytes(10, Uint8Array.of(0xff)),
    );
    const names = (field: Field | undefined) => field?.children?.map(({ name }) => name);
    const children = tree.children ?? [];
    expect(children.map(({ name }) => name)).toEqual([
      "field 3, LEN",
      "field 8, SGROUP",
      "field 9, SGROUP",
      "field 6, LEN",
      "field 4, LEN",
      "field 5, LEN",
      "field 7, I32",
      "field 10, LEN",
    ]);
    expect(children.map(names)).toEqual([
      ["tag", "length", "payload"],
      ["tag", "field 1, VARINT", "end tag"],
      ["tag", "end tag"],
      ["tag", "length", "payload"],
      ["tag", "length", "payload"],
      ["tag", "length", "payload"],
      ["tag", "value"],
      ["tag", "length", "payload"],
    ]);
    const payloads = flat(tree).filter(({ name }) => name === "payload");
    expect(payloads.map(names)).toEqual([
      ["field 1, LEN"],
      undefined, // "Ada"
      ["element 0", "element 1"],
      ["element 0", "element 1"],
      ["element 0", "element 1", "element 2"],
      undefined,
    ]);
    expect(payloads[1]?.text).toMatch(/^string "Ada"/);
    expect(payloads[2]?.text).toMatch(/^packed \[3 270\]/);
    expect(payloads[5]?.text).toBe("bytes ff");
    expect(children[1]?.text).toBe("message of 1 field");
    expect(flat(tree).find(({ name }) => name === "length")?.text).toBe("5 bytes");
  });

  it("cuts long values short", () => {
    const [text, list] =
      treeOf(field.string(1, "x".repeat(200)), field.group(2, [])).children ?? [];
    expect(text?.text).toMatch(/^string "x{59}…/);
    expect(list?.text).toBe("message of 0 fields");
  });

  it("answers as the inspector does, and tiles, for random bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(3), (bytes, at) => {
        const tree = describeFields(bytes, at);
        expect(tree.kind).toBe(inspect(bytes, at).kind);
        if (tree.kind === "done") expect(findUntiled(tree.value)).toBeNull();
      }),
      { numRuns: 10_000 },
    );
  });
});
