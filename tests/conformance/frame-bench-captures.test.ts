// What the frame bench exports as Wireshark's dissector reads it: opcode, length, mask, key, payload.
import { describe, expect, it } from "vitest";
import { openDeflate } from "../../src/labs/frame-bench/deflate.ts";
import { receiveFrames, type Seen } from "../../src/labs/frame-bench/receive.ts";
import { PRESETS, START, type FrameSpec, type Setup } from "../../src/labs/frame-bench/setup.ts";
import { keyOf } from "../../src/labs/frame-bench/write-frames.ts";
import { exportPcapng } from "../../src/trace/export-pcapng.ts";
import { equalBytes } from "../../src/wire/index.ts";
import { complaints, hasTshark } from "../support/tshark.ts";
import { factsOf, framesOfCapture, framesOfTrace } from "../support/websocket-frames.ts";

const frame = START.frames[0] as FrameSpec;
const from = (side: "client" | "server", ...frames: readonly Partial<FrameSpec>[]): Setup => ({
  ...START,
  from: side,
  frames: frames.map((set) => ({ ...frame, masked: side === "client", ...set })),
});

/** What a learner may send, in order and broken. */
const setups: Readonly<Record<string, Setup>> = {
  ...PRESETS,
  "an unmasked client frame": from("client", { masked: false }),
  "a masked server frame": from("server", { masked: true }),
  "text that is none": from("client", { kind: "hex", payload: "c328" }),
  "a length longer than needed": from("client", { form: "64" }),
  "RSV2 set": from("client", { rsv: 2 }),
  "a fragmented ping": from("client", { fin: false, opcode: 9 }),
  "a close code that may not be sent": from("client", {
    opcode: 8,
    kind: "close",
    payload: "1006",
  }),
  "too big": { ...from("client", { kind: "letters", payload: "200" }), limit: 125 },
  "a character cut in two": from(
    "server",
    { fin: false, kind: "hex", payload: "c3" },
    { opcode: 0, kind: "hex", payload: "a9" },
  ),
  "ping, pong, close": from(
    "server",
    { opcode: 9, payload: "1" },
    { opcode: 10, payload: "2" },
    { opcode: 8, kind: "close", payload: "1001 deploy" },
  ),
};

const run = async (setup: Setup): Promise<Seen> =>
  receiveFrames(setup, setup.deflate ? await openDeflate() : null);

describe.skipIf(!hasTshark)("tshark reads what the frame bench exports", () => {
  it.each(Object.entries(setups))(
    "%s",
    async (_, setup) => {
      const seen = await run(setup);
      const capture = await exportPcapng(seen.trace);
      expect(complaints(capture)).toEqual([]);
      const { frames, texts } = framesOfCapture(capture);
      // A frame whose header the engine refuses is read by what the learner had set.
      const ours = framesOfTrace(seen.trace, (bytes) => {
        const own = seen.frames.find((each) => equalBytes(each.bytes, bytes));
        if (own === undefined) return null;
        const { spec, payload } = own;
        return factsOf(spec.opcode, payload, spec.masked ? keyOf(spec) : undefined);
      });
      expect(frames).toEqual(ours);
      // tshark puts fragments together and inflates by itself.
      if (seen.fault === null && setup.frames[0]?.opcode !== 2 && seen.messages.length > 0) {
        const whole = (text: string): string => text.replace(/…$/, "");
        expect(texts.map((text) => text.slice(0, 40))).toEqual(seen.messages.map(whole));
      }
    },
    30_000,
  );
});
