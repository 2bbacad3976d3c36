// Damaged copies of valid bytes: a flipped bit, a cut, an insertion at each of many places.

/** Damaged copies, for up to `places` offsets spread evenly over the bytes. */
export function* damaged(bytes: Uint8Array, places = 60): Generator<Uint8Array> {
  const stride = Math.max(1, Math.ceil(bytes.length / places));
  for (let at = 0; at < bytes.length; at += stride) {
    const flipped = bytes.slice();
    flipped[at] = (flipped[at] ?? 0) ^ (1 << (at & 7));
    yield flipped;
    yield bytes.subarray(0, at);
    yield Uint8Array.from([...bytes.subarray(0, at), 0x80 | (at & 0x7f), ...bytes.subarray(at)]);
  }
}
