// Each scene ends as the documents say, and its trace shows the frames that the table names.
import { describe, expect, it } from "vitest";
import { judge } from "../../../../src/labs/grpc-status/judge.ts";
import {
  HTTP,
  RESETS,
  SCENES,
  START,
  type Reset,
  type Scene,
} from "../../../../src/labs/grpc-status/setup.ts";
import { STATUS_ROWS } from "../../../../src/labs/grpc-status/statuses.ts";
import { playScene, type Maker } from "../../../../src/labs/grpc-status/theatre.ts";
import { STATUS_CODES } from "../../../../src/protocols/grpc/index.ts";

const expected: Readonly<Record<Scene, readonly [string, Maker, number]>> = {
  served: ["OK", "trailers", 1],
  only: ["NOT_FOUND", "only", 0],
  after: ["RESOURCE_EXHAUSTED", "trailers", 2],
  proxy: ["UNAVAILABLE", "http", 0],
  swallowed: ["UNKNOWN", "http", 1],
  twice: ["UNIMPLEMENTED", "client", 2],
  reset: ["UNAVAILABLE", "reset", 0],
  lost: ["UNAVAILABLE", "client", 0],
  deadline: ["DEADLINE_EXCEEDED", "client", 0],
};

describe("a scene", () => {
  it.each(Object.keys(SCENES) as Scene[])("%s ends as expected", (scene) => {
    const { outcome, maker, messages } = playScene({ ...START, scene });
    expect([outcome.name, maker, messages]).toEqual(expected[scene]);
  });

  it("names the frames that its trace holds", () => {
    for (const scene of Object.keys(SCENES) as Scene[]) {
      const { frames, trace } = playScene({ ...START, scene });
      const sent = trace.events.flatMap((event) =>
        event.kind === "message" && event.from === "server" && event.stream === 1
          ? [event.label.split(" ")[0]]
          : [],
      );
      expect(sent, scene).toEqual(frames.map(({ frame }) => frame));
    }
  });

  it("carries its message percent-encoded and gives it back whole", () => {
    const message = "100 % größer – дом";
    const { frames, outcome } = playScene({ ...START, scene: "only", message });
    expect(outcome.message).toBe(message);
    expect(frames[0]?.holds.at(-1)).toBe(
      "grpc-message: 100 %25 gr%C3%B6%C3%9Fer %E2%80%93 %D0%B4%D0%BE%D0%BC",
    );
  });
});

// http-grpc-status-mapping.md, row by row.
it("a proxy's status is mapped by the table", () => {
  const seen = HTTP.map((http) => playScene({ ...START, http }).outcome.name);
  expect(seen).toEqual([
    "UNKNOWN",
    "INTERNAL",
    "UNAUTHENTICATED",
    "PERMISSION_DENIED",
    "UNIMPLEMENTED",
    "UNAVAILABLE",
    "INTERNAL",
    "UNKNOWN",
    "UNAVAILABLE",
    "UNAVAILABLE",
    "UNAVAILABLE",
  ]);
});

// PROTOCOL-HTTP2.md, "Errors".
it("a reset is mapped by the table", () => {
  const names = Object.keys(RESETS) as Reset[];
  const seen = names.map((reset) => playScene({ ...START, scene: "reset", reset }).outcome.name);
  expect(Object.fromEntries(names.map((name, index) => [name, seen[index]]))).toEqual({
    REFUSED_STREAM: "UNAVAILABLE",
    CANCEL: "CANCELLED",
    ENHANCE_YOUR_CALM: "RESOURCE_EXHAUSTED",
    INTERNAL_ERROR: "INTERNAL",
    INADEQUATE_SECURITY: "PERMISSION_DENIED",
    NO_ERROR: "INTERNAL",
  });
});

it("the table has every status once, in order", () => {
  expect(STATUS_ROWS.map(({ code, name }) => [name, code])).toEqual(Object.entries(STATUS_CODES));
  expect(STATUS_ROWS).toHaveLength(17);
});

it("right predictions are called right", () => {
  const setup = { ...START, scene: "swallowed" } as const;
  const answers = { status: "UNKNOWN", maker: "http", messages: "1" };
  expect(judge(setup, answers, playScene(setup)).every(({ right }) => right)).toBe(true);
  expect(judge(setup, {}, playScene(setup)).some(({ right }) => right)).toBe(false);
});
