// What the lab on the kinds of call exports: tshark with our .proto reads every message as we do, field by field.
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { call } from "../../src/labs/four-calls/call.ts";
import { FRAMINGS, KINDS, START, type Setup } from "../../src/labs/four-calls/setup.ts";
import { planOf } from "../../src/labs/four-calls/story.ts";
import { createMessageReader } from "../../src/protocols/grpc/index.ts";
import { FRAME_TYPES, readFrame } from "../../src/protocols/http2/index.ts";
import { inspect, writeVarint } from "../../src/protocols/protobuf/index.ts";
import { runCall } from "../../src/scenarios/grpc-call.ts";
import { PARCEL_METHODS, type Method } from "../../src/scenarios/parcel-messages.ts";
import { exportPcapng } from "../../src/trace/export-pcapng.ts";
import type { Trace } from "../../src/trace/index.ts";
import { concat, formatHex, utf8 } from "../../src/wire/index.ts";
import { recordSuite } from "../support/conformance-report.ts";
import { complaints, dissect, hasTshark } from "../support/tshark.ts";

const setups: readonly Setup[] = [
  ...KINDS.flatMap((kind) => FRAMINGS.map((framing) => ({ ...START, kind, framing }))),
  ...KINDS.map((kind): Setup => ({ ...START, kind, framing: "cut", limit: "deadline", after: 85 })),
  { ...START, kind: "bidi", limit: "cancel", after: 145 },
];
const unary = planOf(START);
const traces: readonly (readonly [name: string, trace: Trace, method: Method])[] = [
  ...setups.map((setup) => {
    const { after, framing, kind, limit } = setup;
    return [
      `${kind}, ${framing}, ${limit} ${after}`,
      call(setup).trace,
      PARCEL_METHODS[kind],
    ] as const;
  }),
  [
    "Trailers-Only",
    runCall({
      ...unary,
      server: [
        { on: "call", does: { kind: "status", name: "NOT_FOUND", message: "kein Päckchen" } },
      ],
    }).trace,
    unary.method,
  ],
];

/** Not gRPC: Wireshark follows the response's content type and shows no message of this stream. */
const proxied = runCall({
  ...unary,
  server: [
    {
      on: "call",
      does: {
        kind: "http",
        status: 503,
        fields: [["content-type", "text/html"]],
        content: utf8("<h1>Sorry</h1>"),
      },
    },
  ],
});

/** "parcel.v1.Scan 1=07 2=556c6d", for each message that left whole, sorted. */
function ourMessages({ events }: Trace, { input, output }: Method): string[] {
  return ["client", "server"].flatMap((end) => {
    const content = events.flatMap((event) => {
      if (event.kind !== "message" || event.from !== end) return [];
      const step = readFrame(event.bytes);
      return step.kind === "done" && step.value.type === FRAME_TYPES.DATA ? [step.value.data] : [];
    });
    return createMessageReader()
      .push(concat(content))
      .messages.map(({ data }) => {
        const step = inspect(data);
        if (step.kind !== "done") throw new Error("our own message cannot be read");
        const records = step.value.map(({ number, value }) => {
          const bytes = value instanceof Uint8Array ? value : writeVarint(value as bigint);
          return `${number}=${formatHex(bytes)}`;
        });
        return [end === "client" ? input : output, ...records].join(" ");
      });
  });
}

const folder = mkdtempSync(join(tmpdir(), "on-the-wire-"));
copyFileSync("src/scenarios/parcel.proto", join(folder, "parcel.proto"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const options = [
  "-o",
  "protobuf.preload_protos:TRUE",
  "-o",
  `uat:protobuf_search_paths:"${folder}","TRUE"`,
];
const COLUMNS = [
  "grpc.message_length",
  "protobuf.message.name",
  "protobuf.field.number",
  "protobuf.field.value",
] as const;

let agreed = 0;
afterAll(() => {
  recordSuite({
    suite: "peer: tshark, gRPC calls with our .proto",
    engine: "grpc",
    peer: "tshark 4.0.17",
    cases: agreed,
    agree: agreed,
    deviations: [],
    ran: agreed > 0,
  });
});

describe.skipIf(!hasTshark)("tshark with our .proto", () => {
  it.each(traces)("reads %s", async (_, trace, method) => {
    const capture = await exportPcapng(trace);
    expect(complaints(capture, options)).toEqual([]);
    const rows = dissect(capture, COLUMNS, "grpc", options);
    const theirs = rows.flatMap((row) => {
      const [lengths = [], names = [], numbers = [], values = []] = COLUMNS.map(
        (name) => row[name],
      );
      expect(lengths).toHaveLength(names.length);
      // Field numbers rise within a message of ours, so a number that does not begins the next one.
      const records = numbers.map((number, at) => ({
        number: Number(number),
        text: `${number}=${values[at]}`,
      }));
      return names.map((name) => {
        const end = records.findIndex(
          ({ number }, at) => at > 0 && number <= (records[at - 1]?.number ?? 0),
        );
        const own = records.splice(0, end < 0 ? records.length : end);
        return [name, ...own.map(({ text }) => text)].join(" ");
      });
    });
    expect(theirs.sort()).toEqual(ourMessages(trace, method).sort());
    agreed += 1;
  });

  it("reads a proxy’s page", async () => {
    const capture = await exportPcapng(proxied.trace);
    expect(complaints(capture, options)).toEqual([]);
    const rows = dissect(capture, ["http2.headers.status", "http2.header.value"], "http2", options);
    expect(rows.flatMap((row) => row["http2.headers.status"] ?? [])).toEqual(["503"]);
    expect(rows.flatMap((row) => row["http2.header.value"] ?? [])).toContain("text/html");
    agreed += 1;
  });
});
