// What the four kinds of call show: frames, half-close, conclusions of both ends, and bytes as field trees.
import { describe, expect, it } from "vitest";
import { call, type Seen } from "../../../../src/labs/four-calls/call.ts";
import { endsOf } from "../../../../src/labs/four-calls/judge.ts";
import {
  AFTER,
  FRAMINGS,
  KINDS,
  LIMITS,
  START,
  type Kind,
  type Setup,
} from "../../../../src/labs/four-calls/setup.ts";
import { LATENCY, planOf } from "../../../../src/labs/four-calls/story.ts";
import { createGrpcDissector } from "../../../../src/scenarios/grpc-dissect.ts";
import { replayCall } from "../../../../src/scenarios/grpc-call.ts";
import type { MessageEvent } from "../../../../src/trace/index.ts";
import { findUntiled, type Field } from "../../../../src/wire/index.ts";

const run = (setup: Partial<Setup>): Seen => call({ ...START, ...setup });

describe.each([
  ["unary", { headers: 2, data: 1, messages: 1 }, "with-message"],
  ["server", { headers: 2, data: 3, messages: 3 }, "with-message"],
  ["client", { headers: 2, data: 1, messages: 1 }, "empty"],
  ["bidi", { headers: 2, data: 3, messages: 3 }, "empty"],
] as const)("%s", (kind, server, halfClose) => {
  it("sends these frames", () => {
    const seen = run({ kind });
    expect(seen.sent.server).toEqual(server);
    expect(seen.halfClose).toBe(halfClose);
    expect(endsOf(seen)).toBe("OK OK");
  });

  it("carries the same messages in whatever frames", () => {
    const { received } = run({ kind });
    for (const framing of FRAMINGS) {
      const seen = run({ kind, framing });
      expect(seen.received).toEqual(received);
      const { data, messages } = seen.sent.server;
      if (framing === "cut") expect(data).toBe(2 * messages);
    }
    expect(run({ kind: "server", framing: "joined" }).sent.server.data).toBe(1);
  });
});

describe("the half-close", () => {
  it("leaves the server free to go on", () => {
    const { halfClosed, trace } = run({ kind: "bidi" });
    const later = trace.events.filter(
      (event) =>
        event.kind === "message" &&
        event.from === "server" &&
        (event.contentBytes ?? 0) > 0 &&
        event.at > (halfClosed.client ?? Infinity) + LATENCY,
    );
    expect(later).toHaveLength(2);
  });
});

const values = Array.from(
  { length: (AFTER.max - AFTER.min) / AFTER.step + 1 },
  (_, index) => AFTER.min + AFTER.step * index,
);

describe.each(LIMITS.slice(1))("a %s at any moment", (limit) => {
  const name = limit === "deadline" ? "DEADLINE_EXCEEDED" : "CANCELLED";
  it.each(KINDS)(
    "%s: first too early for both, then for the client alone, then for nobody",
    (kind: Kind) => {
      const stages = values.map((after) => endsOf(run({ kind, limit, after })));
      const order = [`${name} CANCELLED`, `${name} OK`, "OK OK"];
      expect(stages.map((stage) => order.indexOf(stage))).toEqual(
        stages.map((stage) => order.indexOf(stage)).toSorted((a, b) => a - b),
      );
      expect(new Set(stages)).toEqual(new Set(order));
    },
  );
});

describe("the bytes", () => {
  const deepest = ({ children = [], name }: Field): string[] =>
    children.length === 0 ? [name] : children.flatMap(deepest);

  it.each(KINDS.flatMap((kind) => FRAMINGS.map((framing) => ({ kind, framing }))))(
    "of $kind, $framing, are read down to the records of each message",
    ({ framing, kind }) => {
      const setup = { ...START, kind, framing };
      const seen = call(setup);
      const dissect = createGrpcDissector(seen.trace, seen.stream, replayCall(planOf(setup)));
      for (const event of seen.trace.events) {
        if (event.kind !== "message") continue;
        const step = dissect(event);
        if (step.kind !== "done") throw new Error(event.label);
        expect(findUntiled(step.value)).toBeNull();
        if ((event.contentBytes ?? 0) === 0) continue;
        const names = deepest(step.value);
        if (framing === "cut") expect(names.some((each) => each.startsWith("part of"))).toBe(true);
        else expect(names).toContain("message length");
      }
    },
  );

  it("that were edited are read as they stand, or refused by their receiver", () => {
    const seen = call(START);
    const dissect = createGrpcDissector(seen.trace, seen.stream, replayCall(planOf(START)));
    const data = seen.trace.events.find(
      (event): event is MessageEvent => event.kind === "message" && event.contentBytes === 7,
    );
    if (data === undefined) throw new Error("no DATA");
    const other = dissect(data, data.bytes.with(15, 43));
    expect(JSON.stringify(other)).toContain("uint 43");
    // A length that announces more than is there: the frame is still a frame.
    expect(dissect(data, data.bytes.with(13, 9)).kind).toBe("done");
    expect(dissect(data, data.bytes.with(8, 0))).toMatchObject({ kind: "fault" });
  });
});
