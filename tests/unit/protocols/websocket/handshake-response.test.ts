import { describe, expect, it } from "vitest";
import {
  answerHandshake,
  checkHandshakeResponse,
  readHandshakeResponse,
  writeHandshakeResponse,
  type HandshakeRequest,
} from "#protocols/websocket/index.ts";
import { latin1 } from "#wire/index.ts";
import { readThreeWays } from "../../../support/three-ways.ts";

// The example of RFC 6455 §1.3.
const key = "dGhlIHNhbXBsZSBub25jZQ==";
const accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
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

describe("response", () => {
  it("chooses the client's first subprotocol that it speaks", async () => {
    const { response, faults } = await answerHandshake(good, { protocols: ["superchat", "chat"] });
    expect(faults).toEqual([]);
    expect(response.fields).toEqual([
      ["Upgrade", "websocket"],
      ["Connection", "Upgrade"],
      ["Sec-WebSocket-Accept", accept],
      ["Sec-WebSocket-Protocol", "chat"],
    ]);
    const bytes = writeHandshakeResponse(response);
    expect(readThreeWays(readHandshakeResponse, bytes)).toEqual(response);
    expect(checkHandshakeResponse(response, { key, protocols: ["chat"] })).toEqual([]);
  });

  it("names no subprotocol and no extension that it does not want", async () => {
    const offer = change("Sec-WebSocket-Extensions", "permessage-deflate");
    const names = async (choice: Parameters<typeof answerHandshake>[1]) =>
      (await answerHandshake(offer, choice)).response.fields.map(([name]) => name);
    expect(await names({})).toEqual(["Upgrade", "Connection", "Sec-WebSocket-Accept"]);
    expect(await names({ chooseExtensions: () => null })).toHaveLength(3);
    expect(await names({ chooseExtensions: (text) => text })).toContain("Sec-WebSocket-Extensions");
  });

  it("bars an origin with 403 and lets in a client without one", async () => {
    const allowOrigin = (origin: string | undefined) =>
      origin === undefined || origin === "http://example.com";
    const status = async (request: HandshakeRequest) =>
      (await answerHandshake(request, { allowOrigin })).response.status;
    expect(await status(good)).toBe(101);
    expect(await status(change("Origin", "https://evil.example"))).toBe(403);
    expect(await status(without("Origin"))).toBe(101);
  });

  const answer = (fields: readonly (readonly [string, string])[], status = 101) => ({
    status,
    fields,
  });
  const base = [
    ["upgrade", "WebSocket"],
    ["connection", "upgrade"],
    ["sec-websocket-accept", accept],
  ] as const;

  it.each([
    ["another status", answer(base, 200), {}, ["STATUS_NOT_101"]],
    [
      "no fields at all",
      answer([]),
      {},
      ["UPGRADE_MISSING", "CONNECTION_MISSING", "ACCEPT_MISMATCH"],
    ],
    ["two upgrades", answer([...base, ["Upgrade", "h2c"]]), {}, ["UPGRADE_MISSING"]],
    [
      "another accept",
      answer([...base.slice(0, 2), ["Sec-WebSocket-Accept", "x"]]),
      {},
      ["ACCEPT_MISMATCH"],
    ],
    ["two accepts", answer([...base, ["Sec-WebSocket-Accept", accept]]), {}, ["ACCEPT_MISMATCH"]],
    [
      "an unasked extension",
      answer([...base, ["Sec-WebSocket-Extensions", "foo"]]),
      {},
      ["EXTENSION_UNREQUESTED"],
    ],
    [
      "a broken extension",
      answer([...base, ["Sec-WebSocket-Extensions", "foo;"]]),
      { extensions: "foo" },
      ["EXTENSION_UNREQUESTED"],
    ],
    [
      "an asked extension",
      answer([...base, ["Sec-WebSocket-Extensions", "foo; a=1"]]),
      { extensions: "foo, bar" },
      [],
    ],
    [
      "an extension when the offer was broken",
      answer([...base, ["Sec-WebSocket-Extensions", "foo"]]),
      { extensions: "foo;" },
      ["EXTENSION_UNREQUESTED"],
    ],
    [
      "an unasked subprotocol",
      answer([...base, ["Sec-WebSocket-Protocol", "x"]]),
      {},
      ["PROTOCOL_UNREQUESTED"],
    ],
    [
      "two subprotocols",
      answer([...base, ["Sec-WebSocket-Protocol", "a"], ["Sec-WebSocket-Protocol", "b"]]),
      { protocols: ["a", "b"] },
      ["PROTOCOL_UNREQUESTED"],
    ],
    ["no subprotocol of those asked for", answer(base), { protocols: ["a"] }, ["PROTOCOL_MISSING"]],
  ] as const)("judges %s", (_, response, asked, codes) => {
    const faults = checkHandshakeResponse(response, { key, ...asked });
    expect(faults.map(({ code }) => code)).toEqual(codes);
  });

  it("refuses a broken status line", () => {
    for (const line of ["HTTP/1.1 101", "HTTP/1.1 99 x", "http/1.1 101 x", "HTTP/1.1 101 a\0"]) {
      expect(readHandshakeResponse(latin1(`${line}\r\n\r\n`))).toMatchObject({
        kind: "fault",
        fault: { code: "BAD_STATUS_LINE" },
      });
    }
  });
});
