// What each frame that arrives does to the connection, or which error answers it. RFC 9113 §5.1, §6, §8.
import { concat, type Fault } from "#wire/index.ts";
import { calmFault } from "./calm.ts";
import type { ConnectionState } from "./connection-state.ts";
import type {
  ContinuationFrame,
  DataFrame,
  Frame,
  GoawayFrame,
  HeadersFrame,
  PushPromiseFrame,
  RstStreamFrame,
  SettingsFrame,
  WindowUpdateFrame,
} from "./frame.ts";
import type { FieldBlock } from "./hpack-decoder.ts";
import { fieldValue, takeContent, takeSection } from "./message.ts";
import { ERROR_CODES, FLAGS, FRAME_TYPES, SETTING_IDS, type ErrorCodeName } from "./registry.ts";
import { applySettings, MAX_WINDOW } from "./settings.ts";
import { STREAM_RECEPTION, type Reception, type StreamFrameName } from "./stream-states.ts";
import type { Stream } from "./streams.ts";

/** Octets of dynamic table that we use for sending at most, however much the peer allows. */
const ENCODER_TABLE_CAP = 65_536;

/** A field block of which the last fragment is still to come (§4.3). */
export interface OpenBlock {
  readonly frame: HeadersFrame | PushPromiseFrame;
  readonly fragments: Uint8Array[];
  size: number;
  /** Offset of the frame that began it. */
  readonly at: number;
}

/** The receiving half of a connection. */
export interface Receiver {
  /** The field block that must go on with the next frame, or null. */
  readonly block: OpenBlock | null;
  /** Takes a frame that began at offset `at` of the received bytes. */
  take(frame: Frame, at: number): void;
}

/** A receiver on the state of its connection. */
export function createReceiver(state: ConnectionState): Receiver {
  const { calm, decoder, limits, role, sender, streams } = state;
  let block: OpenBlock | null = null;
  /** Offset of the frame in hand. */
  let at = 0;

  const broken = (code: ErrorCodeName, rule: string, text: string): Fault => ({
    code,
    at,
    rule,
    text,
  });

  /**
   * The stream that a frame of this type may act on; null when it was dropped or answered with an
   * error, which has happened by then.
   */
  const meet = (id: number, name: StreamFrameName): Stream | null => {
    const known = streams.open.get(id);
    // One of ours that waits for a free place is idle to the peer.
    const stream = known?.state === "idle" ? undefined : known;
    let reception: Reception;
    let shown: string;
    if (stream !== undefined) {
      reception = STREAM_RECEPTION[stream.state][name];
      shown = stream.state;
    } else {
      const absent = known === undefined ? streams.absent(id) : "idle";
      shown = absent === "idle" ? "idle" : `closed (${absent})`;
      if (absent === "idle" || absent === "skipped") {
        // HEADERS may open an idle stream, but that is not for this function to say.
        const rule = name === "HEADERS" ? "RFC 9113 §5.1.1" : "RFC 9113 §5.1";
        reception = { scope: "connection", code: "PROTOCOL_ERROR", rule };
      } else if (absent === "reset here" || absent === "forgotten") {
        reception = "ignore";
      } else {
        reception = STREAM_RECEPTION.closed[name];
      }
    }
    if (reception === "accept") return stream ?? null;
    if (reception === "ignore") return null;
    const fault = broken(
      reception.code,
      reception.rule,
      `${name} on stream ${id}, which is ${shown}`,
    );
    if (reception.scope === "stream" && stream !== undefined) state.streamError(stream, fault);
    else state.connectionError(fault);
    return null;
  };

  const takeData = (frame: DataFrame): void => {
    const { data, streamId } = frame;
    const endStream = (frame.flags & FLAGS.END_STREAM) !== 0;
    const octets = data.length + (frame.padLength === undefined ? 0 : 1 + frame.padLength);
    // Counted before anything else, even when the frame is in error (§6.9).
    state.grant.receiveWindow -= octets;
    if (state.grant.receiveWindow < 0) {
      const text = `DATA of ${octets} octets goes beyond the connection's window`;
      return state.connectionError(broken("FLOW_CONTROL_ERROR", "RFC 9113 §6.9.1", text));
    }
    const stream = meet(streamId, "DATA");
    const delivered = stream !== null && acceptData(stream, data, octets, endStream);
    if (state.dead) return;
    if (delivered) {
      const event = { kind: "data", streamId, data, endStream, flowControlled: octets } as const;
      state.events.push(event);
      if (endStream) state.move(stream, "receive END_STREAM");
    }
    // Octets that nobody sees are done with at once, whoever gives credit for the others.
    if (state.autoWindowUpdate || !delivered) state.grant.consumed += octets;
    if (state.autoWindowUpdate && delivered) stream.consumed += octets;
    state.returnCredit(stream);
  };

  const acceptData = (
    stream: Stream,
    data: Uint8Array,
    octets: number,
    endStream: boolean,
  ): boolean => {
    stream.receiveWindow -= octets;
    if (stream.receiveWindow < 0) {
      const text = `DATA of ${octets} octets goes beyond the window of stream ${stream.id}`;
      state.streamError(stream, broken("FLOW_CONTROL_ERROR", "RFC 9113 §6.9.1", text));
      return false;
    }
    const problem = takeContent(stream.received, data.length, endStream);
    if (problem !== null) {
      state.streamError(stream, broken("PROTOCOL_ERROR", problem.rule, problem.text));
      return false;
    }
    if (data.length > 0 || endStream) {
      calm.renew("emptyFrames");
      return true;
    }
    const tooMany = calm.count("emptyFrames", at);
    if (tooMany !== null) state.connectionError(tooMany);
    return tooMany === null;
  };

  const beginBlock = (frame: HeadersFrame | PushPromiseFrame): void => {
    block = { frame, fragments: [frame.fragment], size: frame.fragment.length, at };
    endBlock(frame.flags);
  };

  const continueBlock = (open: OpenBlock, frame: ContinuationFrame): void => {
    open.fragments.push(frame.fragment);
    open.size += frame.fragment.length;
    if (open.fragments.length - 1 > limits.continuations) {
      const what = "CONTINUATION frames in one field block";
      return state.connectionError(calmFault(at, limits.continuations, what));
    }
    endBlock(frame.flags);
  };

  const endBlock = (flags: number): void => {
    const { at: start, fragments, frame, size } = block as OpenBlock;
    if (size > limits.fieldBlock) {
      const what = "octets in one field block";
      return state.connectionError(calmFault(at, limits.fieldBlock, what));
    }
    if (!(flags & FLAGS.END_HEADERS)) return;
    block = null;
    at = start;
    const [first] = fragments;
    const octets = fragments.length === 1 && first !== undefined ? first : concat(fragments);
    const decoded = decoder.decodeBlock(octets);
    if (decoded.kind === "fault") {
      const { rule, text } = decoded.fault;
      return state.connectionError(broken("COMPRESSION_ERROR", rule, text));
    }
    if (frame.type === FRAME_TYPES.HEADERS) takeHeaders(frame, decoded.value);
    else takePush(frame, decoded.value);
  };

  /** The stream of a HEADERS frame, opened when it is the peer's next one. */
  const streamForHeaders = (id: number): Stream | null => {
    if (streams.open.has(id) || streams.absent(id) !== "idle") return meet(id, "HEADERS");
    if (role === "client" || streams.isLocal(id)) {
      const text = `HEADERS on stream ${id}, which this peer may not open`;
      state.connectionError(broken("PROTOCOL_ERROR", "RFC 9113 §5.1.1", text));
      return null;
    }
    // Sent before our GOAWAY arrived: as if it had never been created (§6.8).
    if (state.goawaySent !== null && id > state.goawaySent) return null;
    return streams.create(id, state.peer.initialWindowSize, state.local.initialWindowSize);
  };

  const takeHeaders = (frame: HeadersFrame, section: FieldBlock): void => {
    const { streamId } = frame;
    const stream = streamForHeaders(streamId);
    if (stream === null) return;
    const begins = stream.state === "idle" || stream.state === "reserved (remote)";
    state.move(stream, "receive HEADERS");
    const endStream = (frame.flags & FLAGS.END_STREAM) !== 0;
    if (begins && streams.activePeer > state.announced.maxConcurrentStreams) {
      const text = `stream ${streamId} is one more than the ${state.announced.maxConcurrentStreams} allowed`;
      return state.streamError(stream, broken("REFUSED_STREAM", "RFC 9113 §5.1.2", text));
    }
    if (section.tooLarge) {
      const text = `the field section has ${section.size} octets, more than we accept`;
      return state.streamError(stream, broken("PROTOCOL_ERROR", "RFC 9113 §10.5.1", text));
    }
    const kind = takeSection(stream.received, section.fields, {
      section: role === "server" ? "request" : "response",
      endStream,
      extendedConnect: state.announced.enableConnectProtocol,
    });
    if (typeof kind === "object") {
      return state.streamError(stream, broken("PROTOCOL_ERROR", kind.rule, kind.text));
    }
    const { fields, neverIndexed } = section;
    if (kind === "trailers") {
      state.events.push({ kind, streamId, fields });
    } else {
      const interim = kind === "interim";
      const priority = frame.priority === undefined ? {} : { priority: frame.priority };
      const event = { streamId, fields, endStream, interim, neverIndexed, ...priority };
      state.events.push({ kind: "headers", ...event });
    }
    calm.renew("emptyFrames");
    if (endStream) state.move(stream, "receive END_STREAM");
  };

  const takePush = (frame: PushPromiseFrame, section: FieldBlock): void => {
    const { promisedStreamId, streamId } = frame;
    if (role === "server" || !state.local.enablePush) {
      const who = role === "server" ? "a client cannot push" : "push is switched off";
      const rule = role === "server" ? "RFC 9113 §8.4" : "RFC 9113 §6.6";
      return state.connectionError(broken("PROTOCOL_ERROR", rule, `PUSH_PROMISE: ${who}`));
    }
    const resetHere = !streams.open.has(streamId) && streams.absent(streamId) === "reset here";
    if (!resetHere && meet(streamId, "PUSH_PROMISE") === null) return;
    if (promisedStreamId <= streams.lastPeerId) {
      const text = `PUSH_PROMISE promises stream ${promisedStreamId}, which is not idle`;
      return state.connectionError(broken("PROTOCOL_ERROR", "RFC 9113 §6.6", text));
    }
    const { initialWindowSize } = state.local;
    const promised = streams.create(
      promisedStreamId,
      state.peer.initialWindowSize,
      initialWindowSize,
    );
    promised.finished = true;
    state.move(promised, "receive PUSH_PROMISE");
    let reserved = 0;
    for (const { state: name } of streams.open.values()) {
      if (name === "reserved (remote)") reserved += 1;
    }
    if (reserved > limits.promises) {
      const fault = calmFault(at, limits.promises, "promised streams that have not begun");
      return state.streamError(promised, fault);
    }
    const problem = section.tooLarge
      ? { rule: "RFC 9113 §10.5.1", text: "the promised request is larger than we accept" }
      : promiseProblem(promised, section);
    if (problem !== null) {
      return state.streamError(promised, broken("PROTOCOL_ERROR", problem.rule, problem.text));
    }
    const { fields } = section;
    state.events.push({ kind: "push", streamId, promisedStreamId, fields });
  };

  const takeReset = ({ errorCode, streamId }: RstStreamFrame): void => {
    const stream = meet(streamId, "RST_STREAM");
    if (stream === null) return;
    const retrySafe = errorCode === ERROR_CODES.REFUSED_STREAM;
    // A server may stop an upload that it has answered in full (§8.1): that is no complaint.
    const answered = stream.state === "half-closed (remote)" && errorCode === ERROR_CODES.NO_ERROR;
    state.events.push({ kind: "reset", streamId, errorCode, retrySafe });
    state.move(stream, "receive RST_STREAM");
    const tooMany = answered ? null : calm.count("resets", at);
    if (tooMany !== null) state.connectionError(tooMany);
  };

  const takeSettings = (frame: SettingsFrame): void => {
    if (frame.flags & FLAGS.ACK) return takeAcknowledgement();
    for (const [place, setting] of frame.settings.entries()) {
      const next = applySettings(state.peer, [setting], role === "client");
      if ("code" in next) {
        return state.connectionError({ ...next, at: at + next.at + 6 * place });
      }
      const delta = next.initialWindowSize - state.peer.initialWindowSize;
      state.peer = next;
      if (setting[0] === SETTING_IDS.HEADER_TABLE_SIZE) {
        state.encoder.setMaxTableSize(Math.min(next.headerTableSize, ENCODER_TABLE_CAP));
      }
      if (delta === 0) continue;
      for (const stream of streams.open.values()) {
        stream.sendWindow += delta;
        if (stream.sendWindow <= MAX_WINDOW) continue;
        const text = `SETTINGS_INITIAL_WINDOW_SIZE opens stream ${stream.id} beyond ${MAX_WINDOW}`;
        return state.connectionError(broken("FLOW_CONTROL_ERROR", "RFC 9113 §6.9.2", text));
      }
    }
    sender.emit({ type: FRAME_TYPES.SETTINGS, flags: FLAGS.ACK, streamId: 0, settings: [] });
    state.events.push({ kind: "settings", settings: frame.settings });
    state.beginStreams();
    const tooMany = calm.count("replies", at);
    if (tooMany !== null) state.connectionError(tooMany);
  };

  /** Our oldest settings hold from here on (§6.5.3). */
  const takeAcknowledgement = (): void => {
    const oldest = state.unacknowledged.shift();
    state.events.push({ kind: "settingsAck", settings: oldest?.list ?? [] });
    if (oldest === undefined) return;
    const delta = oldest.values.initialWindowSize - state.local.initialWindowSize;
    if (oldest.values.headerTableSize !== state.local.headerTableSize) {
      decoder.setMaxTableSize(oldest.values.headerTableSize);
    }
    state.local = oldest.values;
    for (const stream of streams.open.values()) {
      stream.receiveWindow += delta;
      // A smaller window makes less consumption worth a WINDOW_UPDATE: else both sides might wait.
      state.returnCredit(stream);
    }
  };

  const takeGoaway = (frame: GoawayFrame): void => {
    const { debugData, errorCode, lastStreamId } = frame;
    if (lastStreamId > (state.goawayReceived ?? Infinity)) {
      const text = `GOAWAY raises its last stream from ${state.goawayReceived} to ${lastStreamId}`;
      return state.connectionError(broken("PROTOCOL_ERROR", "RFC 9113 §6.8", text));
    }
    state.goawayReceived = lastStreamId;
    const unprocessed: number[] = [];
    for (const stream of streams.open.values()) {
      if (!stream.local || (stream.id <= lastStreamId && !state.unbegun.has(stream.id))) continue;
      unprocessed.push(stream.id);
      state.abandon(stream);
    }
    state.events.push({ kind: "goaway", lastStreamId, errorCode, debugData, unprocessed });
  };

  const takeWindowUpdate = ({ streamId, windowSizeIncrement }: WindowUpdateFrame): void => {
    const stream = streamId === 0 ? null : meet(streamId, "WINDOW_UPDATE");
    if (streamId !== 0 && stream === null) return;
    const fail = (fault: Fault): void =>
      stream === null ? state.connectionError(fault) : state.streamError(stream, fault);
    if (windowSizeIncrement === 0) {
      return fail(broken("PROTOCOL_ERROR", "RFC 9113 §6.9", "WINDOW_UPDATE gives no credit"));
    }
    const window = (stream === null ? sender.window : stream.sendWindow) + windowSizeIncrement;
    if (window > MAX_WINDOW) {
      const text = `WINDOW_UPDATE opens a window to ${window} octets, beyond ${MAX_WINDOW}`;
      return fail(broken("FLOW_CONTROL_ERROR", "RFC 9113 §6.9.1", text));
    }
    if (stream === null) sender.window = window;
    else stream.sendWindow = window;
    const increment = windowSizeIncrement;
    state.events.push({ kind: "windowUpdate", streamId, increment, window });
  };

  return {
    get block() {
      return block;
    },
    take(frame, offset) {
      at = offset;
      switch (frame.type) {
        case FRAME_TYPES.DATA:
          return takeData(frame);
        case FRAME_TYPES.HEADERS:
        case FRAME_TYPES.PUSH_PROMISE:
          return beginBlock(frame);
        case FRAME_TYPES.PRIORITY: {
          const { priority, streamId } = frame;
          state.events.push({ kind: "priority", streamId, priority });
          return;
        }
        case FRAME_TYPES.RST_STREAM:
          return takeReset(frame);
        case FRAME_TYPES.SETTINGS:
          return takeSettings(frame);
        case FRAME_TYPES.PING: {
          const { flags, opaqueData } = frame;
          if (flags & FLAGS.ACK) {
            state.events.push({ kind: "pingAck", data: opaqueData });
            return;
          }
          sender.emit({ type: FRAME_TYPES.PING, flags: FLAGS.ACK, streamId: 0, opaqueData });
          state.events.push({ kind: "ping", data: opaqueData });
          const tooMany = calm.count("replies", at);
          if (tooMany !== null) state.connectionError(tooMany);
          return;
        }
        case FRAME_TYPES.GOAWAY:
          return takeGoaway(frame);
        case FRAME_TYPES.WINDOW_UPDATE:
          return takeWindowUpdate(frame);
        case FRAME_TYPES.CONTINUATION:
          if (block !== null) return continueBlock(block, frame);
          return state.connectionError(
            broken("PROTOCOL_ERROR", "RFC 9113 §6.10", "CONTINUATION without an open field block"),
          );
        default:
          state.events.push({ kind: "unknown", frame });
      }
    },
  };
}

/** Why a promised request is not acceptable (§8.4, §8.4.1); null when it is. */
function promiseProblem(
  promised: Stream,
  { fields }: FieldBlock,
): { readonly rule: string; readonly text: string } | null {
  // Taken apart from the stream's own message, which will be the response.
  const request = { begun: false, method: "", expected: null, received: 0, tunnel: false };
  const options = { section: "request", endStream: false, extendedConnect: false } as const;
  const kind = takeSection(request, fields, options);
  if (typeof kind === "object") return kind;
  const method = fieldValue(fields, ":method") ?? "";
  if (method !== "GET" && method !== "HEAD") {
    return {
      rule: "RFC 9113 §8.4",
      text: `the promised method ${method} is not safe and cacheable`,
    };
  }
  if (request.expected !== null && request.expected > 0) {
    return { rule: "RFC 9113 §8.4", text: "the promised request announces content" };
  }
  promised.received.method = method;
  return null;
}
