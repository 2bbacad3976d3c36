// What the labs of the HTTP/2 lesson export: dissected by tshark without a complaint, field for field as ours.
import { describe, expect, it } from "vitest";
import { upTo } from "../../src/labs/frame-workshop/judge.ts";
import { TRACE } from "../../src/labs/frame-workshop/story.ts";
import { sendAll } from "../../src/labs/hpack-table/requests.ts";
import { CHOICES, START as TABLE, TABLES } from "../../src/labs/hpack-table/setup.ts";
import { leaveWith } from "../../src/labs/stream-endings/leaving.ts";
import { resetMany } from "../../src/labs/stream-endings/resetting.ts";
import { FAREWELLS, START as ENDING } from "../../src/labs/stream-endings/setup.ts";
import { runPipe } from "../../src/labs/stream-windows/pipe.ts";
import {
  ORDERS,
  START as PIPE,
  type Setup as PipeSetup,
} from "../../src/labs/stream-windows/setup.ts";
import { createHpackDecoder, readFrame, type Frame } from "../../src/protocols/http2/index.ts";
import { exportPcapng } from "../../src/trace/export-pcapng.ts";
import { exportHar } from "../../src/trace/har.ts";
import type { MessageEvent, Trace } from "../../src/trace/index.ts";
import { complaints, dissect, hasTshark } from "../support/tshark.ts";

interface Ours {
  readonly event: MessageEvent;
  readonly frame: Frame;
}

/** What is asked of tshark, a row for each packet. */
const COLUMNS = [
  "http2.type",
  "http2.streamid",
  "http2.flags",
  "http2.length",
  "http2.header.name",
  "http2.header.value",
  "http2.window_update.window_size_increment",
  "http2.rst_stream.error",
  "http2.goaway.last_stream_id",
];

const framesOf = ({ events }: Trace): readonly Ours[] =>
  events.flatMap((event) => {
    if (event.kind !== "message" || event.format !== "http2-frame") return [];
    const step = readFrame(event.bytes);
    if (step.kind !== "done") throw new Error("our own frame cannot be read");
    return [{ event, frame: step.value }];
  });

/** Field lines of every field block, as our decoders read them in the trace's order. */
function linesOf(frames: readonly Ours[]): string[] {
  const decoders = { client: createHpackDecoder(), server: createHpackDecoder() };
  return frames.flatMap(({ event, frame }) => {
    if (frame.type !== 1) return [];
    const decoded = decoders[event.from === "client" ? "client" : "server"].decode(frame.fragment);
    if (decoded.kind !== "done") throw new Error(decoded.fault.text);
    return decoded.value.map(([name, value]) => `${name}: ${value}`);
  });
}

const grants = { 0: 60, 1: 4, 3: 60, 5: 0 };
const pipes: readonly PipeSetup[] = [
  ...ORDERS.map((order): PipeSetup => ({ ...PIPE, order, grants })),
  { ...PIPE, window: 8_000, credit: "auto" },
  PIPE,
];

/** What each lab exports, over the range of its controls. */
const traces: readonly (readonly [string, Trace])[] = [
  ["the visit", TRACE],
  ...[1, 8, 15, 20].map((place): readonly [string, Trace] => [
    `the visit up to frame ${place}`,
    upTo({ place }),
  ]),
  ...TABLES.map((table, at): readonly [string, Trace] => {
    const secret = CHOICES[at] ?? "index";
    return [
      `HPACK, ${secret}, ${table} table`,
      sendAll({ ...TABLE, secret, table, huffman: at > 0 }).trace,
    ];
  }),
  ...pipes.map((setup): readonly [string, Trace] => [
    `three streams ${setup.order}, ${setup.window} bytes, credit by ${setup.credit}`,
    runPipe(setup).trace,
  ]),
  ...FAREWELLS.flatMap((farewell) =>
    [0, 3].map((taken): readonly [string, Trace] => [
      `leaving, ${farewell} GOAWAY, ${taken} taken up`,
      leaveWith({ ...ENDING, farewell, taken, answered: Math.min(taken, 1) }).trace,
    ]),
  ),
  ...[200, 10].map((limit): readonly [string, Trace] => [
    `rapid reset, limit ${limit}`,
    resetMany({ ...ENDING, attack: 120, limit }).trace,
  ]),
];

describe.skipIf(!hasTshark)("tshark reads what the labs export", () => {
  it.each(traces)("%s", async (_, trace) => {
    const capture = await exportPcapng(trace);
    expect(complaints(capture)).toEqual([]);
    const ours = framesOf(trace);
    const rows = dissect(capture, COLUMNS, "http2.type");
    const column = (name: string): string[] => rows.flatMap((row) => row[name] ?? []);
    const theirs = rows.flatMap((row) => {
      const [types = [], ...others] = COLUMNS.slice(0, 4).map((name) => row[name] ?? []);
      return types.map((type, at) =>
        [type, ...others.map((each) => each[at])].map(Number).join(" "),
      );
    });
    expect(theirs.sort()).toEqual(
      ours
        .map(({ event, frame }) =>
          [frame.type, frame.streamId, frame.flags, event.bytes.length - 9].join(" "),
        )
        .sort(),
    );
    const values = column("http2.header.value");
    const lines = column("http2.header.name").map((name, at) => `${name}: ${values[at] ?? ""}`);
    expect(lines.sort()).toEqual(linesOf(ours).sort());
    const own = (pick: (frame: Frame) => number | undefined): number[] =>
      ours.flatMap(({ frame }) => pick(frame) ?? []).sort((a, b) => a - b);
    const single = (name: string): number[] =>
      column(name)
        .map(Number)
        .sort((a, b) => a - b);
    expect(single("http2.window_update.window_size_increment")).toEqual(
      own((frame) => (frame.type === 8 ? frame.windowSizeIncrement : undefined)),
    );
    expect(single("http2.rst_stream.error")).toEqual(
      own((frame) => (frame.type === 3 ? frame.errorCode : undefined)),
    );
    expect(single("http2.goaway.last_stream_id")).toEqual(
      own((frame) => (frame.type === 7 ? frame.lastStreamId : undefined)),
    );
  });
});

describe("the HAR of a lab", () => {
  it.each(traces)("%s has an entry for each request", (_, trace) => {
    const { log } = JSON.parse(exportHar(trace)) as { log: { entries: { time: number }[] } };
    const asked = framesOf(trace).filter(({ event }) => event.head?.kind === "request");
    expect(log.entries).toHaveLength(asked.length);
    for (const { time } of log.entries) expect(time).toBeGreaterThanOrEqual(0);
  });
});
