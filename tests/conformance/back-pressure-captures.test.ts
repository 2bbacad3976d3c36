// What the back-pressure lab exports as Wireshark's dissector reads it: every position is one whole frame.
import { describe, expect, it } from "vitest";
import { flood } from "../../src/labs/back-pressure/flood.ts";
import { START } from "../../src/labs/back-pressure/setup.ts";
import { exportPcapng } from "../../src/trace/export-pcapng.ts";
import { complaints, hasTshark } from "../support/tshark.ts";
import { framesOfCapture, framesOfTrace } from "../support/websocket-frames.ts";

const setups = [
  START,
  { ...START, bound: 0 },
  { ...START, rate: 6, size: 1000, speed: 16 },
  { ...START, rate: 4, size: 100, speed: 256 },
] as const;

describe.skipIf(!hasTshark)("tshark reads what the back-pressure lab exports", () => {
  it.each(setups)(
    "$rate × $size bytes over $speed kbit/s, bound $bound",
    async (setup) => {
      const { trace, sent } = flood(setup);
      const capture = await exportPcapng(trace);
      expect(complaints(capture)).toEqual([]);
      const { frames, texts } = framesOfCapture(capture);
      expect(frames).toEqual(framesOfTrace(trace));
      expect(texts).toHaveLength(sent);
      expect(new Set(texts.map((text) => text.length))).toEqual(new Set([setup.size]));
    },
    30_000,
  );
});
