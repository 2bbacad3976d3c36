// Figures as lessons quote them: read from the table, refused where the words name none.
import { describe, expect, it } from "vitest";
import { PAYLOADS, type Numbers, type Spread } from "../../../src/course/numbers.ts";
import { quoteNumber } from "../../../src/course/quote-number.ts";

const spread = (median: number): Spread => ({ median, min: median / 2, max: median * 2 });
const bytes = (raw: number) => ({ raw, gzip: raw / 10, brotli: raw / 20 });

const numbers: Numbers = {
  date: "2026-01-02",
  seed: 1,
  machine: { system: "any", processors: 2, node: "24" },
  libraries: {},
  levels: { gzip: 6, brotli: 5 },
  sizes: PAYLOADS.map((id, index) => ({
    id,
    name: id,
    json: bytes(30_000 * (index + 1)),
    protobuf: bytes(20_000),
  })),
  decoding: PAYLOADS.map((id, index) => ({
    id,
    name: id,
    json: spread(index + 1),
    bufbuild: spread(0.5),
    protobufjs: spread(0.25),
  })),
  calls: [{ inFlight: 10, grpc: spread(2000), http1: spread(5000), http2: spread(4000) }],
};

describe("a lesson quotes", () => {
  it.each([
    ["customers json raw", "30,000", "sizes"],
    ["positions json gzip", "6,000", "sizes"],
    ["prose protobuf brotli", "1,000", "sizes"],
    ["positions ratio raw", "3.00", "sizes"],
    ["range ratio raw", "1.50 to 7.50", "sizes"],
    ["  range  ratio gzip ", "1.50 to 7.50", "sizes"],
    ["decoding positions json", "2 ms (1–4)", "decoding"],
    ["decoding prose protobufjs", "0.25 ms (0.125–0.5)", "decoding"],
    ["calls 10 grpc", "2,000 (1,000–4,000)", "calls"],
    ["calls 10 http1 over grpc", "2.50", "calls"],
  ] as const)("%s", (of, text, part) => {
    expect(quoteNumber(numbers, of)).toEqual({ text, part });
  });
});

describe("words that name no figure are refused", () => {
  it.each([
    ["", "range, decoding, calls"],
    ["parcels json raw", "“parcels”"],
    ["customers xml raw", "json, protobuf"],
    ["customers json", "3 words are expected, not 2"],
    ["customers json raw raw", "3 words are expected, not 4"],
    ["range json raw", "ratio"],
    ["decoding customers", "nothing"],
    ["calls 11 grpc", "“11” was not measured"],
    ["calls 10 http1 under grpc", "over"],
    ["calls 10 http1 over grpc twice", "5 words are expected, not 6"],
  ])("%s", (of, why) => {
    expect(() => quoteNumber(numbers, of)).toThrow(RangeError);
    expect(() => quoteNumber(numbers, of)).toThrow(why);
  });
});
