// What the sending and the receiving half of a connection share, and how both end in errors. RFC 9113 §5.4.
import { utf8, type Fault } from "#wire/index.ts";
import { createCalm, DEFAULT_LIMITS, type Calm, type Counted, type Http2Limits } from "./calm.ts";
import type { Http2Event } from "./events.ts";
import type { HeadersFrame, PushPromiseFrame, Setting } from "./frame.ts";
import { createHpackDecoder, type HpackDecoder } from "./hpack-decoder.ts";
import {
  createHpackEncoder,
  type HpackEncoder,
  type HpackEncoderOptions,
} from "./hpack-encoder.ts";
import { dueCredit, giveCredit, type Grant } from "./receive-windows.ts";
import { ERROR_CODES, FRAME_TYPES, type ErrorCodeName } from "./registry.ts";
import { createSender, type OutgoingSection, type Sender } from "./sender.ts";
import { INITIAL_SETTINGS, type Http2Settings } from "./settings.ts";
import type { StreamSignal } from "./stream-states.ts";
import { createStreamTable, type Stream, type StreamTable } from "./streams.ts";

/** What {@link createConnection} takes. */
export interface ConnectionOptions {
  readonly role: "client" | "server";
  /** Our SETTINGS; those left out keep their initial values (RFC 9113 §6.5.2). */
  readonly settings?: Partial<Http2Settings>;
  /** Octets of the window that we grant on the connection as a whole, 65,535 at least. */
  readonly connectionWindowSize?: number;
  /** False: consumed octets are given back by `giveCredit` alone. True unless told. */
  readonly autoWindowUpdate?: boolean;
  /** Octets of content in one DATA frame at most; small frames make multiplexing visible. */
  readonly maxDataSize?: number;
  /** Choices of the HPACK encoder; its table follows the peer's setting. */
  readonly hpack?: Omit<HpackEncoderOptions, "maxTableSize">;
  readonly limits?: Partial<Http2Limits>;
}

/** A field block of which the last fragment is still to come (§4.3). */
export interface OpenBlock {
  readonly frame: HeadersFrame | PushPromiseFrame;
  readonly fragments: Uint8Array[];
  size: number;
  /** Offset of the frame that began it. */
  readonly at: number;
}

/** The state of one connection. */
export interface ConnectionState {
  readonly role: "client" | "server";
  readonly limits: Http2Limits;
  readonly calm: Calm;
  readonly streams: StreamTable;
  readonly sender: Sender;
  readonly encoder: HpackEncoder;
  readonly decoder: HpackDecoder;
  /** The window that we grant on the connection. */
  readonly grant: Grant;
  readonly autoWindowUpdate: boolean;
  /** Our settings that the peer acknowledged, those that we announced last, and the peer's. */
  local: Http2Settings;
  announced: Http2Settings;
  peer: Http2Settings;
  /** Our SETTINGS frames that the peer has not acknowledged, oldest first. */
  readonly unacknowledged: { readonly list: readonly Setting[]; readonly values: Http2Settings }[];
  /** Last-Stream-ID of the GOAWAY that we sent, that the peer sent; null before there is one. */
  goawaySent: number | null;
  goawayReceived: number | null;
  /** True after a connection error: nothing more is read or sent. */
  dead: boolean;
  /** Header sections that wait for a free place among the concurrent streams (§5.1.2). */
  readonly unbegun: Map<number, OutgoingSection>;
  /** The field block that the next frame must continue; null when none is open. */
  block: OpenBlock | null;
  /** Offset, in everything received, of the frame in hand. */
  frameAt: number;
  /** Events of the present call of `receive`. */
  events: Http2Event[];
  move(stream: Stream, signal: StreamSignal): void;
  /** Begins as many waiting streams as the peer's limit allows. */
  beginStreams(): void;
  /** Forgets a stream and all that it would still send. */
  abandon(stream: Stream): void;
  /** Answers a broken rule of one stream with RST_STREAM, and tells (§5.4.2). */
  streamError(stream: Stream, fault: Fault): void;
  /** Answers a broken rule of the connection with GOAWAY, and tells (§5.4.1). */
  connectionError(fault: Fault): void;
  /** Counts something against its limit; false when that ended the connection. */
  tolerate(what: Counted): boolean;
  /** Gives consumed octets back where it is time to. */
  returnCredit(stream: Stream | null): void;
}

const codeOf = (fault: Fault): number => ERROR_CODES[fault.code as ErrorCodeName];

/** The state of a connection on which nothing happened yet. */
export function createConnectionState(options: ConnectionOptions): ConnectionState {
  const { autoWindowUpdate = true, hpack = {}, maxDataSize = Infinity, role } = options;
  const limits: Http2Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const announced: Http2Settings = { ...INITIAL_SETTINGS, ...options.settings };
  const fullWindow = Math.max(
    INITIAL_SETTINGS.initialWindowSize,
    options.connectionWindowSize ?? 0,
  );
  const streams = createStreamTable(role);
  const encoder = createHpackEncoder(hpack);
  const calm = createCalm(limits);

  const move = (stream: Stream, signal: StreamSignal): void => {
    if (!streams.signal(stream, signal)) return;
    state.sender.drop(stream);
    const complete = signal === "send END_STREAM" || signal === "receive END_STREAM";
    if (complete && !stream.local) calm.credit("resets");
    state.beginStreams();
  };

  const state: ConnectionState = {
    role,
    limits,
    calm,
    streams,
    encoder,
    decoder: createHpackDecoder({
      maxFieldSectionSize: Math.min(limits.fieldSection, announced.maxHeaderListSize),
    }),
    sender: createSender({ encoder, maxDataSize, peer: () => state.peer, signal: move }),
    grant: { receiveWindow: INITIAL_SETTINGS.initialWindowSize, consumed: 0 },
    autoWindowUpdate,
    local: INITIAL_SETTINGS,
    announced,
    peer: INITIAL_SETTINGS,
    unacknowledged: [],
    goawaySent: null,
    goawayReceived: null,
    dead: false,
    unbegun: new Map(),
    block: null,
    frameAt: 0,
    events: [],
    move,
    beginStreams() {
      for (const [id, section] of state.unbegun) {
        if (state.dead || streams.activeLocal >= state.peer.maxConcurrentStreams) return;
        state.unbegun.delete(id);
        const stream = streams.open.get(id) as Stream;
        state.sender.emitSection(section);
        streams.signal(stream, "send HEADERS");
        if (section.endStream === true) move(stream, "send END_STREAM");
      }
    },
    abandon(stream) {
      state.sender.drop(stream);
      state.unbegun.delete(stream.id);
      streams.discard(stream);
    },
    streamError(stream, fault) {
      const errorCode = codeOf(fault);
      const streamId = stream.id;
      state.sender.emit({ type: FRAME_TYPES.RST_STREAM, flags: 0, streamId, errorCode });
      state.events.push({ kind: "streamError", streamId, errorCode, fault });
      move(stream, "send RST_STREAM");
      // Who has not seen our settings yet cannot keep to our limit of streams (§5.1.2).
      const unaware = fault.code === "REFUSED_STREAM" && state.unacknowledged.length > 0;
      if (!stream.local && !unaware) state.tolerate("resets");
    },
    tolerate(what) {
      const tooMany = calm.count(what, state.frameAt);
      if (tooMany !== null) state.connectionError(tooMany);
      return tooMany === null;
    },
    connectionError(fault) {
      if (state.dead) return;
      state.dead = true;
      const errorCode = codeOf(fault);
      const lastStreamId = Math.min(streams.lastPeerId, state.goawaySent ?? Infinity);
      const debugData = utf8(fault.text);
      const type = FRAME_TYPES.GOAWAY;
      state.sender.emit({ type, flags: 0, streamId: 0, lastStreamId, errorCode, debugData });
      for (const stream of streams.open.values()) state.sender.drop(stream);
      state.events.push({ kind: "connectionError", errorCode, fault });
    },
    returnCredit(stream) {
      const back = (streamId: number, grant: Grant, full: number): void => {
        const credit = dueCredit(grant, full);
        if (credit === 0) return;
        giveCredit(grant, credit);
        const type = FRAME_TYPES.WINDOW_UPDATE;
        state.sender.emit({ type, flags: 0, streamId, windowSizeIncrement: credit });
      };
      back(0, state.grant, fullWindow);
      const listening = stream?.state === "open" || stream?.state === "half-closed (local)";
      if (listening) back(stream.id, stream, state.local.initialWindowSize);
    },
  };
  return state;
}
