// The WebSocket frames of a trace beside those that Wireshark's dissector finds in its capture.
import { readFrame } from "../../src/protocols/websocket/index.ts";
import type { Trace } from "../../src/trace/index.ts";
import { formatHex } from "../../src/wire/index.ts";
import { dissect } from "./tshark.ts";

/** What both readers can say about a frame; `control` is a ping's or pong's payload in hex. */
export interface FrameFacts {
  readonly opcode: number;
  readonly length: number;
  readonly masked: boolean;
  readonly key: string;
  readonly control: string;
  readonly code: number;
}

/** The facts of a frame from its parts. */
export function factsOf(
  opcode: number,
  payload: Uint8Array,
  maskingKey: Uint8Array | undefined,
): FrameFacts {
  return {
    opcode,
    length: payload.length,
    masked: maskingKey !== undefined,
    key: maskingKey ? formatHex(maskingKey) : "",
    control: opcode === 9 || opcode === 10 ? formatHex(payload) : "",
    code: opcode === 8 && payload.length > 1 ? Number(`0x${formatHex(payload.slice(0, 2))}`) : 0,
  };
}

/** Facts of every frame of a trace; `readBroken` says what one was that the engine refuses. */
export const framesOfTrace = (
  trace: Trace,
  readBroken: (bytes: Uint8Array) => FrameFacts | null = () => null,
): FrameFacts[] =>
  trace.events.flatMap((event) => {
    if (event.kind !== "message" || event.format !== "websocket-frame") return [];
    const step = readFrame(event.bytes);
    const facts =
      step.kind === "done"
        ? factsOf(step.value.opcode, step.value.payload, step.value.maskingKey)
        : readBroken(event.bytes);
    if (facts === null) throw new RangeError(`nobody knows the frame ${event.label}`);
    return [facts];
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
type FieldName = (typeof FIELDS)[number];

/** Facts of every frame of a capture, one frame a packet, and its texts put together and inflated. */
export function framesOfCapture(capture: Uint8Array): {
  readonly frames: FrameFacts[];
  readonly texts: string[];
} {
  const rows = dissect(capture, FIELDS, "websocket");
  const frames = rows.map((row) => {
    const of = (name: FieldName): string => row[name]?.[0] ?? "";
    const lengths = ["_ext_64", "_ext_16", ""].map((form) =>
      of(`websocket.payload_length${form}` as FieldName),
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
  return { frames, texts: rows.flatMap((row) => row["websocket.payload.text"] ?? []) };
}
