import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createHpackDecoder,
  createHpackEncoder,
  describeFieldBlock,
} from "../../../../src/protocols/http2/index.ts";
import type { HeaderField } from "../../../../src/protocols/semantics/fields.ts";
import { concat, findUntiled, parseHex, type Field } from "../../../../src/wire/index.ts";
import { mutations } from "../../../support/mutations.ts";
import { describeTiled } from "../../../support/three-ways.ts";

const hex = (text: string): Uint8Array => parseHex(text)!;
const one = (text: string, table?: readonly HeaderField[]): Field => {
  const read = (bytes: Uint8Array) => describeFieldBlock(bytes, 0, table ? { table } : {});
  return describeTiled(read, hex(text)).children![0]!;
};
const bits = (field: Field): string[] =>
  (field.children ?? []).map(({ bits: [from, to] = [0, 0], name, text }) => {
    return `${from}–${to} ${name}: ${text}`;
  });

describe("describeFieldBlock", () => {
  it("shows an indexed field as pattern and index", () => {
    expect(one("82")).toMatchObject({ name: "Indexed field", text: ":method: GET (static 2)" });
    expect(bits(one("82"))).toEqual(["0–1 Pattern: 1", "1–8 Index: 2"]);
  });

  it("shows an integer that goes on, octet by octet", () => {
    const update = one("3fe11f");
    expect(update).toMatchObject({ name: "Table size update", text: "4096 octets", length: 3 });
    expect(bits(update)).toEqual([
      "0–3 Pattern: 001",
      "3–8 Prefix, all ones: 31",
      "8–9 Continuation: 1, more octets follow",
      "9–16 Seven bits: 97 × 1",
      "16–17 Continuation: 0, the last octet",
      "17–24 Seven bits: 31 × 128",
    ]);
  });

  it("shows a literal's name and value, with H and every Huffman code", () => {
    const literal = one("408825a849e95ba97d7f 0d637573746f6d2d686561646572");
    expect(literal).toMatchObject({
      name: "Literal with incremental indexing",
      text: "custom-key: custom-header",
      rule: "RFC 7541 §6.2.1",
    });
    const [index, name, value] = literal.children!;
    expect(bits(index!)).toEqual(["0–2 Pattern: 01", "2–8 Name index: 0"]);
    expect(bits(name!.children![0]!)).toEqual(["0–1 H: 1, Huffman code", "1–8 Length: 8"]);
    const codes = bits(name!.children![1]!);
    expect(codes.slice(0, 2)).toEqual(["0–5 Code: c", "5–11 Code: u"]);
    expect(codes.slice(-2)).toEqual(["50–57 Code: y", "57–64 Padding: the first bits of EOS"]);
    expect(bits(value!.children![0]!)).toEqual(["0–1 H: 0, plain octets", "1–8 Length: 13"]);
    expect(value!.children![1]).toMatchObject({ name: "Octets", text: "custom-header" });
    const unpadded = one("400161 81f8");
    expect(bits(unpadded.children![2]!.children![1]!)).toEqual(["0–8 Code: &"]);
  });

  it("names the other literals", () => {
    expect(one("100870617373776f726406736563726574").name).toBe("Literal never indexed");
    expect(one("040c2f73616d706c652f70617468")).toMatchObject({
      name: "Literal without indexing",
      text: ":path: /sample/path",
    });
    expect(one("000000").text).toBe(": ");
  });

  it("follows the table within the block, and before it when it is told", () => {
    const texts = (text: string, table?: readonly HeaderField[]) => {
      const step = describeFieldBlock(hex(text), 0, table ? { table } : {});
      return step.kind === "done" ? step.value.children?.map((field) => field.text) : step;
    };
    expect(texts("4001610162 be bf")).toEqual([
      "a: b",
      "a: b (dynamic 62)",
      "entry 63 of a table not shown",
    ]);
    expect(texts("7e0163")).toEqual(["(name of entry 62): c"]);
    expect(texts("4001610162 bf", [["x", "y"]])).toEqual(["a: b", "x: y (dynamic 63)"]);
    expect(texts("be", [])).toMatchObject({ fault: { rule: "RFC 7541 §2.3.3" } });
  });

  it.each([
    ["80", "RFC 7541 §6.1"],
    ["000161 82f8ff", "RFC 7541 §5.2"],
    ["ffffffffffffffff7f", "RFC 7541 §5.1"],
  ])("faults for %s as a decoder does", (text, rule) => {
    expect(describeFieldBlock(hex(text))).toMatchObject({
      fault: { code: "COMPRESSION_ERROR", rule },
    });
  });

  it("wants more inside a representation, and begins where it is told", () => {
    const block = hex("400161026263");
    for (let length = 1; length < block.length; length += 1) {
      expect(describeFieldBlock(block.subarray(0, length)).kind).toBe("more");
    }
    expect(describeFieldBlock(concat([hex("ffff"), block]), 2)).toMatchObject({
      kind: "done",
      value: { at: 2, length: 6, text: "1 representation" },
      next: 8,
    });
    expect(describeTiled(describeFieldBlock, hex(""))).toMatchObject({ length: 0 });
    expect(describeFieldBlock(hex(""), 5)).toMatchObject({ value: { length: 0 } });
  });

  it("tiles whatever an encoder writes, and says the same lines as the decoder", () => {
    const text = fc.uint8Array({ maxLength: 20 }).map((octets) => String.fromCharCode(...octets));
    const fields = fc.array(fc.tuple(text, text), { maxLength: 6 });
    fc.assert(
      fc.property(fields, fc.boolean(), (lines, huffman) => {
        const block = createHpackEncoder({ huffman }).encode(lines);
        const tree = describeTiled(describeFieldBlock, block);
        const said = (tree.children ?? []).map((field) =>
          field.text.replace(/ \((static|dynamic) \d+\)$/, ""),
        );
        expect(said).toEqual(lines.map((line) => line.join(": ")));
      }),
    );
  });

  it("never throws, and accepts only what a decoder accepts", () => {
    const check = (bytes: Uint8Array): void => {
      const step = describeFieldBlock(bytes, 0, { table: [] });
      if (step.kind !== "done") return;
      if (findUntiled(step.value) !== null) throw new Error(`${findUntiled(step.value)}`);
      const decoded = createHpackDecoder().decode(bytes);
      // Only the limits of a table's size are beyond a description.
      if (decoded.kind === "fault")
        expect(decoded.fault.text).toMatch(/size update|beyond the last/);
    };
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), check), { numRuns: 10_000 });
    const block = createHpackEncoder().encode([
      [":authority", "www.example.com"],
      ["custom-key", "custom-value"],
      ["custom-key", "custom-value"],
    ]);
    for (const damaged of mutations(block)) check(damaged);
  });
});
