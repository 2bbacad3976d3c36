// Rules beyond syntax, target forms, and the life of a connection.
import { describe, expect, it } from "vitest";
import {
  checkRequest,
  checkResponse,
  parseHost,
  parseTarget,
  persists,
  type Http1Request,
  type Http1Response,
} from "../../../../src/protocols/http1/index.ts";

const request = (change: Partial<Http1Request>): Http1Request => ({
  method: "GET",
  target: "/",
  version: "1.1",
  fields: [["Host", "example.org"]],
  content: new Uint8Array(),
  trailers: [],
  framing: "none",
  ...change,
});
const response = (change: Partial<Http1Response>): Http1Response => ({
  status: 200,
  reason: "",
  version: "1.1",
  fields: [],
  content: new Uint8Array(),
  trailers: [],
  framing: "none",
  ...change,
});
const host = ["Host", "a"] as const;

describe("checkRequest", () => {
  it.each<[codes: string[], change: Partial<Http1Request>]>([
    [[], {}],
    [["HOST_MISSING"], { fields: [] }],
    [[], { fields: [], version: "1.0" }],
    [["HOST_REPEATED"], { fields: [host, ["hOST", "a"]] }],
    [[], { fields: [["Host", ""]] }],
    [["HOST_INVALID"], { fields: [["Host", "a b"]] }],
    [["HOST_INVALID"], { fields: [["Host", "me@example.org"]] }],
    [["HOST_INVALID"], { fields: [["Host", "example.org/"]] }],
    [["HOST_INVALID"], { fields: [["Host", "a:b"]] }],
    [["TARGET_INVALID"], { target: "/a#b" }],
    [["TARGET_INVALID"], { target: "users" }],
    [["TARGET_INVALID"], { target: "/\xe9" }],
    [["TARGET_INVALID"], { target: "/100%" }],
    [[], { target: "http://example.org/a?b" }],
    [["TARGET_FORM"], { method: "CONNECT" }],
    [["TARGET_FORM"], { target: "example.org:80" }],
    [[], { method: "CONNECT", target: "example.org:80" }],
    [["TARGET_FORM"], { target: "*" }],
    [[], { method: "OPTIONS", target: "*" }],
    [["UNKNOWN_TRANSFER_CODING"], { fields: [host, ["Transfer-Encoding", "rot13, chunked"]] }],
    [[], { fields: [host, ["Transfer-Encoding", "gzip, chunked"]] }],
    [["TE_WITHOUT_CONNECTION"], { fields: [host, ["TE", "trailers"]] }],
    [[], { fields: [host, ["TE", "trailers"], ["Connection", "close, te"]] }],
    [["UPGRADE_WITHOUT_CONNECTION"], { fields: [host, ["Upgrade", "websocket"]] }],
    [["CONTENT_IN_TRACE"], { method: "TRACE", content: Uint8Array.of(1) }],
    [
      ["CONTENT_IN_CONNECT"],
      { method: "CONNECT", target: "example.org:80", content: Uint8Array.of(1) },
    ],
    [["FORBIDDEN_TRAILER"], { trailers: [["Content-Length", "1"]] }],
    [[], { trailers: [["Digest", "1"]] }],
  ])("%j: %j", (codes, change) => {
    expect(checkRequest(request(change)).map(({ code }) => code)).toEqual(codes);
  });
});

describe("checkResponse", () => {
  it.each<[codes: string[], change: Partial<Http1Response>]>([
    [[], {}],
    [["STATUS_OUT_OF_RANGE"], { status: 99 }],
    [["STATUS_OUT_OF_RANGE"], { status: 600 }],
    [
      ["TRANSFER_ENCODING_NOT_ALLOWED"],
      { status: 103, fields: [["Transfer-Encoding", "chunked"]] },
    ],
    [["CONTENT_LENGTH_NOT_ALLOWED"], { status: 204, fields: [["Content-Length", "0"]] }],
    [["FIELD_MISSING"], { status: 405 }],
    [[], { status: 405, fields: [["allow", ""]] }],
    [["FIELD_MISSING"], { status: 101 }],
    [[], { status: 304, fields: [["Content-Length", "5"]] }],
    [["FORBIDDEN_TRAILER"], { trailers: [["Set-Cookie", "a=b"]] }],
  ])("%j: %j", (codes, change) => {
    expect(checkResponse(response(change)).map(({ code }) => code)).toEqual(codes);
  });
});

describe("parseTarget", () => {
  it.each([
    ["*", { form: "asterisk" }],
    ["/where?q=now", { form: "origin", path: "/where", query: "q=now" }],
    ["/?", { form: "origin", path: "/", query: "" }],
    ["//a//b", { form: "origin", path: "//a//b", query: null }],
    ["www.example.com:80", { form: "authority", host: "www.example.com", port: "80" }],
    ["[::1]:443", { form: "authority", host: "[::1]", port: "443" }],
    [
      "http://www.example.org:8001",
      {
        form: "absolute",
        scheme: "http",
        authority: "www.example.org:8001",
        path: "",
        query: null,
      },
    ],
    [
      "http://u:p@[v1.a]/x?y",
      { form: "absolute", scheme: "http", authority: "u:p@[v1.a]", path: "/x", query: "y" },
    ],
    ["http://a?b", { form: "absolute", scheme: "http", authority: "a", path: "", query: "b" }],
    ["urn:a:b?c", { form: "absolute", scheme: "urn", authority: null, path: "a:b", query: "c" }],
    ["users", null],
    ["", null],
    [":80", null],
    ["1x://a", null],
    ["http://a b/", null],
    ["http://a@b@c/", null],
    ["http://a:b:c/", null],
    ["urn:a#b", null],
    ["/a?b#c", null],
    ['/a"b', null],
  ])("%j", (text, parts) => {
    expect(parseTarget(text)).toEqual(parts);
  });
});

it("parseHost takes host and optional port", () => {
  expect(parseHost("a.b:")).toEqual({ host: "a.b", port: "" });
  expect(parseHost("")).toEqual({ host: "", port: null });
  expect(parseHost("[::1%25eth0]")).toBeNull();
  expect(parseHost("%zz")).toBeNull();
});

it.each<[lives: boolean, change: Partial<Http1Request>]>([
  [true, {}],
  [false, { fields: [["Connection", "Upgrade, Close"]] }],
  [false, { version: "1.0" }],
  [true, { version: "1.0", fields: [["connection", "Keep-Alive"]] }],
  [false, { version: "1.0", fields: [["Connection", "keep-alive, close"]] }],
])("persists: %s for %j, §9.3", (lives, change) => {
  expect(persists(request(change))).toBe(lives);
});
it("does not persist behind close-delimited content", () => {
  expect(persists(response({ framing: "close", fields: [["Connection", "keep-alive"]] }))).toBe(
    false,
  );
});
