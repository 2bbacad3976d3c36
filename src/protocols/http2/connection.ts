// A connection without input or output of its own: bytes in, events and bytes out. RFC 9113.
import { utf8, type Fault } from "#wire/index.ts";
import { checkFields, type FieldSectionKind } from "../semantics/field-validity.ts";
import type { Counted } from "./calm.ts";
import { createConnectionState, type ConnectionOptions } from "./connection-state.ts";
import type { Http2Event } from "./events.ts";
import { readFrame } from "./frame-codec.ts";
import { HEADER_LENGTH, readFrameHeader, type FrameHeader } from "./frame-header.ts";
import type { HpackField } from "./hpack-static-table.ts";
import { createInbox } from "./inbox.ts";
import { fieldValue } from "./message.ts";
import { createReceiver } from "./receiver.ts";
import { giveCredit } from "./receive-windows.ts";
import { ERROR_CODES, FLAGS, FRAME_LAYOUTS, FRAME_TYPES, frameTypeName } from "./registry.ts";
import { listSettings, type Http2Settings } from "./settings.ts";
import type { StreamState } from "./stream-states.ts";
import type { Stream } from "./streams.ts";

/** The 24 octets that a client sends first (§3.4). */
export const CLIENT_PREFACE: Uint8Array = utf8("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

/** What a connection looks like at present, for drawing and for tests. */
export interface ConnectionView {
  /** "closed" after a connection error; "closing" after a GOAWAY in either direction. */
  readonly state: "open" | "closing" | "closed";
  /** Octets of DATA that we, and the peer, may send on the connection as a whole. */
  readonly sendWindow: number;
  readonly receiveWindow: number;
  /** Our settings that the peer acknowledged, and the peer's. */
  readonly local: Http2Settings;
  readonly peer: Http2Settings;
  /** Our SETTINGS frames without an acknowledgement. */
  readonly unacknowledged: number;
  /** Streams that are not closed. */
  readonly streams: readonly StreamView[];
  /** What counts against the limits. */
  readonly counts: Readonly<Record<Counted, number>>;
  /** Dynamic tables, newest entry first: ours for sending, ours for receiving. */
  readonly encoderTable: readonly HpackField[];
  readonly decoderTable: readonly HpackField[];
}

/** One stream of a {@link ConnectionView}. */
export interface StreamView {
  readonly id: number;
  readonly state: StreamState;
  readonly sendWindow: number;
  readonly receiveWindow: number;
  /** Octets of content that wait in our queue. */
  readonly queued: number;
  /** What they wait for; null when nothing waits or it would leave with the next takeBytes(). */
  readonly blockedBy: "stream window" | "connection window" | "concurrency" | null;
}

/** One HTTP/2 connection, seen from one endpoint. */
export interface Http2Connection {
  /**
   * Takes bytes as they arrive, in pieces of any size, and says what they meant. The bytes must not
   * be changed afterwards. After a connection error everything is ignored.
   */
  receive(bytes: Uint8Array): Http2Event[];
  /**
   * Bytes to send now: the preface and our SETTINGS at first, answers, and as much content as the
   * windows allow, streams taking turns. Stops behind the frame that reaches `limit` octets.
   */
  takeBytes(limit?: number): Uint8Array;
  /**
   * Sends a request (client, new odd stream), a response or interim response (server), or with
   * `endStream` behind one of them the trailer section. False when the stream or the connection has
   * been closed meanwhile. A section that RFC 9113 §8 forbids, or a stream that cannot carry it,
   * throws RangeError. `neverIndex`: indices of lines to send as never-indexed literals.
   */
  sendHeaders(
    streamId: number,
    fields: readonly HpackField[],
    options?: { readonly endStream?: boolean; readonly neverIndex?: ReadonlySet<number> },
  ): boolean;
  /** Queues content; it leaves as the windows allow. The result is as for sendHeaders. */
  sendData(
    streamId: number,
    bytes: Uint8Array,
    options?: { readonly endStream?: boolean },
  ): boolean;
  /** Promises a response (server, new even stream) to a request that this request will cause. */
  pushPromise(streamId: number, promisedStreamId: number, fields: readonly HpackField[]): boolean;
  /** Ends a stream with an error code, CANCEL unless told; its queue is dropped. */
  resetStream(streamId: number, code?: number): boolean;
  /** Sends a PING; `data` has 8 octets, zeros unless told. */
  ping(data?: Uint8Array): void;
  /**
   * Announces that streams above `lastStreamId` (the peer's highest so far, unless told) are not
   * taken. 2³¹ − 1 begins a graceful shutdown; a second call then names the real one (§6.8).
   */
  goAway(
    code?: number,
    options?: { readonly lastStreamId?: number; readonly debugData?: Uint8Array },
  ): void;
  /** Announces changed settings; they hold once the peer acknowledges them. */
  updateSettings(settings: Partial<Http2Settings>): void;
  /** Sends a WINDOW_UPDATE of our own; stream 0 is the connection. */
  giveCredit(streamId: number, octets: number): boolean;
  /** Begins a new unit of work: the counters of the limits start again from zero. */
  renewLimits(): void;
  /** The next stream identifier that is ours to use. */
  nextStreamId(): number;
  inspect(): ConnectionView;
}

/** Opens a connection; its preface is in takeBytes() at once. Wrong settings throw RangeError. */
export function createConnection(options: ConnectionOptions): Http2Connection {
  const state = createConnectionState(options);
  const { role, sender, streams } = state;
  const receiver = createReceiver(state);
  const inbox = createInbox();
  let prefaceLeft = role === "server" ? CLIENT_PREFACE.length : 0;
  let settingsSeen = false;

  const announce = (settings: Partial<Http2Settings>): void => {
    if (role === "server" && settings.enablePush === true) {
      throw new RangeError("a server cannot enable push (RFC 9113 §6.5.2). Leave it out.");
    }
    const list = listSettings(settings);
    state.announced = { ...state.announced, ...settings };
    state.unacknowledged.push({ list, values: state.announced });
    sender.emit({ type: FRAME_TYPES.SETTINGS, flags: 0, streamId: 0, settings: list });
  };

  if (role === "client") sender.emitBytes(CLIENT_PREFACE);
  announce(options.settings ?? {});
  const extra = (options.connectionWindowSize ?? 0) - state.grant.receiveWindow;
  const grantMore = (streamId: number, octets: number): boolean => {
    const stream = streams.open.get(streamId);
    if (streamId !== 0 && stream === undefined) return false;
    giveCredit(stream ?? state.grant, octets);
    const type = FRAME_TYPES.WINDOW_UPDATE;
    sender.emit({ type, flags: 0, streamId, windowSizeIncrement: octets });
    return true;
  };
  if (extra > 0) grantMore(0, extra);

  /** True when the whole client preface is there; a wrong octet ends the connection (§3.4). */
  const takePreface = (): boolean => {
    while (prefaceLeft > 0 && inbox.has(1)) {
      const expected = CLIENT_PREFACE[CLIENT_PREFACE.length - prefaceLeft];
      if (inbox.bytes[inbox.at] !== expected) {
        const text = "the connection does not begin with the client preface";
        const fault = { code: "PROTOCOL_ERROR", at: inbox.offset, rule: "RFC 9113 §3.4", text };
        state.connectionError(fault);
        return false;
      }
      inbox.advance(1);
      prefaceLeft -= 1;
    }
    return prefaceLeft === 0;
  };

  /** Rules about the order of frames, which the header alone can break. */
  const orderFault = ({ flags, streamId, type }: FrameHeader): Fault | null => {
    const at = inbox.offset;
    const code = "PROTOCOL_ERROR";
    const { block } = receiver;
    if (!settingsSeen && (type !== FRAME_TYPES.SETTINGS || flags & FLAGS.ACK)) {
      const text = `the first frame is ${frameTypeName(type)}, not SETTINGS`;
      return { code, at, rule: "RFC 9113 §3.4", text };
    }
    const continues = type === FRAME_TYPES.CONTINUATION && streamId === block?.frame.streamId;
    if (block !== null && !continues) {
      const text = `${frameTypeName(type)} interrupts the field block of stream ${block.frame.streamId}`;
      return { code, at, rule: "RFC 9113 §6.10", text };
    }
    return null;
  };

  /** A frame that cannot be read: an error of its stream where §4.2 lets it be one. */
  const takeUnreadable = (header: FrameHeader, fault: Fault): void => {
    const stream = streams.open.get(header.streamId);
    const mild =
      fault.code === "FRAME_SIZE_ERROR" && FRAME_LAYOUTS[header.type]?.sizeError === "stream";
    if (!mild || stream === undefined) return state.connectionError(fault);
    if (header.type === FRAME_TYPES.DATA) {
      state.grant.receiveWindow -= header.length;
      state.grant.consumed += header.length;
      if (state.grant.receiveWindow < 0) return state.connectionError(fault);
    }
    state.streamError(stream, fault);
    inbox.skip(HEADER_LENGTH + header.length);
    state.returnCredit(null);
  };

  /** Takes the next frame; false when it is not there yet. */
  const takeFrame = (): boolean => {
    if (!inbox.has(HEADER_LENGTH)) return false;
    const head = readFrameHeader(inbox.bytes, inbox.at);
    if (head.kind !== "done") return false;
    const outOfOrder = orderFault(head.value);
    if (outOfOrder !== null) {
      state.connectionError(outOfOrder);
      return false;
    }
    const { maxFrameSize } = state.local;
    const read = readFrame(inbox.bytes, inbox.at, { maxFrameSize });
    if (read.kind === "more") return inbox.has(HEADER_LENGTH + head.value.length);
    const offset = inbox.offset;
    if (read.kind === "fault") {
      takeUnreadable(head.value, { ...read.fault, at: offset + read.fault.at - inbox.at });
      return true;
    }
    settingsSeen = true;
    inbox.advance(read.next - inbox.at);
    receiver.take(read.value, offset);
    return true;
  };

  /** The stream for something of ours: null when it is closed, RangeError when it never was. */
  const streamFor = (streamId: number, what: string): Stream | null => {
    const stream = streams.open.get(streamId);
    if (stream !== undefined) return stream;
    const absent = streams.absent(streamId);
    if (absent !== "idle" && absent !== "skipped") return null;
    throw new RangeError(`${what} on stream ${streamId}, which was never opened`);
  };

  const requireValid = (fields: readonly HpackField[], section: FieldSectionKind): void => {
    const extendedConnect = state.peer.enableConnectProtocol;
    const problem = checkFields(fields, { section, version: 2, extendedConnect });
    if (problem === null) return;
    throw new RangeError(`malformed ${section}: ${problem.text} (${problem.rule})`);
  };

  const requireUnfinished = (stream: Stream): void => {
    if (!stream.finished) return;
    throw new RangeError(`stream ${stream.id} has ended on our side: nothing may follow`);
  };

  /** A new stream of ours, or RangeError when its identifier is not. */
  const requireNewId = (streamId: number): void => {
    const fits = Number.isInteger(streamId) && streamId >= 1 && streamId <= 0x7fffffff;
    if (fits && streams.isLocal(streamId) && streamId > streams.lastLocalId) return;
    throw new RangeError(
      `stream ${streamId} is not ours to open: the next one is ${connection.nextStreamId()} or higher`,
    );
  };

  const connection: Http2Connection = {
    receive(bytes) {
      state.events = [];
      if (!state.dead) {
        inbox.push(bytes);
        if (takePreface()) while (!state.dead && takeFrame());
      }
      return state.events;
    },
    takeBytes(limit = Infinity) {
      state.calm.renew("replies");
      return sender.take(limit);
    },
    sendHeaders(streamId, fields, { endStream = false, neverIndex } = {}) {
      if (state.dead) return false;
      const section = { streamId, fields, endStream, neverIndex };
      if (role === "client" && streams.absent(streamId) === "idle") {
        requireNewId(streamId);
        requireValid(fields, "request");
        if (state.goawayReceived !== null) return false;
        const { initialWindowSize } = state.local;
        const stream = streams.create(streamId, state.peer.initialWindowSize, initialWindowSize);
        stream.received.method = fieldValue(fields, ":method") ?? "";
        stream.headersSent = true;
        stream.finished = endStream;
        state.unbegun.set(streamId, section);
        state.beginStreams();
        return true;
      }
      const stream = streamFor(streamId, "HEADERS");
      if (stream === null) return false;
      requireUnfinished(stream);
      if (stream.headersSent) {
        if (!endStream) throw new RangeError("a trailer section ends the stream: set endStream");
        requireValid(fields, "trailers");
        stream.finished = true;
        sender.enqueue(stream, { kind: "trailers", fields, neverIndex });
        return true;
      }
      requireValid(fields, "response");
      const interim = Number(fieldValue(fields, ":status")) < 200;
      if (interim && endStream) throw new RangeError("an interim response cannot end the stream");
      stream.headersSent = !interim;
      stream.finished = endStream;
      if (stream.state === "reserved (local)") {
        state.unbegun.set(streamId, section);
        state.beginStreams();
        return true;
      }
      sender.emitSection(section);
      if (endStream) state.move(stream, "send END_STREAM");
      return true;
    },
    sendData(streamId, bytes, { endStream = false } = {}) {
      if (state.dead) return false;
      const stream = streamFor(streamId, "DATA");
      if (stream === null) return false;
      requireUnfinished(stream);
      if (!stream.headersSent)
        throw new RangeError(`DATA on stream ${streamId} before its HEADERS`);
      stream.finished = endStream;
      if (bytes.length > 0 || endStream) {
        sender.enqueue(stream, { kind: "data", data: bytes, at: 0, endStream });
      }
      return true;
    },
    pushPromise(streamId, promisedStreamId, fields) {
      if (role === "client") throw new RangeError("a client cannot push (RFC 9113 §8.4)");
      if (state.dead || !state.peer.enablePush || state.goawayReceived !== null) return false;
      const stream = streamFor(streamId, "PUSH_PROMISE");
      if (stream === null) return false;
      requireUnfinished(stream);
      requireNewId(promisedStreamId);
      requireValid(fields, "request");
      sender.emitSection({ streamId, fields, promisedStreamId });
      const promised = streams.create(
        promisedStreamId,
        state.peer.initialWindowSize,
        state.local.initialWindowSize,
      );
      state.move(promised, "send PUSH_PROMISE");
      return true;
    },
    resetStream(streamId, code = ERROR_CODES.CANCEL) {
      if (state.dead) return false;
      const stream = streamFor(streamId, "RST_STREAM");
      if (stream === null) return false;
      if (stream.state === "idle") {
        // It waits for a free place, so the peer has not heard of it (§6.4).
        state.abandon(stream);
        return true;
      }
      state.unbegun.delete(streamId);
      const type = FRAME_TYPES.RST_STREAM;
      sender.emit({ type, flags: 0, streamId, errorCode: code });
      state.move(stream, "send RST_STREAM");
      return true;
    },
    ping(data = new Uint8Array(8)) {
      if (state.dead) return;
      sender.emit({ type: FRAME_TYPES.PING, flags: 0, streamId: 0, opaqueData: data });
    },
    goAway(code = ERROR_CODES.NO_ERROR, { debugData = new Uint8Array(), lastStreamId } = {}) {
      if (state.dead) return;
      // It may never be raised again (§6.8).
      const last = Math.min(lastStreamId ?? streams.lastPeerId, state.goawaySent ?? Infinity);
      const type = FRAME_TYPES.GOAWAY;
      sender.emit({ type, flags: 0, streamId: 0, lastStreamId: last, errorCode: code, debugData });
      state.goawaySent = last;
    },
    updateSettings(settings) {
      if (!state.dead) announce(settings);
    },
    giveCredit: (streamId, octets) => !state.dead && grantMore(streamId, octets),
    renewLimits: () => state.calm.renew(),
    nextStreamId() {
      const first = role === "client" ? 1 : 2;
      return streams.lastLocalId === 0 ? first : streams.lastLocalId + 2;
    },
    inspect() {
      const leaving = state.goawaySent !== null || state.goawayReceived !== null;
      return {
        state: state.dead ? "closed" : leaving ? "closing" : "open",
        sendWindow: sender.window,
        receiveWindow: state.grant.receiveWindow,
        local: state.local,
        peer: state.peer,
        unacknowledged: state.unacknowledged.length,
        streams: Array.from(streams.open.values(), (stream) => viewStream(stream)),
        counts: { ...state.calm.counts },
        encoderTable: state.encoder.table(),
        decoderTable: state.decoder.table(),
      };
    },
  };

  const viewStream = (stream: Stream): StreamView => {
    const { id, queue, receiveWindow, sendWindow } = stream;
    let queued = 0;
    for (const item of queue) if (item.kind === "data") queued += item.data.length - item.at;
    let blockedBy: StreamView["blockedBy"] = null;
    if (state.unbegun.has(id)) blockedBy = "concurrency";
    else if (queued > 0 && sendWindow <= 0) blockedBy = "stream window";
    else if (queued > 0 && sender.window <= 0) blockedBy = "connection window";
    return { id, state: stream.state, sendWindow, receiveWindow, queued, blockedBy };
  };
  return connection;
}
