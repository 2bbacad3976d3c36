// Two ends of a connection that talk to each other, or one end that is fed frame by frame.
import {
  CLIENT_PREFACE,
  createConnection,
  createHpackEncoder,
  errorCodeName,
  FRAME_TYPES,
  readFrame,
  writeFrame,
  type ConnectionOptions,
  type Frame,
  type Http2Connection,
  type Http2Event,
  type WritableFrame,
} from "../../../../src/protocols/http2/index.ts";
import type { HeaderField } from "../../../../src/protocols/semantics/fields.ts";
import { concat } from "../../../../src/wire/index.ts";

export const GET: readonly HeaderField[] = [
  [":method", "GET"],
  [":scheme", "https"],
  [":authority", "example.org"],
  [":path", "/"],
];
export const POST: readonly HeaderField[] = [[":method", "POST"], ...GET.slice(1)];
export const OK: readonly HeaderField[] = [[":status", "200"]];

type Options = Omit<ConnectionOptions, "role">;

/** Frames in some bytes that one of our ends sent. */
export function framesIn(bytes: Uint8Array): Frame[] {
  const frames: Frame[] = [];
  for (let at = 0; at < bytes.length;) {
    const step = readFrame(bytes, at, { maxFrameSize: 0xffffff });
    if (step.kind !== "done") throw new Error(`own bytes: ${JSON.stringify(step)}`);
    frames.push(step.value);
    at = step.next;
  }
  return frames;
}

/** A client and a server; `settle` carries bytes until neither has any, `turn` once each way. */
export function pair(clientOptions: Options = {}, serverOptions: Options = {}) {
  const client = createConnection({ role: "client", ...clientOptions });
  const server = createConnection({ role: "server", ...serverOptions });
  const seen = { client: [] as Http2Event[], server: [] as Http2Event[] };
  const turn = (): number => {
    const toServer = client.takeBytes();
    seen.server.push(...server.receive(toServer));
    const toClient = server.takeBytes();
    seen.client.push(...client.receive(toClient));
    return toServer.length + toClient.length;
  };
  const settle = (): void => {
    while (turn() > 0);
  };
  /** Events since the last call. */
  const news = (end: "client" | "server"): Http2Event[] => seen[end].splice(0);
  settle();
  seen.client.length = 0;
  seen.server.length = 0;
  return { client, server, settle, turn, news };
}

/** One end whose handshake is over; `feed` gives it frames or bytes and says what came of them. */
export function lone(role: "client" | "server", options: Options = {}) {
  const end: Http2Connection = createConnection({ role, ...options });
  const encoder = createHpackEncoder();
  const feed = (...items: readonly (WritableFrame | Uint8Array)[]) => {
    const bytes = concat(
      items.map((item) => (item instanceof Uint8Array ? item : writeFrame(item))),
    );
    const events = end.receive(bytes);
    return { events, sent: framesIn(end.takeBytes()) };
  };
  const headers = (
    streamId: number,
    fields: readonly HeaderField[],
    flags = 5,
  ): WritableFrame & { fragment: Uint8Array } => ({
    type: FRAME_TYPES.HEADERS,
    flags,
    streamId,
    fragment: encoder.encode(fields),
  });
  const data = (streamId: number, bytes: Uint8Array, flags = 0): WritableFrame => ({
    type: FRAME_TYPES.DATA,
    flags,
    streamId,
    data: bytes,
  });
  if (role === "server") end.receive(CLIENT_PREFACE);
  end.takeBytes();
  feed(
    { type: FRAME_TYPES.SETTINGS, flags: 0, streamId: 0, settings: [] },
    { type: FRAME_TYPES.SETTINGS, flags: 1, streamId: 0, settings: [] },
  );
  return { end, feed, headers, data, encoder };
}

/** "connection PROTOCOL_ERROR RFC 9113 §6.1" or "stream 1 CANCEL …" for the first error told. */
export function errorIn(events: readonly Http2Event[]): string {
  for (const event of events) {
    if (event.kind === "connectionError") {
      return `connection ${errorCodeName(event.errorCode)} ${event.fault.rule}`;
    }
    if (event.kind === "streamError") {
      return `stream ${event.streamId} ${errorCodeName(event.errorCode)} ${event.fault.rule}`;
    }
  }
  return "none";
}
