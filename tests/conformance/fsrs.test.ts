// FSRS-6 against the public vectors: memory states, first reviews, the interval history.
import { describe, expect, it } from "vitest";
import { createEmptyCard, fsrs, Grades, type Card, type Grade } from "ts-fsrs";
import { openTally, recordSuite } from "../support/conformance-report.ts";
import { hasSuite, readSuite } from "../support/vectors.ts";
import { createScheduler, newMemory, rate } from "../../src/cards/schedule.ts";
import { DAY } from "#learner/index.ts";

const SUITE = "fsrs";
const NEAR = 1e-5;

interface MemoryCase {
  readonly stability: number;
  readonly difficulty: number;
  readonly elapsedDays: number;
  readonly rating: 1 | 2 | 3 | 4;
  readonly retrievability: number;
  readonly nextStability: number;
  readonly nextDifficulty: number;
}
interface Literal {
  readonly defaultParameters: readonly number[];
  readonly intervalHistory: {
    readonly ratings: readonly Grade[];
    readonly days: readonly number[];
  };
  readonly firstReview: {
    readonly stability: readonly number[];
    readonly difficulty: readonly number[];
    readonly scheduledDays: readonly number[];
  };
}

const near = (a: number, b: number): boolean => Math.abs(a - b) <= NEAR * Math.max(1, Math.abs(b));

describe.skipIf(!hasSuite(SUITE))("FSRS-6 vectors", () => {
  const ours = createScheduler(0.9);
  // A skipped description is still read, so the files are opened inside the tests.
  const readDisputed = (): { readonly cases: readonly MemoryCase[] } =>
    readSuite(SUITE, "disputed-same-day-hard.json");

  /** Our own path: a card in review, rated so many learner days after its last review. */
  const next = ({ stability, difficulty, elapsedDays, rating }: MemoryCase) => {
    const last = 20_000 * DAY + 1000;
    const memory = {
      ...newMemory("x"),
      state: "review" as const,
      stability,
      difficulty,
      last,
      due: last + DAY,
      interval: 1,
      reps: 3,
    };
    return rate(ours, memory, rating, last + elapsedDays * DAY);
  };
  const agrees = (each: MemoryCase): boolean => {
    const after = next(each);
    return near(after.stability, each.nextStability) && near(after.difficulty, each.nextDifficulty);
  };

  it("reaches every memory state, and lists the disputed ones", () => {
    const { cases } = readSuite<{ cases: readonly MemoryCase[] }>(SUITE, "memory-state.json");
    const disputed = readDisputed();
    const why =
      "Hard on the same learner day: ts-fsrs 5.4.2 keeps the stability, py-fsrs 6.3.1 lets it fall; the implementations differ, and the course follows the one it ships";
    const tally = openTally(
      SUITE,
      "cards",
      disputed.cases.map((_, at) => ({
        name: `disputed-same-day-hard ${at}`,
        why,
        rule: "FSRS-6, short-term stability",
      })),
    );
    expect(cases).toHaveLength(72);
    cases.forEach((each, at) => {
      tally.put(`memory-state ${at}`, agrees(each));
    });
    disputed.cases.forEach((each, at) => {
      tally.put(`disputed-same-day-hard ${at}`, agrees(each));
      // The difficulty is not disputed, and the stability stays what it was.
      expect(near(next(each).difficulty, each.nextDifficulty)).toBe(true);
      expect(near(next(each).stability, each.stability)).toBe(true);
    });
    expect(tally.finish({ peer: "py-fsrs 6.3.1" })).toEqual([]);
  });

  it("gives the literal numbers of both implementations' tests", () => {
    const literal = readSuite<Literal>(SUITE, "literal.json");
    const plain = fsrs({ w: literal.defaultParameters, enable_fuzz: false });
    let [cases, agree] = [0, 0];
    const put = (right: boolean): void => {
      cases += 1;
      if (right) agree += 1;
    };
    // The history of both projects: reviewed each time on the day it was due.
    let now = new Date(Date.UTC(2022, 10, 29, 12, 30));
    let card: Card = createEmptyCard(now);
    literal.intervalHistory.ratings.forEach((rating, at) => {
      ({ card } = plain.next(card, now, rating));
      put(card.scheduled_days === literal.intervalHistory.days[at]);
      now = card.due;
    });
    Grades.forEach((rating, at) => {
      const first = plain.next(createEmptyCard(now), now, rating).card;
      put(near(first.stability, literal.firstReview.stability[at] ?? NaN));
      put(near(first.difficulty, literal.firstReview.difficulty[at] ?? NaN));
      put(first.scheduled_days === literal.firstReview.scheduledDays[at]);
      // Our own steps change when a new card returns, not what is remembered.
      const mine = rate(ours, newMemory("x"), rating, 20_000 * DAY);
      put(near(mine.stability, literal.firstReview.stability[at] ?? NaN));
      put(near(mine.difficulty, literal.firstReview.difficulty[at] ?? NaN));
    });
    expect(agree).toBe(cases);
    recordSuite({
      suite: SUITE,
      engine: "cards, literal numbers",
      cases,
      agree,
      deviations: [],
      ran: true,
    });
  });
});
