import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createHpackDecoder,
  createHpackEncoder,
  entrySize,
  type HpackEncoderOptions,
} from "../../../../src/protocols/http2/index.ts";
import type { HeaderField } from "../../../../src/protocols/semantics/fields.ts";
import { formatHex } from "../../../../src/wire/index.ts";

const code = (fields: readonly HeaderField[], options?: HpackEncoderOptions): string =>
  formatHex(createHpackEncoder(options).encode(fields));

describe("choices of an encoder", () => {
  // RFC 7541 Appendix C.2, C.3.1, C.4.1, C.5.1.
  it("spells lines as Appendix C does", () => {
    const field: HeaderField = ["custom-key", "custom-header"];
    expect(code([field], { huffman: false })).toBe(
      "400a637573746f6d2d6b65790d637573746f6d2d686561646572",
    );
    expect(code([[":path", "/sample/path"]], { huffman: false, index: "literal" })).toBe(
      "040c2f73616d706c652f70617468",
    );
    expect(code([["password", "secret"]], { huffman: false, index: "never" })).toBe(
      "100870617373776f726406736563726574",
    );
    expect(code([[":method", "GET"]])).toBe("82");
    expect(code([[":authority", "www.example.com"]], { huffman: true })).toBe(
      "418cf1e3c2e5f23a6ba0ab90f4ff",
    );
    expect(code([[":status", "302"]], { huffman: false, maxTableSize: 256 })).toBe("4803333032");
  });

  it("codes a string where that is shorter, always, or never", () => {
    const field: HeaderField = ["x", "~~~"];
    expect(code([field], { index: false })).toBe("000178037e7e7e");
    expect(code([field], { index: false, huffman: true })).toBe("0081f385ffefff7ffb");
    expect(code([["x", "eee"]], { index: false })).toBe("00017882294b");
    expect(code([["x", "eee"]], { index: false, huffman: false })).toBe("00017803656565");
  });

  it("never-indexes even what a table holds in full", () => {
    expect(code([[":method", "GET"]], { huffman: false, index: "never" })).toBe("1203474554");
  });

  it("takes one choice per line, as a word or a boolean", () => {
    const index = (name: string) => (name === "cookie" ? "never" : name === "date" ? false : true);
    const encoder = createHpackEncoder({ index });
    encoder.encode([
      ["cookie", "a=1"],
      ["date", "today"],
      ["server", "x"],
    ]);
    expect(encoder.table()).toEqual([["server", "x"]]);
  });

  it("keeps lines never-indexed that arrived so", () => {
    const encoder = createHpackEncoder();
    const fields: HeaderField[] = [
      ["a", "1"],
      ["b", "2"],
    ];
    const block = encoder.encode(fields, { neverIndex: new Set([1]) });
    const decoded = createHpackDecoder().decodeBlock(block);
    expect(decoded).toMatchObject({ value: { fields, neverIndexed: new Set([1]) } });
    expect(encoder.table()).toEqual([["a", "1"]]);
  });

  it("does not empty its table for a line that cannot fit", () => {
    const encoder = createHpackEncoder({ maxTableSize: 64 });
    encoder.encode([["a", "1"]]);
    encoder.encode([["b", "x".repeat(40)]]);
    expect(encoder.table()).toEqual([["a", "1"]]);
  });

  it("refuses characters that are no octets before it writes anything", () => {
    const encoder = createHpackEncoder();
    const fields: HeaderField[] = [
      ["a", "1"],
      ["b", "€"],
    ];
    expect(() => encoder.encode(fields)).toThrow(RangeError);
    expect(() => encoder.encode([["ŋ", "1"]])).toThrow(RangeError);
    expect(encoder.table()).toEqual([]);
  });
});

describe("size updates (RFC 7541 §4.2)", () => {
  const blockAfter = (...sizes: readonly number[]): string => {
    const encoder = createHpackEncoder();
    for (const size of sizes) encoder.setMaxTableSize(size);
    return formatHex(encoder.encode([]));
  };

  it("announces the last limit, and before it a smaller one in between", () => {
    expect(blockAfter(256)).toBe("3fe101");
    expect(blockAfter(0, 256)).toBe("203fe101");
    expect(blockAfter(0, 4096)).toBe("203fe11f");
    expect(blockAfter(256, 0)).toBe("20");
    expect(blockAfter(8192)).toBe("3fe13f");
    expect(blockAfter(8192, 256, 8192)).toBe("3fe1013fe13f");
  });

  it("says nothing when nothing changed", () => {
    expect(blockAfter()).toBe("");
    expect(blockAfter(4096)).toBe("");
    expect(blockAfter(8192, 4096)).toBe("");
  });

  it("announces once and evicts what no longer fits", () => {
    const encoder = createHpackEncoder();
    encoder.encode([
      ["a", "1"],
      ["b", "2"],
    ]);
    encoder.setMaxTableSize(40);
    expect(formatHex(encoder.encode([]))).toBe("3f09");
    expect(encoder.encode([])).toEqual(new Uint8Array());
    expect(encoder.table()).toEqual([["b", "2"]]);
    expect(formatHex(encoder.encode([["b", "2"]]))).toBe("be");
    expect(formatHex(encoder.encode([["a", "2"]], {}))).toMatch(/^40/);
  });
});

describe("any sections, any choices, one context", () => {
  const name = fc.oneof(
    fc.constantFrom(":method", ":path", "cookie", "accept", "x-a", "x-b"),
    fc.string({ minLength: 1, maxLength: 12 }),
  );
  const value = fc.oneof(
    fc.constantFrom("GET", "/", "", "1", "2", "gzip, deflate"),
    fc.uint8Array({ maxLength: 30 }).map((octets) => String.fromCharCode(...octets)),
  );
  const latin = fc
    .tuple(name, value)
    .filter(([text]) => [...text].every((character) => character.charCodeAt(0) < 256));
  const story = fc.array(
    fc.record({
      fields: fc.array(latin, { maxLength: 8 }),
      resize: fc.option(fc.constantFrom(0, 33, 64, 100, 4096)),
    }),
    { minLength: 1, maxLength: 8 },
  );
  const options = fc.record({
    huffman: fc.constantFrom<boolean | "shorter">(true, false, "shorter"),
    index: fc.constantFrom<"index" | "literal" | "never">("index", "literal", "never"),
    maxTableSize: fc.constantFrom(0, 50, 120, 4096),
  });

  it("are decoded to the same lines with the same table on both sides", () => {
    fc.assert(
      fc.property(story, options, (blocks, choices) => {
        const encoder = createHpackEncoder(choices);
        const decoder = createHpackDecoder({ maxTableSize: choices.maxTableSize });
        for (const { fields, resize } of blocks) {
          if (resize !== null) {
            encoder.setMaxTableSize(resize);
            decoder.setMaxTableSize(resize);
          }
          expect(decoder.decode(encoder.encode(fields))).toEqual({ kind: "done", value: fields });
          if (fields.length > 0) expect(decoder.table()).toEqual(encoder.table());
        }
      }),
      { numRuns: 500 },
    );
  });

  it("hold at most as many octets as the table may", () => {
    fc.assert(
      fc.property(fc.array(latin, { maxLength: 60 }), (fields) => {
        const encoder = createHpackEncoder({ maxTableSize: 300 });
        encoder.encode(fields);
        const size = encoder.table().reduce((sum, field) => sum + entrySize(field), 0);
        expect(size).toBeLessThanOrEqual(300);
      }),
    );
  });
});
