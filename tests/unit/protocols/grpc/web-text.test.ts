import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createWebTextDecoder, decodeWebText, encodeWebText } from "#protocols/grpc/index.ts";
import { concat } from "#wire/index.ts";

describe("gRPC-Web text", () => {
  it("joins chunks that are padded each, wherever the text is cut", () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 12 }), { maxLength: 5 });
    fc.assert(
      fc.property(chunks, fc.integer({ min: 1, max: 9 }), (parts, size) => {
        const text = parts.map(encodeWebText).join("");
        expect(decodeWebText(text)).toEqual(concat(parts));
        const decoder = createWebTextDecoder();
        const found: Uint8Array[] = [];
        for (let at = 0; at < text.length; at += size) {
          const bytes = decoder.push(text.slice(at, at + size));
          if (bytes instanceof Uint8Array) found.push(bytes);
        }
        expect(concat(found)).toEqual(concat(parts));
        expect(decoder.end()).toBeNull();
      }),
    );
  });

  it.each(["A", "AAAAA", "A===", "AA=A", "A*AA", "AAAA====", "AAAA AAAA"])("refuses %j", (text) => {
    expect(decodeWebText(text)).toMatchObject({ code: "BAD_BASE64" });
  });

  it("takes bodies of megabytes", () => {
    const part = new Uint8Array(100_001).fill(7);
    const text = encodeWebText(part).repeat(20);
    const bytes = decodeWebText(text);
    expect(bytes instanceof Uint8Array && bytes.length).toBe(20 * part.length);
    expect(decodeWebText(`${text}*AAA`)).toMatchObject({ code: "BAD_BASE64" });
  });

  it("is silent after a fault", () => {
    const decoder = createWebTextDecoder();
    expect(decoder.push("AAAA")).toEqual(new Uint8Array(3));
    expect(decoder.push("****")).toMatchObject({ code: "BAD_BASE64", at: 4 });
    expect(decoder.push("AAAA")).toEqual(new Uint8Array(0));
    expect(decoder.end()).toBeNull();
  });
});
