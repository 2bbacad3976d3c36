// Seeded pseudo-random numbers: the same seed gives the same run on every machine.

/** A stream of pseudo-random values; not for secrets. */
export interface Random {
  /** Uniform in [0, 1), 32 bits of it. */
  next(): number;
  /** Uniform whole number in [0, below). */
  integer(below: number): number;
  /** Exponentially distributed with this mean: the gaps of a Poisson process. */
  exponential(mean: number): number;
  bytes(length: number): Uint8Array;
  /** An independent stream, so that one consumer's draws do not shift another's. */
  fork(): Random;
}

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, each value from one step. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const step = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const next = (): number => step() / 2 ** 32;
  return {
    next,
    integer: (below) => Math.floor(next() * below),
    exponential: (mean) => -mean * Math.log(1 - next()),
    bytes: (length) => Uint8Array.from({ length }, () => step() >>> 24),
    fork: () => createRandom(step()),
  };
}
