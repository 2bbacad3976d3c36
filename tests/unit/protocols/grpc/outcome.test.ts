import { describe, expect, it } from "vitest";
import { readOutcome, statusFields, type ResponseEnd } from "#protocols/grpc/index.ts";
import type { HeaderField } from "#protocols/semantics/index.ts";

const grpc: HeaderField = ["content-type", "application/grpc"];
const html: HeaderField = ["content-type", "text/html"];
const ok: HeaderField = ["grpc-status", "0"];
const end = (more: Partial<ResponseEnd>): ResponseEnd => ({
  status: 200,
  headers: [grpc],
  trailers: null,
  ...more,
});

describe("the end of a call", () => {
  it.each<[string, ResponseEnd, string]>([
    ["OK in trailers", end({ trailers: [ok], hasContent: true }), "OK"],
    ["an error in trailers", end({ trailers: [["grpc-status", "5"]] }), "NOT_FOUND"],
    ["Trailers-Only", end({ headers: [grpc, ["grpc-status", "7"]] }), "PERMISSION_DENIED"],
    [
      "Trailers-Only with empty trailers",
      end({ headers: [grpc, ["Grpc-Status", "7"]], trailers: [] }),
      "PERMISSION_DENIED",
    ],
    [
      "a status in headers before content",
      end({ headers: [grpc, ok], hasContent: true }),
      "UNKNOWN",
    ],
    [
      "a status in headers before trailers",
      end({ headers: [grpc, ok], trailers: [["grpc-status", "9"]] }),
      "FAILED_PRECONDITION",
    ],
    ["trailers without a status", end({ trailers: [["x", "1"]] }), "UNKNOWN"],
    ["no trailers", end({ hasContent: true }), "UNKNOWN"],
    ["a proxy's 503", end({ status: 503, headers: [html], hasContent: true }), "UNAVAILABLE"],
    [
      "a 503 with a status",
      end({ status: 503, trailers: [["grpc-status", "8"]] }),
      "RESOURCE_EXHAUSTED",
    ],
    ["a page", end({ headers: [html], hasContent: true }), "UNKNOWN"],
    ["no content type", end({ headers: [] }), "UNKNOWN"],
    ["status 17", end({ trailers: [["grpc-status", "17"]] }), "UNKNOWN"],
    ["status 00", end({ trailers: [["grpc-status", "00"]] }), "UNKNOWN"],
    ["status five", end({ trailers: [["grpc-status", "five"]] }), "UNKNOWN"],
    ["two statuses", end({ trailers: [ok, ok] }), "UNKNOWN"],
  ])("%s", (_, response, name) => {
    expect(readOutcome(response).name).toBe(name);
  });

  it("carries the message decoded, or says what is missing", () => {
    const given = statusFields({ code: 13, message: "100 % kaputt ✔" }, [["x-a", "1"]]);
    expect(given).toEqual([
      ["grpc-status", "13"],
      ["grpc-message", "100 %25 kaputt %E2%9C%94"],
      ["x-a", "1"],
    ]);
    expect(readOutcome(end({ trailers: given }))).toEqual({
      code: 13,
      name: "INTERNAL",
      message: "100 % kaputt ✔",
    });
    expect(statusFields({ code: 0 })).toEqual([["grpc-status", "0"]]);
    expect(readOutcome(end({ headers: [html] })).message).toContain("text/html");
    expect(readOutcome(end({ headers: [] })).message).toContain("missing");
    expect(readOutcome(end({ status: 404 })).message).toContain("404");
    expect(readOutcome(end({})).message).toContain("without grpc-status");
    const odd = end({
      trailers: [
        ["grpc-status", "77"],
        ["grpc-message", "odd"],
      ],
    });
    expect(readOutcome(odd).message).toContain("77 is none of 0–16: odd");
  });
});
