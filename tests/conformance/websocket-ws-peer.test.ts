// Our endpoint against the npm package ws over loopback, in both roles.
import { once } from "node:events";
import { createServer, connect, type AddressInfo, type Socket } from "node:net";
import { randomBytes } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import WebSocket, { WebSocketServer } from "ws";
import {
  answerHandshake,
  checkHandshakeResponse,
  createEndpoint,
  handshakeKey,
  readHandshakeRequest,
  readHandshakeResponse,
  writeFrame,
  writeHandshakeRequest,
  writeHandshakeResponse,
  type EndpointOptions,
  type PermessageDeflate,
  type WsEndpoint,
  type WsEvent,
} from "#protocols/websocket/index.ts";
import { concat, utf8 } from "#wire/index.ts";
import { recordSuite } from "../support/conformance-report.ts";

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
const MESSAGES: readonly (string | Uint8Array)[] = [
  "",
  "Sendung 4711 — zugestellt ✔",
  "x".repeat(125),
  "x".repeat(126),
  "𝄞".repeat(20_000),
  new Uint8Array(0),
  random(65_535),
  random(65_536),
];

const cleanUp: (() => void)[] = [];
afterEach(() => cleanUp.splice(0).forEach((step) => step()));
const tally = { cases: 0, agree: 0 };
const agreed = () => {
  tally.cases += 1;
  tally.agree += 1;
};

/** Our end of a connection: bytes in and out of a socket, events collected until one satisfies. */
function drive(
  socket: Socket,
  endpoint: WsEndpoint,
  head: Uint8Array,
  answer: (event: WsEvent, endpoint: WsEndpoint) => void = () => {},
) {
  const events: WsEvent[] = [];
  let wake = () => {};
  const flush = () => {
    const bytes = endpoint.takeBytes();
    if (bytes.length > 0) socket.write(bytes);
    if (endpoint.state === "closed") socket.end();
  };
  const take = (bytes: Uint8Array) => {
    for (const event of endpoint.receive(bytes)) {
      events.push(event);
      answer(event, endpoint);
    }
    flush();
    wake();
  };
  socket.on("data", take);
  if (head.length > 0) take(head);
  const until = async (enough: (all: readonly WsEvent[]) => boolean) => {
    while (!enough(events)) await new Promise<void>((resolve) => (wake = resolve));
    return events;
  };
  return { events, flush, until };
}

/** Collects a message head off a socket; what came behind it is handed back too. */
async function readHeadOf<T>(
  socket: Socket,
  read: (bytes: Uint8Array) => { kind: string; value?: T; next?: number },
): Promise<{ value: T; rest: Uint8Array }> {
  let bytes = new Uint8Array(0);
  for (;;) {
    const [chunk] = (await once(socket, "data")) as [Buffer];
    bytes = new Uint8Array(concat([bytes, chunk]));
    const step = read(bytes);
    if (step.kind === "fault") throw new Error(JSON.stringify(step));
    if (step.kind === "done" && step.value)
      return { value: step.value, rest: bytes.slice(step.next) };
  }
}

async function connectTo(port: number, options: Partial<EndpointOptions> = {}) {
  const socket = connect(port, "127.0.0.1");
  cleanUp.push(() => socket.destroy());
  await once(socket, "connect");
  const key = handshakeKey(random(16));
  const protocols = ["scans.v1"];
  socket.write(
    writeHandshakeRequest({ host: `127.0.0.1:${port}`, target: "/feed?a=1", key, protocols }),
  );
  const { value, rest } = await readHeadOf(socket, readHandshakeResponse);
  expect(checkHandshakeResponse(value, { key, protocols })).toEqual([]);
  const endpoint = createEndpoint({ role: "client", random, ...options });
  return { socket, endpoint, ...drive(socket, endpoint, rest) };
}

async function startWsServer(onConnection: (socket: WebSocket) => void) {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  cleanUp.push(() => server.close());
  server.on("connection", onConnection);
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

describe("our client, a ws server", () => {
  it("exchanges whole and fragmented messages with pings between the fragments", async () => {
    const pings: string[] = [];
    const port = await startWsServer((peer) => {
      peer.on("ping", (data: Buffer) => pings.push(data.toString()));
      peer.on("message", (data: Buffer, binary) => {
        // Echo in two fragments with a ping between them.
        const middle = Math.floor(data.length / 2);
        peer.send(data.subarray(0, middle), { binary, fin: false });
        peer.ping("from ws");
        peer.send(data.subarray(middle), { binary, fin: true });
      });
    });
    const { socket, endpoint, flush, until } = await connectTo(port);
    for (const message of MESSAGES) {
      const bytes = typeof message === "string" ? utf8(message) : message;
      if (bytes.length % 2 === 0) {
        // By hand: a ping between two fragments that cut a character in half.
        const cut = Math.min(1, bytes.length);
        const opcode = typeof message === "string" ? 1 : 2;
        for (const frame of [
          { fin: false, opcode, payload: bytes.subarray(0, cut) },
          { opcode: 9, payload: utf8("from us") },
          { opcode: 0, payload: bytes.subarray(cut) },
        ]) {
          socket.write(writeFrame(frame, { maskingKey: random(4) }));
        }
      } else if (typeof message === "string") endpoint.sendText(message, { fragmentSize: 50 });
      else endpoint.sendBinary(message, { fragmentSize: 1000 });
      flush();
    }
    const count = (kind: string) => (all: readonly WsEvent[]) =>
      all.filter((event) => event.kind === kind).length >= MESSAGES.length;
    const events = await until(count("message"));
    expect(events.flatMap((event) => (event.kind === "message" ? [event.data] : []))).toEqual(
      MESSAGES,
    );
    expect(events.filter(({ kind }) => kind === "ping")).toHaveLength(MESSAGES.length);
    expect(pings.length).toBeGreaterThan(2);
    endpoint.close(1000, "done");
    flush();
    const last = await until((all) => all.at(-1)?.kind === "close");
    expect(last.at(-1)).toEqual({ kind: "close", code: 1000, reason: "done" });
    expect(endpoint.state).toBe("closed");
    agreed();
  });

  it("answers a close of the server, with and without a code", async () => {
    for (const [code, reason] of [
      [1001, "deploy"],
      [4000, ""],
      [undefined, ""],
    ] as const) {
      const closed = Promise.withResolvers<number>();
      const port = await startWsServer((peer) => {
        peer.on("close", (seen) => closed.resolve(seen));
        peer.close(code, reason);
      });
      const { until } = await connectTo(port);
      const events = await until((all) => all.length > 0);
      expect(events).toEqual([{ kind: "close", code: code ?? 1005, reason }]);
      expect(await closed.promise).toBe(code ?? 1005);
      agreed();
    }
  });

  it("is refused by ws with the same code as by our own server", async () => {
    const bad = [
      { frame: { opcode: 3 } },
      { frame: { opcode: 1, rsv: 4 } },
      { frame: { opcode: 9, payload: new Uint8Array(126) } },
      { frame: { opcode: 9, fin: false } },
      { frame: { opcode: 0 } },
      { frame: { opcode: 1, payload: Uint8Array.of(0xff) } },
      { frame: { opcode: 8, payload: Uint8Array.of(3) } },
      { frame: { opcode: 8, payload: Uint8Array.of(3, 0xed) } },
      { frame: { opcode: 8, payload: Uint8Array.of(3, 0xe8, 0xff) } },
      { frame: { opcode: 1, payload: utf8("unmasked") }, plain: true },
    ];
    for (const { frame, plain } of bad) {
      const port = await startWsServer((peer) => peer.on("error", () => {}));
      const { socket, until } = await connectTo(port);
      const bytes = writeFrame(frame, plain ? {} : { maskingKey: random(4) });
      socket.write(bytes);
      const theirs = (await until((all) => all.length > 0)).at(-1);
      const ours = createEndpoint({ role: "server" }).receive(bytes).at(-1);
      expect(ours).toMatchObject({
        kind: "failed",
        code: theirs?.kind === "close" ? theirs.code : 0,
      });
      agreed();
    }
  });
});

interface OurServer {
  readonly onOpen?: (endpoint: WsEndpoint, flush: () => void) => void;
  readonly answer?: (event: WsEvent, endpoint: WsEndpoint) => void;
}

async function startOurServer({ onOpen, answer }: OurServer, compression?: PermessageDeflate) {
  const server = createServer((socket) => {
    cleanUp.push(() => socket.destroy());
    void readHeadOf(socket, readHandshakeRequest).then(async ({ value, rest }) => {
      const { response, faults } = await answerHandshake(value, {
        protocols: ["scans.v1"],
        chooseExtensions: () =>
          compression
            ? "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
            : null,
      });
      expect(faults).toEqual([]);
      socket.write(writeHandshakeResponse(response));
      const extensions = compression ? { permessageDeflate: compression } : undefined;
      const endpoint = createEndpoint({ role: "server", extensions });
      const { flush } = drive(socket, endpoint, rest, answer);
      onOpen?.(endpoint, flush);
    });
  });
  server.listen(0, "127.0.0.1");
  cleanUp.push(() => server.close());
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** Echoes every message in fragments of 1,000 bytes with a ping behind it. */
const echo: OurServer = {
  answer(event, endpoint) {
    if (event.kind !== "message") return;
    if (event.binary) endpoint.sendBinary(event.data, { fragmentSize: 1000 });
    else endpoint.sendText(event.data, { fragmentSize: 1000 });
    endpoint.ping(utf8("still there?"));
  },
};

const flushTail = Uint8Array.of(0, 0, 0xff, 0xff);
const compression: PermessageDeflate = {
  inflate: (data, maxLength) =>
    inflateRawSync(concat([data, flushTail]), { finishFlush: 2, maxOutputLength: maxLength + 1 }),
  deflate: (data) => deflateRawSync(data, { finishFlush: 2 }).subarray(0, -4),
};

describe.each([
  ["plain", undefined],
  ["permessage-deflate", compression],
])("our server, a ws client, %s", (_, deflate) => {
  const open = async (behaviour: OurServer) => {
    const port = await startOurServer(behaviour, deflate);
    const perMessageDeflate = deflate ? { threshold: 0 } : false;
    const peer = new WebSocket(`ws://127.0.0.1:${port}/feed`, ["other", "scans.v1"], {
      perMessageDeflate,
    });
    cleanUp.push(() => peer.terminate());
    await once(peer, "open");
    return peer;
  };

  it("echoes whole and fragmented messages with pings between them", async () => {
    const peer = await open(echo);
    expect(peer.protocol).toBe("scans.v1");
    expect(peer.extensions).toBe(deflate ? "permessage-deflate" : "");
    const pongs: string[] = [];
    const pings: string[] = [];
    peer.on("pong", (data: Buffer) => pongs.push(data.toString()));
    peer.on("ping", (data: Buffer) => pings.push(data.toString()));
    const received: (string | Uint8Array)[] = [];
    const all = Promise.withResolvers<void>();
    peer.on("message", (data: Buffer, binary) => {
      received.push(binary ? new Uint8Array(data) : data.toString());
      if (received.length === MESSAGES.length) all.resolve();
    });
    for (const message of MESSAGES) {
      const bytes = typeof message === "string" ? utf8(message) : message;
      const binary = typeof message !== "string";
      peer.send(bytes.subarray(0, 7), { binary, fin: false });
      peer.ping("keep");
      peer.send(bytes.subarray(7), { binary, fin: true });
    }
    await all.promise;
    expect(received).toEqual(MESSAGES);
    expect(pongs).toEqual(MESSAGES.map(() => "keep"));
    peer.close(3001, "Feierabend");
    const [code, reason] = (await once(peer, "close")) as [number, Buffer];
    expect([code, reason.toString()]).toEqual([3001, ""]);
    expect(new Set(pings)).toEqual(new Set(["still there?"]));
    agreed();
  });

  it("still echoes what came in one piece with the close", async () => {
    const peer = await open(echo);
    const [message, closed] = [once(peer, "message"), once(peer, "close")];
    peer.send("last words");
    peer.close(1000);
    expect(String((await message)[0])).toBe("last words");
    expect((await closed)[0]).toBe(1000);
    agreed();
  });

  it("closes first", async () => {
    const peer = await open({
      onOpen(endpoint, flush) {
        endpoint.close(1001, "going away");
        flush();
      },
    });
    const [code, reason] = (await once(peer, "close")) as [number, Buffer];
    expect([code, reason.toString()]).toEqual([1001, "going away"]);
    agreed();
  });
});

it("is recorded", () => {
  recordSuite({
    suite: "peer: ws",
    engine: "websocket",
    peer: "ws 8.23.0",
    ...tally,
    deviations: [],
    ran: true,
  });
});
