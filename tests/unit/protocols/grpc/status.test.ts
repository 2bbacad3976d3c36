import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeStatusMessage,
  encodeStatusMessage,
  STATUS_CODES,
  statusFromHttp,
  statusFromRstStream,
  statusName,
} from "#protocols/grpc/index.ts";

describe("status codes", () => {
  it("are 17, numbered from 0", () => {
    expect(Object.values(STATUS_CODES)).toEqual(Array.from({ length: 17 }, (_, index) => index));
    expect([0, 5, 16].map(statusName)).toEqual(["OK", "NOT_FOUND", "UNAUTHENTICATED"]);
    expect([-1, 17, 1.5].map(statusName)).toEqual([null, null, null]);
  });

  it("stand for HTTP statuses as gRPC's own table says", () => {
    const rows = [400, 401, 403, 404, 429, 431, 502, 503, 504, 200, 302, 418, 500];
    expect(rows.map((status) => statusName(statusFromHttp(status)))).toEqual([
      "INTERNAL",
      "UNAUTHENTICATED",
      "PERMISSION_DENIED",
      "UNIMPLEMENTED",
      "UNAVAILABLE",
      "INTERNAL",
      "UNAVAILABLE",
      "UNAVAILABLE",
      "UNAVAILABLE",
      "UNKNOWN",
      "UNKNOWN",
      "UNKNOWN",
      "UNKNOWN",
    ]);
  });

  it("stand for RST_STREAM codes", () => {
    const codes = Array.from({ length: 15 }, (_, code) => statusName(statusFromRstStream(code)));
    expect(codes).toEqual([
      "INTERNAL",
      "INTERNAL",
      "INTERNAL",
      "INTERNAL",
      "INTERNAL",
      "UNKNOWN", // STREAM_CLOSED has no mapping
      "INTERNAL",
      "UNAVAILABLE",
      "CANCELLED",
      "INTERNAL",
      "INTERNAL",
      "RESOURCE_EXHAUSTED",
      "PERMISSION_DENIED",
      "UNKNOWN", // HTTP_1_1_REQUIRED is not in the table
      "UNKNOWN",
    ]);
  });
});

describe("status messages", () => {
  it.each([
    ["Hello, world!", "Hello, world!"],
    ["100 %", "100 %25"],
    ["a\nb\0", "a%0Ab%00"],
    ["Päckchen ✔", "P%C3%A4ckchen %E2%9C%94"],
    ["~\u007f", "~%7F"],
  ])("%j travels as %s", (text, wire) => {
    expect(encodeStatusMessage(text)).toBe(wire);
    expect(decodeStatusMessage(wire)).toBe(text);
  });

  it.each([
    ["%", "%"],
    ["%4", "%4"],
    ["%G0%41", "%G0A"],
    ["%%41", "%A"],
    ["%e2%9c%94", "✔"],
    ["%ff", "\ufffd"],
    ["already ✔", "already ✔"],
  ])("%s reads as %j whatever is broken", (wire, text) => {
    expect(decodeStatusMessage(wire)).toBe(text);
  });

  it("come back as they went", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(decodeStatusMessage(encodeStatusMessage(text))).toBe(text.toWellFormed());
        expect(encodeStatusMessage(text)).toMatch(/^[ -~]*$/);
      }),
    );
  });
});
