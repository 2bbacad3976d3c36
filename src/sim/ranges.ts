// Sets of offsets as sorted, disjoint half-open ranges.

export type Range = readonly [from: number, to: number];

/** The set with [from, to) added. */
export function withRange(set: readonly Range[], [from, to]: Range): readonly Range[] {
  if (to <= from) return set;
  let [low, high] = [from, to];
  const apart = set.filter(([start, end]) => {
    if (end < low || start > high) return true;
    low = Math.min(low, start);
    high = Math.max(high, end);
    return false;
  });
  return [...apart, [low, high] as const].sort((a, b) => a[0] - b[0]);
}

/** The set without [from, to). */
export const withoutRange = (set: readonly Range[], [from, to]: Range): readonly Range[] =>
  set.flatMap(([start, end]): Range[] => {
    const left: Range = [start, Math.min(end, from)];
    const right: Range = [Math.max(start, to), end];
    if (to <= start || from >= end) return [[start, end]];
    return [left, right].filter(([a, b]) => a < b);
  });
