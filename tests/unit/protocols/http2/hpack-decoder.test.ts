import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createHpackDecoder, createHpackEncoder } from "../../../../src/protocols/http2/index.ts";
import { concat, parseHex, utf8 } from "../../../../src/wire/index.ts";
import { mutations } from "../../../support/mutations.ts";

const hex = (text: string): Uint8Array => parseHex(text)!;
const faultOf = (text: string, decoder = createHpackDecoder()) => {
  const decoded = decoder.decode(hex(text));
  return decoded.kind === "fault" ? decoded.fault : decoded.value;
};

describe("representations (RFC 7541 §6 and Appendix C)", () => {
  it("decodes three requests in one context (C.3, C.4)", () => {
    const plain = createHpackDecoder();
    const coded = createHpackDecoder();
    const first = [
      [":method", "GET"],
      [":scheme", "http"],
      [":path", "/"],
      [":authority", "www.example.com"],
    ];
    expect(faultOf("828684410f7777772e6578616d706c652e636f6d", plain)).toEqual(first);
    expect(faultOf("828684418cf1e3c2e5f23a6ba0ab90f4ff", coded)).toEqual(first);
    const second = [...first, ["cache-control", "no-cache"]];
    expect(faultOf("828684be58086e6f2d6361636865", plain)).toEqual(second);
    expect(faultOf("828684be5886a8eb10649cbf", coded)).toEqual(second);
    const third = [
      [":method", "GET"],
      [":scheme", "https"],
      [":path", "/index.html"],
      [":authority", "www.example.com"],
      ["custom-key", "custom-value"],
    ];
    expect(faultOf("828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565", plain)).toEqual(
      third,
    );
    expect(faultOf("828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf", coded)).toEqual(third);
    const table = [
      ["custom-key", "custom-value"],
      ["cache-control", "no-cache"],
      [":authority", "www.example.com"],
    ];
    expect(plain.table()).toEqual(table);
    expect(coded.table()).toEqual(table);
  });

  it("tells never-indexed lines from others, and leaves the table alone (C.2.2, C.2.3)", () => {
    const decoder = createHpackDecoder();
    const decoded = decoder.decodeBlock(
      hex("040c2f73616d706c652f70617468 100870617373776f726406736563726574"),
    );
    expect(decoded).toEqual({
      kind: "done",
      value: {
        fields: [
          [":path", "/sample/path"],
          ["password", "secret"],
        ],
        neverIndexed: new Set([1]),
        size: 5 + 12 + 32 + 8 + 6 + 32,
        tooLarge: false,
      },
    });
    expect(decoder.table()).toEqual([]);
  });

  it("takes a name from an entry that the new one evicts (§4.4)", () => {
    const decoder = createHpackDecoder({ maxTableSize: 40 });
    expect(faultOf("4001610162", decoder)).toEqual([["a", "b"]]);
    expect(faultOf("7e0163", decoder)).toEqual([["a", "c"]]);
    expect(decoder.table()).toEqual([["a", "c"]]);
  });

  it("keeps octets beyond ASCII as one character each", () => {
    expect(faultOf("0001780400ff80e9")).toEqual([["x", "\u0000\u00ff\u0080\u00e9"]]);
  });
});

describe("decoding errors", () => {
  it.each<[string, string, number, string]>([
    ["index 0", "8280", 1, "RFC 7541 §6.1"],
    ["an index beyond both tables", "82be", 1, "RFC 7541 §2.3.3"],
    ["a name index beyond both tables", "7e0161", 0, "RFC 7541 §2.3.3"],
    ["an index that overflows", "ffffffffffffffffffffff7f", 0, "RFC 7541 §5.1"],
    ["an integer padded without end", "ff8080808080808080808080", 0, "RFC 7541 §5.1"],
    ["an unfinished index", "82ff80", 1, "RFC 7541 §5.1"],
    ["an unfinished name index", "7f", 0, "RFC 7541 §5.1"],
    ["a missing name", "40", 1, "RFC 7541 §5.2"],
    ["a missing value", "400161", 3, "RFC 7541 §5.2"],
    ["a string beyond the block", "4001610562", 3, "RFC 7541 §5.2"],
    ["an unfinished string length", "4001617f", 3, "RFC 7541 §5.1"],
    ["a bad name behind a good line", "8240ff", 2, "RFC 7541 §5.1"],
    ["Huffman padding of 8 bits", "000161 82f8ff", 5, "RFC 7541 §5.2"],
    ["Huffman padding of zeros", "000161 8100", 4, "RFC 7541 §5.2"],
    ["the EOS symbol", "000161 84ffffffff", 4, "RFC 7541 §5.2"],
    ["a size update behind a line", "8220", 1, "RFC 7541 §4.2"],
    ["a size update beyond the limit", "3fe21f", 0, "RFC 7541 §6.3"],
    ["an unfinished size update", "3f", 0, "RFC 7541 §5.1"],
  ])("%s", (_, block, at, rule) => {
    expect(faultOf(block)).toMatchObject({ code: "COMPRESSION_ERROR", at, rule });
  });
});

describe("the size of the table (RFC 7541 §4, RFC 9113 §4.3.1)", () => {
  const line = (name: string, value: string) =>
    concat([hex("40"), hex(`0${name.length}`), utf8(name), hex(`0${value.length}`), utf8(value)]);

  it("evicts the oldest when a line does not fit, and empties for one that never can", () => {
    const decoder = createHpackDecoder({ maxTableSize: 100 });
    for (const name of ["a", "b", "c"]) decoder.decode(line(name, "1"));
    expect(decoder.table().map(([name]) => name)).toEqual(["c", "b"]);
    expect(decoder.decode(concat([hex("407f00"), new Uint8Array(127), hex("00")])).kind).toBe(
      "done",
    );
    expect(decoder.table()).toEqual([]);
  });

  it("follows size updates at the beginning of a block, even several", () => {
    const decoder = createHpackDecoder();
    decoder.decode(concat([line("a", "1"), line("b", "2")]));
    expect(faultOf("20 3fe11f 82", decoder)).toEqual([[":method", "GET"]]);
    expect(decoder.table()).toEqual([]);
    expect(faultOf("20", decoder)).toEqual([]);
    decoder.decode(line("a", "1"));
    expect(decoder.table()).toEqual([]);
  });

  it("insists on a size update after the limit fell, and on the smallest limit in between", () => {
    const fallen = () => {
      const decoder = createHpackDecoder();
      decoder.decode(concat([line("a", "1"), line("b", "2")]));
      decoder.setMaxTableSize(40);
      decoder.setMaxTableSize(2000);
      return decoder;
    };
    expect(faultOf("82", fallen())).toMatchObject({ at: 0, rule: "RFC 9113 §4.3.1" });
    expect(faultOf("3fb10f 82", fallen())).toMatchObject({ at: 0, rule: "RFC 7541 §4.2" });
    const decoder = fallen();
    expect(faultOf("", decoder)).toEqual([]);
    expect(faultOf("3f09 3fb10f 82", decoder)).toEqual([[":method", "GET"]]);
    expect(decoder.table()).toEqual([["b", "2"]]);
    expect(faultOf("82", decoder)).toEqual([[":method", "GET"]]);
  });

  it("asks for no update when the limit rose, or fell no further than the table", () => {
    const decoder = createHpackDecoder({ maxTableSize: 100 });
    decoder.setMaxTableSize(4096);
    expect(faultOf("82", decoder)).toEqual([[":method", "GET"]]);
    decoder.setMaxTableSize(100);
    expect(faultOf("82", decoder)).toEqual([[":method", "GET"]]);
    expect(faultOf("3f46", decoder)).toMatchObject({ rule: "RFC 7541 §6.3" });
  });
});

describe("bounds", () => {
  it("does not let a small block unfold beyond the limit of a section (§7.3)", () => {
    const decoder = createHpackDecoder({ maxFieldSectionSize: 10_000 });
    decoder.decode(concat([hex("4001617fd10f"), new Uint8Array(2000 + 128)]));
    const bomb = new Uint8Array(50_000).fill(0xbe);
    const decoded = decoder.decodeBlock(bomb);
    expect(decoded).toMatchObject({ kind: "done", value: { tooLarge: true } });
    if (decoded.kind === "done") expect(decoded.value.fields.length).toBeLessThan(10);
    expect(decoder.decode(bomb)).toMatchObject({ fault: { rule: "RFC 7541 §7.3" } });
  });

  it("never throws on random bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (block) => {
        const decoder = createHpackDecoder({ maxTableSize: 200 });
        const decoded = decoder.decode(block);
        if (decoded.kind === "fault") expect(decoded.fault.code).toBe("COMPRESSION_ERROR");
        const size = decoder.table().reduce((sum, [n, v]) => sum + n.length + v.length + 32, 0);
        expect(size).toBeLessThanOrEqual(200);
      }),
      { numRuns: 10_000 },
    );
  });

  it("never throws on damaged blocks", () => {
    const block = createHpackEncoder().encode([
      [":method", "GET"],
      [":authority", "www.example.com"],
      ["custom-key", "custom-value"],
      ["custom-key", "custom-value"],
    ]);
    for (const damaged of mutations(block)) {
      expect(["done", "fault"]).toContain(createHpackDecoder().decode(damaged).kind);
    }
  });
});
