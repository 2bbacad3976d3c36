import { describe, expect, it } from "vitest";
import { formatHex, parseHex } from "#wire/index.ts";
import type { HeaderField } from "#protocols/semantics/index.ts";
import {
  createQpackDecoder,
  createQpackEncoder,
  writeDecoderInstruction,
  type DecoderInstruction,
  type QpackEncoder,
  type QpackEncoderOptions,
} from "#protocols/http3/index.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);
const open = (options: QpackEncoderOptions = {}): QpackEncoder =>
  createQpackEncoder({ maxTableCapacity: 220, maxBlockedStreams: 2, huffman: false, ...options });
const stream = (encoder: QpackEncoder): string => formatHex(encoder.takeEncoderStream());
const tell = (encoder: QpackEncoder, reply: DecoderInstruction): string => {
  const result = encoder.receiveDecoderStream(writeDecoderInstruction(reply));
  return result.kind === "done" ? "done" : result.fault.rule;
};
const section = (encoder: QpackEncoder, streamId: bigint, ...fields: HeaderField[]): string =>
  formatHex(encoder.encode(streamId, fields));

describe("the examples of RFC 9204 Appendix B, encoder's side", () => {
  it("B.1: without a dynamic table a path is a literal with a static name", () => {
    const encoder = open({ maxTableCapacity: 0 });
    expect(section(encoder, 0n, [":path", "/index.html"])).toBe("0000510b2f696e6465782e68746d6c");
    expect(stream(encoder)).toBe("");
  });

  it("B.2: inserts both lines and refers to them behind the Base", () => {
    const encoder = open();
    const host: HeaderField = [":authority", "www.example.com"];
    const path: HeaderField = [":path", "/sample/path"];
    expect(section(encoder, 4n, host, path)).toBe("03811011");
    expect(stream(encoder)).toBe(
      "3fbd01c00f7777772e6578616d706c652e636f6dc10c2f73616d706c652f70617468",
    );
    expect(encoder.blockingStreams).toEqual([4n]);
    expect(tell(encoder, { kind: "section-acknowledgment", streamId: 4n })).toBe("done");
    expect(encoder.knownReceivedCount).toBe(2);
    expect(encoder.blockingStreams).toEqual([]);
    // Acknowledged entries lie below the Base now.
    expect(section(encoder, 8n, host, path)).toBe("03008180");
    expect(stream(encoder)).toBe("");
  });
});

describe("what may be inserted and referenced (RFC 9204 §2.1)", () => {
  it("refers to entries in transit on as many streams as may wait", () => {
    const encoder = open({ maxBlockedStreams: 1 });
    expect(section(encoder, 0n, ["a", "1"])).toBe("028010");
    expect(section(encoder, 4n, ["a", "1"])).toBe("0000 2161 0131".replaceAll(" ", ""));
    // A stream that may be waiting already risks nothing more.
    expect(section(encoder, 0n, ["a", "1"])).toBe("020080");
    expect(tell(encoder, { kind: "insert-count-increment", increment: 1n })).toBe("done");
    expect(section(encoder, 4n, ["a", "1"])).toBe("020080");
  });

  it("inserts for later use where no stream may wait", () => {
    const encoder = open({ maxBlockedStreams: 0 });
    expect(section(encoder, 0n, ["a", "1"])).toBe("000021610131");
    expect(stream(encoder)).toBe("3fbd0141610131");
    expect(tell(encoder, { kind: "insert-count-increment", increment: 1n })).toBe("done");
    expect(section(encoder, 0n, ["a", "1"])).toBe("020080");
  });

  it("never evicts what is unacknowledged or referenced (§2.1.1)", () => {
    // Room for two entries of 34 bytes.
    const encoder = open({ capacity: 70, maxBlockedStreams: 9 });
    section(encoder, 0n, ["a", "1"], ["a", "2"]);
    expect(section(encoder, 4n, ["a", "3"])).toMatch(/0133$/);
    expect(encoder.table.insertCount).toBe(2);
    tell(encoder, { kind: "insert-count-increment", increment: 2n });
    section(encoder, 8n, ["a", "3"]);
    expect(encoder.table.insertCount).toBe(2);
    // The name of stream 4's literal and both lines of stream 0 are released.
    tell(encoder, { kind: "section-acknowledgment", streamId: 0n });
    tell(encoder, { kind: "stream-cancellation", streamId: 4n });
    tell(encoder, { kind: "stream-cancellation", streamId: 8n });
    section(encoder, 12n, ["a", "3"]);
    expect(encoder.table).toMatchObject({ insertCount: 3, dropCount: 1 });
  });

  it("duplicates an entry about to be evicted rather than refer to it (§2.1.1.1)", () => {
    const encoder = open({ capacity: 140, maxBlockedStreams: 9 });
    section(encoder, 0n, ["a", "1"], ["a", "2"], ["a", "3"], ["a", "4"]);
    stream(encoder);
    tell(encoder, { kind: "section-acknowledgment", streamId: 0n });
    expect(section(encoder, 4n, ["a", "1"])).toBe("068010");
    expect(stream(encoder)).toBe("03");
    expect(encoder.table).toMatchObject({ insertCount: 5, dropCount: 1 });
  });

  it("sends a line that is larger than the table as a literal", () => {
    const encoder = open({ capacity: 40 });
    expect(section(encoder, 0n, ["name", "a value of some length"])).toBe(
      "0000246e616d6516612076616c7565206f6620736f6d65206c656e677468",
    );
    expect(stream(encoder)).toBe("");
  });
});

describe("choices", () => {
  it("credentials are never indexed, and lines that arrived so stay so (§7.1.3)", () => {
    const encoder = open();
    expect(section(encoder, 0n, ["authorization", "x"])).toBe("0000 7f45 0178".replaceAll(" ", ""));
    expect(section(encoder, 0n, ["proxy-authorization", "x"])).toMatch(/^0000 ?37/);
    const again = encoder.encode(4n, [["cookie", "id=1"]], { neverIndex: new Set([0]) });
    expect(formatHex(again)).toBe("000075" + "0469643d31");
    const known = encoder.encode(4n, [[":method", "GET"]], { neverIndex: new Set([0]) });
    expect(formatHex(known)).toBe("00007f0003474554");
    expect(stream(encoder)).toBe("");
  });

  it("the caller may decide line by line", () => {
    const encoder = open({ index: (name) => (name === "a" ? "index" : "literal") });
    section(encoder, 0n, ["a", "1"], ["b", "2"]);
    expect(encoder.table.entries()).toEqual([["a", "1"]]);
  });

  it("Huffman is taken where it is shorter", () => {
    const encoder = open({ maxTableCapacity: 0, huffman: "shorter" });
    expect(section(encoder, 0n, ["x", "www.example.com"])).toBe(
      "0000217" + "88cf1e3c2e5f23a6ba0ab90f4ff",
    );
    expect(section(encoder, 0n, ["x", "\xff\xff"])).toBe("0000217802ffff");
    // Always: even where it is longer.
    const always = open({ maxTableCapacity: 0, huffman: true });
    expect(section(always, 0n, ["x", "\xff"])).toBe("000029f384fffffbbf");
  });

  it("uses the whole capacity, or the share that it was given", () => {
    const encoder = open({ capacity: 100 });
    section(encoder, 0n, ["a", "1"]);
    expect(stream(encoder)).toMatch(/^3f45/);
    expect(createQpackEncoder({ capacity: 100 }).table.capacity).toBe(0);
  });
});

describe("the capacity (RFC 9204 §4.3.1)", () => {
  it("shrinks only when nothing needed would go", () => {
    const encoder = open({ maxBlockedStreams: 9 });
    section(encoder, 0n, ["a", "1"], ["a", "2"]);
    expect(encoder.setCapacity(40)).toBe(false);
    expect(encoder.table.capacity).toBe(220);
    expect(encoder.setCapacity(68)).toBe(true);
    tell(encoder, { kind: "section-acknowledgment", streamId: 0n });
    stream(encoder);
    expect(encoder.setCapacity(40)).toBe(true);
    expect(stream(encoder)).toBe("3f09");
    expect(encoder.table).toMatchObject({ dropCount: 1, capacity: 40 });
    expect(() => encoder.setCapacity(221)).toThrow(RangeError);
    expect(() => encoder.setCapacity(-1)).toThrow(RangeError);
  });

  it("may be the first instruction, and is none without a table (§3.2.3)", () => {
    const encoder = open();
    expect(encoder.setCapacity(100)).toBe(true);
    expect(stream(encoder)).toBe("3f45");
    const plain = open({ maxTableCapacity: 0 });
    expect(plain.setCapacity(0)).toBe(true);
    expect(stream(plain)).toBe("");
  });

  it("begins at 0 and opens with the peer's SETTINGS, once", () => {
    const encoder = createQpackEncoder({ huffman: false });
    expect(section(encoder, 0n, ["a", "1"])).toBe("000021610131");
    encoder.applySettings({ maxTableCapacity: 220, maxBlockedStreams: 1 });
    expect(section(encoder, 0n, ["a", "1"])).toBe("028010");
    encoder.applySettings({ maxTableCapacity: 220, maxBlockedStreams: 0 });
    expect(section(encoder, 4n, ["a", "1"])).toBe("000021610131");
    expect(() => {
      encoder.applySettings({ maxTableCapacity: 100, maxBlockedStreams: 0 });
    }).toThrow(RangeError);
  });
});

describe("the decoder stream (RFC 9204 §4.4)", () => {
  it("refuses impossible replies and stays closed", () => {
    const increment = { kind: "insert-count-increment", increment: 0n } as const;
    const acknowledgment = { kind: "section-acknowledgment", streamId: 0n } as const;
    expect(tell(open(), increment)).toBe("RFC 9204 §4.4.3");
    expect(tell(open(), { ...increment, increment: 1n })).toBe("RFC 9204 §4.4.3");
    expect(tell(open(), acknowledgment)).toBe("RFC 9204 §4.4.1");
    expect(tell(open(), { kind: "stream-cancellation", streamId: 0n })).toBe("done");
    const encoder = open();
    section(encoder, 0n, ["a", "1"]);
    expect(tell(encoder, acknowledgment)).toBe("done");
    expect(tell(encoder, acknowledgment)).toBe("RFC 9204 §4.4.1");
    expect(encoder.receiveDecoderStream(hex("01"))).toMatchObject({
      fault: { code: "QPACK_DECODER_STREAM_ERROR", at: 1 },
    });
  });

  it("acknowledges the sections of a stream in their order", () => {
    const encoder = open();
    section(encoder, 0n, ["a", "1"]);
    section(encoder, 0n, ["a", "2"]);
    expect(tell(encoder, { kind: "section-acknowledgment", streamId: 0n })).toBe("done");
    expect(encoder.knownReceivedCount).toBe(1);
    expect(encoder.blockingStreams).toEqual([0n]);
    expect(tell(encoder, { kind: "section-acknowledgment", streamId: 0n })).toBe("done");
    expect(encoder.knownReceivedCount).toBe(2);
  });

  it("takes instructions in any portions and refuses integers beyond 62 bits", () => {
    const encoder = open();
    const streamId = 4n << 40n;
    section(encoder, streamId, ["a", "1"]);
    const bytes = writeDecoderInstruction({ kind: "section-acknowledgment", streamId });
    for (const byte of bytes) {
      expect(encoder.receiveDecoderStream(Uint8Array.of(byte))).toEqual({ kind: "done" });
    }
    expect(encoder.knownReceivedCount).toBe(1);
    expect(encoder.receiveDecoderStream(hex("ff ff ff ff ff ff ff ff ff ff 01"))).toMatchObject({
      fault: { code: "QPACK_DECODER_STREAM_ERROR", rule: "RFC 7541 §5.1", at: bytes.length },
    });
  });
});

describe("a long connection", () => {
  it("wraps the Required Insert Count and keeps evicting (§4.5.1.1)", () => {
    const limits = { maxTableCapacity: 200, maxBlockedStreams: 1 };
    const encoder = createQpackEncoder(limits);
    const decoder = createQpackDecoder(limits);
    for (let at = 0; at < 500; at += 1) {
      const fields: HeaderField[] = [
        [":path", `/${at}`],
        ["x-turn", String(at % 7)],
      ];
      const block = encoder.encode(BigInt(4 * at), fields);
      expect(decoder.receiveEncoderStream(encoder.takeEncoderStream()).kind).toBe("done");
      expect(decoder.decodeSection(BigInt(4 * at), block)).toEqual({ kind: "done", value: fields });
      expect(encoder.receiveDecoderStream(decoder.takeDecoderStream()).kind).toBe("done");
    }
    expect(encoder.table.insertCount).toBeGreaterThan(500);
    expect(encoder.table.entries()).toEqual(decoder.table.entries());
  });
});
