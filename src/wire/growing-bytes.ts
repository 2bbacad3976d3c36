// Bytes that grow by appending: a buffer that doubles, so that many tiny pieces cost no more memory
// than a few large ones.

/** Bytes that grow by appending. */
export interface GrowingBytes {
  /** Bytes held. */
  readonly length: number;
  push(piece: Uint8Array): void;
  /** Everything held, as an array of its own; the collection is empty afterwards. */
  take(): Uint8Array;
}

/** Opens an empty collection. */
export function createGrowingBytes(): GrowingBytes {
  let held = new Uint8Array(0);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(piece) {
      if (length + piece.length > held.length) {
        const wider = new Uint8Array(Math.max(length + piece.length, 2 * held.length));
        wider.set(held.subarray(0, length));
        held = wider;
      }
      held.set(piece, length);
      length += piece.length;
    },
    take() {
      const taken = held.slice(0, length);
      held = new Uint8Array(0);
      length = 0;
      return taken;
    },
  };
}
