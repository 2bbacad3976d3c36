// A learner of years: 5,000 cards and 100,000 reviews, the same in every run.
import type { StudyCard } from "../../src/cards/study-card.ts";
import type { LearnerEvent } from "../../src/learner/index.ts";

export const MANY_CARDS = 5000;
export const MANY_EVENTS = 100_000;
/** Instant of the first review, and milliseconds from each to the next. */
const START = Date.UTC(2025, 0, 1);
const STEP = 180_000;

/** Ids as a browser makes them: 32 hexadecimal digits in no order. */
const idOf = (at: number): string =>
  [at * 2_654_435_761, at * 40_503 + 77, at * 2_246_822_519, at]
    .map((part) => (part % 4_294_967_296).toString(16).padStart(8, "0"))
    .join("");

/** The reviews in the log's order. */
export const manyEvents = (): readonly LearnerEvent[] =>
  Array.from({ length: MANY_EVENTS }, (_, at): LearnerEvent => ({
    v: 1,
    id: idOf(at),
    t: START + at * STEP,
    tz: 60,
    dev: "0123456789abcdef0123456789abcdef",
    kind: "review",
    algo: "fsrs6",
    card: `c${String((at * 7919) % MANY_CARDS)}`,
    r: at % 9 === 0 ? 1 : at % 5 === 0 ? 4 : 3,
    ms: 2000 + ((at * 37) % 9000),
    m: 1,
    seed: (at * 97) >>> 0,
    session: idOf(at - (at % 40)),
  }));

/** The cards, spread evenly over so many decks. */
export const manyCards = (decks: readonly string[]): readonly StudyCard[] =>
  Array.from({ length: MANY_CARDS }, (_, at): StudyCard => {
    const deck = decks[at % decks.length] ?? "deck";
    return {
      id: `c${String(at)}`,
      card: `c${String(at)}`,
      deck,
      deckTitle: deck,
      lesson: deck,
      module: "module",
      depth: 1,
      tags: ["tag"],
      anchor: "crisp",
      source: { text: "RFC 9110", href: "https://www.rfc-editor.org/rfc/rfc9110" },
      updated: "2026-11-20",
      meaning: 1,
      prompt: `What does card ${String(at)} ask, in a sentence about as long as most of them are?`,
      explain: "A reason of ordinary length, which says why the answer is what it is.",
      siblings: [],
      kind: "basic",
      answer: "The answer.",
    };
  });
