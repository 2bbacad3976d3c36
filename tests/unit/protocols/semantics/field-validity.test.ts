import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkFields,
  fieldSectionSize,
  readContentLength,
  type FieldSectionKind,
} from "../../../../src/protocols/semantics/field-validity.ts";

type Lines = (readonly [string, string])[];
const get: Lines = [
  [":method", "GET"],
  [":scheme", "https"],
  [":authority", "example.org"],
  [":path", "/"],
];
const without = (name: string): Lines => get.filter(([other]) => other !== name);
const changed = (name: string, value: string): Lines =>
  get.map(([other, old]) => [other, other === name ? value : old] as const);
const ok: Lines = [[":status", "200"]];

const check = (fields: Lines, section: FieldSectionKind = "request", extendedConnect = false) =>
  checkFields(fields, { section, version: 2, extendedConnect });
const check3 = (fields: Lines, section: FieldSectionKind = "request", extendedConnect = false) =>
  checkFields(fields, { section, version: 3, extendedConnect });

describe("well-formed sections", () => {
  it.each<[string, Lines, FieldSectionKind]>([
    ["a GET", get, "request"],
    ["a GET with fields", [...get, ["accept", "*/*"], ["te", "trailers"]], "request"],
    ["an empty value", [...get, ["x-empty", ""]], "request"],
    [
      "a value with inner white space and octets beyond ASCII",
      [...get, ["x", "a \t é"]],
      "request",
    ],
    ["OPTIONS *", [[":method", "OPTIONS"], ...changed(":path", "*").slice(1)], "request"],
    [
      "a scheme that is not the web's",
      changed(":scheme", "coap").with(3, [":path", ""]),
      "request",
    ],
    ["host equal to :authority", [...get, ["host", "EXAMPLE.org:443"]], "request"],
    ["a 200", ok, "response"],
    ["a 103", [[":status", "103"]], "response"],
    ["trailers", [["grpc-status", "0"]], "trailers"],
    ["no trailers", [], "trailers"],
  ])("%s", (_, fields, section) => {
    expect(check(fields, section)).toBeNull();
    expect(check3(fields, section)).toBeNull();
  });

  it("CONNECT without and with :protocol", () => {
    const tunnel: Lines = [
      [":method", "CONNECT"],
      [":authority", "example.org:22"],
    ];
    expect(check(tunnel)).toBeNull();
    const socket: Lines = [[":method", "CONNECT"], [":protocol", "websocket"], ...get.slice(1)];
    expect(check(socket, "request", true)).toBeNull();
    expect(check3(socket, "request", true)).toBeNull();
    expect(check(socket)).toMatchObject({ index: 1, rule: "RFC 8441 §4" });
    expect(check3(socket)).toMatchObject({ index: 1, rule: "RFC 9220 §3" });
  });
});

describe("malformed sections", () => {
  it.each<[string, Lines, FieldSectionKind, number, string, string]>([
    ["upper case", [...get, ["X-Test", "1"]], "request", 4, "§8.2.1", "§10.3"],
    ["a name with a space", [...get, ["x y", "1"]], "request", 4, "§8.2.1", "§10.3"],
    ["a colon inside a name", [...get, ["x:y", "1"]], "request", 4, "§8.2.1", "§10.3"],
    ["an empty name", [...get, ["", "1"]], "request", 4, "§8.2.1", "§10.3"],
    ["NUL in a value", [...get, ["x", "a\0b"]], "request", 4, "§8.2.1", "§10.3"],
    ["LF in a value", [...get, ["x", "a\nb"]], "request", 4, "§8.2.1", "§10.3"],
    ["CR in a pseudo-value", changed(":path", "/\r"), "request", 3, "§8.2.1", "§10.3"],
    ["a leading space", [...get, ["x", " a"]], "request", 4, "§8.2.1", "§10.3"],
    ["a trailing tab", [...get, ["x", "a\t"]], "request", 4, "§8.2.1", "§10.3"],
    ["connection", [...get, ["connection", "close"]], "request", 4, "§8.2.2", "§4.2"],
    ["keep-alive", [...ok, ["keep-alive", "1"]], "response", 1, "§8.2.2", "§4.2"],
    ["upgrade in trailers", [["upgrade", "h2c"]], "trailers", 0, "§8.2.2", "§4.2"],
    ["transfer-encoding", [...get, ["transfer-encoding", "x"]], "request", 4, "§8.2.2", "§4.2"],
    ["proxy-connection", [...get, ["proxy-connection", "x"]], "request", 4, "§8.2.2", "§4.2"],
    ["te: gzip", [...get, ["te", "trailers, gzip"]], "request", 4, "§8.2.2", "§4.2"],
    ["te in a response", [...ok, ["te", "trailers"]], "response", 1, "§8.2.2", "§4.2"],
    ["an unknown pseudo-field", [...get, [":test", "1"]], "request", 4, "§8.3", "§4.3"],
    [":status in a request", [...get, [":status", "200"]], "request", 4, "§8.3", "§4.3"],
    [":path in a response", [...ok, [":path", "/"]], "response", 1, "§8.3", "§4.3"],
    ["a pseudo-field in trailers", [[":status", "200"]], "trailers", 0, "§8.3", "§4.3"],
    ["a late pseudo-field", [["a", "b"], ...get], "request", 1, "§8.3", "§4.3"],
    ["a repeated pseudo-field", [...get, [":path", "/"]], "request", 4, "§8.3", "§4.3"],
    ["no :method", without(":method"), "request", 3, "§8.3.1", "§4.3.1"],
    ["no :scheme", without(":scheme"), "request", 3, "§8.3.1", "§4.3.1"],
    ["no :path", without(":path"), "request", 3, "§8.3.1", "§4.3.1"],
    ["an empty :path", changed(":path", ""), "request", 3, "§8.3.1", "§4.3.1"],
    ["a :path with a space", changed(":path", "/a b"), "request", 3, "§8.3.1", "§4.3.1"],
    ["GET *", changed(":path", "*"), "request", 3, "§8.3.1", "§4.3.1"],
    ["a :method that is no token", changed(":method", "GE T"), "request", 0, "§8.3.1", "§4.3.1"],
    ["a :scheme that is none", changed(":scheme", "ht tp"), "request", 1, "§8.3.1", "§4.3.1"],
    ["user information", changed(":authority", "u@h"), "request", 2, "§8.3.1", "§4.3.1"],
    ["another host", [...get, ["host", "example.com"]], "request", 4, "§8.3.1", "§4.3.1"],
    ["CONNECT with :scheme", changed(":method", "CONNECT"), "request", 1, "§8.5", "§4.4"],
    ["no :status", [["a", "b"]], "response", 1, "§8.3.2", "§4.3.2"],
    ["a :status of two digits", [[":status", "20"]], "response", 0, "§8.3.2", "§4.3.2"],
    ["101", [[":status", "101"]], "response", 0, "§8.6", "§4.5"],
  ])("%s", (_, fields, section, index, rule, rule3) => {
    expect(check(fields, section)).toMatchObject({ index, rule: `RFC 9113 ${rule}` });
    expect(check3(fields, section)).toMatchObject({ index, rule: `RFC 9114 ${rule3}` });
  });

  it("CONNECT with :path, without :authority, and :protocol without CONNECT", () => {
    expect(
      check([
        [":method", "CONNECT"],
        [":authority", "a:1"],
        [":path", "/"],
      ]),
    ).toMatchObject({
      index: 2,
      rule: "RFC 9113 §8.5",
    });
    expect(check([[":method", "CONNECT"]])).toMatchObject({ index: 1, rule: "RFC 9113 §8.5" });
    expect(check([...get, [":protocol", "websocket"]], "request", true)).toMatchObject({
      index: 4,
      rule: "RFC 8441 §4",
    });
  });

  it("HTTP/3 alone wants :authority or host, and neither empty (RFC 9114 §4.3.1)", () => {
    expect(check(without(":authority"))).toBeNull();
    expect(check3(without(":authority"))).toMatchObject({ index: 3 });
    expect(check3([...without(":authority"), ["host", "example.org"]])).toBeNull();
    expect(check3(changed(":authority", ""))).toMatchObject({ index: 2 });
    expect(check3([...get, ["host", ""]])).toMatchObject({ index: 4 });
  });

  it("never throws", () => {
    const text = fc.oneof(
      fc.constantFrom(":method", ":path", ":status", "te", "host", "GET", "/", "200", "CONNECT"),
      fc.string({ maxLength: 8, unit: "binary" }),
    );
    const kinds = fc.constantFrom<FieldSectionKind>("request", "response", "trailers");
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 6 }), kinds, (fields, section) => {
        const found = check(fields, section);
        if (found !== null) expect(found.index).toBeLessThanOrEqual(fields.length);
        readContentLength(fields, 2);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe("lengths and sizes", () => {
  it("reads content-length", () => {
    expect(readContentLength(get, 2)).toBeNull();
    expect(readContentLength([["content-length", "12"]], 2)).toBe(12);
    const twice: Lines = [
      ["content-length", "12"],
      ["content-length", "12"],
    ];
    expect(readContentLength(twice, 2)).toBe(12);
    expect(readContentLength([...twice, ["content-length", "13"]], 3)).toMatchObject({
      index: 2,
      rule: "RFC 9114 §4.1.2",
    });
    for (const bad of ["", "-1", "1,1", "0x1", "1".repeat(16)]) {
      expect(readContentLength([["content-length", bad]], 2)).toMatchObject({
        rule: "RFC 9113 §8.1.1",
      });
    }
  });

  it("counts the size of a section", () => {
    expect(fieldSectionSize([])).toBe(0);
    // RFC 7541 Appendix C.2.1: custom-key: custom-header takes 55.
    expect(fieldSectionSize([["custom-key", "custom-header"]])).toBe(55);
  });
});
