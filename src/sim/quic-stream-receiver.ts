// The receiving half of QUIC streams: each is put in order by itself (RFC 9000 §2.2).
import { concat } from "#wire/index.ts";
import type { StreamPiece } from "./quic-stream-sender.ts";

export interface StreamReceiver {
  /**
   * Takes a piece and returns what is now in order, or null when it waits for earlier bytes;
   * `ended` once everything up to the FIN has been handed out.
   */
  receive(piece: StreamPiece): { readonly bytes: Uint8Array; readonly ended: boolean } | null;
  /** Bytes handed to the application, over all streams and of one. */
  readonly delivered: number;
  deliveredOf(streamId: number): number;
}

interface ReceiveStream {
  next: number;
  finalSize: number | null;
  over: boolean;
  readonly early: Map<number, Uint8Array>;
}

const createStream = (): ReceiveStream => ({
  next: 0,
  finalSize: null,
  over: false,
  early: new Map(),
});

/** Whether everything up to the FIN has been handed out just now; it says so once. */
function ends(stream: ReceiveStream): boolean {
  const ended = stream.finalSize === stream.next && !stream.over;
  if (ended) stream.over = true;
  return ended;
}

/** Reassembles each stream by itself: a hole in one does not hold back another. */
export function createStreamReceiver(): StreamReceiver {
  const streams = new Map<number, ReceiveStream>();
  let delivered = 0;
  const take = (stream: ReceiveStream, offset: number, data: Uint8Array): Uint8Array => {
    const part = data.subarray(Math.min(data.length, stream.next - offset));
    stream.next += part.length;
    delivered += part.length;
    return part;
  };
  return {
    get delivered() {
      return delivered;
    },
    deliveredOf: (streamId) => streams.get(streamId)?.next ?? 0,
    receive({ streamId, offset, data, fin }) {
      const stream = streams.get(streamId) ?? createStream();
      streams.set(streamId, stream);
      if (fin) stream.finalSize = offset + data.length;
      if (offset > stream.next) {
        // A piece that was sent again may be cut differently: the longer one says more.
        if (data.length > (stream.early.get(offset)?.length ?? -1)) stream.early.set(offset, data);
        return null;
      }
      const first = take(stream, offset, data);
      if (stream.early.size === 0) return { bytes: first, ended: ends(stream) };
      const parts = [first];
      for (;;) {
        const found = [...stream.early].find(([at]) => at <= stream.next);
        if (found === undefined) break;
        stream.early.delete(found[0]);
        parts.push(take(stream, found[0], found[1]));
      }
      return { bytes: concat(parts), ended: ends(stream) };
    },
  };
}
