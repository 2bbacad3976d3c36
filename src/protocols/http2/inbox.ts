// Received bytes until a whole frame is there; each byte is copied at most twice. RFC 9113 §4.1.
import { concat } from "#wire/index.ts";

/** Bytes in arrival order, behind a cursor. */
export interface Inbox {
  /** Bytes that are joined; valid from `at` on. */
  readonly bytes: Uint8Array;
  /** Cursor in `bytes`. */
  readonly at: number;
  /** Offset of the cursor in everything that was ever received. */
  readonly offset: number;
  push(bytes: Uint8Array): void;
  /** Whether `count` bytes lie behind the cursor; joins what has arrived when they do. */
  has(count: number): boolean;
  /** Moves the cursor over bytes that are there. */
  advance(count: number): void;
  /** Moves the cursor over bytes that may not all be there yet. */
  skip(count: number): void;
}

/** An empty inbox. */
export function createInbox(): Inbox {
  let joined: Uint8Array = new Uint8Array();
  let at = 0;
  let offset = 0;
  let parts: Uint8Array[] = [];
  let waiting = 0;
  let toSkip = 0;

  const advance = (count: number): void => {
    at += count;
    offset += count;
  };
  const has = (count: number): boolean => {
    const left = joined.length - at;
    if (left >= count) return true;
    if (left + waiting < count) return false;
    const [first] = parts;
    joined =
      left === 0 && parts.length === 1 && first !== undefined
        ? first
        : concat([joined.subarray(at), ...parts]);
    at = 0;
    parts = [];
    waiting = 0;
    return true;
  };
  return {
    get bytes() {
      return joined;
    },
    get at() {
      return at;
    },
    get offset() {
      return offset;
    },
    push(bytes) {
      // A subclass such as Node's Buffer would show up in every slice that events carry.
      const plain =
        bytes.constructor === Uint8Array
          ? bytes
          : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
      const dropped = Math.min(toSkip, plain.length);
      toSkip -= dropped;
      offset += dropped;
      if (dropped === plain.length) return;
      parts.push(dropped === 0 ? plain : plain.subarray(dropped));
      waiting += plain.length - dropped;
    },
    has,
    advance,
    skip(count) {
      has(joined.length - at + waiting);
      const here = Math.min(count, joined.length - at);
      advance(here);
      toSkip = count - here;
    },
  };
}
