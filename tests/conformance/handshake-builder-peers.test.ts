// What the handshake builder calls right is taken by the npm package ws, what it calls wrong is refused, both ways;
// its extended CONNECT by Node's HTTP/2 server.
import { once } from "node:events";
import { createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import WebSocket, { WebSocketServer } from "ws";
import { bootstrap } from "../../src/labs/handshake-builder/http2.ts";
import { answerOf, askedIn, requestOf } from "../../src/labs/handshake-builder/messages.ts";
import { lab } from "../../src/labs/handshake-builder/model.ts";
import {
  CHOICES,
  OUT,
  START,
  type Choice,
  type Setup,
} from "../../src/labs/handshake-builder/setup.ts";
import { isAllowed, objections, serve } from "../../src/labs/handshake-builder/upgrade.ts";
import { writeRequest, writeResponse } from "../../src/protocols/http1/index.ts";
import {
  createHpackDecoder,
  ERROR_CODES,
  FRAME_TYPES,
  readFrame,
  type Frame,
} from "../../src/protocols/http2/index.ts";
import { concat } from "../../src/wire/index.ts";
import {
  acceptKeyNow,
  readHandshakeRequest,
  readHandshakeResponse,
} from "../../src/protocols/websocket/index.ts";
import { recordSuite } from "../support/conformance-report.ts";
import { dial, listen, openInbox, withServer } from "../support/loopback.ts";

const set = (setup: Setup, what: Choice, value: string): Setup =>
  lab.definition.change(setup, { what, value });

/** Each option of each of these alone, and of each two together. */
const variations = (choices: readonly Choice[]): readonly (readonly [string, Setup])[] => {
  const found = new Map<string, Setup>([["as it starts", START]]);
  for (const [index, one] of choices.entries()) {
    for (const first of CHOICES[one]) {
      const single = set(START, one, first);
      if (single !== START) found.set(`${one} ${first}`, single);
      for (const other of choices.slice(index + 1)) {
        for (const second of CHOICES[other]) {
          const both = set(single, other, second);
          if (single !== START && both !== single) {
            found.set(`${one} ${first}, ${other} ${second}`, both);
          }
        }
      }
    }
  }
  return [...found];
};

const REQUEST: readonly Choice[] = [
  "method",
  "version",
  "host",
  "upgrade",
  "connection",
  "key",
  "number",
  "origin",
  "asked",
  "offer",
];
const ANSWER: readonly Choice[] = [
  "status",
  "back",
  "option",
  "accept",
  "asked",
  "chosen",
  "offer",
  "used",
];

/** What a ws server (and the HTTP parser of Node below it) lets through, though a rule says otherwise. */
const LENIENT = [
  {
    line: "version HTTP/1.0",
    rule: "RFC 9110 §7.8",
    why: "Node upgrades HTTP/1.0, where Upgrade must be ignored; we answer 400",
  },
  {
    line: "host left out",
    rule: "RFC 9112 §3.2",
    why: "Node asks no Host of a request to upgrade; we answer 400",
  },
  {
    line: "number 8",
    rule: "RFC 6455 §4.2.2",
    why: "ws speaks the draft version 8 as well; we answer 426",
  },
] as const;

const tally = { cases: 0, agree: 0 };
const lenient = new Map<string, number>();

/** Notes a case: agreement, a known leniency, or a difference that nobody expected. */
function put(name: string, theirs: unknown, ours: unknown): readonly string[] {
  tally.cases += 1;
  if (theirs === ours) {
    tally.agree += 1;
    return [];
  }
  const known = LENIENT.find(({ line }) => name.split(", ").includes(line));
  if (known === undefined) return [`${name}: ws ${String(theirs)}, we ${String(ours)}`];
  lenient.set(known.line, (lenient.get(known.line) ?? 0) + 1);
  return [];
}

describe("a ws server and the composed requests", () => {
  it("accepts what is right and refuses what is wrong", async () => {
    const server = new WebSocketServer({
      host: "127.0.0.1",
      port: 0,
      verifyClient: ({ origin }: { origin: string | undefined }, answer) => {
        answer(isAllowed(origin), 403);
      },
    });
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const differ: string[] = [];
    const cases = variations(REQUEST);
    try {
      for (const [name, setup] of cases) {
        const request = requestOf(setup);
        const socket = await dial(port);
        socket.on("error", () => undefined);
        const inbox = openInbox(socket);
        socket.write(writeRequest(request));
        let step = readHandshakeResponse(inbox.bytes());
        while (step.kind === "more" && (await inbox.more())) {
          step = readHandshakeResponse(inbox.bytes());
        }
        socket.destroy();
        const theirs = step.kind === "done" ? step.value.status : 0;
        const ours = serve(setup, request).response.status;
        differ.push(...put(name, theirs === 101, ours === 101));
        if (theirs === 101 && step.kind === "done") {
          expect(step.value.fields).toContainEqual([
            "Sec-WebSocket-Accept",
            acceptKeyNow(setup.key),
          ]);
        }
      }
    } finally {
      server.close();
    }
    expect(differ).toEqual([]);
  });
});

describe("a ws client and the composed answers", () => {
  it("opens on what is right and fails on what is wrong", async () => {
    const differ: string[] = [];
    const cases = variations(ANSWER);
    let setup = START;
    let ours = false;
    await withServer(
      (socket) => {
        const inbox = openInbox(socket);
        void inbox.more().then(() => {
          const step = readHandshakeRequest(inbox.bytes());
          if (step.kind !== "done") throw new Error("a request of ws cannot be read");
          const key = step.value.fields.find(([name]) => name === "Sec-WebSocket-Key")?.[1] ?? "";
          const { status, reason, fields } = answerOf(setup, key);
          ours = objections(setup, key, { kind: "response", status, reason, fields }).length === 0;
          socket.write(writeResponse(answerOf(setup, key)));
        });
      },
      async (port) => {
        for (const [name, each] of cases) {
          setup = each;
          const client = new WebSocket(`ws://127.0.0.1:${port}/scans`, [...askedIn(setup)], {
            perMessageDeflate: setup.offer !== OUT,
          });
          const opened = await new Promise<boolean>((resolve) => {
            client.on("open", () => resolve(true));
            client.on("error", () => resolve(false));
          });
          client.terminate();
          differ.push(...put(name, opened, ours));
        }
      },
    );
    expect(differ).toEqual([]);
  });
});

/** Sends what the lab's client sends up to its HEADERS, and reads the first frame that answers on stream 1. */
async function askNode(setup: Setup, enableConnectProtocol: boolean): Promise<Frame> {
  const server = createServer({ settings: { enableConnectProtocol } });
  server.on("stream", (stream, headers) => {
    stream.on("error", () => undefined);
    expect(headers[":protocol"]).toBe("websocket");
    stream.respond({ ":status": 200, "sec-websocket-protocol": "scans.v2" });
  });
  const socket = await dial(await listen(server));
  try {
    const inbox = openInbox(socket);
    const bytes = bootstrap(setup).trace.events.flatMap((event) =>
      event.kind === "message" && event.from === "client" && event.layer === "http2"
        ? [event.bytes]
        : [],
    );
    // The preface and SETTINGS; then, with the server's SETTINGS in hand, the acknowledgement and HEADERS.
    socket.write(concat(bytes.slice(0, 2)));
    await inbox.more();
    socket.write(concat(bytes.slice(2, 4)));
    for (;;) {
      for (let at = 0; ;) {
        const step = readFrame(inbox.bytes(), at);
        if (step.kind !== "done") break;
        if (step.value.streamId === 1) return step.value;
        at = step.next;
      }
      if (!(await inbox.more())) throw new Error("the connection ended without an answer");
    }
  } finally {
    socket.destroy();
    server.close();
  }
}

describe("Node’s HTTP/2 server and the extended CONNECT", () => {
  const setup = set(set(START, "scene", "http2"), "asked", "scans.v2, scans.v1");

  it("opens the stream where the setting was announced", async () => {
    const frame = await askNode(setup, true);
    if (!("fragment" in frame)) throw new Error(`not HEADERS but type ${frame.type}`);
    const decoded = createHpackDecoder().decode(frame.fragment);
    expect(decoded.kind === "done" && decoded.value).toEqual(
      expect.arrayContaining([
        [":status", "200"],
        ["sec-websocket-protocol", "scans.v2"],
      ]),
    );
  });

  it.each([
    ["the setting is missing", set(setup, "setting", "ignored"), false],
    ["fields of HTTP/1.1 stand in it", set(setup, "extra", "yes"), true],
  ] as const)("resets the stream where %s", async (_, wrong, announced) => {
    expect(await askNode(wrong, announced)).toMatchObject({
      type: FRAME_TYPES.RST_STREAM,
      errorCode: ERROR_CODES.PROTOCOL_ERROR,
    });
  });
});

it("is recorded", () => {
  recordSuite({
    suite: "peer: ws, handshakes of the builder",
    engine: "websocket",
    peer: "ws 8.23.0",
    ...tally,
    deviations: LENIENT.map(({ line, rule, why }) => {
      return { name: `requests with ${line}`, rule, why, count: lenient.get(line) ?? 0 };
    }),
    ran: true,
  });
});
