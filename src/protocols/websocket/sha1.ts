// SHA-1 (FIPS 180-4 §6.1.2) without a promise: a client checks Sec-WebSocket-Accept with it, where
// WebCrypto would make the whole check asynchronous. It guards nothing here (RFC 6455 §10.8).

const rotate = (word: number, bits: number) => (word << bits) | (word >>> (32 - bits));

/** What mixes b, c and d in each quarter of the 80 rounds, and the constant added there. */
const QUARTERS = [
  { mix: (b: number, c: number, d: number) => (b & c) | (~b & d), constant: 0x5a827999 },
  { mix: (b: number, c: number, d: number) => b ^ c ^ d, constant: 0x6ed9eba1 },
  { mix: (b: number, c: number, d: number) => (b & c) | (b & d) | (c & d), constant: 0x8f1bbcdc },
  { mix: (b: number, c: number, d: number) => b ^ c ^ d, constant: 0xca62c1d6 },
] as const;

type State = readonly [number, number, number, number, number];

/** The 20-byte digest of `message`. */
export function sha1(message: Uint8Array): Uint8Array {
  // 0x80, zeros up to 56 modulo 64, the length in bits as 64-bit big endian.
  const padded = new Uint8Array(64 * Math.ceil((message.length + 9) / 64));
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(message.length / 2 ** 29));
  view.setUint32(padded.length - 4, (message.length << 3) >>> 0);

  let state: State = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  for (let at = 0; at < padded.length; at += 64) state = addBlock(state, view, at);
  const digest = new DataView(new ArrayBuffer(20));
  state.forEach((word, index) => digest.setUint32(4 * index, word >>> 0));
  return new Uint8Array(digest.buffer);
}

function addBlock(state: State, view: DataView, at: number): State {
  const words = new Int32Array(80);
  for (let index = 0; index < 16; index += 1) words[index] = view.getInt32(at + 4 * index);
  const word = (index: number) => words[index] as number;
  for (let index = 16; index < 80; index += 1) {
    words[index] = rotate(
      word(index - 3) ^ word(index - 8) ^ word(index - 14) ^ word(index - 16),
      1,
    );
  }
  let [a, b, c, d, e] = state;
  QUARTERS.forEach(({ mix, constant }, quarter) => {
    for (let index = 20 * quarter; index < 20 * quarter + 20; index += 1) {
      const next = (rotate(a, 5) + mix(b, c, d) + e + constant + word(index)) | 0;
      [a, b, c, d, e] = [next, a, rotate(b, 30), c, d];
    }
  });
  const [a0, b0, c0, d0, e0] = state;
  return [(a0 + a) | 0, (b0 + b) | 0, (c0 + c) | 0, (d0 + d) | 0, (e0 + e) | 0];
}
