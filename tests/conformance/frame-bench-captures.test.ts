// What the frame bench exports as Wireshark's dissector reads it: opcode, length, mask, key, payload.
import { describe, expect, it } from "vitest";
import { openDeflate } from "../../src/labs/frame-bench/deflate.ts";
import { receiveFrames, type Seen } from "../../src/labs/frame-bench/receive.ts";
import { PRESETS, START, type FrameSpec, type Setup } from "../../src/labs/frame-bench/setup.ts";
import { keyOf } from "../../src/labs/frame-bench/write-frames.ts";
import { readFrame } from "../../src/protocols/websocket/index.ts";
import { exportPcapng } from "../../src/trace/export-pcapng.ts";
import { equalBytes, formatHex } from "../../src/wire/index.ts";
import { complaints, dissect, hasTshark } from "../support/tshark.ts";

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

/** Frames whose header the engine refuses are read by what the learner had set. */
const ours = ({ trace, frames }: Seen) =>
  trace.events.flatMap((event) => {
    if (event.kind !== "message" || event.format !== "websocket-frame") return [];
    const own = frames.find(({ bytes }) => equalBytes(bytes, event.bytes));
    const step = readFrame(event.bytes);
    const read =
      step.kind === "done"
        ? step.value
        : own && {
            opcode: own.spec.opcode,
            masked: own.spec.masked,
            maskingKey: keyOf(own.spec),
            payload: own.payload,
          };
    if (read === undefined) throw new RangeError(`${event.label} is nobody's frame`);
    const { opcode, payload, masked, maskingKey } = read;
    return [
      {
        opcode,
        length: payload.length,
        masked,
        key: masked && maskingKey ? formatHex(maskingKey) : "",
        control: opcode === 9 || opcode === 10 ? formatHex(payload) : "",
        code:
          opcode === 8 && payload.length > 1 ? Number(`0x${formatHex(payload.slice(0, 2))}`) : 0,
      },
    ];
  });

const FIELDS = [
  "websocket.opcode",
  "websocket.payload_length",
  "websocket.payload_length_ext_16",
  "websocket.payload_length_ext_64",
  "websocket.mask",
  "websocket.masking_key",
  "websocket.payload.ping",
  "websocket.payload.pong",
  "websocket.payload.close.status_code",
  "websocket.payload.text",
] as const;

describe.skipIf(!hasTshark)("tshark reads what the frame bench exports", () => {
  it.each(Object.entries(setups))("%s", async (_, setup) => {
    const seen = await run(setup);
    const capture = await exportPcapng(seen.trace);
    expect(complaints(capture)).toEqual([]);
    const rows = dissect(capture, FIELDS, "websocket");
    const theirs = rows.map((row) => {
      const of = (name: (typeof FIELDS)[number]): string => row[name]?.[0] ?? "";
      const lengths = ["_ext_64", "_ext_16", ""].map((form) =>
        of(`websocket.payload_length${form}` as (typeof FIELDS)[number]),
      );
      return {
        opcode: Number(of("websocket.opcode")),
        length: Number(lengths.find((text) => text !== "")),
        // Newer versions write True and False.
        masked: ["1", "True"].includes(of("websocket.mask")),
        key: of("websocket.masking_key"),
        control: of("websocket.payload.ping") || of("websocket.payload.pong"),
        code: Number(of("websocket.payload.close.status_code")),
      };
    });
    expect(theirs).toEqual(ours(seen));
    // tshark puts fragments together and inflates by itself.
    const texts = rows.flatMap((row) => row["websocket.payload.text"] ?? []);
    if (seen.fault === null && setup.frames[0]?.opcode !== 2 && seen.messages.length > 0) {
      const whole = (text: string): string => text.replace(/…$/, "");
      expect(texts.map((text) => text.slice(0, 40))).toEqual(seen.messages.map(whole));
    }
  });
});
