// Integers that begin inside an octet, as HPACK and QPACK write them: RFC 7541 §5.1, RFC 9204 §4.1.1.
import { done, fault, more, type Step } from "#wire/index.ts";

const RULE = "RFC 7541 §5.1";

/** Octets allowed behind the prefix: 62 bits need nine, one more tolerates padding with zeros. */
const MOST_OCTETS = 10;

const tooLarge = (at: number): Step<never> =>
  fault("DECODING_ERROR", at, RULE, "the integer exceeds the limit of what it stands for");
const tooLong = (at: number): Step<never> =>
  fault("DECODING_ERROR", at, RULE, `the integer goes on for more than ${MOST_OCTETS} octets`);

/**
 * Reads an integer whose first `prefixBits` (1–8) bits are the low bits of the octet at `at`.
 * A value above `limit` (default 2³² − 1, at most 2⁵³ − 1) or an encoding of more than 10
 * continuation octets is a fault; `next` is the octet behind the integer.
 */
export function readPrefixInteger(
  bytes: Uint8Array,
  at: number,
  prefixBits: number,
  limit = 0xffffffff,
): Step<number> {
  const first = bytes[at];
  if (first === undefined) return more(1);
  const full = (1 << prefixBits) - 1;
  let value = first & full;
  let cursor = at + 1;
  if (value === full) {
    for (let scale = 1; ; scale *= 128) {
      if (cursor - at > MOST_OCTETS) return tooLong(at);
      const octet = bytes[cursor];
      if (octet === undefined) return more(1);
      cursor += 1;
      value += (octet & 0x7f) * scale;
      if (value > limit) return tooLarge(at);
      if (octet < 0x80) break;
    }
  }
  return value > limit ? tooLarge(at) : done(value, cursor);
}

/** The same for the 62-bit integers of RFC 9204 §4.1.1, such as a stream id; `limit` is 2⁶² − 1. */
export function readPrefixBigInt(
  bytes: Uint8Array,
  at: number,
  prefixBits: number,
  limit = (1n << 62n) - 1n,
): Step<bigint> {
  const first = bytes[at];
  if (first === undefined) return more(1);
  const full = (1 << prefixBits) - 1;
  let value = BigInt(first & full);
  let cursor = at + 1;
  if ((first & full) === full) {
    for (let shift = 0n; ; shift += 7n) {
      if (cursor - at > MOST_OCTETS) return tooLong(at);
      const octet = bytes[cursor];
      if (octet === undefined) return more(1);
      cursor += 1;
      value += BigInt(octet & 0x7f) << shift;
      if (value > limit) return tooLarge(at);
      if (octet < 0x80) break;
    }
  }
  return value > limit ? tooLarge(at) : done(value, cursor);
}

/**
 * Appends the octets of an integer to `target`; `highBits` are the bits of the first octet above
 * the prefix, in place (0x80 for an indexed field). Values ≥ 2⁵³ come as bigint; negative ones,
 * fractions and those beyond 62 bits throw RangeError.
 */
export function pushPrefixInteger(
  target: number[],
  value: number | bigint,
  prefixBits: number,
  highBits = 0,
): void {
  if (typeof value === "bigint" ? value >> 62n !== 0n : !Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`${value} is no integer of at most 62 bits`);
  }
  const full = (1 << prefixBits) - 1;
  if (value < full) {
    target.push(highBits | Number(value));
    return;
  }
  target.push(highBits | full);
  if (typeof value === "bigint") {
    let rest = value - BigInt(full);
    for (; rest >= 128n; rest >>= 7n) target.push(Number(rest & 127n) | 0x80);
    target.push(Number(rest));
    return;
  }
  let rest = value - full;
  for (; rest >= 128; rest = Math.floor(rest / 128)) target.push((rest % 128) | 0x80);
  target.push(rest);
}

/** The octets of an integer, alone; arguments as in {@link pushPrefixInteger}. */
export function writePrefixInteger(
  value: number | bigint,
  prefixBits: number,
  highBits = 0,
): Uint8Array {
  const octets: number[] = [];
  pushPrefixInteger(octets, value, prefixBits, highBits);
  return Uint8Array.from(octets);
}
