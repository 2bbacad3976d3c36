import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  HUFFMAN_CODES,
  HUFFMAN_LENGTHS,
  huffmanLength,
  readHuffman,
  writeHuffman,
} from "../../../../src/protocols/semantics/huffman.ts";
import { formatHex, latin1Text, parseHex } from "../../../../src/wire/index.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array();
const octets = fc.uint8Array({ maxLength: 80 }).map(latin1Text);
const faultOf = (bytes: Uint8Array) => {
  const read = readHuffman(bytes);
  return read.kind === "fault" ? read.fault : null;
};
/** Bytes of a text of bits, filled up with ones. */
const ofBits = (bits: string): Uint8Array =>
  Uint8Array.from(bits.match(/.{1,8}/g) ?? [], (part) => Number.parseInt(part.padEnd(8, "1"), 2));
const bitsOf = (symbol: number): string =>
  (HUFFMAN_CODES[symbol] ?? 0).toString(2).padStart(HUFFMAN_LENGTHS[symbol] ?? 0, "0");

describe("the code", () => {
  // Rows of RFC 7541 Appendix B, one of each length.
  it.each([
    [48, 0x0, 5],
    [32, 0x14, 6],
    [58, 0x5c, 7],
    [38, 0xf8, 8],
    [33, 0x3f8, 10],
    [39, 0x7fa, 11],
    [35, 0xffa, 12],
    [0, 0x1ff8, 13],
    [94, 0x3ffc, 14],
    [60, 0x7ffc, 15],
    [92, 0x7fff0, 19],
    [128, 0xfffe6, 20],
    [153, 0x1fffdc, 21],
    [129, 0x3fffd2, 22],
    [1, 0x7fffd8, 23],
    [9, 0xffffea, 24],
    [199, 0x1ffffec, 25],
    [192, 0x3ffffe0, 26],
    [203, 0x7ffffde, 27],
    [2, 0xfffffe2, 28],
    [249, 0xffffffe, 28],
    [10, 0x3ffffffc, 30],
    [256, 0x3fffffff, 30],
  ])("symbol %i is %i in %i bits", (symbol, code, length) => {
    expect(HUFFMAN_CODES[symbol]).toBe(code);
    expect(HUFFMAN_LENGTHS[symbol]).toBe(length);
  });

  it("is complete: the code words fill the space exactly", () => {
    const filled = HUFFMAN_LENGTHS.reduce((sum, length) => sum + 2 ** (30 - length), 0);
    expect(filled).toBe(2 ** 30);
  });
});

describe("reading and writing", () => {
  // RFC 7541 Appendix C.4 and C.6.
  it.each([
    ["www.example.com", "f1e3c2e5f23a6ba0ab90f4ff"],
    ["no-cache", "a8eb10649cbf"],
    ["custom-key", "25a849e95ba97d7f"],
    ["302", "6402"],
    ["Mon, 21 Oct 2013 20:13:21 GMT", "d07abe941054d444a8200595040b8166e082a62d1bff"],
    ["", ""],
  ])("%s", (text, code) => {
    expect(formatHex(writeHuffman(text))).toBe(code);
    expect(readHuffman(hex(code))).toEqual({ kind: "done", value: text, next: code.length / 2 });
  });

  it("reads what it wrote, in the length it announced, inside other bytes", () => {
    fc.assert(
      fc.property(octets, fc.nat(3), (text, offset) => {
        const code = writeHuffman(text);
        expect(code.length).toBe(huffmanLength(text));
        const inside = new Uint8Array(offset + code.length + 2);
        inside.set(code, offset);
        const read = readHuffman(inside, offset, offset + code.length);
        expect(read).toEqual({ kind: "done", value: text, next: offset + code.length });
      }),
    );
  });

  it("reads every single symbol at every bit position", () => {
    for (let symbol = 0; symbol < 256; symbol += 1) {
      for (let shift = 0; shift < 8; shift += 1) {
        const bits = bitsOf(0x30).repeat(shift) + bitsOf(symbol);
        const text = "0".repeat(shift) + String.fromCharCode(symbol);
        expect(readHuffman(ofBits(bits))).toMatchObject({ kind: "done", value: text });
      }
    }
  });

  it("refuses to write what is no octet", () => {
    expect(() => writeHuffman("Ā")).toThrow(RangeError);
  });
});

describe("padding and EOS (RFC 7541 §5.2)", () => {
  it("refuses padding longer than 7 bits", () => {
    expect(faultOf(hex("ff"))).toMatchObject({ at: 0, code: "DECODING_ERROR" });
    expect(faultOf(hex("ff"))?.text).toContain("longer than 7 bits");
    expect(faultOf(hex("ffffff"))).toMatchObject({ at: 0, code: "DECODING_ERROR" });
    // "&" is 11111000, a whole octet; then eight ones.
    expect(faultOf(hex("f8ff"))).toMatchObject({ at: 1, rule: "RFC 7541 §5.2" });
  });

  it("accepts 1 to 7 bits of ones and refuses any other filling", () => {
    for (const text of ["0", "00", "000", "0000", "00000", "a ", "X:"]) {
      const code = writeHuffman(text);
      expect(readHuffman(code)).toMatchObject({ value: text });
      const last = code.length - 1;
      expect(faultOf(code.map((octet, index) => (index === last ? octet & 0xfe : octet)))?.at).toBe(
        last,
      );
    }
    // "0" is 00000; filled with 110 instead of 111.
    expect(faultOf(hex("06"))?.text).toContain("not the beginning of the EOS");
  });

  it("refuses the EOS symbol wherever it stands", () => {
    expect(faultOf(ofBits(bitsOf(256)))?.text).toContain("contains the EOS symbol");
    expect(faultOf(ofBits(bitsOf(97) + bitsOf(256) + bitsOf(97)))).toMatchObject({ at: 0 });
    expect(faultOf(hex("ffffffffff"))?.text).toContain("contains the EOS symbol");
  });

  it("never throws, and a string that it accepts is the only spelling of its text", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const read = readHuffman(bytes);
        if (read.kind === "done") expect(writeHuffman(read.value)).toEqual(bytes);
      }),
      { numRuns: 10_000 },
    );
  });
});
