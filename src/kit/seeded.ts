// Numbers that look random and are the same for the same seed: the mulberry32 generator.

/** A source of numbers that a seed determines. */
export interface Chance {
  /** Integer in [from, to], both included. */
  between(from: number, to: number): number;
  /** One of the list; an empty list throws RangeError. */
  pick<T>(from: readonly T[]): T;
  /** The same values in another order. */
  shuffle<T>(values: readonly T[]): T[];
}

/** Opens a generator on a seed; only its low 32 bits count. */
export function createSeeded(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  const pick = <T>(from: readonly T[]): T => {
    if (from.length === 0) throw new RangeError("nothing to pick from");
    return from[between(0, from.length - 1)] as T;
  };
  return {
    between,
    pick,
    shuffle(values) {
      const left = [...values];
      const shuffled: (typeof values)[number][] = [];
      while (left.length > 0) shuffled.push(...left.splice(between(0, left.length - 1), 1));
      return shuffled;
    },
  };
}
