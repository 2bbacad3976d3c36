// The bytes of a trace's messages as field trees: each format by the engine that owns it.
import { describeMessage as describeGrpcMessage, describeWebFrame } from "#protocols/grpc/index.ts";
import { describeRequest, describeResponse } from "#protocols/http1/index.ts";
import { describeFrame as describeHttp2Frame, type HpackField } from "#protocols/http2/index.ts";
import {
  describeDecoderInstruction,
  describeEncoderInstruction,
  describeFrame as describeHttp3Frame,
  describeQuicFrames,
  describeStreamHeader,
} from "#protocols/http3/index.ts";
import { describeStream } from "#protocols/sse/index.ts";
import { describeFrame as describeWebSocketFrame } from "#protocols/websocket/index.ts";
import type { MessageEvent, Trace } from "#trace/index.ts";
import { done, type Field, type Step } from "#wire/index.ts";
import { tablesBefore } from "./hpack-tables.ts";

/** The field tree of a message of the trace, from its own bytes or from edited ones. */
export type Dissect = (event: MessageEvent, bytes?: Uint8Array) => Step<Field>;

/** Bytes whose format nobody reads: one field, as long as they are. */
const whole =
  (name: string) =>
  (bytes: Uint8Array): Step<Field> =>
    done({ name, at: 0, length: bytes.length, text: `${bytes.length} bytes` }, bytes.length);

/** Several items behind one another as one tree. */
const each =
  (name: string, describe: (bytes: Uint8Array, at: number) => Step<Field>) =>
  (bytes: Uint8Array): Step<Field> => {
    const children: Field[] = [];
    for (let at = 0; at < bytes.length;) {
      const step = describe(bytes, at);
      if (step.kind !== "done") return step;
      children.push(step.value);
      at = step.next;
    }
    const text = `${children.length} in ${bytes.length} bytes`;
    return done({ name, at: 0, length: bytes.length, text, children }, bytes.length);
  };

const DESCRIBE: Readonly<Record<MessageEvent["format"], (bytes: Uint8Array) => Step<Field>>> = {
  "http1-request": (bytes) => describeRequest(bytes),
  // The method decides whether content follows; a trace's answer to HEAD carries its own fields.
  "http1-response": (bytes) => describeResponse(bytes, 0, { method: "GET", ended: true }),
  "http2-preface": whole("Connection preface"),
  "http2-frame": (bytes) => describeHttp2Frame(bytes),
  "http3-frame": each("HTTP/3 frames", (bytes, at) => describeHttp3Frame(bytes, at)),
  "http3-stream-type": (bytes) => describeStreamHeader(bytes),
  "qpack-encoder": each("Encoder instructions", describeEncoderInstruction),
  "qpack-decoder": each("Decoder instructions", describeDecoderInstruction),
  "quic-frames": (bytes) => describeQuicFrames(bytes),
  "event-stream": (bytes) => describeStream(bytes),
  "websocket-frame": (bytes) => describeWebSocketFrame(bytes),
  "grpc-message": each("gRPC messages", describeGrpcMessage),
  "grpc-web-frame": each("gRPC-Web frames", describeWebFrame),
  opaque: whole("Bytes"),
};

/** Reads messages of one trace; HPACK indices resolve by the table as it stood at each frame. */
export function createDissector(trace: Trace): Dissect {
  let tables: Map<number, readonly HpackField[]> | null = null;
  return (event, bytes = event.bytes) => {
    if (event.format !== "http2-frame") return DESCRIBE[event.format](bytes);
    tables ??= tablesBefore(trace);
    const table = tables.get(event.id);
    return describeHttp2Frame(bytes, 0, table === undefined ? {} : { table });
  };
}
