// A figure that was measured several times: the middle one, and how far the others lie apart.

/** Median, lowest and highest of some measurements. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Rounds to three significant digits: more would pretend. */
const round = (value: number): number => Number(value.toPrecision(3));

/** The spread of an odd number of measurements; none throws RangeError. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const [min, median, max] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  if (min === undefined || median === undefined || max === undefined) {
    throw new RangeError("nothing was measured");
  }
  return { median: round(median), min: round(min), max: round(max) };
}
