// The octets of a QR code: how much a version holds, and a text with its error correction. ISO/IEC 18004:2015 §7.4–7.6
//
// Only what an address needs of the standard: byte mode, level L, versions 1 to 40.

/** Level L by version: error correction octets of a block, and the number of blocks. Table 9. */
const CHECKS = [
  7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26,
  28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
];
const BLOCKS = [
  1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15,
  16, 17, 18, 19, 19, 20, 21, 22, 24, 25,
];
const VERSIONS = CHECKS.length;

/** Modules along a side. */
export const sizeOf = (version: number): number => 4 * version + 17;

/** Rows and columns at which alignment patterns have their middle. Annex E. */
export function alignments(version: number): readonly number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = version === 32 ? 26 : 2 * Math.ceil((4 * version + 4) / (2 * count - 2));
  const last = sizeOf(version) - 7;
  return [6, ...Array.from({ length: count - 1 }, (_, at) => last - at * step).toReversed()];
}

/** Octets of a version, data and error correction together: modules that no pattern takes. §7.1 */
function octetsOf(version: number): number {
  let modules = (16 * version + 128) * version + 64;
  const count = alignments(version).length;
  if (count > 0) modules -= (25 * count - 10) * count - 55;
  if (version >= 7) modules -= 36;
  return modules >> 3;
}

const checksOf = (version: number): number => CHECKS[version - 1] ?? 0;
const blocksOf = (version: number): number => BLOCKS[version - 1] ?? 0;
const dataOf = (version: number): number =>
  octetsOf(version) - checksOf(version) * blocksOf(version);
/** Bits that say how many octets follow. §7.4.1 */
const countBits = (version: number): number => (version < 10 ? 8 : 16);

/** Octets of text that a version holds. */
export const qrCapacity = (version: number): number =>
  Math.floor((8 * dataOf(version) - 4 - countBits(version)) / 8);

/** The smallest version that holds so many octets; undefined beyond version 40. */
export const qrVersion = (octets: number): number | undefined =>
  Array.from({ length: VERSIONS }, (_, at) => at + 1).find((each) => qrCapacity(each) >= octets);

/** Product in the field of 256 elements with x⁸+x⁴+x³+x²+1. §7.5.2 */
function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> bit) & 1) * a;
  }
  return product;
}

/** The generator polynomial of so many error correction octets, without its leading 1. Annex A. */
function generator(degree: number): readonly number[] {
  const polynomial = [...Array.from({ length: degree - 1 }, () => 0), 1];
  for (let turn = 0, root = 1; turn < degree; turn += 1, root = times(root, 2))
    for (let at = 0; at < degree; at += 1)
      polynomial[at] = times(polynomial[at] ?? 0, root) ^ (polynomial[at + 1] ?? 0);
  return polynomial;
}

function correction(data: readonly number[], divisor: readonly number[]): readonly number[] {
  const rest = divisor.map(() => 0);
  for (const octet of data) {
    const factor = octet ^ (rest.shift() ?? 0);
    rest.push(0);
    divisor.forEach((each, at) => (rest[at] = (rest[at] ?? 0) ^ times(each, factor)));
  }
  return rest;
}

/** All octets in the order in which they are drawn: mode, count, text, padding, blocks in turns. §7.4, §7.6 */
export function codewords(text: Uint8Array, version: number): readonly number[] {
  const bits: number[] = [];
  const push = (value: number, count: number): void => {
    for (let bit = count - 1; bit >= 0; bit -= 1) bits.push((value >> bit) & 1);
  };
  push(4, 4);
  push(text.length, countBits(version));
  for (const octet of text) push(octet, 8);
  const capacity = 8 * dataOf(version);
  push(0, Math.min(4, capacity - bits.length));
  push(0, -bits.length & 7);
  for (let pad = 0; bits.length < capacity; pad += 1) push(pad % 2 === 0 ? 0xec : 0x11, 8);
  const data = Array.from({ length: capacity / 8 }, (_, at) =>
    bits.slice(8 * at, 8 * at + 8).reduce((octet, bit) => 2 * octet + bit, 0),
  );

  const blocks = blocksOf(version);
  const divisor = generator(checksOf(version));
  const short = Math.floor(data.length / blocks);
  /** So many blocks are one octet shorter than the rest; they come first. */
  const shorter = blocks - (data.length % blocks);
  const parts = Array.from({ length: blocks }, (_, block) => {
    const from = block * short + Math.max(0, block - shorter);
    return data.slice(from, from + short + (block < shorter ? 0 : 1));
  });
  const checks = parts.map((part) => correction(part, divisor));
  const inTurns = (lists: readonly (readonly number[])[], longest: number): number[] =>
    Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list[at] ?? [])).flat();
  return [...inTurns(parts, short + 1), ...inTurns(checks, divisor.length)];
}
