// Our endpoint against python3-wsproto, in both roles, over the pipes of a child process.
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  answerHandshake,
  checkHandshakeResponse,
  createEndpoint,
  handshakeKey,
  readHandshakeRequest,
  readHandshakeResponse,
  writeHandshakeRequest,
  writeHandshakeResponse,
  type WsEndpoint,
  type WsEvent,
} from "#protocols/websocket/index.ts";
import { concat, utf8 } from "#wire/index.ts";
import { recordSuite } from "../support/conformance-report.ts";

const probe = ["python3", "/usr/bin/python3"].flatMap((python) => {
  const script = "import wsproto; print(wsproto.__version__)";
  const { status, stdout } = spawnSync(python, ["-c", script], { encoding: "utf8" });
  return status === 0 ? [{ python, version: stdout.trim() }] : [];
})[0];

// As a server it echoes messages; as a client it sends five messages with pings between the
// fragments, checks the echoes and closes with 3003. Either way it prints nothing but wire bytes.
const SCRIPT = `
import os, sys
from wsproto import WSConnection, ConnectionType
from wsproto.events import *
server = sys.argv[1] == "server"
ws = WSConnection(ConnectionType.SERVER if server else ConnectionType.CLIENT)
out = lambda event: os.write(1, ws.send(event))
messages = ["", "Paket \\u2714", "x" * 126, b"\\x00" * 65536, "\\U0001d11e" * 3000]
echoed, text, data = [], "", b""
if not server:
    out(Request(host="localhost", target="/feed", subprotocols=["scans.v1"]))
while True:
    chunk = os.read(0, 65536)
    if not chunk:
        sys.exit(3)
    ws.receive_data(chunk)
    for event in ws.events():
        if isinstance(event, Request):
            out(AcceptConnection(subprotocol=event.subprotocols[0]))
        elif isinstance(event, AcceptConnection):
            for message in messages:
                out(Message(data=message[:1], message_finished=False))
                out(Ping(payload=b"between"))
                out(Message(data=message[1:], message_finished=True))
        elif isinstance(event, Ping):
            out(event.response())
        elif isinstance(event, TextMessage) or isinstance(event, BytesMessage):
            if isinstance(event, TextMessage):
                text += event.data
            else:
                data += event.data
            if not event.message_finished:
                continue
            whole = text if isinstance(event, TextMessage) else bytes(data)
            text, data = "", b""
            if server:
                out(Message(data=whole))
            else:
                echoed.append(whole)
                if len(echoed) == len(messages):
                    if echoed != messages:
                        sys.exit(4)
                    out(CloseConnection(code=3003, reason="genug"))
        elif isinstance(event, CloseConnection):
            if server:
                out(event.response())
            sys.exit(0)
`;

type Shaken = { readonly rest: Uint8Array; readonly answer: Uint8Array } | null;

interface Tie {
  readonly role: "client" | "server";
  /** Consumes the peer's handshake: the bytes behind it and what to answer; null for "not yet". */
  readonly shake: (bytes: Uint8Array) => Shaken | Promise<Shaken>;
  readonly first: Uint8Array;
  readonly opened: (endpoint: WsEndpoint) => void;
  readonly answer: (event: WsEvent, endpoint: WsEndpoint) => void;
}

async function converse(python: string, { role, shake, first, opened, answer }: Tie) {
  const child = spawn(python, ["-c", SCRIPT, role === "client" ? "server" : "client"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  // It leaves after the close; what we write into that moment is of no interest.
  child.stdin.on("error", () => {});
  const exit = new Promise<number | null>((resolve) => child.on("exit", resolve));
  const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
  const endpoint = createEndpoint({ role, random });
  const events: WsEvent[] = [];
  if (first.length > 0) child.stdin.write(first);
  let head: Uint8Array | null = new Uint8Array(0);
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    let bytes: Uint8Array = chunk;
    if (head) {
      head = concat([head, bytes]);
      const shaken = await shake(head);
      if (!shaken) continue;
      child.stdin.write(shaken.answer);
      bytes = shaken.rest;
      head = null;
      opened(endpoint);
    }
    for (const event of endpoint.receive(bytes)) {
      events.push(event);
      answer(event, endpoint);
    }
    child.stdin.write(endpoint.takeBytes());
  }
  return { code: await exit, events, state: endpoint.state };
}

const nothing = new Uint8Array(0);

describe.skipIf(!probe)("wsproto", () => {
  const python = probe?.python ?? "";

  it("as a server echoes what our client sends", async () => {
    const key = handshakeKey(new Uint8Array(randomBytes(16)));
    const protocols = ["scans.v1"];
    const sent = ["", "Paket ✔", new Uint8Array(70_000).fill(9), "𝄞".repeat(500)];
    let echoes = 0;
    const { code, events, state } = await converse(python, {
      role: "client",
      first: writeHandshakeRequest({ host: "localhost", key, protocols }),
      shake(bytes) {
        const step = readHandshakeResponse(bytes);
        if (step.kind !== "done") return null;
        expect(checkHandshakeResponse(step.value, { key, protocols })).toEqual([]);
        return { rest: bytes.slice(step.next), answer: nothing };
      },
      opened(endpoint) {
        for (const message of sent) {
          if (typeof message === "string") endpoint.sendText(message, { fragmentSize: 100 });
          else endpoint.sendBinary(message, { fragmentSize: 9000 });
          endpoint.ping(utf8("p"));
        }
      },
      answer(event, endpoint) {
        if (event.kind === "message" && (echoes += 1) === sent.length) endpoint.close(1000, "bye");
      },
    });
    expect(events.flatMap((event) => (event.kind === "message" ? [event.data] : []))).toEqual(sent);
    expect(events.filter(({ kind }) => kind === "pong")).toHaveLength(sent.length);
    expect(events.at(-1)).toEqual({ kind: "close", code: 1000, reason: "bye" });
    expect([code, state]).toEqual([0, "closed"]);
  });

  it("as a client finds its messages echoed by our server", async () => {
    const { code, events } = await converse(python, {
      role: "server",
      first: nothing,
      async shake(bytes) {
        const step = readHandshakeRequest(bytes);
        if (step.kind !== "done") return null;
        const { response, faults } = await answerHandshake(step.value, { protocols: ["scans.v1"] });
        expect(faults).toEqual([]);
        return { rest: bytes.slice(step.next), answer: writeHandshakeResponse(response) };
      },
      opened: () => {},
      answer(event, endpoint) {
        if (event.kind !== "message") return;
        if (event.binary) endpoint.sendBinary(event.data, { fragmentSize: 4000 });
        else endpoint.sendText(event.data);
      },
    });
    expect(code).toBe(0);
    expect(events.filter(({ kind }) => kind === "ping")).toHaveLength(5);
    expect(events.at(-1)).toEqual({ kind: "close", code: 3003, reason: "genug" });
    recordSuite({
      suite: "peer: wsproto",
      engine: "websocket",
      peer: `wsproto ${probe?.version}`,
      cases: 2,
      agree: 2,
      deviations: [],
      ran: true,
    });
  });
});
