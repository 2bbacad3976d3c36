import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSendableCloseCode, readCloseBody, writeCloseBody } from "#protocols/websocket/index.ts";
import { parseHex } from "#wire/index.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);
const codes = fc.integer({ min: 0, max: 65_535 });

describe("close bodies", () => {
  it("reads back what it writes", () => {
    fc.assert(
      fc.property(
        codes.filter(isSendableCloseCode),
        fc.string({ maxLength: 40 }),
        (code, reason) => {
          expect(readCloseBody(writeCloseBody(code, reason))).toEqual({ code, reason });
        },
      ),
    );
    expect(readCloseBody(writeCloseBody())).toEqual({ code: 1005, reason: "" });
  });

  it.each([
    ["03", "CLOSE_BODY_TOO_SHORT", 10],
    ["00 00", "CLOSE_CODE_INVALID", 10],
    ["03 ec", "CLOSE_CODE_INVALID", 10],
    ["03 ed", "CLOSE_CODE_INVALID", 10],
    ["03 ee", "CLOSE_CODE_INVALID", 10],
    ["03 f7", "CLOSE_CODE_INVALID", 10],
    ["07 d0", "CLOSE_CODE_INVALID", 10],
    ["13 88", "CLOSE_CODE_INVALID", 10],
    ["03 e8 61 ff", "INVALID_UTF8", 13],
    ["03 e8 e2 82", "INVALID_UTF8", 13],
  ])("refuses %s: %s", (text, code, at) => {
    expect(readCloseBody(hex(text), 10)).toMatchObject({ code, at });
  });

  it("refuses our own misuse", () => {
    expect(() => writeCloseBody(1006)).toThrow(RangeError);
    expect(() => writeCloseBody(undefined, "why")).toThrow(RangeError);
    expect(() => writeCloseBody(1000, "é".repeat(62))).toThrow(RangeError);
    expect(writeCloseBody(1000, "é".repeat(61) + "e")).toHaveLength(125);
  });
});
