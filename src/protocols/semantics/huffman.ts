// The Huffman code that HPACK and QPACK share: RFC 7541 §5.2 and Appendix B, RFC 9204 §4.1.2.
import type { Step } from "#wire/index.ts";

/**
 * Code lengths in bits of symbols 0–255 and EOS, one base-36 digit each (5 … u = 30), 16 symbols
 * a row. The code is canonical (Appendix B), so its lengths alone determine every code word.
 */
const LENGTHS =
  "dnsssssssoussuss" +
  "ssssssusssssssss" +
  "6aacd68baa8b8666" +
  "555666666678f6ca" +
  "d677777777777777" +
  "77777777878djde6" +
  "f565656665776665" +
  "67655677777fbeds" +
  "kmkkmmmnmnnnnnon" +
  "oomnonnnnlmnmnno" +
  "mlkmmnnlnmmolmnn" +
  "llmlnmnnkmmmnmmn" +
  "qqkjmnmpqqqrrqop" +
  "jlqrrqrollqqsrrr" +
  "koklmllnmmppooqn" +
  "qrqqrrrrrsrrrrrq" +
  "u";

const EOS = 256;
const LONGEST = 30;

/** Per symbol (256 = EOS) the code word, right-aligned. */
export const HUFFMAN_CODES: Uint32Array = new Uint32Array(257);
/** Per symbol (256 = EOS) the length of its code word in bits, 5–30. */
export const HUFFMAN_LENGTHS: Uint8Array = Uint8Array.from(LENGTHS, (digit) =>
  Number.parseInt(digit, 36),
);

/** Symbols in the order of their code words, and per length where that run starts. */
const symbols = new Uint16Array(257);
const firstCode = new Int32Array(LONGEST + 2);
const firstSymbol = new Int32Array(LONGEST + 2);
/** By the next 8 bits: length × 256 + symbol of the code word they begin with; 0 for a longer one. */
const shortCodes = new Uint16Array(256);
/** One-character texts by octet, so that decoding allocates none. */
const characters = Array.from({ length: 256 }, (_, octet) => String.fromCharCode(octet));

let nextCode = 0;
let rank = 0;
for (let length = 1; length <= LONGEST; length += 1) {
  nextCode *= 2;
  firstCode[length] = nextCode;
  firstSymbol[length] = rank;
  for (let symbol = 0; symbol <= EOS; symbol += 1) {
    if (HUFFMAN_LENGTHS[symbol] !== length) continue;
    HUFFMAN_CODES[symbol] = nextCode;
    symbols[rank] = symbol;
    if (length <= 8) {
      const spread = 1 << (8 - length);
      const from = nextCode * spread;
      shortCodes.fill((length << 8) | symbol, from, from + spread);
    }
    nextCode += 1;
    rank += 1;
  }
}
firstSymbol[LONGEST + 1] = rank;

/** Octets that the Huffman form of a text (one character per octet) takes. */
export function huffmanLength(text: string): number {
  let bits = 0;
  for (let index = 0; index < text.length; index += 1) {
    bits += HUFFMAN_LENGTHS[text.charCodeAt(index)] ?? 0;
  }
  return (bits + 7) >>> 3;
}

/**
 * Huffman form of a text, one character per octet, padded with the first bits of EOS
 * (RFC 7541 §5.2). A character beyond U+00FF throws RangeError.
 */
export function writeHuffman(text: string): Uint8Array {
  const bytes = new Uint8Array(huffmanLength(text));
  let at = 0;
  let pending = 0;
  let held = 0;
  for (let index = 0; index < text.length; index += 1) {
    const octet = text.charCodeAt(index);
    if (octet > 0xff) throw new RangeError(`character ${index} is beyond U+00FF: ${text}`);
    let code = HUFFMAN_CODES[octet] as number;
    let length = HUFFMAN_LENGTHS[octet] as number;
    if (length > 16) {
      // In two parts: 7 bits held and a code word of 30 would not fit 32-bit arithmetic.
      pending = (pending << (length - 16)) | (code >>> 16);
      for (held += length - 16; held >= 8; at += 1) bytes[at] = pending >>> (held -= 8);
      code &= 0xffff;
      length = 16;
    }
    pending = (pending << length) | code;
    for (held += length; held >= 8; at += 1) bytes[at] = pending >>> (held -= 8);
  }
  if (held > 0) bytes[at] = (pending << (8 - held)) | (0xff >>> held);
  return bytes;
}

/** What reading a complete string finds: never `more`, since its length is known beforehand. */
export type Settled<T> = Exclude<Step<T>, { readonly kind: "more" }>;

const refuse = (at: number, text: string): Settled<never> => ({
  kind: "fault",
  fault: { code: "DECODING_ERROR", at, rule: "RFC 7541 §5.2", text },
});

/**
 * Reads the Huffman form in [at, end) as a text with one character per octet. Faults: EOS inside,
 * padding longer than 7 bits, padding that is not the beginning of EOS (RFC 7541 §5.2).
 */
export function readHuffman(bytes: Uint8Array, at = 0, end = bytes.length): Settled<string> {
  let text = "";
  let cursor = at;
  let window = 0;
  let held = 0;
  for (;;) {
    if (held < 8) {
      if (cursor >= end) break;
      window = (window << 8) | (bytes[cursor] as number);
      cursor += 1;
      held += 8;
    }
    const entry = shortCodes[(window >>> (held - 8)) & 0xff] as number;
    if (entry !== 0) {
      held -= entry >>> 8;
      text += characters[entry & 0xff] as string;
      continue;
    }
    // A code word longer than 8 bits: lengthen it bit by bit until its length has such a code.
    const start = cursor - ((held + 7) >>> 3);
    let length = 8;
    let code = (window >>> (held - 8)) & 0xff;
    let symbol = -1;
    held -= 8;
    while (symbol < 0) {
      if (held === 0) {
        if (cursor >= end) return refuse(start, "the padding is longer than 7 bits");
        window = bytes[cursor] as number;
        cursor += 1;
        held = 8;
      }
      held -= 1;
      code = code * 2 + ((window >>> held) & 1);
      length += 1;
      const run = firstSymbol[length] as number;
      const place = run + code - (firstCode[length] as number);
      if (place < (firstSymbol[length + 1] as number)) symbol = symbols[place] as number;
    }
    if (symbol === EOS) return refuse(start, "the string contains the EOS symbol");
    text += characters[symbol] as string;
  }
  // Fewer than 8 bits are left: at most one code word, then padding of ones.
  while (held > 0) {
    const rest = window & ((1 << held) - 1);
    const entry = shortCodes[(rest << (8 - held)) | (0xff >>> held)] as number;
    const length = entry >>> 8;
    if (length === 0 || length > held) {
      if (rest === (1 << held) - 1) break;
      return refuse(end - 1, "the padding is not the beginning of the EOS symbol");
    }
    held -= length;
    text += characters[entry & 0xff] as string;
  }
  return { kind: "done", value: text, next: end };
}
