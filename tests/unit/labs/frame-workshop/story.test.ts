// The visit that the workshop reads: what is told before each frame fits the frame.
import { expect, test } from "vitest";
import { flagsOf } from "../../../../src/labs/frame-workshop/judge.ts";
import { lab } from "../../../../src/labs/frame-workshop/model.ts";
import { FRAMES, STORY } from "../../../../src/labs/frame-workshop/story.ts";
import { frameTypeName } from "../../../../src/protocols/http2/index.ts";

const seen = FRAMES.map(({ event, frame }) => {
  const flags = flagsOf(frame).join("|");
  return `${event.from} ${frameTypeName(frame.type)} ${frame.streamId} ${flags}`.trim();
});

test("is 21 frames of six types", () => {
  expect(seen).toEqual([
    "client SETTINGS 0",
    "server SETTINGS 0",
    "server SETTINGS 0 ACK",
    "client SETTINGS 0 ACK",
    "client HEADERS 1 END_STREAM|END_HEADERS",
    "server HEADERS 1 END_HEADERS",
    "server DATA 1 END_STREAM",
    "client HEADERS 3 END_HEADERS",
    "client DATA 3 END_STREAM",
    "server HEADERS 3 END_STREAM|END_HEADERS",
    "client PING 0",
    "server PING 0 ACK",
    "client HEADERS 5 END_STREAM|END_HEADERS",
    "server HEADERS 5 END_HEADERS",
    "server DATA 5",
    "client RST_STREAM 5",
    "client HEADERS 7 END_STREAM|END_HEADERS",
    "server HEADERS 7 END_HEADERS",
    "server DATA 7",
    "server HEADERS 7 END_STREAM|END_HEADERS",
    "server GOAWAY 0",
  ]);
  expect(STORY).toHaveLength(seen.length);
});

test("says the bytes of content that it announces", () => {
  expect(STORY[6]).toContain(`${(FRAMES[6]?.event.bytes.length ?? 0) - 9} bytes`);
  expect(STORY[8]).toContain(`${(FRAMES[8]?.event.bytes.length ?? 0) - 9} bytes`);
});

test.each(FRAMES.map((told, index) => [index + 1, told] as const))(
  "frame %i: a right prediction is found right, with its reasons",
  (place, { frame }) => {
    const { definition } = lab;
    const answers = {
      type: frameTypeName(frame.type),
      stream: String(frame.streamId),
      flags: flagsOf(frame).join(" "),
    };
    const seen = definition.simulate?.({ place });
    if (seen === undefined) throw new Error("the workshop simulates");
    const findings = definition.judge({ place }, answers, seen);
    expect(findings.map(({ right }) => right)).toEqual([true, true, true]);
    const [question] = definition.questions({ place });
    if (question?.kind !== "choice") throw new Error("the type is a choice");
    expect(question.options.map(({ value }) => value)).toContain(answers.type);
    // Nothing of what comes later is shown.
    expect(seen.events.at(-1)).toMatchObject({ kind: "message", stream: frame.streamId });
  },
);
