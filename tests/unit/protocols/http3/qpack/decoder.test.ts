import { describe, expect, it } from "vitest";
import { concat, formatHex, parseHex } from "#wire/index.ts";
import { createQpackDecoder, type QpackDecoder } from "#protocols/http3/index.ts";
import { filled } from "./filled-decoder.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);
const open = (maxTableCapacity = 220, maxBlockedStreams = 2): QpackDecoder =>
  createQpackDecoder({ maxTableCapacity, maxBlockedStreams });
const sent = (decoder: QpackDecoder): string => formatHex(decoder.takeDecoderStream());
const entries = (decoder: QpackDecoder): string[] =>
  decoder.table.entries().map(([name, value]) => `${name}=${value}`);

describe("the examples of RFC 9204 Appendix B, decoder's side", () => {
  const decoder = open();

  it("B.1: a literal with a static name reference", () => {
    expect(decoder.decodeSection(0n, hex("0000 510b 2f69 6e64 6578 2e68 746d 6c"))).toEqual({
      kind: "done",
      value: [[":path", "/index.html"]],
    });
    expect(sent(decoder)).toBe("");
  });

  it("B.2: two insertions and post-Base references, acknowledged as one section", () => {
    const instructions = "3fbd01 c00f7777772e6578616d706c652e636f6d c10c2f73616d706c652f70617468";
    decoder.receiveEncoderStream(hex(instructions));
    expect(decoder.table.size).toBe(106);
    expect(decoder.decodeSection(4n, hex("0381 10 11"))).toEqual({
      kind: "done",
      value: [
        [":authority", "www.example.com"],
        [":path", "/sample/path"],
      ],
    });
    expect(sent(decoder)).toBe("84");
  });

  it("B.3: a speculative insertion, acknowledged by an increment", () => {
    decoder.receiveEncoderStream(hex("4a637573746f6d2d6b65790c637573746f6d2d76616c7565"));
    expect(decoder.table.size).toBe(160);
    expect(sent(decoder)).toBe("01");
  });

  it("B.4: a section that waits for a duplicate, then its stream is cancelled", () => {
    expect(decoder.decodeSection(8n, hex("0500 80 c1 81"))).toEqual({ kind: "blocked" });
    expect(decoder.blockedStreams).toEqual([8n]);
    decoder.cancelStream(8n);
    expect(decoder.blockedStreams).toEqual([]);
    expect(sent(decoder)).toBe("48");
    expect(decoder.receiveEncoderStream(hex("02"))).toEqual({ kind: "done", unblocked: [] });
    expect(decoder.table.size).toBe(217);
  });

  it("B.5: an insertion by dynamic name that evicts the oldest entry", () => {
    decoder.receiveEncoderStream(hex("810d637573746f6d2d76616c756532"));
    expect(decoder.table).toMatchObject({ size: 215, dropCount: 1, insertCount: 5 });
    expect(entries(decoder)).toEqual([
      "custom-key=custom-value2",
      ":authority=www.example.com",
      "custom-key=custom-value",
      ":path=/sample/path",
    ]);
  });
});

describe("sections that wait (RFC 9204 §2.2.1)", () => {
  const insertA = hex("4161 0131");
  const capacity = hex("3fbd01");

  it("come out when their entries arrive, in the order of their stream", () => {
    const decoder = open();
    expect(decoder.decodeSection(4n, hex("0200 80"))).toEqual({ kind: "blocked" });
    expect(decoder.decodeSection(4n, hex("0000 d1"))).toEqual({ kind: "blocked" });
    expect(decoder.decodeSection(8n, hex("0000 d1"))).toMatchObject({ kind: "done" });
    expect(decoder.decodeSection(4n, hex("0300 80"))).toEqual({ kind: "blocked" });
    const first = decoder.receiveEncoderStream(concat([capacity, insertA]));
    expect(first).toEqual({
      kind: "done",
      unblocked: [
        { streamId: 4n, value: [["a", "1"]] },
        { streamId: 4n, value: [[":method", "GET"]] },
      ],
    });
    expect(decoder.blockedStreams).toEqual([4n]);
    expect(decoder.receiveEncoderStream(hex("4162 0132"))).toEqual({
      kind: "done",
      unblocked: [{ streamId: 4n, value: [["b", "2"]] }],
    });
    expect(sent(decoder)).toBe("8484");
  });

  it("come out one portion at a time, however the bytes are cut", () => {
    const decoder = open();
    decoder.decodeSection(4n, hex("0200 80"));
    const bytes = concat([capacity, insertA]);
    for (const byte of bytes.subarray(0, -1)) {
      const result = decoder.receiveEncoderStream(Uint8Array.of(byte));
      expect(result).toEqual({ kind: "done", unblocked: [] });
    }
    const last = decoder.receiveEncoderStream(bytes.subarray(-1));
    expect(last).toMatchObject({ unblocked: [{ streamId: 4n }] });
  });

  it("are refused on more streams than promised (§2.1.2)", () => {
    const decoder = open(220, 1);
    expect(decoder.decodeSection(4n, hex("0200 80")).kind).toBe("blocked");
    expect(decoder.decodeSection(4n, hex("0200 80")).kind).toBe("blocked");
    expect(decoder.decodeSection(8n, hex("0200 80"))).toMatchObject({
      fault: { code: "QPACK_DECOMPRESSION_FAILED", rule: "RFC 9204 §2.1.2" },
    });
    expect(open(220, 0).decodeSection(4n, hex("0200 80")).kind).toBe("fault");
  });

  it("are refused when they turn out wrong, and the decoder stays closed", () => {
    const decoder = open();
    decoder.decodeSection(4n, hex("0200 ff ff"));
    const result = decoder.receiveEncoderStream(concat([capacity, insertA]));
    expect(result).toMatchObject({ fault: { code: "QPACK_DECOMPRESSION_FAILED" } });
    expect(decoder.receiveEncoderStream(insertA)).toEqual(result);
    expect(decoder.decodeSection(8n, hex("0000 d1"))).toEqual(result);
  });
});

describe("a section prefix (RFC 9204 §4.5.1)", () => {
  it("wraps: with 100 bytes and 10 insertions, 4 means 9", () => {
    // §4.5.1.1: MaxEntries is 3, so that the count travels modulo 6. Base 9, index 0 is entry 8.
    const decoder = filled(10, 100);
    expect(decoder.decodeSection(0n, hex("0400 80"))).toEqual({
      kind: "done",
      value: [["a", "8"]],
    });
  });

  it("puts the Base below the count: 9 with S and 2 gives 6", () => {
    // §4.5.1.2: relative 1 is the fifth entry, post-Base 1 the eighth.
    const decoder = filled(9);
    expect(decoder.decodeSection(0n, hex("0a82 81 11"))).toEqual({
      kind: "done",
      value: [
        ["a", "4"],
        ["a", "7"],
      ],
    });
  });

  it("accepts any Base when nothing refers to it", () => {
    const far = "00 7f 80 ff ff ff ff ff ff ff 3f d1";
    expect(open().decodeSection(0n, hex(far))).toMatchObject({ kind: "done" });
  });

  it.each([
    ["0d 00", "a value above 2 × MaxEntries"],
    ["0c 00", "a count beyond every possible table"],
    ["01 00", "a count of 0 not sent as 0"],
    ["00 80", "a Base below 0"],
    ["02 82", "a Base below 0"],
  ])("%s is refused: %s", (text) => {
    expect(open().decodeSection(0n, hex(text))).toMatchObject({
      fault: { code: "QPACK_DECOMPRESSION_FAILED" },
    });
  });

  it("refuses every count but 0 without a dynamic table", () => {
    expect(open(0, 0).decodeSection(0n, hex("0100"))).toMatchObject({
      fault: { rule: "RFC 9204 §4.5.1.1" },
    });
  });
});

describe("creating a decoder", () => {
  it("refuses limits that are no counts", () => {
    expect(() => open(-1)).toThrow(RangeError);
    expect(() => open(Number.NaN)).toThrow(RangeError);
    expect(() => open(0, 1.5)).toThrow(RangeError);
  });

  it("says nothing about cancelled streams when there is no table (§2.2.2.2)", () => {
    const decoder = open(0, 0);
    decoder.cancelStream(4n);
    expect(sent(decoder)).toBe("");
  });
});
