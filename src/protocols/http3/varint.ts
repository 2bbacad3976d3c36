// Variable-length integers: two bits of length, then 6, 14, 30 or 62 bits of value. RFC 9000 §16.
import { done, more, type Step } from "#wire/index.ts";

/** The largest value that a variable-length integer carries: 2^62 − 1. RFC 9000 §16. */
export const MAX_VARINT = (1n << 62n) - 1n;

/** Bytes that a variable-length integer may occupy. */
export type VarintLength = 1 | 2 | 4 | 8;

const lengths = [1, 2, 4, 8] as const;

/** Length in bytes that the two most significant bits of a first byte announce. RFC 9000 §16. */
export const varintLengthOf = (firstByte: number): VarintLength =>
  lengths[(firstByte >> 6) & 3] ?? 1;

/** Reads one variable-length integer; longer encodings than needed are accepted. RFC 9000 §16. */
export function readVarint(bytes: Uint8Array, at = 0): Step<bigint> {
  const first = bytes[at];
  if (first === undefined) return more(1);
  const length = varintLengthOf(first);
  if (at + length > bytes.length) return more(at + length - bytes.length);
  let high = first & 0x3f;
  const half = Math.min(length, 4);
  for (let index = 1; index < half; index += 1) high = high * 256 + (bytes[at + index] ?? 0);
  if (length < 8) return done(BigInt(high), at + length);
  let low = 0;
  for (let index = 4; index < 8; index += 1) low = low * 256 + (bytes[at + index] ?? 0);
  return done((BigInt(high) << 32n) | BigInt(low), at + length);
}

/** The shortest length that holds a value; below 0 or above 2^62 − 1 throws RangeError. */
export function shortestVarint(value: bigint): VarintLength {
  if (value < 0n || value > MAX_VARINT) {
    throw new RangeError(
      `${value} is no variable-length integer: it must lie in 0…2^62 − 1. Send a smaller value.`,
    );
  }
  return value < 64n ? 1 : value < 16_384n ? 2 : value < 1_073_741_824n ? 4 : 8;
}

const isWhole = (value: bigint | number): boolean =>
  typeof value === "bigint" || Number.isInteger(value);

/**
 * Bytes of a variable-length integer, the shortest encoding unless `length` asks for a longer one.
 * Values outside 0…2^62 − 1, or too large for `length`, throw RangeError. RFC 9000 §16.
 */
export function writeVarint(value: bigint | number, length?: VarintLength): Uint8Array {
  // Nearly all are short, and arithmetic on bigints is dear.
  if (length === undefined && value >= 0 && value < 16_384 && isWhole(value)) {
    const small = Number(value);
    return small < 64 ? Uint8Array.of(small) : Uint8Array.of(0x40 | (small >> 8), small & 0xff);
  }
  const wide = BigInt(value);
  const shortest = shortestVarint(wide);
  const size = length ?? shortest;
  if (size < shortest) throw new RangeError(`${value} does not fit a varint of ${size} bytes`);
  const bytes = new Uint8Array(size);
  let rest = wide;
  for (let index = size - 1; index >= 0; index -= 1) {
    bytes[index] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  bytes[0] = (bytes[0] ?? 0) | (lengths.indexOf(size) << 6);
  return bytes;
}
