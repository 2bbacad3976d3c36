// What a simulated TCP connection is asked for and tells: options, segments, events.
import type { Segment } from "#trace/index.ts";
import type { Passage } from "./link.ts";
import type { Sender, SenderOptions } from "./tcp-sender.ts";

export type Side = "client" | "server";

export interface TcpOptions extends SenderOptions {
  /** Bytes that a receiver holds for an application that does not read. */
  readonly receiveBuffer: number;
}

/** Ethernet's 1,500 bytes less 40 of IPv4 and TCP; ten segments (RFC 6928 §2); RFC 6298 §2.4. */
export const TCP_DEFAULTS: TcpOptions = {
  mss: 1460,
  initialWindow: 10,
  minimumTimeout: 1000,
  receiveBuffer: 2 ** 20,
};

/** IPv4 and TCP without options, in bytes (RFC 791 §3.1, RFC 9293 §3.1). */
export const HEADER_BYTES = 40;
/** A segment as it was put on the path. */
export interface SegmentSeen {
  readonly from: Side;
  readonly segment: Segment;
  readonly payload: Uint8Array;
  readonly retransmission: boolean;
  readonly passage: Passage;
}

/** What a connection tells its two applications and whoever records it. */
export interface TcpEvents {
  /** The side may write: the client after SYN+ACK, the server after the handshake's ACK. */
  readonly opened?: (side: Side) => void;
  /** Bytes for the application, in order. */
  readonly received?: (side: Side, bytes: Uint8Array) => void;
  /** The other side has ended its stream and all of it was received. */
  readonly ended?: (side: Side) => void;
  /** Bytes [seq, seq + length) arrived but wait for earlier ones: head-of-line blocking. */
  readonly stalled?: (side: Side, seq: number, length: number) => void;
  readonly sent?: (seen: SegmentSeen) => void;
  /** The side's bytes were acknowledged: there may be room to write more. */
  readonly progressed?: (side: Side) => void;
}

export interface TcpEnd {
  readonly sender: Sender;
  /** A paused reader lets the receive window close; resuming delivers and reopens it. */
  pause(): void;
  resume(): void;
}

export interface TcpConnection {
  /** Sends the SYN. */
  open(): void;
  readonly client: TcpEnd;
  readonly server: TcpEnd;
}
