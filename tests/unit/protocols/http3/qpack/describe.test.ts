import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findUntiled, parseHex, type Field } from "#wire/index.ts";
import {
  createQpackDecoder,
  createQpackEncoder,
  describeDecoderInstruction,
  describeEncoderInstruction,
  describeFieldBlock,
  describeFrame,
  readDecoderInstruction,
  readEncoderInstruction,
  writeDecoderInstruction,
  writeEncoderInstruction,
  writeHttp3Frame,
  type DecoderInstruction,
  type EncoderInstruction,
} from "#protocols/http3/index.ts";
import { describeTiled, readThreeWays } from "../../../../support/three-ways.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);
const tree = (block: Uint8Array): Field =>
  describeTiled((bytes, at) => describeFieldBlock(bytes, at), block);
const outline = (field: Field | undefined): string[] =>
  (field?.children ?? []).map(({ name, text, bits }) => {
    return `${name}${bits ? ` [${bits.join(",")})` : ""}: ${text}`;
  });

describe("the tree of a field section (RFC 9204 §4.5)", () => {
  it("shows prefix, lines, flags, integer bits and code words", () => {
    const section = tree(hex("0381 10 d1 7f00 82 6402 51 012f 2161 00"));
    expect(outline(section)).toEqual([
      "Encoded Field Section Prefix: encoded count 3, Base −1",
      "Indexed Field Line: (post-base index 0)",
      "Indexed Field Line: :method: GET",
      "Literal Field Line with Name Reference: :method: 302",
      "Literal Field Line with Name Reference: :path: /",
      "Literal Field Line with Literal Name: a: ",
    ]);
    const [prefix, postBase, indexed, literal, , named] = section.children ?? [];
    expect(outline(prefix?.children?.[1])).toEqual([
      "S [0,1): 1: Base = Required Insert Count − Delta Base − 1",
      "Delta Base [1,8): 1",
    ]);
    expect(outline(postBase?.children?.[0])).toEqual([
      "Indexed with Post-Base Index [0,4): 0001",
      "Index [4,8): 0: absolute index Base + 0",
    ]);
    expect(outline(indexed?.children?.[0])).toEqual([
      "Indexed Field Line [0,1): 1",
      "T [1,2): 1: static table",
      "Index [2,8): 17: :method: GET",
    ]);
    expect(outline(literal?.children?.[0])).toEqual([
      "Literal with Name Reference [0,2): 01",
      "N [2,3): 1: never to be indexed",
      "T [3,4): 1: static table",
      "Prefix, all ones [4,8): 15",
      "Continuation [8,9): 0, the last octet",
      "Seven bits [9,16): 0 × 1",
    ]);
    expect(outline(literal?.children?.[1])).toEqual([
      "H [0,1): 1: Huffman",
      "Value Length [1,8): 2 bytes",
    ]);
    expect(named?.children?.map(({ name }) => name)).toEqual([
      "Name Length",
      "Name String",
      "Value Length",
      "Value String",
    ]);
  });

  it("names each code word of a Huffman string and its padding (RFC 7541 Appendix B)", () => {
    // "302" is 6402 in RFC 7541 §C.6.1.
    const section = tree(hex("0000 5f09 82 6402"));
    const value = section.children?.[1]?.children?.[2];
    expect(value?.text).toBe("302");
    expect(outline(value)).toEqual(["Code [0,6): 3", "Code [6,11): 0", "Code [11,16): 2"]);
    const padded = tree(hex("0000 5f09 81 67")).children?.[1]?.children?.[2];
    expect(outline(padded)).toEqual(["Code [0,6): 3", "Padding [6,8): the first bits of EOS"]);
  });

  it("resolves references when it is given the table", () => {
    const limits = { maxTableCapacity: 220, maxBlockedStreams: 2 };
    const encoder = createQpackEncoder({
      ...limits,
      index: (name) => (name === "b" ? "never" : "index"),
    });
    const decoder = createQpackDecoder(limits);
    encoder.encode(0n, [
      ["b", "0"],
      ["a", "1"],
    ]);
    encoder.applySettings(limits);
    const block = encoder.encode(0n, [
      ["a", "1"],
      ["a", "2"],
      [":path", "/"],
    ]);
    decoder.receiveEncoderStream(encoder.takeEncoderStream());
    const context = { maxTableCapacity: 220, table: decoder.table };
    const step = describeFieldBlock(block, 0, context);
    if (step.kind !== "done") throw new Error(step.kind);
    expect(outline(step.value)).toEqual([
      "Encoded Field Section Prefix: Required Insert Count 2, Base 1",
      "Indexed Field Line: a: 1",
      "Indexed Field Line: a: 2",
      "Indexed Field Line: :path: /",
    ]);
    const frame = writeHttp3Frame({ type: 1n, encodedFieldSection: block });
    const described = describeTiled((bytes, at) => describeFrame(bytes, at, context), frame);
    expect(described.children?.[2]?.children?.[1]).toMatchObject({ at: 4, text: "a: 1" });
    expect(describeFieldBlock(hex("0d00"), 0, context)).toMatchObject({
      fault: { code: "QPACK_DECOMPRESSION_FAILED", rule: "RFC 9204 §4.5.1.1" },
    });
    expect(outline(tree(hex("0000 4000 0000 2161 00"))).slice(1)).toEqual([
      "Literal Field Line with Name Reference: (relative index 0): ",
      "Literal Field Line with Name Reference: (post-base index 0): ",
      "Literal Field Line with Literal Name: a: ",
    ]);
  });

  it.each([
    ["00", "RFC 9204 §4.5"],
    ["0000 ff", "RFC 9204 §4.5"],
    ["0000 ff24", "RFC 9204 §3.1"],
    ["0000 51 81 00", "RFC 7541 §5.2"],
  ])("%s is refused", (text, rule) => {
    expect(describeFieldBlock(hex(text))).toMatchObject({
      fault: { code: "QPACK_DECOMPRESSION_FAILED", rule },
    });
    // Inside a frame an undecodable section stays a leaf: the frame itself is well formed.
    const frame = writeHttp3Frame({ type: 1n, encodedFieldSection: hex(text) });
    const described = describeTiled((bytes, at) => describeFrame(bytes, at), frame);
    expect(described.children?.at(-1)).not.toHaveProperty("children");
  });

  it("10,000 random sections tile or are refused, as the decoder refuses them", () => {
    const decoder = createQpackDecoder({ maxTableCapacity: 0, maxBlockedStreams: 0 });
    const start = fc.constantFrom([], [0, 0]);
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 40 }), (prefix, rest) => {
        const block = Uint8Array.from([...prefix, ...rest]);
        const step = describeFieldBlock(block);
        const decoded = decoder.decodeSection(0n, block);
        if (step.kind === "done") expect(findUntiled(step.value)).toBeNull();
        else expect(decoded.kind).toBe("fault");
        if (decoded.kind === "done") expect(step.kind).toBe("done");
      }),
      { numRuns: 10_000 },
    );
  });
});

const encoderInstructions: [string, EncoderInstruction][] = [
  ["3fbd01", { kind: "set-capacity", capacity: 220n }],
  ["c00178", { kind: "insert-name-reference", table: "static", index: 0n, value: "x" }],
  ["810178", { kind: "insert-name-reference", table: "dynamic", index: 1n, value: "x" }],
  ["41610178", { kind: "insert-literal-name", name: "a", value: "x" }],
  ["02", { kind: "duplicate", index: 2n }],
  ["1f00", { kind: "duplicate", index: 31n }],
];
const decoderInstructions: [string, DecoderInstruction][] = [
  ["84", { kind: "section-acknowledgment", streamId: 4n }],
  ["48", { kind: "stream-cancellation", streamId: 8n }],
  ["01", { kind: "insert-count-increment", increment: 1n }],
  ["ff80ffffffffffffff3f", { kind: "section-acknowledgment", streamId: (1n << 62n) - 1n }],
];

describe("instructions (RFC 9204 §4.3, §4.4)", () => {
  it.each(encoderInstructions)("encoder stream: %s", (text, instruction) => {
    const bytes = hex(text);
    expect(readThreeWays((data, at) => readEncoderInstruction(data, at), bytes)).toEqual(
      instruction,
    );
    expect(writeEncoderInstruction(instruction)).toEqual(bytes);
    describeTiled(describeEncoderInstruction, bytes);
    expect(describeEncoderInstruction(bytes.subarray(0, -1)).kind).toBe("more");
  });

  it("encoder stream: strings in Huffman form", () => {
    const insert = { kind: "insert-literal-name", name: "custom-key", value: "302" } as const;
    const bytes = writeEncoderInstruction(insert, { huffman: true });
    expect(readEncoderInstruction(bytes)).toMatchObject({ value: insert });
    expect(describeTiled(describeEncoderInstruction, bytes).text).toBe("custom-key: 302");
  });

  it.each(decoderInstructions)("decoder stream: %s", (text, instruction) => {
    const bytes = hex(text);
    expect(readThreeWays(readDecoderInstruction, bytes)).toEqual(instruction);
    expect(writeDecoderInstruction(instruction)).toEqual(bytes);
    describeTiled(describeDecoderInstruction, bytes);
    expect(describeDecoderInstruction(bytes.subarray(0, -1)).kind).toBe("more");
  });

  it("10,000 random inputs are read or refused", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 24 }), (bytes) => {
        const encoder = readEncoderInstruction(bytes);
        expect(describeEncoderInstruction(bytes).kind).toBe(encoder.kind);
        if (encoder.kind === "done") {
          describeTiled(describeEncoderInstruction, bytes.subarray(0, encoder.next));
        }
        const decoder = readDecoderInstruction(bytes);
        expect(describeDecoderInstruction(bytes).kind).toBe(decoder.kind);
        if (decoder.kind === "done") {
          describeTiled(describeDecoderInstruction, bytes.subarray(0, decoder.next));
        }
      }),
      { numRuns: 10_000 },
    );
  });
});
