import { describe, expect, it } from "vitest";
import { findUntiled, type Field } from "#wire/index.ts";
import { writeHuffman } from "#protocols/semantics/huffman.ts";
import { prefixIntegerBits, huffmanBits } from "#protocols/semantics/primitive-fields.ts";

const outline = (fields: readonly Field[]): string[] =>
  fields.map(({ name, text, bits }) => `${name} [${bits?.join(",")}): ${text}`);
const parent = (length: number, children: readonly Field[]): Field => ({
  name: "all",
  at: 3,
  length,
  text: "",
  children,
});

describe("bits of an integer (RFC 7541 §5.1)", () => {
  it("that fits its prefix are the prefix", () => {
    const fields = prefixIntegerBits(Uint8Array.of(0, 0, 0, 0x8a), 3, 1, 5, "Index", "10");
    expect(outline(fields)).toEqual(["Index [3,8): 10"]);
  });

  it("beyond it go on in octets of seven (§C.1.2: 1337)", () => {
    const bytes = Uint8Array.of(0, 0, 0, 0x1f, 0x9a, 0x0a);
    const fields = prefixIntegerBits(bytes, 3, 3, 8, "Index", "1337");
    expect(outline(fields)).toEqual([
      "Prefix, all ones [0,8): 31",
      "Continuation [8,9): 1, more octets follow",
      "Seven bits [9,16): 26 × 1",
      "Continuation [16,17): 0, the last octet",
      "Seven bits [17,24): 10 × 128",
    ]);
    expect(findUntiled(parent(3, fields))).toBeNull();
  });
});

describe("bits of a Huffman string (RFC 7541 §5.2)", () => {
  it("are code words and padding", () => {
    const coded = writeHuffman("302!");
    const fields = huffmanBits("302!", 3, coded.length);
    expect(outline(fields)).toEqual([
      "Code [0,6): 3",
      "Code [6,11): 0",
      "Code [11,16): 2",
      "Code [16,26): !",
      "Padding [26,32): the first bits of EOS",
    ]);
    expect(findUntiled(parent(coded.length, fields))).toBeNull();
    expect(huffmanBits("302", 3, 2)).toHaveLength(3);
  });
});
