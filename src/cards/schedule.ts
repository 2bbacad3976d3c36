// When a card comes back: FSRS-6 of ts-fsrs behind the learner's clock. Never its rollback(): an undo
// is an event, and the card is replayed (flashcards decision in docs/decisions/flashcards.md).
import {
  fsrs,
  GenSeedStrategyWithCardId,
  Rating as FsrsRating,
  State,
  StrategyMode,
  type Card,
  type FSRS,
  type Grade,
} from "ts-fsrs";
import { DAY, learnerDay, type Rating } from "#learner/index.ts";
import type { CardMemory } from "./memory.ts";

/** The longest interval in days: the course is for a year, not for life. */
export const LONGEST_INTERVAL = 365;

/** FSRS-6 at a wanted retention (0.80–0.95), with our steps and a fuzz that the card's id seeds. */
export function createScheduler(retention: number): FSRS {
  const scheduler = fsrs({
    request_retention: retention,
    maximum_interval: LONGEST_INTERVAL,
    learning_steps: ["10m"],
    relearning_steps: ["10m"],
    enable_fuzz: true,
    enable_short_term: true,
  });
  return scheduler.useStrategy(StrategyMode.SEED, GenSeedStrategyWithCardId("card_id"));
}

const GRADES: Readonly<Record<Rating, Grade>> = {
  1: FsrsRating.Again,
  2: FsrsRating.Hard,
  3: FsrsRating.Good,
  4: FsrsRating.Easy,
};
const FSRS_STATES = {
  new: State.New,
  learning: State.Learning,
  review: State.Review,
  relearning: State.Relearning,
} as const;
const STATES = ["new", "learning", "review", "relearning"] as const;

/** A card nobody has seen; `events` is 0. */
export const newMemory = (card: string): CardMemory => ({
  card,
  state: "new",
  due: 0,
  stability: 0,
  difficulty: 0,
  reps: 0,
  lapses: 0,
  step: 0,
  interval: 0,
  collected: false,
  suspended: false,
  flagged: false,
  events: 0,
});

/** The card as ts-fsrs wants it; its days are the learner's, for it counts days of UTC. */
const toFsrs = (memory: CardMemory, now: number): Card & { card_id: string } => ({
  card_id: memory.card,
  due: new Date(memory.state === "new" ? now : memory.due),
  stability: memory.stability,
  difficulty: memory.difficulty,
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- version 5 still demands it
  elapsed_days: 0,
  scheduled_days: memory.interval,
  learning_steps: memory.step,
  reps: memory.reps,
  lapses: memory.lapses,
  state: FSRS_STATES[memory.state],
  ...(memory.last !== undefined && { last_review: new Date(memory.last) }),
});

/** The memory after a rating at `now` (learner milliseconds); a time before the last review counts as it. */
export function rate(scheduler: FSRS, memory: CardMemory, rating: Rating, now: number): CardMemory {
  const at = Math.max(now, memory.last ?? now);
  const { card } = scheduler.next(toFsrs(memory, at), new Date(at), GRADES[rating]);
  return {
    ...memory,
    state: STATES[card.state],
    due: card.due.getTime(),
    stability: card.stability,
    difficulty: card.difficulty,
    reps: card.reps,
    lapses: card.lapses,
    step: card.learning_steps,
    interval: card.scheduled_days,
    last: at,
    rating,
    first: memory.first ?? learnerDay(at),
  };
}

/** What each rating would lead to. */
export interface Preview {
  readonly rating: Rating;
  /** Learner milliseconds, and from now on in milliseconds. */
  readonly due: number;
  readonly wait: number;
}

/** What each of the four ratings would lead to, were it given now. */
export const preview = (scheduler: FSRS, memory: CardMemory, now: number): readonly Preview[] =>
  ([1, 2, 3, 4] as const).map((rating) => {
    const { due } = rate(scheduler, memory, rating, now);
    return { rating, due, wait: due - Math.max(now, memory.last ?? now) };
  });

/** Probability of recall now, 0–1; 0 for a new card. */
export const retrievability = (scheduler: FSRS, memory: CardMemory, now: number): number =>
  memory.last === undefined
    ? 0
    : scheduler.forgetting_curve(
        Math.max(0, learnerDay(now) - learnerDay(memory.last)),
        memory.stability,
      );

/** Whether it is time: in learning to the minute, in review from the start of the learner day. */
export function isDue(memory: CardMemory, now: number, ahead = 0): boolean {
  if (memory.state === "new") return false;
  return memory.state === "review"
    ? learnerDay(memory.due) <= learnerDay(now + ahead)
    : memory.due <= now + ahead;
}

/** "10 minutes", "3 days", "2 months": an interval as the button says it. */
export function waitText(wait: number): string {
  const minutes = Math.round(wait / 60_000);
  const [count, unit] =
    minutes < 60
      ? [Math.max(1, minutes), "minute"]
      : wait < DAY
        ? [Math.round(minutes / 60), "hour"]
        : wait < 60 * DAY
          ? [Math.round(wait / DAY), "day"]
          : [Math.round(wait / (30 * DAY)), "month"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
