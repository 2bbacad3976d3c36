import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  answerHandshake,
  checkHandshakeRequest,
  readHandshakeRequest,
  readHandshakeResponse,
  writeHandshakeRequest,
  writeHandshakeResponse,
  type HandshakeRequest,
} from "#protocols/websocket/index.ts";
import { latin1, latin1Text } from "#wire/index.ts";
import { readThreeWays } from "../../../support/three-ways.ts";

// The example of RFC 6455 §1.3.
const key = "dGhlIHNhbXBsZSBub25jZQ==";
const good: HandshakeRequest = {
  method: "GET",
  target: "/chat",
  version: "1.1",
  fields: [
    ["Host", "server.example.com"],
    ["Upgrade", "websocket"],
    ["Connection", "keep-alive, Upgrade"],
    ["Sec-WebSocket-Key", key],
    ["Origin", "http://example.com"],
    ["Sec-WebSocket-Protocol", "chat, superchat"],
    ["Sec-WebSocket-Version", "13"],
  ],
};
const without = (name: string): HandshakeRequest => ({
  ...good,
  fields: good.fields.filter(([field]) => field !== name),
});
const change = (name: string, value: string): HandshakeRequest => ({
  ...good,
  fields: [...without(name).fields, [name, value]],
});

describe("request", () => {
  it("is written as bytes that read back", () => {
    const bytes = writeHandshakeRequest({
      host: "server.example.com",
      target: "/chat",
      key,
      protocols: ["chat", "superchat"],
      extensions: "permessage-deflate; client_max_window_bits",
      origin: "http://example.com",
      fields: [["Cookie", "a=b"]],
    });
    const request = readThreeWays(readHandshakeRequest, bytes);
    expect(checkHandshakeRequest(request)).toEqual([]);
    expect(request).toMatchObject({ method: "GET", target: "/chat", version: "1.1" });
    expect(latin1Text(writeHandshakeRequest({ host: "h", key }))).toBe(
      "GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
        `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    );
  });

  it("refuses to write what would break out of a line", () => {
    const wish = { host: "h", key };
    expect(() => writeHandshakeRequest({ ...wish, target: "/ a" })).toThrow(RangeError);
    expect(() => writeHandshakeRequest({ ...wish, host: "a\r\nX: b" })).toThrow(RangeError);
    expect(() => writeHandshakeRequest({ ...wish, fields: [["a b", "c"]] })).toThrow(RangeError);
    const response = { status: 101, reason: "a\nb", version: "1.1", fields: [] };
    expect(() => writeHandshakeResponse(response)).toThrow(RangeError);
  });

  it("accepts the example of §1.3", () => {
    expect(checkHandshakeRequest(good)).toEqual([]);
  });

  it.each<[string, HandshakeRequest, string, number]>([
    ["POST", { ...good, method: "POST" }, "METHOD_NOT_GET", 400],
    ["HTTP/1.0", { ...good, version: "1.0" }, "VERSION_TOO_OLD", 400],
    ["no Host", without("Host"), "HOST_MISSING", 400],
    ["two Hosts", { ...good, fields: [...good.fields, ["host", "other"]] }, "HOST_MISSING", 400],
    ["no Upgrade", without("Upgrade"), "UPGRADE_MISSING", 400],
    ["another Upgrade", change("Upgrade", "h2c"), "UPGRADE_MISSING", 400],
    ["no Connection", without("Connection"), "CONNECTION_MISSING", 400],
    ["Connection: close", change("Connection", "close"), "CONNECTION_MISSING", 400],
    ["no key", without("Sec-WebSocket-Key"), "KEY_INVALID", 400],
    ["a short key", change("Sec-WebSocket-Key", "c2hvcnQ="), "KEY_INVALID", 400],
    [
      "two keys",
      { ...good, fields: [...good.fields, ["Sec-WebSocket-Key", key]] },
      "KEY_INVALID",
      400,
    ],
    ["no version", without("Sec-WebSocket-Version"), "VERSION_MISSING", 400],
    ["version 013", change("Sec-WebSocket-Version", "013"), "VERSION_MISSING", 400],
    ["version 300", change("Sec-WebSocket-Version", "300"), "VERSION_MISSING", 400],
    ["version 8", change("Sec-WebSocket-Version", "8"), "VERSION_UNSUPPORTED", 426],
    ["a double subprotocol", change("Sec-WebSocket-Protocol", "a, a"), "PROTOCOLS_INVALID", 400],
    [
      "a subprotocol with a space",
      change("Sec-WebSocket-Protocol", "a b"),
      "PROTOCOLS_INVALID",
      400,
    ],
    ["an empty subprotocol", change("Sec-WebSocket-Protocol", ""), "PROTOCOLS_INVALID", 400],
    ["bad extensions", change("Sec-WebSocket-Extensions", "a;"), "EXTENSIONS_INVALID", 400],
  ])("refuses %s", async (_, request, code, status) => {
    expect(checkHandshakeRequest(request).map((fault) => fault.code)).toEqual([code]);
    const { response, faults } = await answerHandshake(request);
    expect(response.status).toBe(status);
    expect(faults).toHaveLength(1);
    const versions = response.fields.filter(([name]) => name === "Sec-WebSocket-Version");
    expect(versions).toEqual(status === 426 ? [["Sec-WebSocket-Version", "13"]] : []);
    // RFC 9110 §7.8: who sends Upgrade names it in Connection.
    expect(response.fields.filter(([name]) => name === "Connection")).toEqual([
      ["Connection", status === 426 ? "Upgrade, close" : "close"],
    ]);
  });

  it.each([
    ["no method", "/ HTTP/1.1\r\n\r\n", "BAD_REQUEST_LINE"],
    ["a method that is no token", "G@T / HTTP/1.1\r\n\r\n", "BAD_REQUEST_LINE"],
    ["a bare LF", "GET / HTTP/1.1\nHost: a\r\n\r\n", "BARE_LF"],
    ["a bare CR", "GET / HTTP/1.1\rHost: a\r\n\r\n", "BARE_CR"],
    ["a folded line", "GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n", "BAD_FIELD"],
    ["no colon", "GET / HTTP/1.1\r\nHost\r\n\r\n", "BAD_FIELD"],
    ["a space before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", "BAD_FIELD"],
    ["NUL in a value", "GET / HTTP/1.1\r\nHost: a\0\r\n\r\n", "BAD_FIELD"],
    ["endless fields", `GET / HTTP/1.1\r\nA: ${"b".repeat(17_000)}`, "HEAD_TOO_LARGE"],
  ])("finds %s", (_, text, code) => {
    expect(readHandshakeRequest(latin1(text))).toMatchObject({ kind: "fault", fault: { code } });
  });

  it("never throws on random bytes", () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 100 }),
      fc.string({ unit: fc.constantFrom(..."GET / HTP1.:\r\n\0a"), maxLength: 60 }).map(latin1),
    );
    fc.assert(
      fc.property(bytes, (input) => {
        expect(["done", "more", "fault"]).toContain(readHandshakeRequest(input).kind);
        expect(["done", "more", "fault"]).toContain(readHandshakeResponse(input).kind);
      }),
      { numRuns: 10_000 },
    );
  });
});
