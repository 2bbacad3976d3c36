// A cursor over bytes that somebody sent: big-endian integers and slices, never a throw.

/**
 * Reads forward from `at`. Every `take…` answers null when too few bytes are left and leaves the
 * cursor where it was; `missing` then says how many more the last one wanted.
 */
export interface Reader {
  /** Absolute offset of the next byte. */
  readonly at: number;
  /** Bytes left behind the cursor. */
  readonly left: number;
  /** Bytes that the last refused take lacked; 0 when none was refused. */
  readonly missing: number;
  /** Unsigned big-endian integer of 1–6 bytes. */
  takeUint(bytes: 1 | 2 | 3 | 4 | 5 | 6): number | null;
  /** A view (no copy) of the next `length` bytes. */
  take(length: number): Uint8Array | null;
}

/** Opens a reader on `bytes` from offset `at`. */
export function createReader(bytes: Uint8Array, at = 0): Reader {
  let cursor = at;
  let missing = 0;
  const take = (length: number): Uint8Array | null => {
    const left = Math.max(0, bytes.length - cursor);
    missing = Math.max(0, length - left);
    if (missing > 0) return null;
    cursor += length;
    return bytes.subarray(cursor - length, cursor);
  };
  return {
    get at() {
      return cursor;
    },
    get left() {
      return Math.max(0, bytes.length - cursor);
    },
    get missing() {
      return missing;
    },
    take,
    takeUint(length) {
      const view = take(length);
      return view === null ? null : view.reduce((sum, byte) => sum * 256 + byte, 0);
    },
  };
}

/** Big-endian bytes of an unsigned integer; a value that does not fit throws RangeError. */
export function uintBytes(value: number, length: 1 | 2 | 3 | 4 | 5 | 6): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value >= 256 ** length) {
    throw new RangeError(`${value} does not fit ${length} bytes`);
  }
  const bytes = new Uint8Array(length);
  for (let index = length - 1, rest = value; index >= 0; index -= 1) {
    bytes[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return bytes;
}
