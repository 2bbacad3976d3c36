// What learners save from the labs of lessons 11 and 13, read by Wireshark's dissectors: nothing
// malformed, and each field that both tell is the same.
import { describe, expect, it } from "vitest";
import { CASES } from "../../src/labs/loss-tank/cases.ts";
import { VERSIONS } from "../../src/labs/loss-tank/pages.ts";
import { START as TANK, type Setup as Tank } from "../../src/labs/loss-tank/setup.ts";
import { runTank } from "../../src/labs/loss-tank/tank.ts";
import { computeHandshakes } from "../../src/labs/loss-tank/work.ts";
import { loadPage } from "../../src/labs/waterfall/page-load.ts";
import { START as WATERFALL, USES } from "../../src/labs/waterfall/setup.ts";
import { protectQuic } from "../../src/scenarios/protect-quic.ts";
import { exportPcapng } from "../../src/trace/export-pcapng.ts";
import type { MessageEvent, MessageHead, Trace } from "../../src/trace/index.ts";
import { complaints, dissect, hasTshark, type Row } from "../support/tshark.ts";

const handshakes = await computeHandshakes();

const messages = (trace: Trace): readonly MessageEvent[] =>
  trace.events.filter((event): event is MessageEvent => event.kind === "message");

/** Bytes of a side's application stream that ever left: what a broken connection kept is in no packet. */
function sentBytes(trace: Trace, connection: string, from: string): number {
  const own = trace.connections.find(({ id }) => id === connection);
  const side = own?.client === from ? "client" : "server";
  const ends = messages(trace).flatMap(({ connection: id, from: sender, segment, bytes }) =>
    id === connection && sender === from && segment !== undefined && bytes.length > 0
      ? [segment.seq - 1 + bytes.length]
      : [],
  );
  const handshake = (own?.handshake?.[side] ?? []).reduce((sum, [a, b]) => sum + b - a, 0);
  return Math.max(0, ...ends) - handshake;
}

/** Messages of a layer above TCP whose last byte left. */
function leftWhole(trace: Trace, layer: "http1" | "http2"): readonly MessageEvent[] {
  const written = new Map<string, number>();
  const sent = new Map<string, number>();
  return messages(trace).filter((event) => {
    if (event.layer !== layer) return false;
    const key = `${event.connection ?? ""}/${event.from}`;
    const end = (written.get(key) ?? 0) + event.bytes.length;
    written.set(key, end);
    if (!sent.has(key)) sent.set(key, sentBytes(trace, event.connection ?? "", event.from));
    return end <= (sent.get(key) ?? 0);
  });
}

const requests = (events: readonly MessageEvent[]): string[] =>
  events.flatMap(({ head }) =>
    head?.kind === "request" ? [`${head.method} ${new URL(head.url).pathname}`] : [],
  );
const responses = (events: readonly MessageEvent[]): Extract<MessageHead, { kind: "response" }>[] =>
  events.flatMap(({ head }) => (head?.kind === "response" ? [head] : []));
const length = (fields: MessageHead["fields"]): string =>
  fields.find(([name]) => name === "content-length")?.[1] ?? "";

/** Values that stand beside each other, from one reading of the capture. */
const beside = (rows: readonly Row[], ...fields: readonly string[]): string[] =>
  rows
    .flatMap((row) => {
      const [first = "", ...others] = fields;
      return (row[first] ?? []).map((value, index) =>
        [value, ...others.map((field) => row[field]?.[index] ?? "")].join(" "),
      );
    })
    .sort();

async function compareHttp1(trace: Trace): Promise<void> {
  const capture = await exportPcapng(trace);
  expect(complaints(capture)).toEqual([]);
  const ours = leftWhole(trace, "http1");
  const asked = ["http.request.method", "http.request.uri"] as const;
  const answered = ["http.response.code", "http.content_type", "http.content_length"] as const;
  const rows = dissect(capture, [...asked, ...answered], "http");
  expect(beside(rows, ...asked)).toEqual(requests(ours).sort());
  expect(beside(rows, ...answered)).toEqual(
    responses(ours)
      .map(({ status, fields }) => `${status} ${fields[0]?.[1]} ${length(fields)}`)
      .sort(),
  );
}

async function compareHttp2(trace: Trace): Promise<void> {
  const capture = await exportPcapng(trace);
  expect(complaints(capture)).toEqual([]);
  const ours = leftWhole(trace, "http2");
  const head = ["http2.type", "http2.streamid", "http2.length"] as const;
  const asked = ["http2.headers.method", "http2.headers.path"] as const;
  const [status, size] = ["http2.headers.status", "http2.headers.content_length"];
  const rows = dissect(capture, [...head, ...asked, status, size], "http2");
  const frames = ours.filter(({ format }) => format === "http2-frame");
  expect(beside(rows, ...head)).toEqual(
    frames.map(({ bytes, stream }) => `${bytes[3]} ${stream} ${bytes.length - 9}`).sort(),
  );
  expect(beside(rows, ...asked)).toEqual(requests(ours).sort());
  const answers = responses(ours);
  expect(beside(rows, status)).toEqual(answers.map((each) => String(each.status)).sort());
  expect(beside(rows, size)).toEqual(answers.map(({ fields }) => length(fields)).sort());
}

async function compareHttp3(trace: Trace): Promise<void> {
  const capture = await exportPcapng(trace, protectQuic);
  expect(complaints(capture)).toEqual([]);
  const rows = dissect(capture, ["quic.packet_number", "quic.stream.stream_id"], "quic");
  const ours = messages(trace).filter(({ packet }) => packet !== undefined);
  expect(beside(rows, "quic.packet_number")).toEqual(
    ours.map(({ packet }) => String(packet?.number)).sort(),
  );
  const carried = ours.flatMap(({ label }) =>
    [...label.matchAll(/STREAM (\d+)/g)].map(([, id]) => id ?? ""),
  );
  expect(beside(rows, "quic.stream.stream_id")).toEqual(carried.sort());
}

const compare = { http1: compareHttp1, http2: compareHttp2, http3: compareHttp3 } as const;

describe.skipIf(!hasTshark)("the waterfall’s captures", () => {
  const setups = USES.flatMap((use) =>
    [1, 6].map((connections) => ({ ...WATERFALL, use, connections })),
  );
  it.each(setups)("$use, $connections at once", async (setup) => {
    const { own, six } = loadPage(setup);
    await compareHttp1(own.trace);
    await compareHttp1(six.trace);
  });
});

describe.skipIf(!hasTshark)("the loss tank’s captures", () => {
  const setups: readonly (readonly [string, Tank])[] = [
    ...CASES.map(({ id, setup }) => [id, setup] as const),
    ["with a ticket", { ...TANK, handshake: "resumed", drop: 2 }],
    ["early data", { ...TANK, handshake: "early", loss: "none" }],
    ["moving while securing", { ...TANK, loss: "none", moves: 100 }],
  ];
  it.each(setups.flatMap(([id, setup]) => VERSIONS.map((version) => ({ id, version, setup }))))(
    "$id over $version",
    async ({ version, setup }) => {
      await compare[version](runTank(setup, handshakes)[version].load.trace);
    },
    60_000,
  );
});
