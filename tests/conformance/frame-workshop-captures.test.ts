// What the labs of the HTTP/2 lesson export: dissected by tshark without a complaint, field for field as ours.
import { describe, expect, it } from "vitest";
import { TRACE } from "../../src/labs/frame-workshop/story.ts";
import { createHpackDecoder, readFrame, type Frame } from "../../src/protocols/http2/index.ts";
import { exportPcapng } from "../../src/trace/export-pcapng.ts";
import { exportHar } from "../../src/trace/har.ts";
import type { MessageEvent, Trace } from "../../src/trace/index.ts";
import { complaints, dissect, hasTshark } from "../support/tshark.ts";

interface Ours {
  readonly event: MessageEvent;
  readonly frame: Frame;
}

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

const traces: readonly (readonly [string, Trace])[] = [["the visit", TRACE]];

describe.skipIf(!hasTshark)("tshark reads what the labs export", () => {
  it.each(traces)("%s", async (_, trace) => {
    const capture = await exportPcapng(trace);
    expect(complaints(capture)).toEqual([]);
    const ours = framesOf(trace);
    const columns = ["http2.type", "http2.streamid", "http2.flags", "http2.length"];
    const theirs = dissect(capture, columns, "http2.type").flatMap((row) => {
      const [types = [], streams = [], flags = [], lengths = []] = columns.map((name) => row[name]);
      return types.map((type, at) =>
        [type, streams[at], flags[at], lengths[at]].map(Number).join(" "),
      );
    });
    expect(theirs.sort()).toEqual(
      ours
        .map(({ event, frame }) =>
          [frame.type, frame.streamId, frame.flags, event.bytes.length - 9].join(" "),
        )
        .sort(),
    );
    const names = ["http2.header.name", "http2.header.value"];
    const lines = dissect(capture, names, "http2.header.name").flatMap((row) =>
      (row["http2.header.name"] ?? []).map(
        (name, at) => `${name}: ${row["http2.header.value"]?.[at] ?? ""}`,
      ),
    );
    expect(lines.sort()).toEqual(linesOf(ours).sort());
    const single = (field: string): number[] =>
      dissect(capture, [field], field)
        .flatMap((row) => row[field] ?? [])
        .map(Number)
        .sort((a, b) => a - b);
    const own = (pick: (frame: Frame) => number | undefined): number[] =>
      ours.flatMap(({ frame }) => pick(frame) ?? []).sort((a, b) => a - b);
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
