// Damaged copies of a valid message: a flipped bit, a cut, an inserted octet.

/** Every copy with one bit flipped, every prefix, and every copy with one octet put in between. */
export function* mutations(
  bytes: Uint8Array,
  inserted: readonly number[] = [0x00, 0x0a, 0x0d, 0x20, 0xff],
): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1) {
    for (let bit = 0; bit < 8; bit += 1) {
      const flipped = bytes.slice();
      flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
      yield flipped;
    }
    yield bytes.subarray(0, at);
    for (const octet of inserted) {
      const longer = new Uint8Array(bytes.length + 1);
      longer.set(bytes.subarray(0, at));
      longer[at] = octet;
      longer.set(bytes.subarray(at), at + 1);
      yield longer;
    }
  }
}
