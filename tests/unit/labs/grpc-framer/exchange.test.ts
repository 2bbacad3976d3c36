// What the server answers to each mistake, and how the client ends a call that has no answer.
import { describe, expect, it } from "vitest";
import { fieldsOf } from "../../../../src/labs/grpc-framer/call.ts";
import { replayOf } from "../../../../src/labs/grpc-framer/exchange.ts";
import { runCall, type Answer } from "../../../../src/labs/grpc-framer/observe.ts";
import { PATHS, START, type Setup } from "../../../../src/labs/grpc-framer/setup.ts";
import { formatHex } from "../../../../src/wire/index.ts";

const labelsOf = (set: Partial<Setup>): string[] =>
  runCall({ ...START, ...set })
    .trace.events.filter(({ at }) => at >= 80)
    .map(({ label }) => label);

const answers: readonly (readonly [what: string, set: Partial<Setup>, answer: Answer])[] = [
  ["a call as specified", {}, "served"],
  ["two messages for a stream of them", { path: PATHS[1], messages: 2 }, "served"],
  ["two messages where one is due", { messages: 2 }, "UNIMPLEMENTED"],
  ["a path in lower case", { path: PATHS[2] }, "UNIMPLEMENTED"],
  ["a path without its package", { path: PATHS[3] }, "UNIMPLEMENTED"],
  ["another content type", { type: "application/json" }, "415"],
  ["a format that is not read", { type: "application/grpc+json" }, "UNIMPLEMENTED"],
  ["no format at all", { type: "application/grpc" }, "served"],
  ["an encoding that is not known", { encoding: "snappy" }, "UNIMPLEMENTED"],
  ["an encoding, and messages that are not encoded", { encoding: "gzip" }, "served"],
  ["a flag without an encoding", { flagged: true }, "INTERNAL"],
  ["a flag on what is no gzip", { flagged: true, encoding: "gzip" }, "INTERNAL"],
  ["a timeout that is none", { timeout: "1.5S" }, "INTERNAL"],
  ["a timeout that is over too soon", { timeout: "20m" }, "deadline"],
  ["no END_STREAM", { end: "never" }, "deadline"],
  ["no END_STREAM and no deadline", { end: "never", timeout: "" }, "waits"],
  ["no te and another method, which nobody looks at", { te: false, method: "GET" }, "served"],
];

describe("the server's answer", () => {
  it.each(answers)("to %s", (_, set, answer) => {
    expect(runCall({ ...START, ...set }).answer).toBe(answer);
  });

  it("to wrong fields comes at once, and declines the rest without an error", () => {
    const labels = labelsOf({ path: PATHS[2], cuts: [0, 0] });
    expect(labels.slice(2)).toEqual([
      "HEADERS on 1, END_STREAM: 200, Trailers-Only, grpc-status 12",
      "RST_STREAM on 1: NO_ERROR",
    ]);
  });

  it("is cancelled by the client when the deadline has passed", () => {
    const labels = labelsOf({ end: "never" });
    expect(labels.slice(-2)).toEqual(["The deadline has passed", "RST_STREAM on 1: CANCEL"]);
  });

  it("of plain HTTP becomes UNKNOWN, which 415 is not named for", () => {
    expect(runCall({ ...START, type: "application/json" }).outcome?.name).toBe("UNKNOWN");
  });
});

describe("what breaks a rule and is not punished", () => {
  it("is told", () => {
    const { notes } = runCall({ ...START, te: false, method: "GET" });
    expect(notes.map(({ text }) => text.slice(0, 24))).toEqual([
      "The method is not POST. ",
      "te: trailers is missing.",
    ]);
    expect(runCall(START).notes).toEqual([]);
  });
});

describe("metadata", () => {
  it("are text where they can be, bytes otherwise, and absent when empty", () => {
    const last = (note: string) => fieldsOf({ ...START, note }).at(-1);
    expect(last("dock 4")).toEqual(["x-note", "dock 4"]);
    expect(last("Größe")).toEqual(["x-note-bin", "R3LDtsOfZQ"]);
    expect(last(" ")?.[0]).toBe("content-type");
  });
});

it("the answer is the one that the lesson prints", () => {
  const sent = runCall(START).trace.events.flatMap((event) =>
    event.kind === "message" && event.from === "server" && event.label.startsWith("DATA")
      ? [formatHex(event.bytes.subarray(9), " ")]
      : [],
  );
  expect(sent).toEqual(["00 00 00 00 09 08 2a 12 03 41 64 61 18 02"]);
});

it("an edited message is taken by its receiver in the state that it was in", () => {
  const { trace } = runCall(START);
  const data = trace.events.find(({ label }) => label.startsWith("DATA"));
  if (data?.kind !== "message") throw new Error("no DATA");
  const bytes = data.bytes.slice();
  bytes[8] = 0; // stream 0
  const reaction = replayOf(START)({ event: data.id, bytes });
  expect(reaction?.events[0]).toMatchObject({ kind: "connectionError" });
});
