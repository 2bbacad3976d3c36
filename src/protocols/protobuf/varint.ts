// Base 128 varints and ZigZag (protobuf.dev, Encoding, "Base 128 Varints", "Signed Integers").
import { done, fault, more, type Step } from "#wire/index.ts";
import { RULES } from "./wire-types.ts";

/** The longest varint: ten bytes hold 64 bits. */
export const MAX_VARINT_LENGTH = 10;

const LIMIT = 1n << 64n;

/**
 * Reads a varint as an unsigned 64-bit integer. More bytes than needed are legal up to ten; what the
 * tenth carries beyond bit 63 is dropped, as Google's own parsers do. Bytes from `end` on do not count.
 */
export function readVarint(bytes: Uint8Array, at = 0, end = bytes.length): Step<bigint> {
  // Seven groups of seven bits fit a double exactly; only longer varints need big integers.
  let low = 0;
  let scale = 1;
  let high = 0n;
  for (let index = 0; index < MAX_VARINT_LENGTH; index += 1) {
    if (at + index >= end) return more(1);
    const byte = bytes[at + index] as number;
    const group = byte & 0x7f;
    if (index < 7) {
      low += group * scale;
      scale *= 128;
    } else {
      high |= BigInt(group) << BigInt(7 * index);
    }
    if (byte < 0x80) return done(BigInt.asUintN(64, high + BigInt(low)), at + index + 1);
  }
  const why = "The varint goes on after ten bytes: 64 bits need no more. Clear a continuation bit.";
  return fault("VARINT_TOO_LONG", at + MAX_VARINT_LENGTH - 1, RULES.varint, why);
}

/** The shortest varint of an unsigned 64-bit integer; a value outside 0 … 2^64 − 1 throws RangeError. */
export function writeVarint(value: bigint | number): Uint8Array {
  let rest = BigInt(value);
  if (rest < 0n || rest >= LIMIT) {
    throw new RangeError(`${value} is no unsigned 64-bit integer. A negative int64 is 2^64 more.`);
  }
  const bytes: number[] = [];
  do {
    const group = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? group | 0x80 : group);
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}

/** ZigZag of a signed 64-bit integer: 0, −1, 1, −2 become 0, 1, 2, 3. Beyond 64 bits: RangeError. */
export function encodeZigzag(value: bigint | number): bigint {
  const signed = BigInt(value);
  if (BigInt.asIntN(64, signed) !== signed) {
    throw new RangeError(`${value} is no signed 64-bit integer.`);
  }
  return BigInt.asUintN(64, (signed << 1n) ^ (signed >> 63n));
}

/** Undoes {@link encodeZigzag}. */
export const decodeZigzag = (value: bigint): bigint => (value >> 1n) ^ -(value & 1n);

/** The varint value that int32 and int64 use for a signed integer: two's complement in 64 bits. */
export function encodeSigned(value: bigint | number): bigint {
  const signed = BigInt(value);
  if (BigInt.asIntN(64, signed) !== signed) {
    throw new RangeError(`${value} is no signed 64-bit integer.`);
  }
  return BigInt.asUintN(64, signed);
}
