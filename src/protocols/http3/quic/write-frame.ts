// Bytes of QUIC frames. RFC 9000 §19, RFC 9221 §4.
import { concat } from "#wire/index.ts";
import { writeVarint } from "../varint.ts";
import { ackBytes } from "./ack.ts";
import type { QuicFrame, StreamFrame } from "./frame.ts";

/** A frame's fields one behind the other; they are joined once, with the type before them. */
type Parts = readonly Uint8Array[];

const counted = (data: Uint8Array): Parts => [writeVarint(data.length), data];

function exactly(data: Uint8Array, length: number, what: string): Uint8Array {
  if (data.length !== length)
    throw new RangeError(`${what} has ${length} bytes, not ${data.length}.`);
  return data;
}

function streamBytes({ type, streamId, offset, fin, data }: StreamFrame): Parts {
  if (type < 0x08n || type > 0x0fn || ((type & 0x04n) === 0n && offset !== 0n)) {
    throw new RangeError(`STREAM type 0x${type.toString(16)} cannot carry offset ${offset}.`);
  }
  if (((type & 0x01n) === 1n) !== fin) throw new RangeError("The FIN bit and `fin` disagree.");
  return [
    writeVarint(streamId),
    ...(type & 0x04n ? [writeVarint(offset)] : []),
    ...(type & 0x02n ? counted(data) : [data]),
  ];
}

/** Everything behind the frame type. */
function bodyOf(frame: QuicFrame): Parts {
  switch (frame.name) {
    case "PADDING":
      return [new Uint8Array(frame.length - 1)];
    case "PING":
    case "HANDSHAKE_DONE":
      return [];
    case "ACK":
      if ((frame.type === 0x03n) !== (frame.ecn !== undefined)) {
        throw new RangeError("ACK type 0x03, and only it, carries ECN counts.");
      }
      return [ackBytes(frame)];
    case "RESET_STREAM":
      return [frame.streamId, frame.errorCode, frame.finalSize].map((n) => writeVarint(n));
    case "STOP_SENDING":
      return [writeVarint(frame.streamId), writeVarint(frame.errorCode)];
    case "CRYPTO":
      return [writeVarint(frame.offset), ...counted(frame.data)];
    case "NEW_TOKEN":
      if (frame.token.length === 0) throw new RangeError("NEW_TOKEN needs a token.");
      return counted(frame.token);
    case "STREAM":
      return streamBytes(frame);
    case "MAX_DATA":
    case "MAX_STREAMS":
    case "DATA_BLOCKED":
    case "STREAMS_BLOCKED":
      return [writeVarint(frame.maximum)];
    case "MAX_STREAM_DATA":
    case "STREAM_DATA_BLOCKED":
      return [writeVarint(frame.streamId), writeVarint(frame.maximum)];
    case "NEW_CONNECTION_ID": {
      const { connectionId, statelessResetToken } = frame;
      if (connectionId.length < 1 || connectionId.length > 20) {
        throw new RangeError(`A connection ID has 1–20 bytes, not ${connectionId.length}.`);
      }
      return [
        writeVarint(frame.sequenceNumber),
        writeVarint(frame.retirePriorTo),
        Uint8Array.of(connectionId.length),
        connectionId,
        exactly(statelessResetToken, 16, "A stateless reset token"),
      ];
    }
    case "RETIRE_CONNECTION_ID":
      return [writeVarint(frame.sequenceNumber)];
    case "PATH_CHALLENGE":
    case "PATH_RESPONSE":
      return [exactly(frame.data, 8, frame.name)];
    case "CONNECTION_CLOSE":
      return [
        writeVarint(frame.errorCode),
        ...(frame.type === 0x1cn ? [writeVarint(frame.frameType ?? 0n)] : []),
        ...counted(frame.reasonPhrase),
      ];
    case "DATAGRAM":
      return frame.type === 0x31n ? counted(frame.data) : [frame.data];
  }
}

/** Bytes of one frame. Values that the frame cannot carry throw RangeError. RFC 9000 §19. */
export const writeQuicFrame = (frame: QuicFrame): Uint8Array =>
  concat([writeVarint(frame.type), ...bodyOf(frame)]);

/** Whether nothing may follow this frame in its packet: it has no length of its own. */
const reachesEnd = (frame: QuicFrame): boolean =>
  (frame.name === "STREAM" && (frame.type & 0x02n) === 0n) || frame.type === 0x30n;

/** Bytes of a packet's payload. A frame without a length anywhere but last throws RangeError. */
export function writeQuicFrames(frames: readonly QuicFrame[]): Uint8Array {
  if (frames.slice(0, -1).some(reachesEnd)) {
    throw new RangeError("A frame without a length must come last. Set its LEN bit.");
  }
  return concat(frames.map(writeQuicFrame));
}
