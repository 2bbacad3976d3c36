// The tables of methods and status codes: their facts against the specifications' own lists.
import { describe, expect, it } from "vitest";
import {
  effectiveStatus,
  methodNamed,
  METHODS,
  statusCode,
  STATUS_CODES,
  UNREGISTERED_STATUS_CODES,
} from "../../../../src/protocols/semantics/index.ts";

const names = (rows: readonly { readonly name: string }[]): string[] =>
  rows.map(({ name }) => name);

describe("METHODS", () => {
  it("holds the eight of RFC 9110 §9.3 and three more, each once", () => {
    expect(names(METHODS).sort()).toEqual(
      "CONNECT DELETE GET HEAD OPTIONS PATCH POST PRI PUT QUERY TRACE".split(" "),
    );
  });
  it("knows safe and idempotent ones, §9.2.1, §9.2.2, RFC 10008, RFC 5789", () => {
    expect(names(METHODS.filter(({ safe }) => safe))).toEqual([
      "GET",
      "HEAD",
      "OPTIONS",
      "TRACE",
      "QUERY",
      "PRI",
    ]);
    expect(names(METHODS.filter(({ idempotent }) => !idempotent))).toEqual([
      "POST",
      "CONNECT",
      "PATCH",
    ]);
    expect(METHODS.filter(({ safe, idempotent }) => safe && !idempotent)).toEqual([]);
  });
  it("knows cacheable ones, §9.2.3, RFC 10008, RFC 5789", () => {
    expect(names(METHODS.filter(({ cacheable }) => cacheable))).toEqual([
      "GET",
      "HEAD",
      "POST",
      "PATCH",
      "QUERY",
    ]);
  });
  it("finds a method by its exact name", () => {
    expect(methodNamed("PATCH")?.source).toBe("rfc5789#2");
    expect(methodNamed("patch")).toBeUndefined();
  });
});

describe("STATUS_CODES", () => {
  it("holds the 64 assigned rows of the registry in order", () => {
    const codes = STATUS_CODES.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].sort((a, b) => a - b));
    const perClass = [1, 2, 3, 4, 5].map(
      (first) => codes.filter((code) => Math.floor(code / 100) === first).length,
    );
    expect(perClass).toEqual([5, 10, 9, 29, 11]);
  });
  it("marks the codes of §15.1 and 451 (RFC 7725 §3) as heuristically cacheable, and no other", () => {
    const cacheable = STATUS_CODES.filter((row) => row.heuristicallyCacheable).map(
      ({ code }) => code,
    );
    expect(cacheable).toEqual([200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 451, 501]);
  });
  it("cites RFC 9110 by the section whose order is that of the codes", () => {
    for (const { code, source } of STATUS_CODES) {
      const section = /^rfc9110#15\.(\d)\.(\d+)$/.exec(source);
      if (section) expect(Number(section[1])).toBe(Math.floor(code / 100) + 1);
    }
    expect(statusCode(404)?.source).toBe("rfc9110#15.5.5");
    expect(statusCode(422)?.source).toBe("rfc9110#15.5.21");
    expect(statusCode(503)?.source).toBe("rfc9110#15.6.4");
  });
  it("has the names of 2022, not the older ones", () => {
    expect([413, 422, 416, 302].map((code) => statusCode(code)?.name)).toEqual([
      "Content Too Large",
      "Unprocessable Content",
      "Range Not Satisfiable",
      "Found",
    ]);
  });
  it("lets a robot repeat only where the server did nothing, or a condition holds", () => {
    const advised = (advice: string): number[] =>
      STATUS_CODES.filter(({ retry }) => retry.advice === advice).map(({ code }) => code);
    expect(advised("yes")).toEqual([408, 421, 425, 429]);
    expect(advised("conditional")).toEqual([401, 407, 413, 417, 423, 500, 502, 503, 504]);
  });
  it("names the fields that a response must carry", () => {
    const required = STATUS_CODES.filter(({ requiredFields }) => requiredFields);
    expect(required.map(({ code, requiredFields }) => [code, ...(requiredFields ?? [])])).toEqual([
      [101, "Upgrade"],
      [401, "WWW-Authenticate"],
      [405, "Allow"],
      [407, "Proxy-Authenticate"],
      [426, "Upgrade"],
    ]);
  });
  it("says everything in sentences", () => {
    for (const { meaning, retry } of STATUS_CODES) {
      expect(meaning).toMatch(/^[A-Z].*\.$/);
      expect(retry.why).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe("unknown codes", () => {
  it("act as the x00 of their class, or as 500, §15", () => {
    expect([471, 299, 599, 404, 99, 600, 999, 0].map(effectiveStatus)).toEqual([
      400, 200, 500, 404, 500, 500, 500, 500,
    ]);
  });
  it("are kept apart from the registry", () => {
    const codes = UNREGISTERED_STATUS_CODES.map(({ code }) => code);
    expect(codes.filter((code) => statusCode(code))).toEqual([]);
    for (const code of [419, 420, 440, 444, 449, 450, 499, 509, 520, 529, 530, 598, 599]) {
      expect(codes).toContain(code);
    }
    expect(codes).toHaveLength(26);
  });
});
