// Bytes that wait to be handed to the transport, stream by stream. No protocol of its own.
import { concat } from "#wire/index.ts";

/** Bytes for one stream, in order; `fin` with the last of them. */
export interface StreamBytes {
  readonly streamId: bigint;
  readonly bytes: Uint8Array;
  readonly fin: boolean;
}

/** Bytes by stream, in the order in which streams were first written to. */
export interface Outbox {
  write(streamId: bigint, bytes: Uint8Array, fin?: boolean): void;
  /** Drops what waits for a stream. */
  forget(streamId: bigint): void;
  /** Everything that waits, one entry a stream. */
  take(): StreamBytes[];
}

/** An empty outbox. */
export function createOutbox(): Outbox {
  const streams = new Map<bigint, { parts: Uint8Array[]; fin: boolean }>();
  return {
    write(streamId, bytes, fin = false) {
      const stream = streams.get(streamId) ?? { parts: [], fin: false };
      stream.parts.push(bytes);
      stream.fin ||= fin;
      streams.set(streamId, stream);
    },
    forget(streamId) {
      streams.delete(streamId);
    },
    take() {
      const all = [...streams].map(([streamId, { parts, fin }]) => {
        return { streamId, bytes: concat(parts), fin };
      });
      streams.clear();
      return all;
    },
  };
}
