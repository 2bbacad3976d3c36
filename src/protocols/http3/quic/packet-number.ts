// Packet numbers: sent as their last bytes, restored from what was received before. RFC 9000 §17.1, Appendix A.

/** Bytes that a packet number may take in a header. */
export type PacketNumberLength = 1 | 2 | 3 | 4;

/**
 * Bytes needed so that the receiver restores `full`: twice the distance to the largest acknowledged
 * number must fit. Null means that nothing was acknowledged yet. A distance that four bytes cannot
 * span throws RangeError. RFC 9000 §A.2.
 */
export function packetNumberLength(
  full: bigint,
  largestAcknowledged: bigint | null,
): PacketNumberLength {
  const unacknowledged = full - (largestAcknowledged ?? -1n);
  if (unacknowledged <= 0n) throw new RangeError(`Packet ${full} is not after the acknowledged.`);
  for (const length of [1, 2, 3, 4] as const) {
    if (2n * unacknowledged <= 1n << BigInt(8 * length)) return length;
  }
  throw new RangeError(`${unacknowledged} packets are unacknowledged: 4 bytes cannot tell them.`);
}

/** The last `length` bytes of a packet number. RFC 9000 §17.1. */
export function writePacketNumber(full: bigint, length: PacketNumberLength): Uint8Array {
  return Uint8Array.from({ length }, (_, index) =>
    Number((full >> BigInt(8 * (length - 1 - index))) & 0xffn),
  );
}

/**
 * The full number nearest to the next expected one among those that end in `truncated`;
 * `largest` is the largest number received so far, or null. RFC 9000 §A.3.
 */
export function decodePacketNumber(
  largest: bigint | null,
  truncated: number,
  length: PacketNumberLength,
): bigint {
  const expected = (largest ?? -1n) + 1n;
  const window = 1n << BigInt(8 * length);
  const half = window / 2n;
  const candidate = expected - (expected % window) + BigInt(truncated);
  if (candidate <= expected - half && candidate < (1n << 62n) - window) return candidate + window;
  if (candidate > expected + half && candidate >= window) return candidate - window;
  return candidate;
}
