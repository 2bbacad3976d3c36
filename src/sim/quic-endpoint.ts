// One side of a QUIC connection: its number spaces, streams, estimates, and what a loss does to them.
import type { QuicPacket } from "#trace/index.ts";
import type { Passage } from "./link.ts";
import {
  createReceivedNumbers,
  isAckEliciting,
  SPACES,
  type EncodeFrame,
  type QuicFrame,
  type ReceivedNumbers,
  type Space,
} from "./quic-packets.ts";
import {
  createCongestion,
  createLossDetector,
  createRoundTrip,
  isPersistent,
  type Congestion,
  type LossDetector,
  type RoundTrip,
  type SentPacket,
} from "./quic-recovery.ts";
import { createStreamReceiver, type StreamReceiver } from "./quic-stream-receiver.ts";
import { createStreamSender, type StreamPiece, type StreamSender } from "./quic-stream-sender.ts";
import type { StreamOrder } from "./stream-order.ts";
import type { Timer } from "./scheduler.ts";
import type { Side } from "./tcp.ts";

export interface QuicOptions {
  /** Largest UDP payload in bytes; every path carries 1,200 (RFC 9000 §14). */
  readonly datagram: number;
  readonly order: StreamOrder;
  /** Flow-control credit in bytes, of the connection and of each stream (RFC 9000 §4). */
  readonly limits: { readonly connection: number; readonly stream: number };
  /** TLS messages by flight (RFC 9001 §4.1); their lengths decide how many packets they take. */
  readonly handshake: {
    readonly clientHello: Uint8Array;
    readonly serverHello: Uint8Array;
    readonly serverFlight: Uint8Array;
    readonly clientFinished: Uint8Array;
  };
  /** The client has a ticket and sends application data with its first flight. */
  readonly earlyData: boolean;
  readonly encode: EncodeFrame;
}

/** A packet as it was put on a path; `passage` changes when its path is abandoned under way. */
export interface PacketSeen {
  readonly at: number;
  readonly from: Side;
  readonly packet: QuicPacket;
  readonly frames: readonly QuicFrame[];
  /** The frames as bytes, before protection. */
  readonly payload: Uint8Array;
  readonly retransmission: boolean;
  passage: Passage;
}

export interface QuicEvents {
  /** The side may write application data (the client at once with 0-RTT). */
  readonly opened?: (side: Side) => void;
  readonly received?: (side: Side, streamId: number, bytes: Uint8Array, ended: boolean) => void;
  /** Bytes of a stream arrived but wait for earlier ones of the same stream. */
  readonly stalled?: (side: Side, streamId: number) => void;
  readonly sent?: (seen: PacketSeen) => void;
  readonly lost?: (side: Side, packets: readonly number[]) => void;
}

export interface InFlight extends SentPacket {
  readonly space: Space;
  readonly path: number;
  readonly frames: readonly QuicFrame[];
}

export interface NumberSpace {
  next: number;
  readonly detector: LossDetector<InFlight>;
  readonly numbers: ReceivedNumbers;
  readonly crypto: StreamSender;
  readonly cryptoIn: StreamReceiver;
  ackOwed: boolean;
  lastEliciting: number;
  /** Keys to send with: not yet, there, or discarded (RFC 9001 §4.9). */
  keys: "none" | "ready" | "discarded";
}

export interface Endpoint {
  readonly side: Side;
  readonly spaces: Readonly<Record<Space, NumberSpace>>;
  readonly streams: StreamSender;
  readonly streamsIn: StreamReceiver;
  /** Control frames of the application space that wait to be sent. */
  control: QuicFrame[];
  congestion: Congestion;
  trip: RoundTrip;
  path: number;
  probes: number;
  timer: Timer | null;
  /** Server only: bytes received and sent before the client's address is validated (§8.1). */
  validated: boolean;
  credit: number;
  granted: { connection: number; readonly streams: Map<number, number> };
}

/** Handshake bytes are a stream without an id or an end (RFC 9000 §19.6). */
export const HANDSHAKE_STREAM = 0;
export const asPiece = ({ offset, data }: Extract<QuicFrame, { type: "crypto" }>): StreamPiece => ({
  streamId: HANDSHAKE_STREAM,
  offset,
  data,
  fin: false,
});

const NO_LIMIT = { connection: Infinity, stream: Infinity };

const createSpace = (): NumberSpace => ({
  next: 0,
  detector: createLossDetector<InFlight>(),
  numbers: createReceivedNumbers(),
  crypto: createStreamSender("sequential", NO_LIMIT),
  cryptoIn: createStreamReceiver(),
  ackOwed: false,
  lastEliciting: 0,
  keys: "none",
});
/** A side before its first packet. */
export const createEndpoint = (side: Side, options: QuicOptions): Endpoint => ({
  side,
  spaces: { initial: createSpace(), handshake: createSpace(), application: createSpace() },
  streams: createStreamSender(options.order, options.limits),
  streamsIn: createStreamReceiver(),
  control: [],
  congestion: createCongestion(options.datagram),
  trip: createRoundTrip(),
  path: 0,
  probes: 0,
  timer: null,
  validated: side === "client",
  credit: 0,
  granted: { connection: options.limits.connection, streams: new Map() },
});
/** What a lost packet carried waits to be sent again, where it still matters (RFC 9000 §13.3). */
export function requeue(end: Endpoint, packet: InFlight): void {
  for (const frame of packet.frames) {
    if (frame.type === "stream") end.streams.lose(frame);
    else if (frame.type === "crypto") {
      end.spaces[packet.space].crypto.lose(asPiece(frame));
    } else if (isAckEliciting(frame) && frame.type !== "ping") end.control.push(frame);
  }
}

/** Declares and requeues what is lost by now; whether there was anything (RFC 9002 §6.1). */
export function findLosses(end: Endpoint, now: number, events: QuicEvents): boolean {
  const all = SPACES.flatMap((space) => end.spaces[space].detector.detect(now, end.trip));
  if (all.length === 0) return false;
  events.lost?.(
    end.side,
    all.map(({ number }) => number),
  );
  const current = all.filter(({ path }) => path === end.path);
  end.congestion.lost(current, now);
  if (isPersistent(current, end.trip.probeTimeout(0) * 3)) end.congestion.collapse();
  for (const packet of all) requeue(end, packet);
  return true;
}

/** Forgets a space whose keys are no longer needed (RFC 9001 §4.9). */
export function discard(end: Endpoint, space: Space): void {
  const own = end.spaces[space];
  if (own.keys === "discarded") return;
  own.keys = "discarded";
  end.congestion.forget(own.detector.discard());
  end.probes = 0;
}

/** A new path starts with fresh estimates (RFC 9000 §9.4); what was in flight is sent again. */
export function followPath(end: Endpoint, path: number, datagram: number): void {
  end.path = path;
  for (const packet of end.spaces.application.detector.discard()) requeue(end, packet);
  end.congestion = createCongestion(datagram);
  end.trip = createRoundTrip();
  end.probes = 0;
  end.control.push({ type: "path-challenge", data: new Uint8Array(8).fill(path) });
}
