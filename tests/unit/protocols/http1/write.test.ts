// Writing messages, and the contradictions that the writers refuse.
import { describe, expect, it } from "vitest";
import {
  readRequest,
  readResponse,
  writeChunk,
  writeLastChunk,
  writeRequest,
  writeResponse,
} from "../../../../src/protocols/http1/index.ts";
import { concat, latin1, latin1Text, utf8 } from "../../../../src/wire/index.ts";

const text = (bytes: Uint8Array) => latin1Text(bytes);

describe("writeRequest", () => {
  it("writes what it was given, byte for byte", () => {
    expect(
      text(writeRequest({ method: "GET", target: "/users/42", fields: [["Host", "api.example"]] })),
    ).toBe("GET /users/42 HTTP/1.1\r\nHost: api.example\r\n\r\n");
  });
  it("adds the framing field that content needs, counted in bytes", () => {
    const content = utf8("naïve");
    expect(text(writeRequest({ method: "POST", target: "/", content }))).toContain(
      "\r\nContent-Length: 6\r\n\r\n",
    );
    expect(
      text(writeRequest({ method: "POST", target: "/", content, framing: "chunked" })),
    ).toMatch(/Transfer-Encoding: chunked\r\n\r\n6\r\n.{6}\r\n0\r\n\r\n$/);
    expect(text(writeRequest({ method: "POST", target: "/", framing: "length" }))).toContain(
      "Content-Length: 0",
    );
  });
  it("cuts chunks as asked and puts trailers behind them", () => {
    const bytes = writeRequest(
      {
        method: "POST",
        target: "/",
        fields: [["Transfer-Encoding", "chunked"]],
        content: latin1("abcde"),
        trailers: [["T", "1"]],
      },
      { chunkSize: 2 },
    );
    expect(text(bytes)).toContain("\r\n\r\n2\r\nab\r\n2\r\ncd\r\n1\r\ne\r\n0\r\nT: 1\r\n\r\n");
    expect(readRequest(bytes)).toMatchObject({ value: { content: latin1("abcde") } });
  });
  it("builds a streamed body from its pieces", () => {
    const bytes = concat([
      latin1("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"),
      writeChunk(new Uint8Array(26).fill(0x61)),
      writeLastChunk([["Digest", "x"]]),
    ]);
    expect(readRequest(bytes)).toMatchObject({
      kind: "done",
      value: { trailers: [["Digest", "x"]] },
    });
    expect(() => writeChunk(new Uint8Array())).toThrow(RangeError);
    expect(text(writeLastChunk())).toBe("0\r\n\r\n");
  });

  const base = { method: "GET", target: "/" } as const;
  const content = latin1("ab");
  it.each([
    ["a method with a space", { ...base, method: "GET /" }],
    ["an empty target", { ...base, target: "" }],
    ["a target with a space", { ...base, target: "/a b" }],
    ["a target beyond latin-1", { ...base, target: "/€" }],
    ["a target with a line end", { ...base, target: "/\r\nHost: b" }],
    ["a version of another protocol", { ...base, version: "2.0" }],
    ["a field name with a space", { ...base, fields: [["A B", "c"]] }],
    ["a value that would become a line", { ...base, fields: [["A", "b\r\nC: d"]] }],
    ["a value beyond latin-1", { ...base, fields: [["A", "€"]] }],
    ["a length that is not the content's", { ...base, content, fields: [["Content-Length", "3"]] }],
    ["content where framing is none", { ...base, content, framing: "none" }],
    ["framing none with a length", { ...base, framing: "none", fields: [["Content-Length", "3"]] }],
    [
      "framing that the fields contradict",
      { ...base, framing: "length", fields: [["Transfer-Encoding", "chunked"]] },
    ],
    [
      "both framing fields",
      {
        ...base,
        fields: [
          ["Transfer-Encoding", "chunked"],
          ["Content-Length", "0"],
        ],
      },
    ],
    ["trailers without chunked", { ...base, trailers: [["A", "b"]] }],
  ] as const)("throws RangeError on %s", (_, request) => {
    expect(() => writeRequest(request)).toThrow(RangeError);
  });
  it("throws RangeError on a chunk size that is no positive integer", () => {
    const request = { ...base, framing: "chunked" } as const;
    for (const chunkSize of [0, -1, 1.5, Number.NaN]) {
      expect(() => writeRequest(request, { chunkSize })).toThrow(RangeError);
    }
  });
});

describe("writeResponse", () => {
  it("always writes the space before the reason, §4", () => {
    expect(text(writeResponse({ status: 204 }))).toBe("HTTP/1.1 204 \r\n\r\n");
    expect(text(writeResponse({ status: 7, reason: "x", framing: "close" }))).toBe(
      "HTTP/1.1 007 x\r\n\r\n",
    );
  });
  it("declares a length unless told to close, or where no content can be", () => {
    expect(text(writeResponse({ status: 200 }))).toContain("Content-Length: 0");
    const closing = writeResponse({ status: 200, framing: "close", content: latin1("x") });
    expect(text(closing)).toBe("HTTP/1.1 200 \r\n\r\nx");
    expect(readResponse(closing, { ended: true })).toMatchObject({ value: { framing: "close" } });
    expect(text(writeResponse({ status: 304 }))).not.toContain("Content-Length");
  });
  it("writes the answer to HEAD with the length of what is not sent", () => {
    const bytes = writeResponse({
      status: 200,
      framing: "none",
      fields: [["Content-Length", "9"]],
    });
    expect(readResponse(bytes, { method: "HEAD" })).toMatchObject({ kind: "done" });
  });
  it.each([
    ["content in a 204", { status: 204, content: latin1("x") }],
    ["content in framing none", { status: 200, content: latin1("x"), framing: "none" }],
    ["a status of four digits", { status: 1000 }],
    ["a status that is no integer", { status: 20.5 }],
    ["a reason with a line end", { status: 200, reason: "a\r\nb" }],
  ] as const)("throws RangeError on %s", (_, response) => {
    expect(() => writeResponse(response)).toThrow(RangeError);
  });
});
