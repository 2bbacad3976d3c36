// What the log says about learning: due today, forecast, heat map, true retention, hardest cards, streak.
import { DAY, learnerDay, learnerTime, type EventOf, type LearnerEvent } from "#learner/index.ts";
import type { CardMemory } from "./memory.ts";
import { groupCards, inScope, type PlanInput } from "./plan-session.ts";
import type { Scope } from "./session-state.ts";
import type { Catalogue } from "./study-card.ts";

/** Cards that a review would ask now, by group. */
export interface DueCounts {
  readonly learning: number;
  readonly due: number;
  readonly fresh: number;
  readonly total: number;
}

/** What a review session would ask now, caps and siblings considered. */
export function countDue(input: Omit<PlanInput, "mode" | "seed">): DueCounts {
  const { learning, due, fresh } = groupCards({ ...input, mode: "review", seed: 0 });
  const counts = { learning: learning.length, due: due.length, fresh: fresh.length };
  return { ...counts, total: counts.learning + counts.due + counts.fresh };
}

/** Cards of a part of the course: how many there are, are in the learner's deck, and are known. */
export function countScope(
  catalogue: Catalogue,
  memory: { of(card: string): CardMemory },
  scope: Scope,
): { readonly cards: number; readonly collected: number; readonly known: number } {
  let [cards, collected, known] = [0, 0, 0];
  for (const card of catalogue.values()) {
    if (card.retired !== undefined || !inScope(card, scope)) continue;
    const each = memory.of(card.id);
    cards += 1;
    if (each.collected) collected += 1;
    if (each.state === "review") known += 1;
  }
  return { cards, collected, known };
}

/** Cards that come due on each of the next `days` learner days; day 0 holds what is overdue as well. */
export function forecast(memories: Iterable<CardMemory>, now: number, days: number): number[] {
  const today = learnerDay(now);
  const counts = Array.from({ length: days }, () => 0);
  for (const { state, due, collected, suspended } of memories) {
    if (state === "new" || !collected || suspended) continue;
    const day = Math.max(0, learnerDay(due) - today);
    if (day < days) counts[day] = (counts[day] ?? 0) + 1;
  }
  return counts;
}

type Answer = EventOf<"review"> | EventOf<"practice">;

/** Found once for each log, for a page asks five times; a log that grows is another array. */
const answers = new WeakMap<readonly LearnerEvent[], readonly Answer[]>();

/** Answers that were not taken back, in the log's order. */
function answersOf(events: readonly LearnerEvent[]): readonly Answer[] {
  const known = answers.get(events);
  if (known !== undefined) return known;
  const undone = new Set<string>();
  for (const event of events) if (event.kind === "undo") undone.add(event.undoes);
  const found = events.filter(
    (event): event is Answer =>
      (event.kind === "review" || event.kind === "practice") && !undone.has(event.id),
  );
  answers.set(events, found);
  return found;
}

const dayOf = ({ t, tz }: LearnerEvent): number => learnerDay(learnerTime(t, tz));

/** Answers by learner day, practice included. */
export function heatMap(events: readonly LearnerEvent[]): ReadonlyMap<number, number> {
  const days = new Map<number, number>();
  for (const answer of answersOf(events)) {
    const day = dayOf(answer);
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  return days;
}

/** Answers passed (not Again) of those that tested memory. */
export interface Retention {
  readonly asked: number;
  readonly passed: number;
}

/**
 * True retention from learner day `from` on: only the first review of a card on a day counts, and only
 * when the card was seen on an earlier day; learning within the day is no test of memory.
 */
export function trueRetention(events: readonly LearnerEvent[], from = -Infinity): Retention {
  const lastDay = new Map<string, number>();
  let [asked, passed] = [0, 0];
  for (const answer of answersOf(events)) {
    if (answer.kind !== "review") continue;
    const day = dayOf(answer);
    const before = lastDay.get(answer.card);
    lastDay.set(answer.card, day);
    if (before === undefined || before >= day || day < from) continue;
    asked += 1;
    if (answer.r > 1) passed += 1;
  }
  return { asked, passed };
}

/** The cards that cost most: most lapses, then most difficult; leeches first by that order. */
export const hardestCards = (memories: Iterable<CardMemory>, most: number): CardMemory[] =>
  [...memories]
    .filter(({ lapses }) => lapses > 0)
    .toSorted((a, b) => b.lapses - a.lapses || b.difficulty - a.difficulty)
    .slice(0, most);

/** Learner days in a row with an answer, up to today or, while today is young, yesterday. */
export function streak(events: readonly LearnerEvent[], now: number): number {
  const days = heatMap(events);
  const today = learnerDay(now);
  let day = days.has(today) ? today : today - 1;
  let count = 0;
  for (; days.has(day); day -= 1) count += 1;
  return count;
}

/** Milliseconds of thinking, of all answers. */
export const timeSpent = (events: readonly LearnerEvent[]): number =>
  answersOf(events).reduce((sum, { ms }) => sum + ms, 0);

/** Learner days since the last export (a learner time), and reviews done since; for the nudge. */
export function backupAge(
  events: readonly LearnerEvent[],
  exported: number | undefined,
  now: number,
): { readonly days?: number; readonly reviews: number; readonly due: boolean } {
  const reviews = answersOf(events).filter(
    ({ t, tz }) => exported === undefined || learnerTime(t, tz) > exported,
  ).length;
  const days = exported === undefined ? {} : { days: Math.floor((now - exported) / DAY) };
  return { ...days, reviews, due: reviews >= 20 };
}
