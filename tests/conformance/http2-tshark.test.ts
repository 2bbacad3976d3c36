// A conversation between our two ends as a capture: tshark must see the same frames, fields and contents.
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import {
  CLIENT_PREFACE,
  createConnection,
  ERROR_CODES,
  FRAME_TYPES,
  readFrame,
  type Frame,
  type Http2Event,
} from "#protocols/http2/index.ts";
import type { HeaderField } from "#protocols/semantics/fields.ts";
import { formatHex, utf8 } from "#wire/index.ts";
import { createRecorder, type Trace } from "../../src/trace/index.ts";
import { exportPcapng } from "../../src/trace/export-pcapng.ts";
import { openTally } from "../support/conformance-report.ts";
import { complaints, dissect, hasTshark } from "../support/tshark.ts";

interface Told {
  readonly trace: Trace;
  readonly frames: readonly Frame[];
  /** Every field line and every content, in the order of arrival. */
  readonly lines: readonly HeaderField[];
  readonly contents: readonly Uint8Array[];
}

/** Three requests over small windows, pushes, pings, a reset and a GOAWAY, recorded as it happens. */
function converse(): Told {
  const client = createConnection({
    role: "client",
    // No table size: tshark 4.0 loses the fields once it is lowered to something above zero.
    settings: { initialWindowSize: 200 },
    hpack: { index: (name) => (name === "authorization" ? "never" : "index") },
  });
  const server = createConnection({
    role: "server",
    settings: { maxConcurrentStreams: 10 },
    maxDataSize: 120,
  });
  const recorder = createRecorder("an http2 conversation", [
    { id: "c", name: "browser", role: "client" },
    { id: "s", name: "parcel service", role: "server" },
  ]);
  recorder.connect({ id: "1", client: "c", server: "s", transport: "tcp", protocol: "h2" });
  const frames: Frame[] = [];
  const lines: HeaderField[] = [];
  const contents: Uint8Array[] = [];
  let clock = 100;
  const record = (from: "c" | "s", bytes: Uint8Array, format: "http2-preface" | "http2-frame") => {
    const to = from === "c" ? "s" : "c";
    const when = { at: clock, arrives: clock + 1 };
    const what = { layer: "http2", format, bytes, label: format } as const;
    recorder.record({ kind: "message", connection: "1", from, to, ...when, ...what });
    clock += 2;
  };
  const carry = (from: "c" | "s"): Http2Event[] => {
    const [sender, receiver] = from === "c" ? [client, server] : [server, client];
    const bytes = sender.takeBytes();
    let at = 0;
    if (from === "c" && frames.length === 0) {
      at = CLIENT_PREFACE.length;
      record("c", CLIENT_PREFACE, "http2-preface");
    }
    while (at < bytes.length) {
      const step = readFrame(bytes, at);
      if (step.kind !== "done") throw new Error(`own bytes: ${JSON.stringify(step)}`);
      frames.push(step.value);
      record(from, bytes.subarray(at, step.next), "http2-frame");
      at = step.next;
    }
    const events = receiver.receive(bytes);
    for (const event of events) {
      if ("fields" in event) lines.push(...event.fields);
      if (event.kind === "data" && event.data.length > 0) contents.push(event.data);
    }
    return events;
  };
  const request = (path: string): HeaderField[] => [
    [":method", "GET"],
    [":scheme", "https"],
    [":authority", "parcels.example"],
    [":path", path],
    ["authorization", `Bearer ${path}`],
    ["user-agent", "on-the-wire"],
  ];
  for (const [place, path] of ["/", "/list", "/late"].entries()) {
    client.sendHeaders(2 * place + 1, request(path), { endStream: true });
  }
  client.ping(utf8("12345678"));
  carry("c");
  carry("s");
  server.pushPromise(1, 2, request("/style.css").slice(0, 4));
  for (const id of [1, 3, 2]) {
    server.sendHeaders(id, [
      [":status", "200"],
      ["content-type", "text/plain"],
      ["x-id", String(id)],
    ]);
    server.sendData(id, utf8(`${id}`.repeat(100 * id + 150)));
    server.sendHeaders(id, [["x-sum", String(id)]], { endStream: true });
  }
  client.resetStream(5);
  for (let turn = 0; turn < 20; turn += 1) {
    carry("c");
    carry("s");
  }
  server.goAway(ERROR_CODES.NO_ERROR, { debugData: utf8("deploy") });
  carry("s");
  return { trace: recorder.trace(), frames, lines, contents };
}

describe.skipIf(!hasTshark)("tshark", () => {
  it("sees in our conversation what our two ends saw", async () => {
    const { contents, frames, lines, trace } = converse();
    expect(new Set(frames.map(({ type }) => type)).size).toBe(8);
    const capture = await exportPcapng(trace);
    expect(complaints(capture)).toEqual([]);
    const names = [
      ...["type", "streamid", "flags", "length", "header.name", "header.value", "data.data"],
      ...["settings.id", "window_update.window_size_increment", "push_promise.promised_stream_id"],
      ...["rst_stream.error", "goaway.last_stream_id"],
    ].map((name) => `http2.${name}`);
    const rows = dissect(capture, names, "http2");
    const all = (name: string): string[] => rows.flatMap((row) => row[`http2.${name}`] ?? []);
    const tally = openTally("peer: tshark", "http2", []);
    // The preface is a packet of its own; every other one is one frame.
    const types = all("type").map(Number);
    const ids = all("streamid").map(Number);
    frames.forEach((frame, place) => {
      tally.put(
        `frame ${place}`,
        types[place] === frame.type &&
          ids[place] === frame.streamId &&
          Number(all("flags")[place]) === frame.flags,
      );
    });
    expect(types).toHaveLength(frames.length);
    const seen = all("header.name").map((name, place) => [name, all("header.value")[place]]);
    expect(seen).toEqual(lines);
    for (const line of lines) tally.put(line.join(": "), true);
    // With the last frame of a message, such as its trailers, tshark repeats the whole content.
    const seenContents = rows.flatMap((row) =>
      row["http2.type"]?.[0] === "0" ? [row["http2.data.data"]?.[0]?.replaceAll(":", "")] : [],
    );
    expect(seenContents).toEqual(contents.map((content) => formatHex(content)));
    const of = <T>(type: number, pick: (frame: Frame) => T): T[] =>
      frames.filter((frame) => frame.type === type).map(pick);
    expect(all("window_update.window_size_increment").map(Number)).toEqual(
      of(FRAME_TYPES.WINDOW_UPDATE, (frame) =>
        frame.type === FRAME_TYPES.WINDOW_UPDATE ? frame.windowSizeIncrement : 0,
      ),
    );
    expect(all("push_promise.promised_stream_id").map(Number)).toEqual([2]);
    expect(all("rst_stream.error").map(Number)).toEqual([ERROR_CODES.CANCEL]);
    const told = spawnSync("tshark", ["--version"], { encoding: "utf8" }).stdout;
    const version = /\d+\.\d+\.\d+/.exec(told)?.[0] ?? "";
    expect(tally.finish({ peer: `tshark ${version}` })).toEqual([]);
  });
});
