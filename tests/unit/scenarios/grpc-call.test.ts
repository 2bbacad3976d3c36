// A call of each kind as a trace: which frames leave, what each end knows and when, and how it may break off.
import { describe, expect, it } from "vitest";
import { readFrame } from "../../../src/protocols/http2/index.ts";
import { replayCall, runCall } from "../../../src/scenarios/grpc-call.ts";
import type { CallRun } from "../../../src/scenarios/grpc-side.ts";
import { piecesOf, type CallPlan } from "../../../src/scenarios/grpc-plan.ts";
import { carriedBy } from "../../../src/scenarios/grpc-words.ts";
import {
  PARCEL_METHODS,
  writeGetParcelRequest,
  writeInstruction,
  writeParcel,
  writeScan,
  writeUploadSummary,
} from "../../../src/scenarios/parcel-messages.ts";
import { formatHex, utf8 } from "../../../src/wire/index.ts";

const DELAY = 20;
const WORK = 30;
const request = writeGetParcelRequest(42);
const parcel = writeParcel({ number: 42, recipient: "Ada" });
const scan = (number: number) => writeScan({ number, place: "Ulm" });

const unary: CallPlan = {
  title: "unary",
  method: PARCEL_METHODS.unary,
  delay: DELAY,
  client: [{ on: "call", does: { kind: "send", messages: [request], halfClose: true } }],
  server: [
    { on: "half-close", after: WORK, does: { kind: "send", messages: [parcel] } },
    { on: "half-close", after: WORK, does: { kind: "status", name: "OK" } },
  ],
};
const bidi: CallPlan = {
  title: "bidi",
  method: PARCEL_METHODS.bidi,
  delay: DELAY,
  client: [
    { on: "call", does: { kind: "send", messages: [scan(1)] } },
    { on: 1, does: { kind: "send", messages: [scan(2)] } },
    { on: 2, does: { kind: "half-close" } },
  ],
  server: [
    { on: 1, does: { kind: "send", messages: [writeInstruction(1, "Go on")] } },
    { on: 2, does: { kind: "send", messages: [writeInstruction(2, "Come back")] } },
    { on: "half-close", does: { kind: "status", name: "OK" } },
  ],
};

/** The frames of the call's own stream, preface and settings left out. */
const frames = ({ stream, trace }: CallRun): string[] =>
  trace.events.flatMap((event) =>
    event.kind === "message" && event.stream === stream ? [`${event.from}: ${event.label}`] : [],
  );
const without = (plan: CallPlan, more: Partial<CallPlan>): CallRun => runCall({ ...plan, ...more });

describe("the kinds of call", () => {
  it("unary: the half-close travels with the only request, the status behind the only response", () => {
    const run = runCall(unary);
    expect(frames(run)).toEqual([
      "client: HEADERS on 1: POST /parcel.v1.ParcelService/GetParcel",
      "client: DATA on 1, 7 bytes, END_STREAM: message 1; half-close",
      "server: HEADERS on 1: 200",
      "server: DATA on 1, 12 bytes: message 1",
      "server: HEADERS on 1, END_STREAM: trailers, grpc-status 0",
    ]);
    expect(run.received).toEqual({ client: [parcel], server: [request] });
    const { began } = run;
    expect(run.concluded).toEqual({
      server: { at: began + DELAY + WORK, name: "OK", by: "status" },
      client: { at: began + 2 * DELAY + WORK, name: "OK", by: "status" },
    });
    expect(run.halfClosed.client).toBe(began);
  });

  it("bidirectional: an empty DATA frame half-closes, and only then comes the status", () => {
    const run = runCall(bidi);
    expect(frames(run)).toEqual([
      "client: HEADERS on 1: POST /parcel.v1.ParcelService/Dispatch",
      "client: DATA on 1, 12 bytes: message 1",
      "server: HEADERS on 1: 200",
      "server: DATA on 1, 14 bytes: message 1",
      "client: DATA on 1, 12 bytes: message 2",
      "server: DATA on 1, 18 bytes: message 2",
      "client: DATA on 1, 0 bytes, END_STREAM: half-close",
      "server: HEADERS on 1, END_STREAM: trailers, grpc-status 0",
    ]);
    const marks = run.trace.events.flatMap(({ mark }) => mark ?? []);
    expect(marks).toEqual(["half-close", "server: OK", "client: OK"]);
    const notes = run.trace.events.filter(({ kind }) => kind === "local");
    expect(notes.every(({ layer }) => layer === "grpc")).toBe(true);
  });

  it("runs the same twice", () => {
    expect(runCall(bidi)).toEqual(runCall(bidi));
  });
});

describe("messages and DATA frames", () => {
  const cut = without(unary, {
    method: PARCEL_METHODS.client,
    client: [
      {
        on: "call",
        does: { kind: "send", messages: [scan(1), scan(2)], cuts: [3, 20], halfClose: true },
      },
    ],
    server: [{ on: "half-close", does: { kind: "send", messages: [writeUploadSummary(2)] } }],
  });

  it("are cut where the plan says, and read all the same", () => {
    expect(frames(cut).slice(1, 4)).toEqual([
      "client: DATA on 1, 3 bytes: the first 3 of 12 bytes of message 1",
      "client: DATA on 1, 17 bytes: the rest of message 1, the first 8 of 12 bytes of message 2",
      "client: DATA on 1, 4 bytes, END_STREAM: the rest of message 2; half-close",
    ]);
    expect(cut.received.server).toEqual([scan(1), scan(2)]);
  });

  it("know which stretch of the content they are", () => {
    const carried = [...carriedBy(cut.trace, cut.stream, "client").values()];
    expect(carried.map(({ from, to }) => [from, to])).toEqual([
      [0, 3],
      [3, 20],
      [20, 24],
    ]);
    expect(carried.map(({ messages }) => messages.map(({ number }) => number))).toEqual([
      [1],
      [1, 2],
      [2],
    ]);
  });

  it("refuse cuts outside", () => {
    expect(() => piecesOf({ kind: "send", messages: [request], cuts: [9] })).toThrow(RangeError);
    expect(() => piecesOf({ kind: "send", messages: [request], cuts: [4, 2] })).toThrow(RangeError);
    expect(
      piecesOf({ kind: "send", messages: [request] }).map((each) => formatHex(each, " ")),
    ).toEqual(["00 00 00 00 02 08 2a"]);
  });
});

describe("ends without an answer", () => {
  it("a deadline: the client gives up by CANCEL, the server hears that one latency later", () => {
    const run = without(unary, { timeoutMs: 25 });
    expect(frames(run).slice(2)).toEqual(["client: RST_STREAM on 1: CANCEL"]);
    const { began } = run;
    expect(run.concluded).toEqual({
      client: { at: began + 25, name: "DEADLINE_EXCEEDED", by: "deadline" },
      server: { at: began + 25 + DELAY, name: "CANCELLED", by: "reset" },
    });
  });

  it("a deadline while the answer is on its way: the two ends conclude differently", () => {
    const run = without(unary, { timeoutMs: 60 });
    expect(run.concluded.server?.name).toBe("OK");
    expect(run.concluded.client?.name).toBe("DEADLINE_EXCEEDED");
    expect(run.received.client).toEqual([]);
    expect(frames(run)).toHaveLength(6);
  });

  it("a cancellation", () => {
    const run = without(bidi, {
      client: [...bidi.client.slice(0, 2), { on: 2, does: { kind: "cancel" } }],
    });
    expect(frames(run).at(-1)).toBe("client: RST_STREAM on 1: CANCEL");
    expect(run.concluded.client?.name).toBe("CANCELLED");
    expect(run.concluded.server).toMatchObject({ name: "CANCELLED", by: "reset" });
    expect(run.halfClosed).toEqual({ client: null, server: null });
  });

  it("a status before the request is whole declines the rest without an error", () => {
    const run = without(bidi, {
      server: [{ on: 1, does: { kind: "status", name: "PERMISSION_DENIED", message: "No" } }],
    });
    expect(frames(run).slice(2)).toEqual([
      "server: HEADERS on 1, END_STREAM: 200, Trailers-Only, grpc-status 7",
      "server: RST_STREAM on 1: NO_ERROR",
    ]);
    expect(run.concluded.client?.name).toBe("PERMISSION_DENIED");
  });

  it("a proxy that speaks no gRPC", () => {
    const run = without(unary, {
      server: [
        {
          on: "half-close",
          does: {
            kind: "http",
            status: 503,
            fields: [["content-type", "text/html"]],
            content: utf8("<h1>Sorry</h1>"),
          },
        },
      ],
    });
    expect(frames(run).slice(2)).toEqual([
      "server: HEADERS on 1: 503",
      "server: DATA on 1, 14 bytes, END_STREAM",
    ]);
    expect(run.concluded.client).toMatchObject({ name: "UNAVAILABLE", by: "http" });
  });

  it("nothing more is said by an end that has concluded", () => {
    const run = without(bidi, { timeoutMs: 41 });
    const after = run.trace.events.filter(
      (event) => event.kind === "message" && event.from === "client" && event.at > run.began + 41,
    );
    expect(after).toEqual([]);
  });
});

describe("the story again", () => {
  it("gives edited bytes to the end that receives them", () => {
    const { trace } = runCall(unary);
    const data = trace.events.find(({ label }) => label.startsWith("DATA on 1, 12"));
    if (data?.kind !== "message") throw new Error("no DATA");
    expect(readFrame(data.bytes).kind).toBe("done");
    const onNoStream = data.bytes.with(8, 0);
    const reaction = replayCall(unary)({ event: data.id, bytes: onNoStream });
    expect(reaction?.events).toContainEqual(expect.objectContaining({ kind: "connectionError" }));
  });
});
