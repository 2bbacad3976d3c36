// The simulator's QUIC frames as the bytes of RFC 9000 §19.
import {
  streamFrame,
  writeQuicFrame,
  type QuicFrame as WireFrame,
} from "#protocols/http3/index.ts";
import type { QuicFrame } from "#sim/quic-packets.ts";

function asWireFrame(frame: QuicFrame): WireFrame {
  switch (frame.type) {
    case "padding":
      return { type: 0x00n, name: "PADDING", length: frame.length };
    case "ping":
      return { type: 0x01n, name: "PING" };
    case "ack": {
      const ranges = frame.ranges.map(([from, to]) => ({
        smallest: BigInt(from),
        largest: BigInt(to),
      }));
      return { type: 0x02n, name: "ACK", ranges, ackDelay: 0n };
    }
    case "crypto":
      return { type: 0x06n, name: "CRYPTO", offset: BigInt(frame.offset), data: frame.data };
    case "stream": {
      const { streamId, data, offset, fin } = frame;
      return streamFrame(BigInt(streamId), data, { offset: BigInt(offset), fin });
    }
    case "max-data":
      return { type: 0x10n, name: "MAX_DATA", maximum: BigInt(frame.limit) };
    case "max-stream-data": {
      const streamId = BigInt(frame.streamId);
      return { type: 0x11n, name: "MAX_STREAM_DATA", streamId, maximum: BigInt(frame.limit) };
    }
    case "path-challenge":
      return { type: 0x1an, name: "PATH_CHALLENGE", data: frame.data };
    case "path-response":
      return { type: 0x1bn, name: "PATH_RESPONSE", data: frame.data };
    case "handshake-done":
      return { type: 0x1en, name: "HANDSHAKE_DONE" };
  }
}

/** The bytes of one frame. */
export const encodeQuicFrame = (frame: QuicFrame): Uint8Array => writeQuicFrame(asWireFrame(frame));
