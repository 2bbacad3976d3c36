// A QR code of an address, as modules to be drawn. ISO/IEC 18004:2015 §7.7–7.9
//
// Checked module for module against another encoder, and read back by another program's reader:
// docs/decisions/flashcards.md.
import { alignments, codewords, qrCapacity, qrVersion, sizeOf } from "./codewords.ts";

/** Rows of modules from the top; true is dark. The quiet zone around them is the drawer's. */
export type QrModules = readonly (readonly boolean[])[];

/** A symbol being drawn; `taken` are the modules of patterns and of format and version information. */
class Grid {
  readonly size: number;
  readonly dark: boolean[][];
  readonly taken: boolean[][];
  constructor(size: number) {
    this.size = size;
    const blank = (): boolean[][] =>
      Array.from({ length: size }, () => Array.from({ length: size }, () => false));
    [this.dark, this.taken] = [blank(), blank()];
  }
  set(row: number, column: number, dark: boolean): void {
    if (row < 0 || column < 0 || row >= this.size || column >= this.size) return;
    (this.dark[row] ?? [])[column] = dark;
    (this.taken[row] ?? [])[column] = true;
  }
}

/** A square around a middle; `rings` are its rings from the middle outward, # the dark ones. */
function square(grid: Grid, row: number, column: number, reach: number, rings: string): void {
  for (let down = -reach; down <= reach; down += 1)
    for (let right = -reach; right <= reach; right += 1) {
      const ring = Math.max(Math.abs(down), Math.abs(right));
      grid.set(row + down, column + right, rings[ring] === "#");
    }
}

/** The remainder of a binary polynomial division: error correction of format and version. Annexes C, D. */
function remainder(value: number, divisor: number, degree: number): number {
  let rest = value;
  for (let turn = 0; turn < degree; turn += 1)
    rest = (rest << 1) ^ ((rest >> (degree - 1)) & 1 ? divisor : 0);
  return rest;
}

/** Format information of level L and a mask, twice. §7.9 */
function drawFormat(grid: Grid, mask: number): void {
  const value = (1 << 3) | mask;
  const bits = ((value << 10) | (remainder(value, 0x537, 10) & 0x3ff)) ^ 0x5412;
  const { size } = grid;
  for (let at = 0; at < 15; at += 1) {
    const dark = ((bits >> at) & 1) === 1;
    // Beside the upper left finder: down column 8, then leftward along row 8, around the timing patterns.
    if (at < 8) grid.set(at < 6 ? at : at + 1, 8, dark);
    else grid.set(8, at === 8 ? 7 : 14 - at, dark);
    if (at < 8) grid.set(8, size - 1 - at, dark);
    else grid.set(size - 15 + at, 8, dark);
  }
  grid.set(size - 8, 8, true);
}

function drawPatterns(version: number): Grid {
  const grid = new Grid(sizeOf(version));
  const { size } = grid;
  for (let at = 0; at < size; at += 1) {
    grid.set(6, at, at % 2 === 0);
    grid.set(at, 6, at % 2 === 0);
  }
  for (const [row, column] of [
    [3, 3],
    [3, size - 4],
    [size - 4, 3],
  ] as const)
    square(grid, row, column, 4, "##.#.");
  const middles = alignments(version);
  const last = size - 7;
  for (const row of middles)
    for (const column of middles) {
      const atFinder =
        (row === 6 && (column === 6 || column === last)) || (row === last && column === 6);
      if (!atFinder) square(grid, row, column, 2, "#.#");
    }
  drawFormat(grid, 0);
  if (version >= 7) {
    const bits = (version << 12) | (remainder(version, 0x1f25, 12) & 0xfff);
    for (let at = 0; at < 18; at += 1) {
      const [long, across] = [Math.floor(at / 3), size - 11 + (at % 3)];
      grid.set(long, across, ((bits >> at) & 1) === 1);
      grid.set(across, long, ((bits >> at) & 1) === 1);
    }
  }
  return grid;
}

/** The eight masks: modules that are turned over. Table 10. */
const MASKS: readonly ((row: number, column: number) => boolean)[] = [
  (row, column) => (row + column) % 2 === 0,
  (row) => row % 2 === 0,
  (_, column) => column % 3 === 0,
  (row, column) => (row + column) % 3 === 0,
  (row, column) => (Math.floor(row / 2) + Math.floor(column / 3)) % 2 === 0,
  (row, column) => ((row * column) % 2) + ((row * column) % 3) === 0,
  (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2 === 0,
  (row, column) => (((row + column) % 2) + ((row * column) % 3)) % 2 === 0,
];

/** Octets into the free modules: two columns at a time from the right, up and down in turns. §7.7.3 */
function place(grid: Grid, octets: readonly number[]): void {
  const { size, taken, dark } = grid;
  let bit = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    const upward = ((right + 1) & 2) === 0;
    for (let step = 0; step < size; step += 1)
      for (const column of [right, right - 1]) {
        const row = upward ? size - 1 - step : step;
        if (taken[row]?.[column] === true || bit >= 8 * octets.length) continue;
        const octet = octets[bit >> 3] ?? 0;
        (dark[row] ?? [])[column] = ((octet >> (7 - (bit & 7))) & 1) === 1;
        bit += 1;
      }
  }
}

/** Rows or columns of a symbol as text of # and space, for the rules of penalty. */
const lines = (dark: readonly (readonly boolean[])[]): readonly string[] => [
  ...dark.map((row) => row.map((each) => (each ? "#" : " ")).join("")),
  ...dark.map((_, column) => dark.map((row) => (row[column] === true ? "#" : " ")).join("")),
];

/** What looks like a finder: dark and light as 1:1:3:1:1, with four light modules after or before. */
const FINDERS = [/(?<= )(?=# ### # {4})/g, /(?<= {4})(?=# ### # )/g];

/** How hard a symbol is to read: runs, blocks, what looks like a finder, too dark or too light. Table 11 */
function penalty({ dark, size }: Grid): number {
  let sum = 0;
  for (const line of lines(dark)) {
    for (const [run] of line.matchAll(/#{5,}| {5,}/g)) sum += run.length - 2;
    // The quiet zone counts as light.
    const wide = `    ${line}    `;
    for (const finder of FINDERS) sum += 40 * [...wide.matchAll(finder)].length;
  }
  let black = 0;
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1) {
      const own = dark[row]?.[column];
      if (own === true) black += 1;
      if (
        own === dark[row]?.[column + 1] &&
        own === dark[row + 1]?.[column] &&
        own === dark[row + 1]?.[column + 1]
      )
        sum += 3;
    }
  return sum + 10 * Math.floor(Math.abs((20 * black) / (size * size) - 10));
}

/** The symbol with a mask over its free modules. */
function masked(plain: Grid, mask: number): Grid {
  const grid = new Grid(plain.size);
  const turn = MASKS[mask] ?? (() => false);
  for (let row = 0; row < plain.size; row += 1)
    for (let column = 0; column < plain.size; column += 1) {
      const own = plain.dark[row]?.[column] === true;
      const taken = plain.taken[row]?.[column] === true;
      grid.set(row, column, taken ? own : own !== turn(row, column));
    }
  drawFormat(grid, mask);
  return grid;
}

/** The code of a text (ASCII, as addresses are); more than version 40 holds throws RangeError. */
export function qrCode(text: string): QrModules {
  const octets = new TextEncoder().encode(text);
  const version = qrVersion(octets.length);
  if (version === undefined)
    throw new RangeError(
      `${String(octets.length)} octets do not fit a QR code: at most ${String(qrCapacity(40))} do.`,
    );
  const plain = drawPatterns(version);
  place(plain, codewords(octets, version));
  const symbols = MASKS.map((_, mask) => masked(plain, mask));
  const penalties = symbols.map(penalty);
  const best = penalties.indexOf(Math.min(...penalties));
  return (symbols[best] ?? plain).dark;
}
