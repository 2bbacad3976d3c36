// types first

/** What is remembered of a card: a fold of its events, in learner time (see learner/clock.ts). */
export interface CardMemory {
  readonly card: string;
  readonly state: "new" | "learning" | "review" | "relearning";
  /** Learner milliseconds; a card in `review` is due from the start of that learner day. */
  readonly due: number;
  /** Days until recall falls to 90 %; 0 while new. */
  readonly stability: number;
  /** 1 easy – 10 hard; 0 while new. */
  readonly difficulty: number;
  readonly reps: number;
  readonly lapses: number;
  readonly step: number;
  readonly interval: number;
  /** Learner milliseconds of the last review. */
  readonly last?: number;
  /** The last rating and how sure the learner was before it. */
  readonly rating?: 1 | 2 | 3 | 4;
  readonly sure?: 1 | 2 | 3;
  /** `meaning` last answered. */
  readonly meaning?: number;
  readonly collected: boolean;
  readonly suspended: boolean;
  readonly flagged: boolean;
  /** Learner day until whose end it is buried. */
  readonly buried?: number;
  /** Learner day of the first review. */
  readonly first?: number;
  /** Events that concern the card: the cache is right as long as this agrees. */
  readonly events: number;
}
