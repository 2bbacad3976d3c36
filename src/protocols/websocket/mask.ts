// The XOR of RFC 6455 §5.3: octet i of the payload with octet i mod 4 of the masking key.

const shortest = 256; // below this many bytes, setting up the word view costs more than it saves

// The key as one word of the platform's own byte order, so that the XOR is right on either.
const keyBytes = new Uint8Array(4);
const keyWord = new Int32Array(keyBytes.buffer);

/** Masks or unmasks `bytes` where they lie; `phase` is the index in the payload of their first byte. */
export function maskInPlace(bytes: Uint8Array, key: Uint8Array, phase = 0): void {
  // Words need an aligned start: bytes before it and behind the last word go one by one.
  const { length, byteOffset } = bytes;
  const head = length < shortest ? length : -byteOffset & 3;
  xorBytes(bytes, key, phase, 0, head);
  if (head === length) return;
  const words = (length - head) >>> 2;
  for (let index = 0; index < 4; index += 1) {
    keyBytes[index] = key[(phase + head + index) & 3] as number;
  }
  xorWords(new Int32Array(bytes.buffer, byteOffset + head, words), keyWord[0] as number);
  xorBytes(bytes, key, phase, head + 4 * words, length);
}

function xorBytes(bytes: Uint8Array, key: Uint8Array, phase: number, from: number, to: number) {
  const k0 = key[(phase + from) & 3] as number;
  const k1 = key[(phase + from + 1) & 3] as number;
  const k2 = key[(phase + from + 2) & 3] as number;
  const k3 = key[(phase + from + 3) & 3] as number;
  let index = from;
  for (; index + 3 < to; index += 4) {
    bytes[index] = (bytes[index] as number) ^ k0;
    bytes[index + 1] = (bytes[index + 1] as number) ^ k1;
    bytes[index + 2] = (bytes[index + 2] as number) ^ k2;
    bytes[index + 3] = (bytes[index + 3] as number) ^ k3;
  }
  for (; index < to; index += 1) {
    bytes[index] = (bytes[index] as number) ^ (key[(phase + index) & 3] as number);
  }
}

function xorWords(words: Int32Array, word: number) {
  // Four at a time with a bound that is a multiple of four: engines drop the range checks then.
  const fours = words.length & ~3;
  for (let index = 0; index < fours; index += 4) {
    words[index] = (words[index] as number) ^ word;
    words[index + 1] = (words[index + 1] as number) ^ word;
    words[index + 2] = (words[index + 2] as number) ^ word;
    words[index + 3] = (words[index + 3] as number) ^ word;
  }
  for (let index = fours; index < words.length; index += 1) {
    words[index] = (words[index] as number) ^ word;
  }
}

/** A masked (or unmasked: it is the same operation) copy of `bytes`. */
export function masked(bytes: Uint8Array, key: Uint8Array, phase = 0): Uint8Array {
  const copy = bytes.slice();
  maskInPlace(copy, key, phase);
  return copy;
}
