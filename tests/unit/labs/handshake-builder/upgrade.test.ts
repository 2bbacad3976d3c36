// Each way to get a handshake over HTTP/1.1 wrong: who objects, with which status and by which rule.
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { acceptOf, answerOf, requestOf } from "../../../../src/labs/handshake-builder/messages.ts";
import {
  change,
  KEYS,
  OUT,
  PRESETS,
  presetOf,
  START,
  type Setup,
} from "../../../../src/labs/handshake-builder/setup.ts";
import { upgrade } from "../../../../src/labs/handshake-builder/upgrade.ts";
import { readResponse } from "../../../../src/protocols/http1/index.ts";
import { exportHar } from "../../../../src/trace/har.ts";
import { latin1Text } from "../../../../src/wire/index.ts";

const run = (change: Partial<Setup>) => upgrade({ ...START, ...change });

test("the start opens, and each side says something", () => {
  const seen = run({});
  expect(seen).toMatchObject({ status: 101, opened: true, refused: [], failed: [], protocol: "" });
  expect(latin1Text(seen.request.bytes)).toBe(
    [
      "GET /scans HTTP/1.1",
      "Host: parcels.example",
      "Upgrade: websocket",
      "Connection: Upgrade",
      "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==",
      "Sec-WebSocket-Version: 13",
      "Origin: https://app.parcels.example",
      "",
      "",
    ].join("\r\n"),
  );
  expect(latin1Text(seen.answer.bytes)).toBe(
    [
      "HTTP/1.1 101 Switching Protocols",
      "Upgrade: websocket",
      "Connection: Upgrade",
      "Sec-WebSocket-Accept: C/0nmHhBztSRGR1CwL6Tf4ZjwpY=",
      "",
      "",
    ].join("\r\n"),
  );
  expect(
    seen.trace.events.filter(({ layer }) => layer === "websocket").map(({ label }) => label),
  ).toEqual(["a text message", "a text message, masked"]);
});

test.each<readonly [Partial<Setup>, number, string]>([
  [{ method: "POST" }, 400, "RFC 6455 §4.2.1"],
  [{ version: "HTTP/1.0" }, 400, "RFC 6455 §4.2.1"],
  [{ host: OUT }, 400, "RFC 9112 §3.2"],
  [{ upgrade: "h2c" }, 400, "RFC 6455 §4.2.1"],
  [{ upgrade: OUT }, 400, "RFC 6455 §4.2.1"],
  [{ connection: "keep-alive" }, 400, "RFC 6455 §4.2.1"],
  [{ connection: OUT }, 400, "RFC 6455 §4.2.1"],
  [{ key: "MTIgYnl0ZXMgbG9u" }, 400, "RFC 6455 §4.2.1"],
  [{ key: OUT }, 400, "RFC 6455 §4.2.1"],
  [{ number: OUT }, 400, "RFC 6455 §4.2.1"],
  [{ number: "8" }, 426, "RFC 6455 §4.2.2"],
  [{ number: "25" }, 426, "RFC 6455 §4.2.2"],
])("the server refuses %o", (change, status, rule) => {
  const seen = run(change);
  expect(seen).toMatchObject({ status, opened: false });
  expect(seen.refused.map((fault) => fault.rule)).toEqual([rule]);
  expect(seen.failed.map(({ code }) => code)).toEqual(["STATUS_NOT_101"]);
});

test("426 names the version and what to upgrade to", () => {
  const text = latin1Text(run({ number: "25" }).answer.bytes);
  expect(text).toContain("\r\nSec-WebSocket-Version: 13\r\n");
  expect(text).toContain("\r\nUpgrade: websocket\r\n");
  expect(text).toContain("\r\nConnection: Upgrade, close\r\n");
});

test("an origin that is not on the list gets 403, no origin is let in", () => {
  expect(run({ origin: "https://evil.example" })).toMatchObject({ status: 403, refused: [] });
  expect(run({ origin: OUT })).toMatchObject({ status: 101, opened: true });
});

test.each<readonly [Partial<Setup>, readonly string[]]>([
  [{ upgrade: "WebSocket", connection: "keep-alive, Upgrade" }, []],
  [{ status: "200" }, ["STATUS_NOT_101"]],
  [{ status: "302" }, ["STATUS_NOT_101"]],
  [{ back: OUT }, ["UPGRADE_MISSING"]],
  [{ back: "h2c" }, ["UPGRADE_MISSING"]],
  [{ option: "keep-alive" }, ["CONNECTION_MISSING"]],
  [{ option: OUT }, ["CONNECTION_MISSING"]],
  [{ accept: "no-guid" }, ["ACCEPT_MISMATCH"]],
  [{ accept: "decoded" }, ["ACCEPT_MISMATCH"]],
  [{ accept: "echo" }, ["ACCEPT_MISMATCH"]],
  [{ accept: OUT }, ["ACCEPT_MISMATCH"]],
  [{ chosen: "scans.v1" }, ["PROTOCOL_UNREQUESTED"]],
  [{ asked: "scans.v1", chosen: "scans.v2" }, ["PROTOCOL_UNREQUESTED"]],
  [{ asked: "scans.v1" }, ["PROTOCOL_MISSING"]],
  [{ used: "permessage-deflate" }, ["EXTENSION_UNREQUESTED"]],
  [{ offer: "permessage-deflate", used: "x-mux" }, ["EXTENSION_UNREQUESTED"]],
  [{ offer: "permessage-deflate", used: "permessage-deflate" }, []],
  [{ offer: "permessage-deflate" }, []],
  [{ back: OUT, option: OUT }, ["UPGRADE_MISSING", "CONNECTION_MISSING"]],
])("the browser and the answer %o", (change, codes) => {
  const seen = run(change);
  expect(seen.refused).toEqual([]);
  expect(seen.failed.map(({ code }) => code)).toEqual(codes);
  expect(seen.opened).toBe(codes.length === 0);
});

test("socket.protocol is what the server chose, not what stood first", () => {
  const asked = "scans.v2, scans.v1";
  expect(run({ asked, chosen: "scans.v1" }).protocol).toBe("scans.v1");
  expect(run({ asked, chosen: "scans.v2" }).protocol).toBe("scans.v2");
});

test("the accept values are those of another SHA-1", () => {
  const sha1 = (...parts: readonly (string | Buffer)[]): string =>
    parts.reduce((hash, part) => hash.update(part), createHash("sha1")).digest("base64");
  const guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  for (const key of KEYS) {
    expect(acceptOf("right", key)).toBe(sha1(key, guid));
    expect(acceptOf("no-guid", key)).toBe(sha1(key));
    expect(acceptOf("decoded", key)).toBe(sha1(Buffer.from(key, "base64"), guid));
  }
  // RFC 6455 §1.3, and the two spellings of one nonce.
  expect(acceptOf("right", KEYS[2])).toBe("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  expect(acceptOf("right", KEYS[1])).not.toBe(acceptOf("right", KEYS[0]));
  expect(acceptOf("decoded", KEYS[1])).toBe(acceptOf("decoded", KEYS[0]));
});

test("an ordinary answer is one that an HTTP reader takes whole", () => {
  for (const status of ["200", "302"] as const) {
    const { bytes } = run({ status }).answer;
    expect(readResponse(bytes, { method: "GET" })).toMatchObject({
      kind: "done",
      next: bytes.length,
      value: { status: Number(status) },
    });
    expect(answerOf({ ...START, status }, KEYS[0]).fields.map(([name]) => name)).not.toContain(
      "Upgrade",
    );
  }
  expect(requestOf({ ...START, host: OUT }).fields.map(([name]) => name)).not.toContain("Host");
});

test("the HAR file tells the status, 101 included", () => {
  const statusIn = (change: Partial<Setup>): unknown => {
    const { log } = JSON.parse(exportHar(run(change).trace)) as {
      log: { entries: readonly { response: { status: number } }[] };
    };
    return log.entries.map(({ response }) => response.status);
  };
  expect(statusIn({})).toEqual([101]);
  expect(statusIn({ number: "25" })).toEqual([426]);
});

test("each preset does what its name says, and is known again", () => {
  const ends = Object.fromEntries(
    Object.keys(PRESETS).map((preset) => {
      const setup = change({ ...START, cookie: "Lax" }, { what: "preset", value: preset });
      expect(presetOf(setup)).toBe(preset);
      expect(setup.cookie).toBe("Lax");
      const { opened, status, failed } = upgrade(setup);
      return [preset, opened ? "open" : status === 101 ? (failed[0]?.code ?? "") : status];
    }),
  );
  expect(ends).toEqual({
    "all by the rules": "open",
    "a subprotocol agreed": "open",
    "HTTP/1.0": 400,
    "POST instead of GET": 400,
    "Connection without Upgrade": 400,
    "a key of 12 bytes": 400,
    "version 25": 426,
    "the Origin of a stranger": 403,
    "no Origin": "open",
    "a redirect": 302,
    "an answer without Connection": "CONNECTION_MISSING",
    "an accept value of the decoded key": "ACCEPT_MISMATCH",
    "a subprotocol that nobody asked for": "PROTOCOL_UNREQUESTED",
    "no subprotocol chosen": "PROTOCOL_MISSING",
    "an extension that was not offered": "EXTENSION_UNREQUESTED",
  });
  expect(presetOf({ ...START, method: "POST", version: "HTTP/1.0" })).toBeNull();
});
