// Numbers and orders that a seed determines: every session can be played again.

/** A 32-bit hash of text: the seed of a thing that has a name. FNV-1a with a last mixing. */
export function hashText(text: string, seed = 0): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let at = 0; at < text.length; at += 1)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A source of integers in [from, to], both included. */
export type Dice = (from: number, to: number) => number;

/** Dice that fall the same way for the same seed. */
export function createDice(seed: number): Dice {
  let rolls = 0;
  return (from, to) => {
    rolls += 1;
    return from + (hashText(String(rolls), seed) % (to - from + 1));
  };
}

/** One of the list; an empty list throws RangeError. */
export function pickOne<T>(list: readonly T[], dice: Dice): T {
  if (list.length === 0) throw new RangeError("nothing to pick from");
  return list[dice(0, list.length - 1)] as T;
}

/** The same values in an order of the seed. Fisher and Yates. */
export function shuffle<T>(values: readonly T[], seed: number): T[] {
  const dice = createDice(seed);
  const order = [...values];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const at = dice(0, last);
    [order[at], order[last]] = [order[last] as T, order[at] as T];
  }
  return order;
}
