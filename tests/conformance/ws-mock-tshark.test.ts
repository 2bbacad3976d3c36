// Traces of the mock as captures: Wireshark's dissector finds nothing malformed, and sees the handshakes,
// opcodes, masks, close codes and payloads that the recorder was told.
import { describe, expect, it } from "vitest";
import {
  OPCODES,
  readCloseBody,
  readFrame,
  type WsFrame,
} from "../../src/protocols/websocket/index.ts";
import { createRandom } from "../../src/sim/random.ts";
import { createScheduler } from "../../src/sim/scheduler.ts";
import { exportPcapng } from "../../src/trace/export-pcapng.ts";
import { createRecorder, type Trace } from "../../src/trace/index.ts";
import { concat, formatHex, utf8Text } from "../../src/wire/index.ts";
import { clockOf, createWebSocketMock, type LinkOptions } from "../../src/ws-mock/index.ts";
import { recordSuite } from "../support/conformance-report.ts";
import { complaints, dissect, hasTshark, type Row } from "../support/tshark.ts";
import { EXCHANGES, type Exchange, type Plan } from "../support/ws-exchanges.ts";

/** Those whose bytes are not broken on purpose. */
const whole = EXCHANGES.filter(
  ({ name }) =>
    !/^broken|no HTTP|then a broken frame|handshake answered with|^close frame/.test(name),
);

/** All exchanges behind one another on virtual time; a Blob would need real time and is sent as bytes. */
function traceOf(exchanges: readonly Exchange[], link: LinkOptions): Trace {
  const recorder = createRecorder("exchanges", [
    { id: "page", name: "page", role: "client" },
    { id: "hub", name: "hub", role: "server" },
  ]);
  const scheduler = createScheduler();
  const random = createRandom(5);
  for (const { plan, server } of exchanges) {
    const { WebSocket: Socket } = createWebSocketMock({
      server,
      link,
      clock: clockOf(scheduler),
      random: (length) => random.bytes(length),
      record: { recorder, client: "page", server: "hub" },
      origin: "https://course.example",
    });
    const socket = new Socket("ws://parcels.example/feed?a=1", [...(plan.protocols ?? [])]);
    const act = (actions: NonNullable<Plan["onOpen"]> = []) => {
      for (const action of actions) {
        if (action[0] === "close") socket.close(action[1], action[2]);
        else if (action[0] === "send") socket.send(action[1]);
        else if (action[0] === "long") socket.send("x".repeat(action[1]));
        else socket.send(Uint8Array.from(action[1]));
      }
    };
    let messages = 0;
    socket.onopen = () => act(plan.onOpen);
    socket.onmessage = () => act(plan.onMessage?.[messages++]);
    act(plan.atOnce);
    expect(scheduler.run()).toBe(true);
  }
  return recorder.trace();
}

/** What one side sent on one connection, as the trace and as the dissector tell it. */
interface Told {
  readonly opcodes: number[];
  readonly fins: boolean[];
  readonly masks: boolean[];
  readonly codes: number[];
  readonly reasons: string[];
  readonly texts: string[];
  readonly pings: string[];
  readonly bytes: string[];
}
const nothing = (): Told => ({
  ...{ opcodes: [], fins: [], masks: [], codes: [], reasons: [], texts: [], pings: [], bytes: [] },
});

/** Notes a frame; `parts` holds the fragments of a message that is not whole yet, as tshark does. */
function put(told: Told, parts: WsFrame[], frame: WsFrame): void {
  const { opcode, fin, masked, payload } = frame;
  told.opcodes.push(opcode);
  told.fins.push(fin);
  told.masks.push(masked);
  if (opcode === OPCODES.close && payload.length > 0) {
    const body = readCloseBody(payload);
    if ("rule" in body) throw new Error(body.text);
    told.codes.push(body.code);
    if (body.reason !== "") told.reasons.push(body.reason);
  }
  if (opcode === OPCODES.ping && payload.length > 0) told.pings.push(formatHex(payload));
  if (opcode >= OPCODES.close) return;
  parts.push(frame);
  if (!fin) return;
  const message = concat(parts.map((part) => part.payload));
  const kind = parts.splice(0)[0]?.opcode;
  if (message.length === 0) return;
  if (kind === OPCODES.text) told.texts.push(utf8Text(message));
  else told.bytes.push(formatHex(message));
}

/** By connection and side: "0 page". */
function fromTrace(trace: Trace): Map<string, Told> {
  const sides = new Map<string, Told>();
  const open = new Map<string, WsFrame[]>();
  for (const event of trace.events) {
    if (event.kind !== "message" || event.format !== "websocket-frame" || event.arrives === null)
      continue;
    const connection = trace.connections.findIndex(({ id }) => id === event.connection);
    const key = `${49_152 + connection} ${event.from}`;
    const told = sides.get(key) ?? nothing();
    sides.set(key, told);
    const parts = open.get(key) ?? [];
    open.set(key, parts);
    const step = readFrame(event.bytes);
    if (step.kind === "done") put(told, parts, step.value);
  }
  return sides;
}

const FIELDS = [
  ...["tcp.srcport", "tcp.dstport", "websocket.opcode", "websocket.fin", "websocket.mask"],
  ...["websocket.payload.close.status_code", "websocket.payload.close.reason"],
  ...["websocket.payload.text", "websocket.payload.ping", "data.data"],
];

function fromDissector(rows: readonly Row[]): Map<string, Told> {
  const sides = new Map<string, Told>();
  for (const row of rows) {
    const get = (field: string) => row[field] ?? [];
    const fromServer = get("tcp.srcport")[0] === "80";
    const port = get(fromServer ? "tcp.dstport" : "tcp.srcport")[0] ?? "";
    const key = `${port} ${fromServer ? "hub" : "page"}`;
    const told = sides.get(key) ?? nothing();
    sides.set(key, told);
    const isTrue = (text: string) => text === "1" || text === "True";
    told.opcodes.push(...get("websocket.opcode").map(Number));
    told.fins.push(...get("websocket.fin").map(isTrue));
    told.masks.push(...get("websocket.mask").map(isTrue));
    told.codes.push(...get("websocket.payload.close.status_code").map(Number));
    told.reasons.push(...get("websocket.payload.close.reason"));
    told.texts.push(...get("websocket.payload.text"));
    told.pings.push(...get("websocket.payload.ping").map((text) => text.replaceAll(":", "")));
    told.bytes.push(...get("data.data").map((text) => text.replaceAll(":", "")));
  }
  return sides;
}

const tally = { cases: 0, agree: 0 };

describe.skipIf(!hasTshark)("tshark reads the mock's traces", () => {
  it.each<[string, LinkOptions]>([
    ["without delay", {}],
    ["over 30 ms", { delay: 30 }],
    ["at 1 Mbit/s", { delay: 10, bandwidth: 1e6 }],
  ])("%s", async (_, link) => {
    const trace = traceOf(whole, link);
    const capture = await exportPcapng(trace);
    expect(complaints(capture)).toEqual([]);
    const ours = fromTrace(trace);
    const theirs = fromDissector(dissect(capture, FIELDS, "websocket"));
    expect([...theirs.keys()].sort()).toEqual([...ours.keys()].sort());
    for (const [key, told] of ours) expect({ key, ...theirs.get(key) }).toEqual({ key, ...told });

    const statuses = dissect(capture, ["http.response.code"], "http.response").flatMap(
      (row) => row["http.response.code"] ?? [],
    );
    const answered = trace.events.flatMap((event) =>
      event.kind === "message" && event.head?.kind === "response" && event.arrives !== null
        ? [String(event.head.status)]
        : [],
    );
    expect(statuses).toEqual(answered);
    tally.cases += whole.length;
    tally.agree += whole.length;
  });

  it("is recorded", () => {
    recordSuite({
      ...{ suite: "peer: tshark", engine: "ws-mock", peer: "tshark", deviations: [], ran: true },
      ...tally,
    });
  });
});
