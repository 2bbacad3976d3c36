// Requests: examples of RFC 9112 retyped, and every strict rule with the offset of its fault.
import { describe, expect, it } from "vitest";
import { describeRequest, readRequest } from "../../../../src/protocols/http1/index.ts";
import { latin1, utf8Text } from "../../../../src/wire/index.ts";
import { mutations } from "../../../support/mutations.ts";
import { describeTiled, readThreeWays } from "../../../support/three-ways.ts";

const read = (text: string) => readRequest(latin1(text));

describe("valid requests", () => {
  it("reads the request of RFC 9112 §3.2.1 in every delivery", () => {
    const bytes = latin1("GET /where?q=now HTTP/1.1\r\nHost: www.example.org\r\n\r\n");
    expect(readThreeWays(readRequest, bytes)).toEqual({
      method: "GET",
      target: "/where?q=now",
      version: "1.1",
      fields: [["Host", "www.example.org"]],
      content: new Uint8Array(),
      trailers: [],
      framing: "none",
    });
    describeTiled(describeRequest, bytes);
  });

  it.each([
    [
      "absolute-form, §3.2.2",
      "GET http://www.example.org/pub/WWW/TheProject.html HTTP/1.1\r\n\r\n",
    ],
    [
      "authority-form, §3.2.3",
      "CONNECT www.example.com:80 HTTP/1.1\r\nHost: www.example.com\r\n\r\n",
    ],
    ["asterisk-form, §3.2.4", "OPTIONS * HTTP/1.1\r\nHost: www.example.org:8001\r\n\r\n"],
    ["no fields", "GET / HTTP/1.0\r\n\r\n"],
    ["a method nobody registered", "MKCOLA / HTTP/1.1\r\n\r\n"],
    ["a target that only checkRequest refuses", 'GET /ä"b#c HTTP/1.1\r\n\r\n'],
    ["a later minor version, RFC 9110 §2.5", "GET / HTTP/1.7\r\n\r\n"],
    ["an empty value", "GET / HTTP/1.1\r\nA:\r\nB: \t \r\n\r\n"],
    ["blanks around a value", "GET / HTTP/1.1\r\nA:\t x  y \t\r\n\r\n"],
    ["obs-text in a value", "GET / HTTP/1.1\r\nA: \xff\r\n\r\n"],
    ["empty lines before it, §2.2", "\r\n\r\nGET / HTTP/1.1\r\n\r\n"],
    ["content with a length", "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nHello"],
    [
      "the same length twice, §6.3 item 5",
      "POST / HTTP/1.1\r\nContent-Length: 3, 03\r\nContent-Length:3\r\n\r\nabc",
    ],
    [
      "chunked",
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n7\r\n, world\r\n0\r\n\r\n",
    ],
    [
      "gzip, chunked, §6.1",
      "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n1\r\n\n\r\n00\r\n\r\n",
    ],
    [
      "a coding with a parameter",
      'POST / HTTP/1.1\r\nTransfer-Encoding: x;a="1,2" ,chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      "extensions and trailers",
      'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2;a;b=c ; d = "e\\";\\\\" \t;f\r\nok\r\n0;z\r\nX: 1\r\nY: 2\r\n\r\n',
    ],
  ])("%s", (_, text) => {
    readThreeWays(readRequest, latin1(text));
    describeTiled(describeRequest, latin1(text));
    for (const damaged of mutations(latin1(text))) {
      expect(describeRequest(damaged).kind).toBe(readRequest(damaged).kind);
    }
  });

  it("keeps values apart from their blanks, and lines in order", () => {
    const step = read("GET / HTTP/1.1\r\nA:\t x  y \t\r\na: 2\r\nB:\r\n\r\n");
    expect(step).toMatchObject({
      value: {
        fields: [
          ["A", "x  y"],
          ["a", "2"],
          ["B", ""],
        ],
      },
    });
  });

  it("joins chunks and keeps trailers separate", () => {
    const step = read(
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;x=1\r\nHello\r\n7\r\n, world\r\n0\r\nT: 1\r\n\r\nGET",
    );
    if (step.kind !== "done") throw new Error(step.kind);
    expect(utf8Text(step.value.content)).toBe("Hello, world");
    expect(step.value).toMatchObject({ framing: "chunked", trailers: [["T", "1"]] });
  });

  it("copies the content, so that a reused buffer does not change it", () => {
    const bytes = latin1("POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nok");
    const step = readRequest(bytes);
    bytes.fill(0);
    expect(step).toMatchObject({ value: { content: latin1("ok") } });
  });

  it("says exactly how much content is missing", () => {
    expect(read("POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nab")).toEqual({
      kind: "more",
      missing: 7,
    });
    expect(read("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\na\r\nabc")).toEqual({
      kind: "more",
      missing: 7 + 2 + 5,
    });
  });
});

const line = "GET / HTTP/1.1\r\n";
const chunked = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
const body = chunked.length;

describe("faults, each at its first wrong octet", () => {
  it.each<[code: string, at: number, rule: string, text: string]>([
    ["BAD_METHOD", 0, "RFC 9112 §3.1", " GET / HTTP/1.1\r\n\r\n"],
    ["BAD_METHOD", 1, "RFC 9112 §3.1", "G(T / HTTP/1.1\r\n\r\n"],
    ["BAD_METHOD", 0, "RFC 9112 §3.1", "\u0000"],
    ["BAD_METHOD", 3, "RFC 9112 §3.1", "GET\t/ HTTP/1.1\r\n\r\n"],
    ["BAD_METHOD", 3, "RFC 9112 §3.1", "GET\r\n"],
    ["BARE_LF", 0, "RFC 9112 §2.2", "\nGET / HTTP/1.1\r\n\r\n"],
    ["BARE_CR", 0, "RFC 9112 §2.2", "\rGET / HTTP/1.1\r\n\r\n"],
    ["BAD_TARGET", 4, "RFC 9112 §3.2", "GET  / HTTP/1.1\r\n\r\n"],
    ["BAD_TARGET", 5, "RFC 9112 §3.2", "GET /\t HTTP/1.1\r\n\r\n"],
    ["BAD_TARGET", 5, "RFC 9112 §3.2", "GET /\u007f HTTP/1.1\r\n\r\n"],
    ["BAD_REQUEST_LINE", 5, "RFC 9112 §3", "GET /\r\n"],
    ["BAD_VERSION", 9, "RFC 9112 §2.3", "GET /foo bar HTTP/1.1\r\n\r\n"],
    ["BAD_VERSION", 6, "RFC 9112 §2.3", "GET / http/1.1\r\n\r\n"],
    ["BAD_VERSION", 12, "RFC 9112 §2.3", "GET / HTTP/11.1\r\n\r\n"],
    ["BAD_VERSION", 13, "RFC 9112 §2.3", "GET / HTTP/1.x\r\n\r\n"],
    ["UNSUPPORTED_VERSION", 11, "RFC 9110 §2.5", "GET / HTTP/2.0\r\n\r\n"],
    ["BAD_REQUEST_LINE", 14, "RFC 9112 §3", "GET / HTTP/1.1 \r\n\r\n"],
    ["BARE_LF", 14, "RFC 9112 §2.2", "GET / HTTP/1.1\n\n"],
    ["BARE_CR", 14, "RFC 9112 §2.2", "GET / HTTP/1.1\rHost: a"],
    ["SPACE_AFTER_START_LINE", 16, "RFC 9112 §2.2", `${line} Host: a\r\n\r\n`],
    ["OBS_FOLD", 22, "RFC 9112 §5.2", `${line}A: b\r\n\tc\r\n\r\n`],
    ["BAD_FIELD_NAME", 16, "RFC 9112 §5", `${line}: a\r\n\r\n`],
    ["BAD_FIELD_NAME", 18, "RFC 9112 §5", `${line}Ho@st: a\r\n\r\n`],
    ["BAD_FIELD_NAME", 20, "RFC 9112 §5", `${line}Host\r\n\r\n`],
    ["BAD_FIELD_NAME", 17, "RFC 9112 §5", `${line}A\u0000: b\r\n\r\n`],
    ["SPACE_BEFORE_COLON", 20, "RFC 9112 §5.1", `${line}Host : a\r\n\r\n`],
    ["BAD_FIELD_VALUE", 20, "RFC 9110 §5.5", `${line}A: b\u0000c\r\n\r\n`],
    ["BAD_FIELD_VALUE", 20, "RFC 9110 §5.5", `${line}A: b\u007f\r\n\r\n`],
    ["BARE_LF", 20, "RFC 9112 §2.2", `${line}A: b\nC: d\r\n\r\n`],
    ["BARE_CR", 20, "RFC 9112 §2.2", `${line}A: b\rC: d\r\n\r\n`],
    ["BARE_LF", 22, "RFC 9112 §2.2", `${line}A: b\r\n\n`],
    ["BARE_CR", 22, "RFC 9112 §2.2", `${line}A: b\r\n\rx`],
    ["BAD_CHUNK_SIZE", body, "RFC 9112 §7.1", `${chunked}\r\n`],
    ["BAD_CHUNK_SIZE", body, "RFC 9112 §7.1", `${chunked}g\r\n`],
    ["BAD_CHUNK_SIZE", body, "RFC 9112 §7.1", `${chunked}-1\r\n`],
    ["BAD_CHUNK_SIZE", body + 1, "RFC 9112 §7.1", `${chunked}0x5\r\n`],
    ["BAD_CHUNK_SIZE", body + 2, "RFC 9112 §7.1", `${chunked}5 \r\nHello\r\n`],
    ["BARE_LF", body + 1, "RFC 9112 §2.2", `${chunked}5\nHello\r\n`],
    ["BARE_CR", body + 1, "RFC 9112 §2.2", `${chunked}5\r;x\r\n`],
    ["CHUNK_TOO_LARGE", body + 13, "RFC 9112 §7.1", `${chunked}20000000000000\r\n`],
    ["BAD_CHUNK_EXTENSION", body + 2, "RFC 9112 §7.1.1", `${chunked}5;\r\nHello\r\n`],
    ["BAD_CHUNK_EXTENSION", body + 4, "RFC 9112 §7.1.1", `${chunked}5;a=\r\n`],
    ["BAD_CHUNK_EXTENSION", body + 7, "RFC 9112 §7.1.1", `${chunked}5;a="b"c\r\n`],
    ["BAD_CHUNK_EXTENSION", body + 5, "RFC 9112 §7.1.1", `${chunked}5;a="\u0001"\r\n`],
    ["BAD_CHUNK_EXTENSION", body + 6, "RFC 9112 §7.1.1", `${chunked}5;a="\\\u0001"\r\n`],
    ["BAD_CHUNK_END", body + 5, "RFC 9112 §7.1", `${chunked}2\r\nokay\r\n`],
    ["BARE_LF", body + 5, "RFC 9112 §2.2", `${chunked}2\r\nok\n0\r\n\r\n`],
    ["OBS_FOLD", body + 9, "RFC 9112 §5.2", `${chunked}0\r\nA: b\r\n c\r\n\r\n`],
    ["BAD_FIELD_NAME", body + 3, "RFC 9112 §5", `${chunked}0\r\n(\r\n\r\n`],
  ])("%s at %i (%s): %j", (code, at, rule, text) => {
    const bytes = latin1(text);
    const step = readRequest(bytes);
    expect(step).toMatchObject({ kind: "fault", fault: { code, at, rule } });
    // The verdict does not change with what follows, and no prefix is taken for a message.
    expect(readRequest(latin1(`${text}GET / HTTP/1.1\r\n\r\n`))).toEqual(step);
    for (let length = 0; length < bytes.length; length += 1) {
      const cut = readRequest(bytes.subarray(0, length));
      expect(cut.kind === "more" || cut).toEqual(cut.kind === "more" || step);
    }
    expect(describeRequest(bytes)).toEqual(step);
  });

  it("shifts the offsets with the start of the message", () => {
    const bytes = latin1(`xyz${line}Host : a\r\n\r\n`);
    expect(readRequest(bytes, 3)).toMatchObject({ fault: { code: "SPACE_BEFORE_COLON", at: 23 } });
  });
});

describe("limits", () => {
  const limits = { startLine: 20, fieldSection: 30, fieldLines: 2, chunkLine: 8, content: 4 };
  it.each<[code: string | "done", at: number, text: string]>([
    ["done", 0, "GET /1234567 HTTP/1.1".slice(0, 11) + " HTTP/1.1\r\n\r\n"],
    ["REQUEST_LINE_TOO_LONG", 20, "GET /1234567 HTTP/1.1\r\n\r\n"],
    ["REQUEST_LINE_TOO_LONG", 20, "GET /12345678901234567890"],
    ["REQUEST_LINE_TOO_LONG", 20, "G".repeat(30) + "("],
    ["TOO_MANY_EMPTY_LINES", 20, "\r\n".repeat(12)],
    ["done", 0, `${line}A: 3456789012345678901234567\r\n\r\n`],
    ["FIELDS_TOO_LARGE", 46, `${line}A: 34567890123456789012345678901\r\n\r\n`],
    ["FIELDS_TOO_LARGE", 46, `${line}A: ${"x".repeat(40)}`],
    ["FIELDS_TOO_LARGE", 46, `${line}A: ${"x".repeat(40)}\u0000`],
    ["done", 0, `${line}A: 1\r\nB: 2\r\n\r\n`],
    ["FIELDS_TOO_LARGE", 28, `${line}A: 1\r\nB: 2\r\nC: 3\r\n\r\n`],
    ["CONTENT_TOO_LARGE", 17, "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\n"],
    ["CHUNK_LINE_TOO_LONG", body + 8, `${chunked}1;abcdefgh\r\n`],
    ["CHUNK_LINE_TOO_LONG", body + 8, `${chunked}000000000`],
    ["CONTENT_TOO_LARGE", body, `${chunked}5\r\n`],
    ["CONTENT_TOO_LARGE", body + 8, `${chunked}3\r\nabc\r\n2\r\n`],
  ])("%s: %i %j", (code, at, text) => {
    const step = readRequest(latin1(text), 0, limits);
    expect(step).toMatchObject(code === "done" ? { kind: code } : { fault: { code, at } });
  });

  it("accepts a request line of 8000 octets unless told otherwise, as §3 asks", () => {
    expect(read(`GET /${"x".repeat(8000 - 14)} HTTP/1.1\r\n\r\n`).kind).toBe("done");
    expect(read(`GET /${"x".repeat(8192)} HTTP/1.1\r\n\r\n`).kind).toBe("fault");
  });
});
