// What the chat exports as Wireshark's dissector reads it: two connections, every frame of both.
import { describe, expect, it } from "vitest";
import { playScene } from "../../src/labs/two-panes-chat/scene.ts";
import { ENDINGS } from "../../src/labs/two-panes-chat/setup.ts";
import { exportPcapng } from "../../src/trace/export-pcapng.ts";
import { complaints, dissect, hasTshark } from "../support/tshark.ts";
import { framesOfCapture, framesOfTrace, type FrameFacts } from "../support/websocket-frames.ts";

const texts = ["Hello, Ben", "Grüß Gott ✓".repeat(12)];
const cases = ENDINGS.flatMap((ending) => texts.map((text) => ({ ending, text })));

/** Two connections have no order between them. */
const sorted = (frames: readonly FrameFacts[]): string[] =>
  frames.map((facts) => JSON.stringify(facts)).sort();

describe.skipIf(!hasTshark)("tshark reads what the chat exports", () => {
  it.each(cases)(
    "$ending, “$text”",
    async ({ ending, text }) => {
      const { trace } = playScene({ text, delay: 20, ending });
      const capture = await exportPcapng(trace);
      expect(complaints(capture)).toEqual([]);
      const { frames, texts: read } = framesOfCapture(capture);
      expect(sorted(frames)).toEqual(sorted(framesOfTrace(trace)));
      // Once from Ada, once to Ben; the broken frame of the server is a text, too.
      expect(read.filter((each) => each === text).length).toBe(2);
      const answers = dissect(capture, ["http.response.code"], "http.response");
      expect(answers.map((row) => row["http.response.code"]?.[0])).toEqual(["101", "101"]);
    },
    30_000,
  );
});
