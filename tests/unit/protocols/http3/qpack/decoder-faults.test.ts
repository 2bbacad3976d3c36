import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat, formatHex, parseHex, utf8 } from "#wire/index.ts";
import {
  createQpackDecoder,
  writeEncoderInstruction,
  type QpackDecoder,
} from "#protocols/http3/index.ts";
import { filled } from "./filled-decoder.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);
const open = (maxTableCapacity = 220, maxBlockedStreams = 2): QpackDecoder =>
  createQpackDecoder({ maxTableCapacity, maxBlockedStreams });
const sent = (decoder: QpackDecoder): string => formatHex(decoder.takeDecoderStream());
const entries = (decoder: QpackDecoder): string[] =>
  decoder.table.entries().map(([name, value]) => `${name}=${value}`);

describe("what a section must not say", () => {
  it.each([
    ["", "RFC 9204 §4.5.1"],
    ["00", "RFC 9204 §4.5.1"],
    ["0000 ff", "RFC 9204 §4.5"],
    ["0000 ff24", "RFC 9204 §3.1"],
    ["0000 7f60 00", "RFC 9204 §3.1"],
    ["0000 80", "RFC 9204 §2.2.3"],
    ["0000 10", "RFC 9204 §2.2.3"],
    ["0000 4000", "RFC 9204 §2.2.3"],
    ["0000 0000", "RFC 9204 §2.2.3"],
    ["0000 51", "RFC 9204 §4.5"],
    ["0000 5102 61", "RFC 9204 §4.5"],
    ["0000 2161 01", "RFC 9204 §4.5"],
    ["0000 51 84 ff ff ff ff", "RFC 7541 §5.2"],
    ["0000 51 81 00", "RFC 7541 §5.2"],
    ["0000 bf ff ff ff ff ff ff ff ff ff ff 01", "RFC 7541 §5.1"],
    ["0000 51 7f ff ff ff ff ff ff ff ff ff ff 01", "RFC 7541 §5.1"],
  ])("%s", (text, rule) => {
    expect(open().decodeSection(0n, hex(text))).toMatchObject({
      kind: "fault",
      fault: { code: "QPACK_DECOMPRESSION_FAILED", rule },
    });
  });

  it("an entry that was evicted, or one beyond the promised count", () => {
    const decoder = filled(10, 100);
    // Count 9 (encoded 4): entries 0–7 are gone, entry 9 is beyond the count.
    expect(decoder.decodeSection(0n, hex("0400 81")).kind).toBe("fault");
    expect(decoder.decodeSection(0n, hex("0400 10")).kind).toBe("fault");
    expect(decoder.decodeSection(0n, hex("0401 80")).kind).toBe("fault");
    expect(decoder.decodeSection(0n, hex("0401 81"))).toMatchObject({ value: [["a", "8"]] });
  });

  it("keeps the N bit of every literal form (§4.5.4–§4.5.6)", () => {
    const decoder = filled(1);
    const lines = "71 012f  60 0178  31 61 017a  21 61 017a  d1";
    expect(decoder.decodeSection(0n, hex(`0200 ${lines}`))).toEqual({
      kind: "done",
      value: [
        [":path", "/"],
        ["a", "x"],
        ["a", "z"],
        ["a", "z"],
        [":method", "GET"],
      ],
      neverIndexed: new Set([0, 1, 2]),
    });
    // Base 0: the post-Base name reference 0 with the N bit.
    expect(decoder.decodeSection(4n, hex("0280 08 0179"))).toEqual({
      kind: "done",
      value: [["a", "y"]],
      neverIndexed: new Set([0]),
    });
  });
});

describe("the encoder stream (RFC 9204 §4.3)", () => {
  it.each([
    ["3fbe01", "RFC 9204 §4.3.1"],
    ["c0 01 61", "RFC 9204 §3.2.2"],
    ["3fbd01 ff24 00", "RFC 9204 §3.1"],
    ["3fbd01 80 00", "RFC 9204 §2.2.3"],
    ["3fbd01 00", "RFC 9204 §2.2.3"],
    ["3fbd01 4161 0131 01", "RFC 9204 §2.2.3"],
    ["3f ff ff ff ff ff ff ff ff ff ff 01", "RFC 7541 §5.1"],
    ["3fbd01 41 00 81 00", "RFC 7541 §5.2"],
  ])("%s is refused", (text, rule) => {
    const decoder = open();
    const result = decoder.receiveEncoderStream(hex(text));
    expect(result).toMatchObject({ fault: { code: "QPACK_ENCODER_STREAM_ERROR", rule } });
    expect(decoder.receiveEncoderStream(hex("00"))).toEqual(result);
  });

  it("gives the offset in the whole stream", () => {
    const decoder = open();
    decoder.receiveEncoderStream(hex("3fbd01"));
    expect(decoder.receiveEncoderStream(hex("00"))).toMatchObject({ fault: { at: 3 } });
  });

  it("refuses a string that no table could hold before it has arrived", () => {
    expect(open().receiveEncoderStream(hex("3fbd01 c1 7f ff ff 7f"))).toMatchObject({
      fault: { code: "QPACK_ENCODER_STREAM_ERROR", rule: "RFC 9204 §7.4" },
    });
    expect(open().receiveEncoderStream(hex("3fbd01 c1 ff ff ff 7f")).kind).toBe("fault");
    // 224 octets of Huffman code may be as few as 59 characters: wait for them.
    expect(open().receiveEncoderStream(hex("3fbd01 c1 ff 61")).kind).toBe("done");
  });

  it("evicts when the capacity shrinks, and clears at 0 (§3.2.2)", () => {
    const decoder = filled(5, 4096);
    decoder.receiveEncoderStream(writeEncoderInstruction({ kind: "set-capacity", capacity: 70n }));
    expect(entries(decoder)).toEqual(["a=4", "a=3"]);
    decoder.receiveEncoderStream(hex("20"));
    expect(decoder.table).toMatchObject({ size: 0, capacity: 0, insertCount: 5, dropCount: 5 });
    decoder.receiveEncoderStream(hex("3fbd01 4162 0139"));
    expect(entries(decoder)).toEqual(["b=9"]);
  });

  it("keeps the name of an entry that its own insertion evicts (§3.2.2)", () => {
    const decoder = filled(1, 64);
    const value = "0".repeat(30);
    const insert = { kind: "insert-name-reference", table: "dynamic", index: 0n, value } as const;
    expect(decoder.receiveEncoderStream(writeEncoderInstruction(insert)).kind).toBe("done");
    expect(entries(decoder)).toEqual([`a=${value}`]);
  });

  it("acknowledges nothing twice (§2.1.4)", () => {
    const decoder = filled(3);
    decoder.decodeSection(0n, hex("0300 80"));
    // The section vouches for two insertions, the increment for the third.
    expect(sent(decoder)).toBe("8001");
    expect(sent(decoder)).toBe("");
  });
});

describe("any input", () => {
  it("10,000 random sections are decoded, kept or refused", () => {
    const decoder = filled(20, 400);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 48 }), (bytes) => {
        const result = decoder.decodeSection(0n, bytes);
        expect(["done", "blocked", "fault"]).toContain(result.kind);
        decoder.cancelStream(0n);
      }),
      { numRuns: 10_000 },
    );
  });

  it("10,000 random encoder streams never make a table larger than its capacity", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 24 }), { maxLength: 4 }), (portions) => {
        const decoder = open(200);
        for (const portion of [hex("3fa901"), ...portions]) decoder.receiveEncoderStream(portion);
        expect(decoder.table.size).toBeLessThanOrEqual(decoder.table.capacity);
        expect(decoder.table.capacity).toBeLessThanOrEqual(200);
      }),
      { numRuns: 10_000 },
    );
  });

  it("text beyond ASCII keeps its octets", () => {
    const value = utf8("grüße");
    const block = concat([hex("0000 51"), Uint8Array.of(value.length), value]);
    const result = open().decodeSection(0n, block);
    if (result.kind !== "done") throw new Error(result.kind);
    expect(Array.from(result.value[0]?.[1] ?? "", (letter) => letter.charCodeAt(0))).toEqual([
      ...value,
    ]);
  });
});
