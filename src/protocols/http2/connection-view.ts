// What a connection looks like at one moment, for drawing and for tests: RFC 9113 §5, §6.9.
import type { HeaderField } from "#protocols/semantics/fields.ts";
import type { Counted } from "./calm.ts";
import type { ConnectionState } from "./connection-state.ts";
import type { Http2Settings } from "./settings.ts";
import type { StreamState } from "./stream-states.ts";
import type { Stream } from "./streams.ts";

/** One stream of a {@link ConnectionView}. */
export interface StreamView {
  readonly id: number;
  readonly state: StreamState;
  /** Octets of DATA that we, and the peer, may send on it; negative is possible (§6.9.2). */
  readonly sendWindow: number;
  readonly receiveWindow: number;
  /** Octets of content that wait in our queue. */
  readonly queued: number;
  /** What they wait for; null when nothing waits or it would leave with the next takeBytes(). */
  readonly blockedBy: "stream window" | "connection window" | "concurrency" | null;
}

/** A snapshot; later events do not change it. */
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
  /** Streams that are not closed, in the order in which they began. */
  readonly streams: readonly StreamView[];
  /** What counts against the limits. */
  readonly counts: Readonly<Record<Counted, number>>;
  /** Dynamic tables, newest entry first: ours for sending, ours for receiving. */
  readonly encoderTable: readonly HeaderField[];
  readonly decoderTable: readonly HeaderField[];
}

function viewStream(state: ConnectionState, stream: Stream): StreamView {
  const { id, queue, receiveWindow, sendWindow } = stream;
  let queued = 0;
  for (const item of queue) if (item.kind === "data") queued += item.data.length - item.at;
  let blockedBy: StreamView["blockedBy"] = null;
  if (state.unbegun.has(id)) blockedBy = "concurrency";
  else if (queued > 0 && sendWindow <= 0) blockedBy = "stream window";
  else if (queued > 0 && state.sender.window <= 0) blockedBy = "connection window";
  return { id, state: stream.state, sendWindow, receiveWindow, queued, blockedBy };
}

/** The view of a connection at present. */
export function viewConnection(state: ConnectionState): ConnectionView {
  const leaving = state.goawaySent !== null || state.goawayReceived !== null;
  return {
    state: state.dead ? "closed" : leaving ? "closing" : "open",
    sendWindow: state.sender.window,
    receiveWindow: state.grant.receiveWindow,
    local: state.local,
    peer: state.peer,
    unacknowledged: state.unacknowledged.length,
    streams: Array.from(state.streams.open.values(), (stream) => viewStream(state, stream)),
    counts: { ...state.calm.counts },
    encoderTable: state.encoder.table(),
    decoderTable: state.decoder.table(),
  };
}
