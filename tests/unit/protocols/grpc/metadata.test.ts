import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeBase64,
  decodeMetadata,
  encodeBase64,
  encodeMetadata,
  isBinaryName,
  isMetadata,
} from "#protocols/grpc/index.ts";

describe("metadata", () => {
  it("sends bytes unpadded and reads them padded or not", () => {
    expect(encodeMetadata("x-trace-bin", Uint8Array.of(0, 255))).toEqual(["x-trace-bin", "AP8"]);
    for (const wire of ["AP8", "AP8="]) {
      expect(decodeMetadata(["x-trace-bin", wire])).toEqual([Uint8Array.of(0, 255)]);
    }
    expect(encodeMetadata("x-empty-bin", new Uint8Array(0))).toEqual(["x-empty-bin", ""]);
  });

  it("splits joined values, of bytes only", () => {
    expect(decodeMetadata(["X-Trace-Bin", "AA==, AQ,"])).toEqual([
      Uint8Array.of(0),
      Uint8Array.of(1),
      new Uint8Array(0),
    ]);
    expect(decodeMetadata(["x-text", "a, b"])).toBe("a, b");
  });

  it("finds values that are no base64", () => {
    for (const wire of ["A", "A===", "AA=", "A*A=", "AAAAA", "=AAA", "AA==A"]) {
      expect(decodeMetadata(["x-bin", wire]), wire).toMatchObject({ code: "BAD_BINARY_METADATA" });
      expect(decodeBase64(wire)).toBeNull();
    }
  });

  it("comes back as it went", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes);
      }),
    );
  });

  it("refuses what a field cannot hold", () => {
    expect(encodeMetadata("x-text", "visible ASCII")).toEqual(["x-text", "visible ASCII"]);
    expect(encodeMetadata("x-text", Uint8Array.of(0x61))).toEqual(["x-text", "a"]);
    expect(() => encodeMetadata("X-Upper", "a")).toThrow(RangeError);
    expect(() => encodeMetadata("", "a")).toThrow(RangeError);
    expect(() => encodeMetadata("x-text", "ä")).toThrow(RangeError);
    expect(() => encodeMetadata("x-text", "")).toThrow(RangeError);
    expect(() => encodeMetadata("x-bin", "text")).toThrow(RangeError);
  });

  it("tells metadata from the call's own fields", () => {
    const names = [
      ":path",
      "te",
      "content-type",
      "user-agent",
      "grpc-status",
      "x-custom",
      "authorization",
    ];
    expect(names.filter((name) => isMetadata([name, ""]))).toEqual(["x-custom", "authorization"]);
    expect(["a-bin", "A-BIN", "bin", "a-bin-x"].map(isBinaryName)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
