// Our own messages: which stream may carry which section, and what is refused as our mistake. RFC 9113 §5.1, §8.
import { checkFields, type FieldSectionKind } from "#protocols/semantics/field-validity.ts";
import { fieldValue, type HeaderField } from "#protocols/semantics/fields.ts";
import type { ConnectionState } from "./connection-state.ts";
import type { OutgoingSection } from "./sender.ts";
import type { Stream } from "./streams.ts";

/** The stream for something of ours: null when it is closed, RangeError when it never was. */
export function streamFor(state: ConnectionState, streamId: number, what: string): Stream | null {
  const stream = state.streams.open.get(streamId);
  if (stream !== undefined) return stream;
  const absent = state.streams.absent(streamId);
  if (streamId > 0 && absent !== "idle" && absent !== "skipped") return null;
  throw new RangeError(`${what} on stream ${streamId}, which was never opened`);
}

/** The next stream identifier of ours (§5.1.1). */
export function nextStreamId({ role, streams }: ConnectionState): number {
  if (streams.lastLocalId > 0) return streams.lastLocalId + 2;
  return role === "client" ? 1 : 2;
}

function requireNewId(state: ConnectionState, streamId: number): void {
  const { streams } = state;
  const fits = Number.isInteger(streamId) && streamId >= 1 && streamId <= 0x7fffffff;
  if (fits && streams.isLocal(streamId) && streamId > streams.lastLocalId) return;
  const next = nextStreamId(state);
  throw new RangeError(`stream ${streamId} is not ours to open. Use ${next} or a higher one.`);
}

function requireValid(
  state: ConnectionState,
  fields: readonly HeaderField[],
  section: FieldSectionKind,
): void {
  const extendedConnect = state.peer.enableConnectProtocol;
  const problem = checkFields(fields, { section, version: 2, extendedConnect });
  if (problem === null) return;
  throw new RangeError(`malformed ${section}: ${problem.text} (${problem.rule})`);
}

function requireUnfinished(stream: Stream): void {
  if (!stream.finished) return;
  throw new RangeError(`stream ${stream.id} has ended on our side: nothing may follow`);
}

/** Creates a stream that begins with this section as soon as there is a place for it (§5.1.2). */
function openStream(state: ConnectionState, section: OutgoingSection): void {
  const { streamId } = section;
  const { initialWindowSize } = state.local;
  const stream = state.streams.create(streamId, state.peer.initialWindowSize, initialWindowSize);
  stream.received.method = fieldValue(section.fields, ":method") ?? "";
  stream.headersSent = true;
  stream.finished = section.endStream === true;
  state.unbegun.set(streamId, section);
  state.beginStreams();
}

/** Sends a header or trailer section; see Http2Connection. */
export function sendSection(state: ConnectionState, section: OutgoingSection): boolean {
  const { endStream, fields, neverIndex, streamId } = section;
  if (state.dead) return false;
  if (state.role === "client" && state.streams.absent(streamId) === "idle") {
    requireNewId(state, streamId);
    requireValid(state, fields, "request");
    if (state.goawayReceived !== null) return false;
    openStream(state, section);
    return true;
  }
  const stream = streamFor(state, streamId, "HEADERS");
  if (stream === null) return false;
  requireUnfinished(stream);
  if (stream.headersSent) {
    if (endStream !== true) {
      throw new RangeError("a second section is the trailer section: set endStream");
    }
    requireValid(state, fields, "trailers");
    stream.finished = true;
    state.sender.enqueue(stream, { kind: "trailers", fields, neverIndex });
    return true;
  }
  requireValid(state, fields, "response");
  const interim = Number(fieldValue(fields, ":status")) < 200;
  if (interim && endStream === true) {
    throw new RangeError("an interim response cannot end the stream (RFC 9113 §8.1)");
  }
  stream.headersSent = !interim;
  stream.finished = endStream === true;
  if (stream.state === "reserved (local)") {
    state.unbegun.set(streamId, section);
    state.beginStreams();
    return true;
  }
  state.sender.emitSection(section);
  if (endStream === true) state.move(stream, "send END_STREAM");
  return true;
}

/** Queues content; see Http2Connection. */
export function sendContent(
  state: ConnectionState,
  streamId: number,
  data: Uint8Array,
  endStream: boolean,
): boolean {
  if (state.dead) return false;
  const stream = streamFor(state, streamId, "DATA");
  if (stream === null) return false;
  requireUnfinished(stream);
  if (!stream.headersSent) throw new RangeError(`DATA on stream ${streamId} before its HEADERS`);
  stream.finished = endStream;
  if (data.length > 0 || endStream) {
    state.sender.enqueue(stream, { kind: "data", data, at: 0, endStream });
  }
  return true;
}

/** Promises a response; see Http2Connection. */
export function sendPromise(
  state: ConnectionState,
  streamId: number,
  promisedStreamId: number,
  fields: readonly HeaderField[],
): boolean {
  if (state.role === "client") throw new RangeError("a client cannot push (RFC 9113 §8.4)");
  if (state.dead || !state.peer.enablePush || state.goawayReceived !== null) return false;
  const stream = streamFor(state, streamId, "PUSH_PROMISE");
  if (stream === null) return false;
  requireUnfinished(stream);
  requireNewId(state, promisedStreamId);
  requireValid(state, fields, "request");
  if (stream.state !== "open" && stream.state !== "half-closed (remote)") {
    throw new RangeError(`PUSH_PROMISE on stream ${streamId}, which is ${stream.state}`);
  }
  state.sender.emitSection({ streamId, fields, promisedStreamId });
  const { initialWindowSize } = state.local;
  const window = state.peer.initialWindowSize;
  state.move(
    state.streams.create(promisedStreamId, window, initialWindowSize),
    "send PUSH_PROMISE",
  );
  return true;
}
