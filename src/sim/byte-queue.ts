// Bytes of a stream by their offset: appended at the end, read anywhere, forgotten at the front.

export interface ByteQueue {
  /** Offset of the first byte that is still kept. */
  readonly start: number;
  /** Offset behind the last byte that was appended. */
  readonly end: number;
  append(bytes: Uint8Array): void;
  /** A copy of [from, to); outside of what is kept throws RangeError. */
  slice(from: number, to: number): Uint8Array;
  /** Forgets everything before `offset`. */
  discardBefore(offset: number): void;
}

/** An empty queue whose first byte will have offset `first`. */
export function createByteQueue(first: number): ByteQueue {
  const chunks: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  let start = first;
  let end = first;
  return {
    get start() {
      return start;
    },
    get end() {
      return end;
    },
    append(bytes) {
      if (bytes.length === 0) return;
      chunks.push({ at: end, bytes });
      end += bytes.length;
    },
    slice(from, to) {
      if (from < start || to > end || to < from) {
        throw new RangeError(`[${from}, ${to}) is not within [${start}, ${end})`);
      }
      const copy = new Uint8Array(to - from);
      for (const { at, bytes } of chunks) {
        if (at >= to) break;
        if (at + bytes.length <= from) continue;
        const part = bytes.subarray(Math.max(0, from - at), to - at);
        copy.set(part, Math.max(at, from) - from);
      }
      return copy;
    },
    discardBefore(offset) {
      start = Math.min(Math.max(start, offset), end);
      while (chunks[0] !== undefined && chunks[0].at + chunks[0].bytes.length <= start)
        chunks.shift();
    },
  };
}
