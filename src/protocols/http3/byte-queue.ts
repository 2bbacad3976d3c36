// Bytes of a stream that have arrived and are not consumed yet. No protocol of its own.
import { concat } from "#wire/index.ts";

/** A queue of bytes that are joined only when somebody looks at them. */
export interface ByteQueue {
  /** Bytes held. */
  readonly length: number;
  /** Offset in the whole stream of the first byte held. */
  readonly start: number;
  /** Adds bytes at the end; they are copied. */
  push(bytes: Uint8Array): void;
  /** Everything held, joined; what was handed out is never written to again. */
  bytes(): Uint8Array;
  /** Removes bytes from the front. */
  drop(count: number): void;
}

/** An empty queue. */
export function createByteQueue(): ByteQueue {
  let parts: Uint8Array[] = [];
  let length = 0;
  let start = 0;
  const joined = (): Uint8Array => {
    const whole = parts.length === 1 && parts[0] ? parts[0] : concat(parts);
    parts = [whole];
    return whole;
  };
  return {
    get length() {
      return length;
    },
    get start() {
      return start;
    },
    push(bytes) {
      if (bytes.length === 0) return;
      parts.push(bytes.slice());
      length += bytes.length;
    },
    bytes: joined,
    drop(count) {
      const rest = joined().subarray(count);
      parts = rest.length > 0 ? [rest] : [];
      length -= count;
      start += count;
    },
  };
}
