// The mock's two halves over real TCP against npm ws, its whole against the Autobahn cases, and its
// traces against tshark.
import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import WebSocket, { WebSocketServer } from "ws";
import { concat, formatHex, utf8 } from "../../src/wire/index.ts";
import type { PermessageDeflate } from "../../src/protocols/websocket/index.ts";
import { createWebSocketMock, serve, type MockServer } from "../../src/ws-mock/index.ts";
import { recordSuite } from "../support/conformance-report.ts";
import { listen } from "../support/loopback.ts";
import { dialTcp, pipeOf } from "../support/socket-pipe.ts";
import { echo, play, type Plan } from "../support/ws-exchanges.ts";

const cleanUp: (() => void)[] = [];
afterEach(() => cleanUp.splice(0).forEach((step) => step()));
const tally = { cases: 0, agree: 0 };
const agreed = (count = 1) => {
  tally.cases += count;
  tally.agree += count;
};

const tail = Uint8Array.of(0, 0, 0xff, 0xff);
const compression: PermessageDeflate = {
  inflate: (data, maxLength) =>
    inflateRawSync(concat([data, tail]), { finishFlush: 2, maxOutputLength: maxLength + 1 }),
  deflate: (data) => deflateRawSync(data, { finishFlush: 2 }).subarray(0, -4),
};

/** A ws server on a port of its own. */
async function wsServer(
  onConnection: (peer: WebSocket) => void,
  options: ConstructorParameters<typeof WebSocketServer>[0] = {},
): Promise<string> {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0, ...options });
  cleanUp.push(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  server.on("connection", (peer) => {
    peer.on("error", () => undefined);
    onConnection(peer);
  });
  await once(server, "listening");
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/feed?a=1`;
}

/** The class on TCP. */
const onTcp = (url: string, plan: Plan, codec?: PermessageDeflate) =>
  play(
    createWebSocketMock({ dial: dialTcp, ...(codec ? { compression: codec } : {}) }).WebSocket,
    url,
    plan,
  );

const OPEN = ["open", "", "", 1];
const message = (text: string) => ["message", text, "ws:", 1];
const clean = (code: number, reason = "") => ["close", code, reason, true, 3];
const FAILED = [
  ["error", 3],
  ["close", 1006, "", false, 3],
];

describe("the client half, a ws server", () => {
  const echoing = (peer: WebSocket) => {
    peer.on("message", (data: Buffer, binary) => peer.send(data, { binary }));
  };

  it.each([
    ["plain", undefined, ""],
    ["compressed", compression, "permessage-deflate"],
  ])("text and binary come back, %s", async (_, codec, extension) => {
    const url = await wsServer(echoing, { perMessageDeflate: codec ? { threshold: 0 } : false });
    const seen = await onTcp(
      url,
      {
        binaryType: "arraybuffer",
        onOpen: [
          ["send", ""],
          ["send", "zugestellt ✔"],
          ["long", 70_000],
          ["bytes", [0, 255]],
          ["blob", [7]],
        ],
        onMessage: [[], [], [], [], [["close", 1000, "bye"]]],
      },
      codec,
    );
    expect(seen.slice(1)).toEqual([
      message(""),
      message("zugestellt ✔"),
      message(`${"x".repeat(20)}… 70000`),
      message("bytes 0,255"),
      message("bytes 7"),
      clean(1000, "bye"),
    ]);
    expect((seen[0] as readonly string[])[2]).toContain(extension);
    agreed();
  });

  it("takes fragments with pings between them, and answers the pings", async () => {
    const pongs: string[] = [];
    const url = await wsServer((peer) => {
      peer.on("pong", (data: Buffer) => pongs.push(data.toString()));
      const text = Buffer.from("ein Paket für Zoë");
      peer.send(text.subarray(0, 12), { binary: false, fin: false });
      peer.ping("one");
      peer.send(text.subarray(12), { binary: false, fin: true });
      peer.ping("two");
      peer.on("message", () => peer.close(1000, String(pongs)));
    });
    const seen = await onTcp(url, { onMessage: [[["send", "done"]]] });
    expect(seen).toEqual([OPEN, message("ein Paket für Zoë"), clean(1000, "one,two")]);
    agreed();
  });

  it("closes from either side", async () => {
    const told: number[] = [];
    const open = await wsServer((peer) => peer.on("close", (code: number) => told.push(code)));
    expect(await onTcp(open, { onOpen: [["close", 4321, "why not"]] })).toEqual([
      OPEN,
      clean(4321, "why not"),
    ]);
    expect(await onTcp(open, { onOpen: [["close"]] })).toEqual([OPEN, clean(1005)]);
    for (const [code, reason] of [
      [1001, "deploy"],
      [4000, ""],
      [undefined, ""],
    ] as const) {
      const url = await wsServer((peer) => peer.close(code, reason));
      expect(await onTcp(url, {})).toEqual([OPEN, clean(code ?? 1005, reason)]);
    }
    const dropping = await wsServer((peer) => peer.terminate());
    const dropped = await onTcp(dropping, {});
    expect(dropped.at(-1)).toEqual(["close", 1006, "", false, 3]);
    expect(told).toEqual([4321, 1005]);
    agreed(6);
  });

  it("is refused, gets its subprotocol, and sends too much", async () => {
    const refusing = await wsServer(() => undefined, { verifyClient: () => false });
    expect(await onTcp(refusing, {})).toEqual(FAILED);
    const choosing = await wsServer((peer) => peer.close(1000), {
      handleProtocols: (protocols) => [...protocols][1] ?? false,
    });
    expect(await onTcp(choosing, { protocols: ["a", "b"] })).toEqual([
      ["open", "b", "", 1],
      clean(1000),
    ]);
    const silent = await wsServer((peer) => peer.close(1000), { handleProtocols: () => false });
    expect(await onTcp(silent, { protocols: ["a", "b"] })).toEqual(FAILED);
    const narrow = await wsServer(() => undefined, { maxPayload: 1000 });
    expect(await onTcp(narrow, { onOpen: [["long", 1001]] })).toEqual([OPEN, clean(1009)]);
    agreed(4);
  });
});

/** The server half on TCP. */
async function ourServer(server: MockServer, codec?: PermessageDeflate): Promise<string> {
  const tcp: Server = createServer({ allowHalfOpen: true }, (socket) => {
    cleanUp.push(() => socket.destroy());
    serve(pipeOf(socket), server, { compression: codec });
  });
  cleanUp.push(() => tcp.close());
  return `ws://127.0.0.1:${await listen(tcp)}/feed`;
}

/** What a ws client saw until its close. */
async function wsClient(
  url: string,
  act: (peer: WebSocket) => void,
  options: { protocols?: string[]; perMessageDeflate?: boolean | object } = {},
): Promise<unknown[]> {
  const { protocols = [], perMessageDeflate = false } = options;
  const peer = new WebSocket(url, protocols, { perMessageDeflate });
  cleanUp.push(() => peer.terminate());
  const seen: unknown[] = [];
  peer.on("open", () => {
    seen.push(["open", peer.protocol]);
    act(peer);
  });
  peer.on("message", (data: Buffer, binary) =>
    seen.push(binary ? formatHex(data) : data.toString()),
  );
  peer.on("ping", (data: Buffer) => seen.push(`ping ${data.toString()}`));
  // ws hands messages on a little later than pongs, so pongs have a place of their own.
  peer.on("pong", (data: Buffer) => seen.unshift(`pong ${data.toString()}`));
  peer.on("unexpected-response", (_, response) => {
    seen.push(["refused", response.statusCode]);
    peer.terminate();
  });
  peer.on("error", () => undefined);
  const closed = Promise.withResolvers<unknown[]>();
  peer.on("close", (code, reason) => closed.resolve(["close", code, reason.toString()]));
  const last = await closed.promise;
  return [...seen, last];
}

describe("the server half, a ws client", () => {
  it.each([
    ["plain", undefined],
    ["compressed", compression],
  ])("echoes text, binary and fragments, %s", async (_, codec) => {
    const url = await ourServer((handshake) => {
      const peer = handshake.accept({ compress: true });
      let left = 4;
      peer.listen((event) => {
        if (event.kind !== "message") return;
        peer.send(event.data, { fragmentSize: 1000 });
        left -= 1;
        if (left === 0) peer.ping(utf8("all?"));
      });
    }, codec);
    const seen = await wsClient(
      url,
      (peer) => {
        peer.send("");
        peer.send("zugestellt ✔");
        peer.ping("keep");
        peer.send(Buffer.from("xxxxyyyy".repeat(100)), { binary: false, fin: false });
        peer.send(Buffer.from("xxxxyyyy".repeat(200)), { binary: false, fin: true });
        peer.send(Uint8Array.of(1, 2, 255));
        peer.on("ping", () => peer.close(3001, "enough"));
      },
      { perMessageDeflate: codec ? { threshold: 0 } : false },
    );
    expect(seen).toEqual([
      "pong keep",
      ["open", ""],
      "",
      "zugestellt ✔",
      "xxxxyyyy".repeat(300),
      "0102ff",
      "ping all?",
      ["close", 3001, ""],
    ]);
    agreed();
  });

  it("closes from either side", async () => {
    for (const [code, reason] of [
      [1001, "deploy"],
      [undefined, undefined],
    ] as const) {
      const url = await ourServer((handshake) => void handshake.accept().close(code, reason));
      expect(await wsClient(url, () => undefined)).toEqual([
        ["open", ""],
        ["close", code ?? 1005, reason ?? ""],
      ]);
    }
    const url = await ourServer(echo);
    expect(await wsClient(url, (peer) => peer.close(4000, "x"))).toEqual([
      ["open", ""],
      ["close", 4000, ""],
    ]);
    agreed(3);
  });

  it("refuses, selects a subprotocol, and stops what is too large", async () => {
    for (const status of [302, 401, 403, 404, 500]) {
      const url = await ourServer((handshake) => handshake.refuse({ status, content: "no" }));
      expect((await wsClient(url, () => undefined))[0]).toEqual(["refused", status]);
    }
    const chosen = await ourServer((handshake) => {
      handshake.accept({ protocol: handshake.protocols[1] }).close(1000);
    });
    expect((await wsClient(chosen, () => undefined, { protocols: ["a", "b"] }))[0]).toEqual([
      "open",
      "b",
    ]);
    const narrow = await ourServer((handshake) => void handshake.accept({ maxMessageSize: 100 }));
    expect(await wsClient(narrow, (peer) => peer.send("x".repeat(101)))).toEqual([
      ["open", ""],
      ["close", 1009, ""],
    ]);
    const garbage = await ourServer((handshake) => void handshake.answerRaw(utf8("what?\r\n\r\n")));
    expect(await wsClient(garbage, () => undefined)).toEqual([["close", 1006, ""]]);
    agreed(8);
  });
});

it("is recorded", () => {
  const deviations: [] = [];
  recordSuite({
    suite: "peer: ws",
    engine: "ws-mock",
    peer: "ws 8.23.0",
    ...tally,
    deviations,
    ran: true,
  });
});
