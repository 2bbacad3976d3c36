import { describe, expect, it } from "vitest";
import { parseContentType, parsePath, requestFields } from "#protocols/grpc/index.ts";

describe("calls", () => {
  it("name their method by path", () => {
    expect(parsePath("/parcels.v1.Tracking/Watch")).toEqual({
      service: "parcels.v1.Tracking",
      method: "Watch",
    });
    expect(parsePath("/p/s/m")).toEqual({ service: "p/s", method: "m" });
    for (const path of ["", "/", "//", "s/m", "/m", "/s/"]) {
      expect(parsePath(path), path).toMatchObject({ code: "BAD_PATH" });
    }
  });

  it("name protocol and format by content type", () => {
    expect(
      [
        "application/grpc",
        "Application/gRPC+Proto",
        "application/grpc+json; charset=utf-8",
        "application/grpc-web",
        "application/grpc-web+proto",
        "application/grpc-web-text+proto",
      ].map(parseContentType),
    ).toEqual([
      { protocol: "grpc", format: "" },
      { protocol: "grpc", format: "proto" },
      { protocol: "grpc", format: "json" },
      { protocol: "grpc-web", format: "" },
      { protocol: "grpc-web", format: "proto" },
      { protocol: "grpc-web-text", format: "proto" },
    ]);
    const others = [
      "",
      "text/html",
      "application/grpcd",
      "application/grpc-other",
      "x application/grpc",
    ];
    expect(others.map(parseContentType)).toEqual([null, null, null, null, null]);
  });

  it("open with the fields in the recommended order", () => {
    expect(
      requestFields({
        service: "parcels.v1.Tracking",
        method: "Get",
        authority: "api.example",
        timeoutMs: 1500,
        encoding: "gzip",
        acceptEncoding: ["gzip", "identity"],
        metadata: [["x-a", "1"]],
      }),
    ).toEqual([
      [":method", "POST"],
      [":scheme", "https"],
      [":path", "/parcels.v1.Tracking/Get"],
      [":authority", "api.example"],
      ["grpc-timeout", "1500000u"],
      ["te", "trailers"],
      ["content-type", "application/grpc+proto"],
      ["grpc-encoding", "gzip"],
      ["grpc-accept-encoding", "gzip,identity"],
      ["x-a", "1"],
    ]);
    const least = requestFields({
      service: "s",
      method: "m",
      authority: "a",
      scheme: "http",
      format: "json",
    });
    expect(least.map(([name]) => name)).toEqual([
      ":method",
      ":scheme",
      ":path",
      ":authority",
      "te",
      "content-type",
    ]);
    expect(least.at(-1)).toEqual(["content-type", "application/grpc+json"]);
  });
});
