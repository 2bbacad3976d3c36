// Bytes that the learner writes, and a server in the middle of a request that receives them. RFC 9113 §5.4.
import {
  createConnection,
  ERROR_CODES,
  FLAGS,
  FRAME_TYPES,
  readFrame,
  writeFrame,
  type Http2Connection,
  type WritableFrame,
} from "#protocols/http2/index.ts";
import { labelOf } from "#scenarios/http2-labels.ts";
import { faultOf, type Reaction } from "#scenarios/http2-wire.ts";
import type { MessageEvent } from "#trace/index.ts";
import { utf8, type Fault } from "#wire/index.ts";

const POST = [
  [":method", "POST"],
  [":scheme", "https"],
  [":authority", "parcels.example"],
  [":path", "/scans"],
] as const;

/** A server that has read a POST on stream 1 and waits for its content, and the bytes read so far. */
export function waitingServer(): { readonly server: Http2Connection; readonly before: number } {
  const client = createConnection({ role: "client" });
  const server = createConnection({ role: "server" });
  server.takeBytes();
  client.sendHeaders(1, POST);
  const hello = client.takeBytes();
  server.receive(hello);
  server.takeBytes();
  return { server, before: hello.length };
}

/** What the server did with bytes: the rule that they break, and the frames that it answers with. */
export interface Outcome {
  readonly fault: Fault | null;
  /** "connection" or "stream": what the fault ended. */
  readonly scope: "connection" | "stream" | null;
  readonly reaction: Reaction;
  readonly replies: readonly string[];
}

/** Gives bytes to a fresh {@link waitingServer}. */
export function receive(bytes: Uint8Array): Outcome {
  const { server, before } = waitingServer();
  const reaction = { events: server.receive(bytes), before };
  const replies: string[] = [];
  const out = server.takeBytes();
  for (let at = 0; at < out.length;) {
    const step = readFrame(out, at);
    if (step.kind !== "done") break;
    replies.push(labelOf(step.value));
    at = step.next;
  }
  const broken = reaction.events.find(
    ({ kind }) => kind === "connectionError" || kind === "streamError",
  );
  return {
    fault: faultOf(reaction, bytes.length),
    scope: broken === undefined ? null : broken.kind === "streamError" ? "stream" : "connection",
    reaction,
    replies,
  };
}

/** The written bytes as a message, for the inspector. */
export const asMessage = (bytes: Uint8Array): MessageEvent => ({
  kind: "message",
  id: 0,
  at: 0,
  arrives: 0,
  layer: "http2",
  label: "your bytes",
  from: "client",
  to: "server",
  bytes,
  format: "http2-frame",
});

const { DATA, GOAWAY, HEADERS, PING, RST_STREAM, SETTINGS, WINDOW_UPDATE } = FRAME_TYPES;

/** One frame of each kind to begin with. */
export const BEGINNINGS: Readonly<Record<string, WritableFrame>> = {
  PING: { type: PING, flags: 0, streamId: 0, opaqueData: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) },
  DATA: { type: DATA, flags: FLAGS.END_STREAM, streamId: 1, data: utf8("hello") },
  "HEADERS, trailers": {
    type: HEADERS,
    flags: FLAGS.END_STREAM | FLAGS.END_HEADERS,
    streamId: 1,
    fragment: Uint8Array.of(0x00, 1, 0x78, 1, 0x31),
  },
  SETTINGS: { type: SETTINGS, flags: 0, streamId: 0, settings: [[4, 32768]] },
  WINDOW_UPDATE: { type: WINDOW_UPDATE, flags: 0, streamId: 1, windowSizeIncrement: 4096 },
  RST_STREAM: { type: RST_STREAM, flags: 0, streamId: 1, errorCode: ERROR_CODES.CANCEL },
  GOAWAY: {
    type: GOAWAY,
    flags: 0,
    streamId: 0,
    lastStreamId: 0,
    errorCode: ERROR_CODES.NO_ERROR,
    debugData: new Uint8Array(),
  },
  "a type that nobody defined": {
    type: 0xbe,
    flags: 0,
    streamId: 1,
    payload: Uint8Array.of(0xca, 0xfe),
  },
};

/** Bytes of one of them; of PING when there is none of this name. */
export const beginWith = (name: string): Uint8Array =>
  writeFrame(BEGINNINGS[name] ?? (BEGINNINGS["PING"] as WritableFrame));
