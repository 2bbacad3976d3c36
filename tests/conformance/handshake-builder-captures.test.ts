// Every trace that the handshake builder can save, dissected by tshark: nothing malformed, the same fields.
// Runs of one kind go into one capture, each on connections of its own, so that tshark starts once for all.
import { describe, expect, it } from "vitest";
import { lab } from "../../src/labs/handshake-builder/model.ts";
import { play } from "../../src/labs/handshake-builder/seen.ts";
import {
  CHOICES,
  OUT,
  START,
  type Choice,
  type Setup,
} from "../../src/labs/handshake-builder/setup.ts";
import { formatHex } from "../../src/wire/index.ts";
import { FRAME_TYPES } from "../../src/protocols/http2/index.ts";
import { readFrame } from "../../src/protocols/websocket/index.ts";
import { exportPcapng } from "../../src/trace/export-pcapng.ts";
import { endOf, type Format, type MessageEvent, type Trace } from "../../src/trace/index.ts";
import { complaints, dissect, hasTshark, type Row } from "../support/tshark.ts";

const set = (setup: Setup, what: Choice, value: string): Setup =>
  lab.definition.change(setup, { what, value });

/** Every way to choose among these, the other lines as given. */
const products = (from: Setup, choices: readonly Choice[]): readonly Setup[] =>
  choices.reduce<readonly Setup[]>(
    (setups, what) =>
      setups.flatMap((setup) => CHOICES[what].map((value) => set(setup, what, value))),
    [from],
  );

/** Every option of each of these, one at a time. */
const singly = (from: Setup, choices: readonly Choice[]): readonly Setup[] =>
  choices.flatMap((what) => CHOICES[what].map((value) => set(from, what, value)));

/** Every choice of two of these together. */
const inPairs = (from: Setup, choices: readonly Choice[]): readonly Setup[] =>
  choices.flatMap((one, index) =>
    choices.slice(index + 1).flatMap((other) => products(from, [one, other])),
  );

const REQUEST: readonly Choice[] = [
  "method",
  "version",
  "host",
  "upgrade",
  "connection",
  "key",
  "number",
  "origin",
  "offer",
];
const ANSWER: readonly Choice[] = ["status", "back", "option", "accept"];

/** The actors of the longest cast; addresses of a capture follow their order. */
const CAST = ["client", "server", "host"].map((id) => ({ id, name: id, role: "client" }) as const);

/** Runs behind one another as one trace, each with connections of its own. */
function joined(traces: readonly Trace[]): Trace {
  let start = 0;
  const parts = traces.map((trace, run) => {
    const from = start;
    start += endOf(trace) + 1000;
    return {
      connections: trace.connections.map((each) => ({ ...each, id: `${run} ${each.id}` })),
      events: trace.events.flatMap((event): readonly MessageEvent[] =>
        event.kind === "message"
          ? [
              {
                ...event,
                at: from + event.at,
                arrives: from + (event.arrives ?? 0),
                connection: `${run} ${event.connection ?? ""}`,
              },
            ]
          : [],
      ),
    };
  });
  return {
    title: `${traces.length} runs`,
    actors: CAST,
    connections: parts.flatMap(({ connections }) => connections),
    events: parts.flatMap(({ events }) => events),
  };
}

const messagesOf = (trace: Trace, ...formats: readonly Format[]): readonly MessageEvent[] =>
  trace.events.filter(
    (event): event is MessageEvent => event.kind === "message" && formats.includes(event.format),
  );

const all = (rows: readonly Row[], field: string): readonly string[] =>
  rows.flatMap((row) => row[field] ?? []);

/** Rows as texts, one for each occurrence of the first field, the others beside it. */
const together = (rows: readonly Row[], ...fields: readonly string[]): readonly string[] =>
  rows.flatMap((row) =>
    (row[fields[0] ?? ""] ?? []).map((_, index) =>
      fields.map((field) => row[field]?.[index] ?? "").join(" "),
    ),
  );

/** tshark's name of a field line's value, by the name of the field. */
const LINES = {
  "http.host": "host",
  "http.upgrade": "upgrade",
  "http.connection": "connection",
  "http.sec_websocket_key": "sec-websocket-key",
  "http.sec_websocket_version": "sec-websocket-version",
  "http.sec_websocket_accept": "sec-websocket-accept",
  "http.sec_websocket_protocol": "sec-websocket-protocol",
  "http.sec_websocket_extensions": "sec-websocket-extensions",
} as const;
const START_LINES = ["http.request.method", "http.request.uri", "http.response.code"] as const;
const FRAME = ["websocket.opcode", "websocket.mask", "websocket.payload_length"] as const;
const HTTP2 = ["http2.type", "http2.streamid"] as const;

/** What tshark should find in a trace. */
function expected(trace: Trace): Readonly<Record<string, readonly string[]>> {
  const heads = messagesOf(trace, "http1-request", "http1-response").flatMap(
    ({ head }) => head ?? [],
  );
  const requests = heads.flatMap((head) => (head.kind === "request" ? [head] : []));
  const lines = heads.flatMap((head) => head.fields);
  const inside = new Set(
    trace.connections.flatMap(({ id, protocol }) => (protocol === "h2" ? [id] : [])),
  );
  const frames = messagesOf(trace, "http2-frame");
  return {
    "http.request.method": requests.map(({ method }) => method),
    "http.request.uri": requests.map(({ url }) => new URL(url).pathname),
    "http.response.code": heads.flatMap((head) =>
      head.kind === "response" ? [`${head.status}`] : [],
    ),
    ...Object.fromEntries(
      Object.entries(LINES).map(([field, name]) => [
        field,
        lines.flatMap(([own, value]) => (own.toLowerCase() === name ? [value] : [])),
      ]),
    ),
    // tshark 4.0 shows the frames inside a stream of HTTP/2 as data: compared below as such.
    websocket: messagesOf(trace, "websocket-frame").flatMap(({ bytes, connection = "" }) => {
      const step = readFrame(bytes);
      if (step.kind !== "done") throw new Error("our own frame cannot be read");
      const { opcode, masked, payload } = step.value;
      return inside.has(connection) ? [] : [`${opcode} ${masked ? 1 : 0} ${payload.length}`];
    }),
    http2: frames.map(({ bytes, stream = 0 }) => `${bytes[3]} ${stream}`).sort(),
    // tshark's word for the empty DATA frame that ends a stream.
    "http2.data.data": frames
      .filter(({ bytes }) => bytes[3] === FRAME_TYPES.DATA)
      .map(({ bytes }) => (bytes.length === 9 ? "<MISSING>" : formatHex(bytes.subarray(9)))),
  };
}

function found(capture: Uint8Array): Readonly<Record<string, readonly string[]>> {
  const single = [...START_LINES, ...Object.keys(LINES), "http2.data.data"];
  const rows = dissect(capture, [...single, ...FRAME, ...HTTP2]);
  return {
    ...Object.fromEntries(single.map((field) => [field, all(rows, field)])),
    websocket: together(rows, ...FRAME),
    http2: [...together(rows, ...HTTP2)].sort(),
  };
}

const groups: Readonly<Record<string, readonly Setup[]>> = {
  "requests, one or two lines changed": inPairs(START, REQUEST),
  "answers, one or two lines changed": inPairs(START, ANSWER),
  "answers to a request that must be refused": singly(set(START, "host", OUT), ANSWER),
  subprotocols: products(START, ["asked", "chosen"]),
  extensions: products(START, ["offer", "used"]),
  "extended CONNECT": products(set(START, "scene", "http2"), ["setting", "extra", "asked"]),
  "pages that listen": products(set(START, "scene", "page"), [
    "caller",
    "cookie",
    "allowed",
    "token",
  ]),
};

describe.skipIf(!hasTshark)("tshark reads what the handshake builder saves", () => {
  it.each(Object.entries(groups))("%s", { timeout: 120_000 }, async (_, setups) => {
    const runs = await Promise.all(setups.map(play));
    const trace = joined(runs.map((run) => run.trace));
    const capture = await exportPcapng(trace);
    expect(complaints(capture)).toEqual([]);
    expect(found(capture)).toEqual(expected(trace));
  });

  it("extended CONNECT: the field lines and the setting", async () => {
    const setup = set(set(START, "scene", "http2"), "asked", "scans.v2, scans.v1");
    const capture = await exportPcapng((await play(setup)).trace);
    const rows = dissect(capture, [
      "http2.header.name",
      "http2.header.value",
      "http2.settings.extended_connect",
    ]);
    expect(all(rows, "http2.settings.extended_connect")).toEqual(["1"]);
    expect(together(rows, "http2.header.name", "http2.header.value")).toEqual([
      ":method CONNECT",
      ":protocol websocket",
      ":scheme https",
      ":path /scans",
      ":authority parcels.example",
      "sec-websocket-version 13",
      "origin https://app.parcels.example",
      "sec-websocket-protocol scans.v2, scans.v1",
      ":status 200",
      "sec-websocket-protocol scans.v2",
    ]);
  });
});
