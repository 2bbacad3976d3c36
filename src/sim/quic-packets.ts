// What QUIC packets carry in the simulator, how large they are, and which were received (RFC 9000).
import type { QuicPacket } from "#trace/index.ts";
import type { StreamPiece } from "./quic-stream-sender.ts";

/** Packet number spaces (RFC 9000 §12.3); 0-RTT packets count in "application". */
export type Space = "initial" | "handshake" | "application";
export const SPACES: readonly Space[] = ["initial", "handshake", "application"];

/** The frames that the simulator sends; a codec turns them into the bytes of RFC 9000 §19. */
export type QuicFrame =
  | { readonly type: "padding"; readonly length: number }
  | { readonly type: "ping" }
  /** Inclusive ranges, the largest first. */
  | { readonly type: "ack"; readonly ranges: readonly (readonly [from: number, to: number])[] }
  | { readonly type: "crypto"; readonly offset: number; readonly data: Uint8Array }
  | ({ readonly type: "stream" } & StreamPiece)
  | { readonly type: "max-data"; readonly limit: number }
  | { readonly type: "max-stream-data"; readonly streamId: number; readonly limit: number }
  | { readonly type: "path-challenge"; readonly data: Uint8Array }
  | { readonly type: "path-response"; readonly data: Uint8Array }
  | { readonly type: "handshake-done" };

/** Bytes of a frame; the engine behind it is the scenario's choice. */
export type EncodeFrame = (frame: QuicFrame) => Uint8Array;

/** IPv4 without options and UDP (RFC 791 §3.1, RFC 768). */
export const DATAGRAM_HEADER_BYTES = 28;
const CONNECTION_ID = 8;
const PACKET_NUMBER = 2;
const AEAD_TAG = 16;
/** RFC 9000 §17.2 and §17.3.1: first byte, version, connection ids with lengths, Length, number, tag. */
export const PACKET_OVERHEAD: Readonly<Record<QuicPacket["space"], number>> = {
  initial: 1 + 4 + 2 * (1 + CONNECTION_ID) + 1 + 2 + PACKET_NUMBER + AEAD_TAG,
  "0-rtt": 1 + 4 + 2 * (1 + CONNECTION_ID) + 2 + PACKET_NUMBER + AEAD_TAG,
  handshake: 1 + 4 + 2 * (1 + CONNECTION_ID) + 2 + PACKET_NUMBER + AEAD_TAG,
  application: 1 + CONNECTION_ID + PACKET_NUMBER + AEAD_TAG,
};

/** RFC 9000 §13.2: everything but ACK and PADDING asks for an acknowledgement. */
export const isAckEliciting = (frame: QuicFrame): boolean =>
  frame.type !== "ack" && frame.type !== "padding";

/** Packet numbers seen so far, as the ranges of an ACK frame. */
export interface ReceivedNumbers {
  /** Whether the number is new; it is remembered then. */
  add(number: number): boolean;
  /** Inclusive, largest first, at most 32: older ones are not worth their bytes (§13.2.3). */
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

const MAX_RANGES = 32;

export function createReceivedNumbers(): ReceivedNumbers {
  let ranges: [from: number, to: number][] = [];
  return {
    add(number) {
      const newest = ranges[0];
      if (newest !== undefined && number === newest[1] + 1) {
        newest[1] = number;
        return true;
      }
      if (ranges.some(([from, to]) => number >= from && number <= to)) return false;
      const joined: [number, number] = [number, number];
      const apart = ranges.filter(([from, to]) => {
        if (to + 1 < number || from - 1 > number) return true;
        joined[0] = Math.min(joined[0], from);
        joined[1] = Math.max(joined[1], to);
        return false;
      });
      ranges = [...apart, joined].sort((a, b) => b[1] - a[1]).slice(0, MAX_RANGES);
      return true;
    },
    get ranges() {
      return ranges.map(([from, to]) => [from, to] as const);
    },
  };
}
