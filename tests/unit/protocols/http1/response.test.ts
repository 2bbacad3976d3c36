// Responses: the status line, and an end that depends on the request and the connection.
import { describe, expect, it } from "vitest";
import { describeResponse, readResponse } from "../../../../src/protocols/http1/index.ts";
import { latin1 } from "../../../../src/wire/index.ts";
import { describeTiled, readThreeWays } from "../../../support/three-ways.ts";

const get = (bytes: Uint8Array, at = 0) => readResponse(bytes, { method: "GET" }, at);
const read = (text: string, options = {}) => readResponse(latin1(text), options);

describe("valid responses", () => {
  it("reads the response of RFC 9110 §8.8.3.3's shape in every delivery", () => {
    const bytes = latin1(
      'HTTP/1.1 200 OK\r\nETag: "123-a"\r\nContent-Length: 12\r\n\r\nHello World!',
    );
    expect(readThreeWays(get, bytes)).toEqual({
      status: 200,
      reason: "OK",
      version: "1.1",
      fields: [
        ["ETag", '"123-a"'],
        ["Content-Length", "12"],
      ],
      content: latin1("Hello World!"),
      trailers: [],
      framing: "length",
    });
    describeTiled(describeResponse, bytes);
  });

  it.each([
    ["no content", "HTTP/1.1 204 No Content\r\n\r\n"],
    ["an interim response", "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"],
    ["no reason", "HTTP/1.1 204 \r\n\r\n"],
    ["neither reason nor its space", "HTTP/1.1 204\r\n\r\n"],
    ["obs-text in the reason", "HTTP/1.1 204 Ori\xebntatie\r\n\r\n"],
    ["a status nobody registered", "HTTP/1.0 799 ?\r\nContent-Length: 0\r\n\r\n"],
    [
      "chunked with extensions and trailers",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a\r\nabc\r\n0;b=c\r\nT: 1\r\n\r\n",
    ],
  ])("%s", (_, text) => {
    readThreeWays(get, latin1(text));
    describeTiled(describeResponse, latin1(text));
  });

  it("reads an interim response first and the final one behind it", () => {
    const bytes = latin1(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n",
    );
    const first = get(bytes);
    expect(first).toMatchObject({ next: 25, value: { status: 100, framing: "none" } });
    expect(get(bytes, 25)).toMatchObject({ next: bytes.length, value: { status: 201 } });
  });

  it("leaves what follows 101 to the new protocol", () => {
    const head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";
    expect(read(`${head}\u0081\u0005Hello`)).toMatchObject({ next: head.length });
  });

  it("takes no content from the answers to HEAD and CONNECT", () => {
    const text = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
    expect(read(text)).toEqual({ kind: "more", missing: 5 });
    for (const method of ["HEAD", "CONNECT"]) {
      expect(read(text, { method })).toMatchObject({
        next: text.length,
        value: { framing: "none" },
      });
      expect(describeResponse(latin1(text), 0, { method })).toMatchObject({ next: text.length });
    }
  });

  it("reads to the end of the connection where no length is declared", () => {
    const text = "HTTP/1.1 200 OK\r\n\r\nuntil it closes";
    expect(read(text)).toEqual({ kind: "more", missing: 1 });
    expect(read(text, { ended: true })).toMatchObject({
      next: text.length,
      value: { framing: "close", content: latin1("until it closes") },
    });
    const tree = describeResponse(latin1(text), 0, { ended: true });
    expect(tree).toMatchObject({ value: { length: text.length } });
    expect(
      read("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nz", { ended: true }),
    ).toMatchObject({
      value: { framing: "close" },
    });
  });

  it.each([
    "",
    "HTTP/1.1 200",
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n",
  ])("calls a message that the closed connection cut incomplete, §8: %j", (text) => {
    expect(read(text).kind).toBe("more");
    expect(read(text, { ended: true })).toMatchObject({
      fault: { code: "INCOMPLETE_MESSAGE", at: text.length, rule: "RFC 9112 §8" },
    });
  });
});

describe("faults", () => {
  it.each<[code: string, at: number, text: string]>([
    ["BAD_VERSION", 0, "\r\nHTTP/1.1 200 OK\r\n\r\n"],
    ["BAD_VERSION", 2, "HTP/1.1 200 OK\r\n\r\n"],
    ["UNSUPPORTED_VERSION", 5, "HTTP/2.0 200 OK\r\n\r\n"],
    ["BAD_STATUS_LINE", 8, "HTTP/1.1\t200 OK\r\n\r\n"],
    ["BAD_STATUS_LINE", 8, "HTTP/1.1\r\n\r\n"],
    ["BAD_STATUS_CODE", 9, "HTTP/1.1  200 OK\r\n\r\n"],
    ["BAD_STATUS_CODE", 10, "HTTP/1.1 2 OK\r\n\r\n"],
    ["BAD_STATUS_CODE", 9, "HTTP/1.1 \r\n\r\n"],
    ["BAD_STATUS_LINE", 12, "HTTP/1.1 2000 OK\r\n\r\n"],
    ["BAD_STATUS_LINE", 12, "HTTP/1.1 200\tOK\r\n\r\n"],
    ["BAD_REASON", 14, "HTTP/1.1 200 O\u0000K\r\n\r\n"],
    ["BARE_LF", 15, "HTTP/1.1 200 OK\n\n"],
    ["BARE_CR", 15, "HTTP/1.1 200 OK\r\r\n"],
    ["SPACE_AFTER_START_LINE", 17, "HTTP/1.1 200 OK\r\n A: b\r\n\r\n"],
    ["OBS_FOLD", 23, "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n"],
    [
      "AMBIGUOUS_FRAMING",
      17,
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
  ])("%s at %i: %j", (code, at, text) => {
    expect(read(text)).toMatchObject({ kind: "fault", fault: { code, at } });
    expect(describeResponse(latin1(text))).toEqual(read(text));
  });

  it("keeps its limits", () => {
    const limits = { startLine: 20, content: 3 };
    expect(read("HTTP/1.1 200 abcdefghijk\r\n\r\n", { limits })).toMatchObject({
      fault: { code: "STATUS_LINE_TOO_LONG", at: 20 },
    });
    expect(read("HTTP/1.1 200 \r\n\r\nabcd", { limits })).toMatchObject({
      fault: { code: "CONTENT_TOO_LARGE", at: 20 },
    });
  });
});
