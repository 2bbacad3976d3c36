// What the poll meter exports of its WebSocket, as Wireshark's dissector reads it: handshake and every frame.
import { describe, expect, it } from "vitest";
import { SOME_BROWSER } from "../../src/labs/poll-meter/message-size.ts";
import { scansOf } from "../../src/labs/poll-meter/observe.ts";
import { replaySocket } from "../../src/labs/poll-meter/replay.ts";
import { scanText } from "../../src/mocks/scan-feed.ts";
import { exportPcapng } from "../../src/trace/export-pcapng.ts";
import { complaints, dissect, hasTshark } from "../support/tshark.ts";
import { framesOfCapture, framesOfTrace } from "../support/websocket-frames.ts";

describe.skipIf(!hasTshark)("tshark reads what the poll meter exports", () => {
  it.each([1, 6, 40])(
    "%i scans a minute",
    async (rate) => {
      const scans = scansOf({ rate, stream: 3 });
      const trace = replaySocket(scans, SOME_BROWSER, (length) => new Uint8Array(length).fill(7));
      const capture = await exportPcapng(trace);
      expect(complaints(capture)).toEqual([]);
      const { frames, texts } = framesOfCapture(capture);
      expect(frames).toEqual(framesOfTrace(trace));
      expect(texts).toEqual(scans.map(scanText));
      const answers = dissect(capture, ["http.response.code"], "http.response");
      expect(answers.map((row) => row["http.response.code"]?.[0])).toEqual(["101"]);
    },
    30_000,
  );
});
