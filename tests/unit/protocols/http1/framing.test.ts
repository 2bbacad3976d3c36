// The eight rules of RFC 9112 §6.3 in their order.
import { describe, expect, it } from "vitest";
import { decideFraming, readRequest } from "../../../../src/protocols/http1/index.ts";
import { latin1 } from "../../../../src/wire/index.ts";
import type { HeaderField } from "../../../../src/protocols/semantics/index.ts";

const length = (value: string): HeaderField => ["Content-Length", value];
const coding = (value: string): HeaderField => ["Transfer-Encoding", value];
const both = [length("1"), coding("chunked")];
const request = (fields: readonly HeaderField[], version = "1.1") =>
  decideFraming({ kind: "request", version, fields });
const response = (
  fields: readonly HeaderField[],
  { status = 200, requestMethod = "GET", version = "1.1" } = {},
) => decideFraming({ kind: "response", status, requestMethod, version, fields });

describe("responses", () => {
  it.each([100, 101, 103, 199, 204, 304])(
    "item 1: %i has no content, whatever it declares",
    (status) => {
      expect(response(both, { status })).toEqual({ item: 1, framing: "none" });
    },
  );
  it("item 1: the answer to HEAD has none, even with faulty fields", () => {
    expect(response(both, { requestMethod: "HEAD", version: "1.0" })).toEqual({
      item: 1,
      framing: "none",
    });
    expect(response([length("x")], { requestMethod: "HEAD", status: 404 }).framing).toBe("none");
  });
  it("item 2: a 2xx answer to CONNECT opens a tunnel; any other status is framed as usual", () => {
    expect(response(both, { requestMethod: "CONNECT" })).toEqual({ item: 2, framing: "none" });
    expect(response([length("3")], { requestMethod: "CONNECT", status: 407 })).toEqual({
      item: 6,
      framing: "length",
      length: 3,
    });
  });
  it("item 3: both fields are ambiguous", () => {
    expect(response(both)).toMatchObject({ item: 3, code: "AMBIGUOUS_FRAMING" });
  });
  it("item 4: chunked last, or until the connection closes", () => {
    expect(response([coding("gzip"), coding("CHUNKED")])).toEqual({ item: 4, framing: "chunked" });
    for (const value of ["gzip", "chunked, gzip", "identity", "chunkedchunked", "", ","]) {
      expect(response([coding(value)]), value).toEqual({ item: 4, framing: "close" });
    }
  });
  it("items 5 to 8", () => {
    expect(response([length("1x")])).toMatchObject({ item: 5, code: "BAD_CONTENT_LENGTH" });
    expect(response([length("007")])).toEqual({ item: 6, framing: "length", length: 7 });
    expect(response([])).toEqual({ item: 8, framing: "close" });
  });
});

describe("requests", () => {
  it("item 3: both fields are ambiguous, in either order and with any value", () => {
    expect(request(both)).toMatchObject({ item: 3, code: "AMBIGUOUS_FRAMING" });
    expect(request([coding(""), length("")])).toMatchObject({ item: 3, code: "AMBIGUOUS_FRAMING" });
  });
  it("§6.1: HTTP/1.0 has no transfer codings", () => {
    expect(request(both, "1.0")).toMatchObject({ code: "TRANSFER_ENCODING_IN_HTTP_1_0" });
  });
  it("item 4: chunked must come last", () => {
    expect(request([coding("gzip, chunked")])).toEqual({ item: 4, framing: "chunked" });
    for (const value of ["gzip", "chunked, gzip", "chunked, identity", "xchunked", "", " , "]) {
      expect(request([coding(value)]), value).toMatchObject({ item: 4, code: "CHUNKED_NOT_FINAL" });
    }
  });
  it("item 4: empty members do not count, RFC 9110 §5.6.1.2", () => {
    expect(request([coding(", chunked ,")])).toEqual({ item: 4, framing: "chunked" });
  });
  it.each([
    ["chunked, chunked", "CHUNKED_TWICE", "RFC 9112 §6.1"],
    ["chunked;q=1", "BAD_TRANSFER_ENCODING", "RFC 9112 §7.1"],
    ["chun ked", "BAD_TRANSFER_ENCODING", "RFC 9112 §6.1"],
    ['"chunked"', "BAD_TRANSFER_ENCODING", "RFC 9112 §6.1"],
    ["chunked;", "BAD_TRANSFER_ENCODING", "RFC 9112 §6.1"],
    ['x;a="b, chunked', "BAD_TRANSFER_ENCODING", "RFC 9112 §6.1"],
    ["\u000bchunked", "BAD_TRANSFER_ENCODING", "RFC 9112 §6.1"],
  ])("Transfer-Encoding: %s is %s", (value, code, rule) => {
    expect(request([coding(value)])).toMatchObject({ code, rule });
  });
  it.each([
    ["", "BAD_CONTENT_LENGTH"],
    ["+1", "BAD_CONTENT_LENGTH"],
    ["-1", "BAD_CONTENT_LENGTH"],
    ["1 2", "BAD_CONTENT_LENGTH"],
    ["0x1", "BAD_CONTENT_LENGTH"],
    ["1.0", "BAD_CONTENT_LENGTH"],
    ["1,", "BAD_CONTENT_LENGTH"],
    ["٣", "BAD_CONTENT_LENGTH"],
    ["1,2", "CONFLICTING_CONTENT_LENGTH"],
    ["9007199254740992", "CONTENT_LENGTH_TOO_LARGE"],
    ["99999999999999999999999999", "CONTENT_LENGTH_TOO_LARGE"],
  ])("Content-Length: %j is %s", (value, code) => {
    expect(request([length(value)])).toMatchObject({ item: 5, code, field: "content-length" });
  });
  it("items 5 to 7", () => {
    expect(request([length("1"), length("2")])).toMatchObject({
      code: "CONFLICTING_CONTENT_LENGTH",
    });
    expect(request([length("5"), length("05 , 5")])).toEqual({
      item: 6,
      framing: "length",
      length: 5,
    });
    expect(request([length("00000000000000000009")])).toMatchObject({ length: 9 });
    expect(request([length("9007199254740991")])).toMatchObject({
      length: Number.MAX_SAFE_INTEGER,
    });
    expect(request([])).toEqual({ item: 7, framing: "none" });
  });
});

it("points to the line where the conflict shows", () => {
  const text =
    "POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n";
  expect(readRequest(latin1(text))).toMatchObject({
    fault: { code: "AMBIGUOUS_FRAMING", at: text.lastIndexOf("Content"), rule: "RFC 9112 §6.3" },
  });
});
