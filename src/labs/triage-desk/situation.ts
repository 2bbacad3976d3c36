// The shape of a situation that wants the right answer.
import type { Chance } from "#kit/seeded.ts";

/** An answer to choose; a wrong one says why. */
export interface Choice {
  readonly value: string;
  readonly why?: string;
}

/** One situation with its numbers filled in. */
export interface Situation {
  readonly story: string;
  /** Statuses; the one without `why` is right. */
  readonly statuses: readonly Choice[];
  /** The field that goes with it; "none" where none is needed. */
  readonly field: string;
  /** What `detail` may say: the first helps, the second tells too much, the third helps nobody. */
  readonly details: readonly [helps: string, leaks: string, empty: string];
  /** Why the second tells too much. */
  readonly leak: string;
  readonly why: string;
  readonly source: string;
}

/** Situations by id: their title and how they come about. */
export type Situations = Readonly<
  Record<string, { readonly title: string; readonly pose: (chance: Chance) => Situation }>
>;
