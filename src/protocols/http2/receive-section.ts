// Field blocks that arrive: their frames, and the requests, responses, trailers and promises in them. RFC 9113 §4.3, §6.2, §6.6, §6.10, §8.
import { fieldValue } from "#protocols/semantics/fields.ts";
import { concat } from "#wire/index.ts";
import { calmFault } from "./calm.ts";
import type { ConnectionState } from "./connection-state.ts";
import type { ContinuationFrame, HeadersFrame, PushPromiseFrame } from "./frame.ts";
import type { FieldBlock } from "./hpack-decoder.ts";
import { createMessage, takeSection } from "./message.ts";
import { broken, meet } from "./reception.ts";
import { FLAGS, FRAME_TYPES } from "./registry.ts";
import type { Stream } from "./streams.ts";

/** Takes HEADERS or PUSH_PROMISE: the beginning of a field block. */
export function beginBlock(state: ConnectionState, frame: HeadersFrame | PushPromiseFrame): void {
  const { fragment } = frame;
  state.block = { frame, fragments: [fragment], size: fragment.length, at: state.frameAt };
  endBlock(state, frame.flags);
}

/** Takes CONTINUATION; without an open field block it is an error (§6.10). */
export function continueBlock(state: ConnectionState, frame: ContinuationFrame): void {
  const { block, limits } = state;
  if (block === null) {
    const text = "CONTINUATION without an open field block";
    state.connectionError(broken(state, "PROTOCOL_ERROR", "RFC 9113 §6.10", text));
    return;
  }
  block.fragments.push(frame.fragment);
  block.size += frame.fragment.length;
  if (block.fragments.length - 1 > limits.continuations) {
    const what = "CONTINUATION frames in one field block";
    state.connectionError(calmFault(state.frameAt, limits.continuations, what));
    return;
  }
  endBlock(state, frame.flags);
}

/** Decodes the open block when its last fragment is there. */
function endBlock(state: ConnectionState, flags: number): void {
  const { block, limits } = state;
  if (block === null) return;
  if (block.size > limits.fieldBlock) {
    const fault = calmFault(state.frameAt, limits.fieldBlock, "octets in one field block");
    state.connectionError(fault);
    return;
  }
  if (!(flags & FLAGS.END_HEADERS)) return;
  state.block = null;
  state.frameAt = block.at;
  // Decoded whatever becomes of the stream: the table must stay in step with the peer's (§4.3).
  const decoded = state.decoder.decodeBlock(concat(block.fragments));
  if (decoded.kind === "fault") {
    const { rule, text } = decoded.fault;
    state.connectionError(broken(state, "COMPRESSION_ERROR", rule, text));
  } else if (block.frame.type === FRAME_TYPES.HEADERS) {
    takeHeaders(state, block.frame, decoded.value);
  } else {
    takePush(state, block.frame, decoded.value);
  }
}

/** The stream of a HEADERS frame, opened when it is the peer's next one. */
function streamForHeaders(state: ConnectionState, id: number): Stream | null {
  const { streams } = state;
  if (streams.open.has(id) || streams.absent(id) !== "idle") return meet(state, id, "HEADERS");
  if (state.role === "client" || streams.isLocal(id)) {
    const text = `HEADERS on stream ${id}, which this peer may not open`;
    state.connectionError(broken(state, "PROTOCOL_ERROR", "RFC 9113 §5.1.1", text));
    return null;
  }
  // Sent before our GOAWAY arrived: as if it had never been created (§6.8).
  if (state.goawaySent !== null && id > state.goawaySent) return null;
  return streams.create(id, state.peer.initialWindowSize, state.local.initialWindowSize);
}

function takeHeaders(state: ConnectionState, frame: HeadersFrame, section: FieldBlock): void {
  const { streamId } = frame;
  const stream = streamForHeaders(state, streamId);
  if (stream === null) return;
  const begins = stream.state === "idle" || stream.state === "reserved (remote)";
  state.move(stream, "receive HEADERS");
  const { enableConnectProtocol, maxConcurrentStreams } = state.announced;
  if (begins && state.streams.activePeer > maxConcurrentStreams) {
    const text = `stream ${streamId} is one more than the ${maxConcurrentStreams} allowed`;
    state.streamError(stream, broken(state, "REFUSED_STREAM", "RFC 9113 §5.1.2", text));
    return;
  }
  if (section.tooLarge) {
    const text = `the field section has ${section.size} octets, more than we accept`;
    state.streamError(stream, broken(state, "PROTOCOL_ERROR", "RFC 9113 §10.5.1", text));
    return;
  }
  const endStream = (frame.flags & FLAGS.END_STREAM) !== 0;
  const kind = takeSection(stream.received, section.fields, {
    section: state.role === "server" ? "request" : "response",
    endStream,
    extendedConnect: enableConnectProtocol,
  });
  if (typeof kind === "object") {
    state.streamError(stream, broken(state, "PROTOCOL_ERROR", kind.rule, kind.text));
    return;
  }
  const { fields, neverIndexed } = section;
  if (kind === "trailers") {
    state.events.push({ kind, streamId, fields, neverIndexed });
  } else {
    const interim = kind === "interim";
    const priority = frame.priority === undefined ? {} : { priority: frame.priority };
    const event = { streamId, fields, endStream, interim, neverIndexed, ...priority };
    state.events.push({ kind: "headers", ...event });
  }
  state.calm.renew("emptyFrames");
  if (endStream) state.move(stream, "receive END_STREAM");
}

function takePush(state: ConnectionState, frame: PushPromiseFrame, section: FieldBlock): void {
  const { promisedStreamId, streamId } = frame;
  const { role, streams } = state;
  if (role === "server" || !state.local.enablePush) {
    const who = role === "server" ? "a client cannot push" : "push is switched off";
    const rule = role === "server" ? "RFC 9113 §8.4" : "RFC 9113 §6.6";
    state.connectionError(broken(state, "PROTOCOL_ERROR", rule, `PUSH_PROMISE: ${who}`));
    return;
  }
  // The server may have promised before our RST_STREAM arrived: that still reserves (§6.6).
  const resetHere = !streams.open.has(streamId) && streams.absent(streamId) === "reset here";
  if (!resetHere && meet(state, streamId, "PUSH_PROMISE") === null) return;
  if (promisedStreamId <= streams.lastPeerId) {
    const text = `PUSH_PROMISE promises stream ${promisedStreamId}, which is not idle`;
    state.connectionError(broken(state, "PROTOCOL_ERROR", "RFC 9113 §6.6", text));
    return;
  }
  const { initialWindowSize } = state.local;
  const promised = streams.create(
    promisedStreamId,
    state.peer.initialWindowSize,
    initialWindowSize,
  );
  promised.finished = true;
  state.move(promised, "receive PUSH_PROMISE");
  const states = Array.from(streams.open.values(), (stream) => stream.state);
  if (states.filter((name) => name === "reserved (remote)").length > state.limits.promises) {
    const what = "promised streams that have not begun";
    state.streamError(promised, calmFault(state.frameAt, state.limits.promises, what));
    return;
  }
  const problem = promiseProblem(promised, section);
  if (problem !== null) {
    state.streamError(promised, broken(state, "PROTOCOL_ERROR", problem.rule, problem.text));
    return;
  }
  const { fields, neverIndexed } = section;
  state.events.push({ kind: "push", streamId, promisedStreamId, fields, neverIndexed });
}

/** Why a promised request is not acceptable (§8.4, §8.4.1); null when it is. */
function promiseProblem(
  promised: Stream,
  { fields, tooLarge }: FieldBlock,
): { readonly rule: string; readonly text: string } | null {
  if (tooLarge) {
    return { rule: "RFC 9113 §10.5.1", text: "the promised request is larger than we accept" };
  }
  // Taken apart from the stream's own message, which will be the response.
  const request = createMessage();
  const options = { section: "request", endStream: false, extendedConnect: false } as const;
  const kind = takeSection(request, fields, options);
  if (typeof kind === "object") return kind;
  const method = fieldValue(fields, ":method") ?? "";
  if (method !== "GET" && method !== "HEAD") {
    const text = `the promised method ${method} is not safe and cacheable`;
    return { rule: "RFC 9113 §8.4", text };
  }
  if ((request.expected ?? 0) > 0) {
    return { rule: "RFC 9113 §8.4", text: "the promised request announces content" };
  }
  promised.received.method = method;
  return null;
}
