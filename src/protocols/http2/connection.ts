// A connection without input or output of its own: bytes in, events and bytes out. RFC 9113.
import type { HeaderField } from "#protocols/semantics/fields.ts";
import { createConnectionState, type ConnectionOptions } from "./connection-state.ts";
import { viewConnection, type ConnectionView } from "./connection-view.ts";
import type { Http2Event } from "./events.ts";
import { giveCredit } from "./receive-windows.ts";
import { CLIENT_PREFACE, createReceiver } from "./receiver.ts";
import { ERROR_CODES, FRAME_TYPES } from "./registry.ts";
import { nextStreamId, sendContent, sendPromise, sendSection, streamFor } from "./send-message.ts";
import { listSettings, type Http2Settings } from "./settings.ts";

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
   * `endStream` behind one of them the trailer section. A request beyond the peer's limit of
   * concurrent streams waits. False when the stream or the connection has been closed meanwhile. A
   * section that RFC 9113 §8 forbids, or a stream that cannot carry it, throws RangeError.
   * `neverIndex`: indices of lines to send as never-indexed literals.
   */
  sendHeaders(
    streamId: number,
    fields: readonly HeaderField[],
    options?: { readonly endStream?: boolean; readonly neverIndex?: ReadonlySet<number> },
  ): boolean;
  /**
   * Queues content, which must not be changed afterwards; it leaves as the windows allow. False and
   * RangeError as for sendHeaders.
   */
  sendData(
    streamId: number,
    bytes: Uint8Array,
    options?: { readonly endStream?: boolean },
  ): boolean;
  /**
   * Promises on a client's stream the response to `fields`, a request, on a new even stream (server).
   * False too when the client does not want pushes.
   */
  pushPromise(streamId: number, promisedStreamId: number, fields: readonly HeaderField[]): boolean;
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
  /** Sends a WINDOW_UPDATE of our own; stream 0 is the connection. False on a closed stream. */
  giveCredit(streamId: number, octets: number): boolean;
  /** Begins a new unit of work: the counters of the limits start again from zero. */
  renewLimits(): void;
  /** The next stream identifier that is ours to use. */
  nextStreamId(): number;
  /** A snapshot for drawing and for tests. */
  inspect(): ConnectionView;
}

/** Opens a connection; its preface is in takeBytes() at once. Wrong settings throw RangeError. */
export function createConnection(options: ConnectionOptions): Http2Connection {
  const state = createConnectionState(options);
  const { sender, streams } = state;
  const receive = createReceiver(state);

  const announce = (settings: Partial<Http2Settings>): void => {
    if (state.role === "server" && Boolean(settings.enablePush)) {
      throw new RangeError("a server cannot enable push (RFC 9113 §6.5.2). Leave it out.");
    }
    const list = listSettings(settings);
    state.announced = { ...state.announced, ...settings };
    state.unacknowledged.push({ list, values: state.announced });
    sender.emit({ type: FRAME_TYPES.SETTINGS, flags: 0, streamId: 0, settings: list });
  };
  const grant = (streamId: number, octets: number): boolean => {
    const stream = streamId === 0 ? state.grant : streamFor(state, streamId, "WINDOW_UPDATE");
    if (stream === null || state.dead) return false;
    giveCredit(stream, octets);
    const type = FRAME_TYPES.WINDOW_UPDATE;
    sender.emit({ type, flags: 0, streamId, windowSizeIncrement: octets });
    return true;
  };

  if (state.role === "client") sender.emitBytes(CLIENT_PREFACE);
  announce(options.settings ?? {});
  const beyondInitial = (options.connectionWindowSize ?? 0) - state.grant.receiveWindow;
  if (beyondInitial > 0) grant(0, beyondInitial);

  return {
    receive(bytes) {
      state.events = [];
      receive(bytes);
      return state.events;
    },
    takeBytes(limit = Infinity) {
      state.calm.renew("replies");
      return sender.take(limit);
    },
    sendHeaders: (streamId, fields, { endStream = false, neverIndex } = {}) =>
      sendSection(state, { streamId, fields, endStream, neverIndex }),
    sendData: (streamId, bytes, { endStream = false } = {}) =>
      sendContent(state, streamId, bytes, endStream),
    pushPromise: (streamId, promisedStreamId, fields) =>
      sendPromise(state, streamId, promisedStreamId, fields),
    resetStream(streamId, code = ERROR_CODES.CANCEL) {
      const stream = state.dead ? null : streamFor(state, streamId, "RST_STREAM");
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
    giveCredit: grant,
    renewLimits() {
      state.calm.renew();
    },
    nextStreamId: () => nextStreamId(state),
    inspect: () => viewConnection(state),
  };
}
