// QUIC streams: what waits to be sent, in which order, under which limits (RFC 9000 §2, §4; RFC 9218).
import { createByteQueue, type ByteQueue } from "./byte-queue.ts";
import { withoutRange, withRange, type Range } from "./ranges.ts";
import { DEFAULT_PRIORITY, isSooner, type Priority, type StreamOrder } from "./stream-order.ts";

/** A piece of a stream that fits a packet. */
export interface StreamPiece {
  readonly streamId: number;
  readonly offset: number;
  readonly data: Uint8Array;
  readonly fin: boolean;
}

interface SendStream {
  readonly id: number;
  readonly queue: ByteQueue;
  ended: boolean;
  finSent: boolean;
  /** Offset of the next byte that was never sent. */
  next: number;
  /** To be sent again before anything new. */
  lost: readonly Range[];
  finLost: boolean;
  acknowledged: readonly Range[];
  finAcknowledged: boolean;
  limit: number;
  priority: Priority;
  /** When it last got a turn, as a count. */
  turn: number;
}

export interface StreamSender {
  write(id: number, bytes: Uint8Array, end: boolean, priority?: Priority): void;
  /** The next piece of at most `room` bytes of data, or null when nothing may be sent. */
  take(room: number): StreamPiece | null;
  /** Whether take would give something that is not blocked by flow control. */
  readonly hasWork: boolean;
  /** Streams that have bytes but no credit left. */
  readonly blocked: readonly number[];
  /** A piece was in a lost packet; what another packet brought home is not sent again. */
  lose(piece: StreamPiece): void;
  /** A piece has arrived. */
  acknowledge(piece: StreamPiece): void;
  allow(
    limit: { readonly connection: number } | { readonly streamId: number; readonly limit: number },
  ): void;
}

/** `initialLimits` in bytes: what the other side's transport parameters allow (RFC 9000 §18.2). */
export function createStreamSender(
  order: StreamOrder,
  initialLimits: { readonly connection: number; readonly stream: number },
): StreamSender {
  const streams = new Map<number, SendStream>();
  /** Streams that are worth a look when something is to be sent. */
  const active = new Set<SendStream>();
  let connectionLimit = initialLimits.connection;
  /** Bytes ever sent for the first time, over all streams: what MAX_DATA limits. */
  let connectionUsed = 0;
  let turns = 0;

  const credit = (stream: SendStream): number =>
    Math.min(stream.limit - stream.next, connectionLimit - connectionUsed);
  const isLost = (stream: SendStream): boolean => stream.lost.length > 0 || stream.finLost;
  const hasNew = (stream: SendStream): boolean => stream.next < stream.queue.end;
  const ready = (stream: SendStream): boolean =>
    isLost(stream) ||
    (hasNew(stream) && credit(stream) > 0) ||
    (!hasNew(stream) && stream.ended && !stream.finSent);

  /** All was sent; only a loss gives it work again. */
  const isDone = (stream: SendStream): boolean =>
    stream.finSent && !hasNew(stream) && !isLost(stream);

  const pick = (): SendStream | null => {
    let best: SendStream | null = null;
    for (const stream of active) {
      if (!ready(stream)) {
        if (isDone(stream)) active.delete(stream);
      } else if (best === null || isSooner(order, stream, best)) best = stream;
    }
    return best;
  };

  const again = (stream: SendStream, room: number): StreamPiece => {
    const { id, queue } = stream;
    const [from, to] = stream.lost[0] ?? [queue.end, queue.end];
    const end = Math.min(to, from + room);
    stream.lost = withoutRange(stream.lost, [from, end]);
    const fin = stream.finLost && end === queue.end;
    if (fin) stream.finLost = false;
    return { streamId: id, offset: from, data: queue.slice(from, end), fin };
  };

  const fresh = (stream: SendStream, room: number): StreamPiece => {
    const from = stream.next;
    const size = Math.min(room, stream.queue.end - from, Math.max(0, credit(stream)));
    stream.next += size;
    connectionUsed += size;
    const fin = stream.ended && stream.next === stream.queue.end;
    if (fin) stream.finSent = true;
    const data = stream.queue.slice(from, stream.next);
    return { streamId: stream.id, offset: from, data, fin };
  };

  return {
    write(id, bytes, end, priority) {
      let stream = streams.get(id);
      if (stream === undefined) {
        stream = {
          id,
          queue: createByteQueue(0),
          ended: false,
          finSent: false,
          next: 0,
          lost: [],
          finLost: false,
          acknowledged: [],
          finAcknowledged: false,
          limit: initialLimits.stream,
          priority: DEFAULT_PRIORITY,
          turn: 0,
        };
        streams.set(id, stream);
        active.add(stream);
      }
      if (stream.ended) throw new RangeError(`cannot write: stream ${id} has ended`);
      if (priority !== undefined) stream.priority = priority;
      stream.queue.append(bytes);
      stream.ended = end;
    },
    take(room) {
      const stream = room > 0 ? pick() : null;
      if (stream === null) return null;
      turns += 1;
      stream.turn = turns;
      return isLost(stream) ? again(stream, room) : fresh(stream, room);
    },
    get hasWork() {
      return pick() !== null;
    },
    get blocked() {
      return [...streams.values()]
        .filter((stream) => hasNew(stream) && credit(stream) <= 0)
        .map(({ id }) => id);
    },
    lose({ streamId, offset, data, fin }) {
      const stream = streams.get(streamId);
      if (stream === undefined) return;
      active.add(stream);
      stream.lost = stream.acknowledged.reduce(
        withoutRange,
        withRange(stream.lost, [offset, offset + data.length]),
      );
      if (fin && !stream.finAcknowledged) stream.finLost = true;
    },
    acknowledge({ streamId, offset, data, fin }) {
      const stream = streams.get(streamId);
      if (stream === undefined) return;
      const range: Range = [offset, offset + data.length];
      stream.acknowledged = withRange(stream.acknowledged, range);
      stream.lost = withoutRange(stream.lost, range);
      if (fin) {
        stream.finAcknowledged = true;
        stream.finLost = false;
      }
    },
    allow(limit) {
      if ("connection" in limit) connectionLimit = Math.max(connectionLimit, limit.connection);
      else {
        const stream = streams.get(limit.streamId);
        if (stream !== undefined) stream.limit = Math.max(stream.limit, limit.limit);
      }
    },
  };
}
