// Which cards a session asks, in which order: learning, due by retrievability, new; lessons interleaved.
import { learnerDay, type Settings } from "#learner/index.ts";
import { hashText, shuffle } from "./chance.ts";
import type { CardMemory } from "./memory.ts";
import { isDue } from "./schedule.ts";
import type { Scope, SessionMode, SessionPlan } from "./session-state.ts";
import type { Catalogue, StudyCard } from "./study-card.ts";

const LOOK_AHEAD = 16 * 3_600_000;

/** What a plan is made from; `now` in learner milliseconds. */
export interface PlanInput {
  readonly catalogue: Catalogue;
  readonly memory: {
    of(card: string): CardMemory;
    retrievability(card: string, now: number): number;
  };
  readonly settings: Settings;
  readonly now: number;
  readonly mode: SessionMode;
  readonly scope?: Scope;
  /** 32 bits; the same seed and memories give the same queue. */
  readonly seed: number;
}

/** Whether a card belongs to a scope. */
export const inScope = (card: StudyCard, scope: Scope): boolean =>
  (scope.lesson === undefined || card.lesson === scope.lesson) &&
  (scope.module === undefined || card.module === scope.module) &&
  (scope.tag === undefined || card.tags.includes(scope.tag)) &&
  (scope.kind === undefined || card.kind === scope.kind) &&
  (scope.cards === undefined || scope.cards.includes(card.id));

/** Missed although the learner was certain: comes first, for a confident error is corrected best. */
const isSureMiss = ({ rating, sure }: CardMemory): boolean => rating === 1 && sure === 3;

/** Whether the rest can still be laid out without two neighbours of one lesson, after `last`. */
function feasible(counts: ReadonlyMap<string, number>, left: number, last: string): boolean {
  for (const [lesson, count] of counts)
    if (count > (lesson === last ? Math.floor(left / 2) : Math.ceil(left / 2))) return false;
  return true;
}

/**
 * The cards as near to their order as possible without two of one lesson, or two siblings, side by
 * side; where one lesson has more than half of the cards, its surplus comes in a row.
 */
export function interleave(cards: readonly StudyCard[], before?: StudyCard): StudyCard[] {
  const left = [...cards];
  const counts = new Map<string, number>();
  for (const { lesson } of left) counts.set(lesson, (counts.get(lesson) ?? 0) + 1);
  const laid: StudyCard[] = [];
  let last = before;
  while (left.length > 0) {
    const apart = (card: StudyCard): boolean =>
      card.lesson !== last?.lesson && last?.siblings.includes(card.id) !== true;
    const safe = (card: StudyCard): boolean => {
      const count = counts.get(card.lesson) ?? 0;
      counts.set(card.lesson, count - 1);
      const fits = feasible(counts, left.length - 1, card.lesson);
      counts.set(card.lesson, count);
      return fits;
    };
    const tried = new Set<string>();
    let at = left.findIndex((card) => {
      if (!apart(card) || tried.has(card.lesson)) return false;
      tried.add(card.lesson);
      return safe(card);
    });
    if (at < 0) {
      // Not feasible: the largest other lesson next, so that its surplus is smallest in the end.
      const most = Math.max(0, ...left.filter(apart).map(({ lesson }) => counts.get(lesson) ?? 0));
      at = left.findIndex((card) => apart(card) && counts.get(card.lesson) === most);
    }
    if (at < 0) at = left.findIndex((card) => last?.siblings.includes(card.id) !== true);
    const [next] = left.splice(Math.max(0, at), 1);
    if (next === undefined) break;
    counts.set(next.lesson, (counts.get(next.lesson) ?? 1) - 1);
    laid.push(next);
    last = next;
  }
  return laid;
}

/** How much of today's caps is used: new cards begun, and reviews of cards begun earlier. */
export function doneToday(
  memories: Iterable<CardMemory>,
  now: number,
): { readonly begun: number; readonly reviewed: number } {
  const today = learnerDay(now);
  let [begun, reviewed] = [0, 0];
  for (const { first, last } of memories) {
    if (first === today) begun += 1;
    else if (last !== undefined && learnerDay(last) === today) reviewed += 1;
  }
  return { begun, reviewed };
}

/** The cards of a plan before they are interleaved, in their three groups. */
export interface Groups {
  readonly learning: readonly StudyCard[];
  readonly due: readonly StudyCard[];
  readonly fresh: readonly StudyCard[];
}

/** Who is asked: caps kept, siblings of what was or will be asked today left for tomorrow. */
export function groupCards(input: PlanInput): Groups {
  const { catalogue, memory, settings, now, mode, scope = {}, seed } = input;
  const today = learnerDay(now);
  const chosen = mode === "drill" || mode === "cram";
  const ahead = settings.lookAhead ? LOOK_AHEAD : 0;
  const known = new Map([...catalogue.keys()].map((id) => [id, memory.of(id)]));
  const of = (card: StudyCard): CardMemory => known.get(card.id) ?? memory.of(card.id);
  const taking = [...catalogue.values()].filter((card) => {
    const { suspended, buried, collected } = of(card);
    if (card.retired !== undefined || suspended || !inScope(card, scope)) return false;
    return chosen || (collected && buried !== today);
  });
  const recall = new Map(
    taking.map((card) => [card.id, memory.retrievability(card.id, now)] as const),
  );
  const byRecall = (a: StudyCard, b: StudyCard): number =>
    Number(isSureMiss(of(b))) - Number(isSureMiss(of(a))) ||
    (recall.get(a.id) ?? 0) - (recall.get(b.id) ?? 0) ||
    // Cards of equal standing in an order of the seed.
    hashText(a.id, seed) - hashText(b.id, seed);
  const inLearning = (card: StudyCard): boolean => /learning/.test(of(card).state);
  const fresh = taking.filter((card) => of(card).state === "new");
  if (chosen)
    return {
      learning: taking.filter(inLearning).toSorted((a, b) => of(a).due - of(b).due),
      due: taking.filter((card) => of(card).state === "review").toSorted(byRecall),
      fresh: mode === "cram" ? shuffle(fresh, seed) : fresh,
    };
  const { begun, reviewed } = doneToday(known.values(), now);
  const asked = new Set(
    [...known.values()].flatMap(({ card, last }) =>
      last !== undefined && learnerDay(last) === today ? card : [],
    ),
  );
  /** Takes cards up to a cap; a sibling of one that was taken or asked today waits. */
  const upTo = (cards: readonly StudyCard[], cap: number): StudyCard[] => {
    const taken: StudyCard[] = [];
    for (const card of cards) {
      if (taken.length >= cap) break;
      if (card.siblings.some((sibling) => asked.has(sibling))) continue;
      asked.add(card.id);
      taken.push(card);
    }
    return taken;
  };
  const learning = taking
    .filter((card) => inLearning(card) && isDue(of(card), now, ahead))
    .toSorted((a, b) => of(a).due - of(b).due);
  const due = taking
    .filter((card) => of(card).state === "review" && isDue(of(card), now, ahead))
    .toSorted(byRecall);
  return {
    learning: upTo(learning, Infinity),
    due: upTo(due, Math.max(0, settings.reviewsPerDay - reviewed)),
    fresh: upTo(fresh, Math.max(0, settings.newPerDay - begun)),
  };
}

/** The plan of a session. Pure: the same input gives the same queue. */
export function planSession(input: PlanInput): SessionPlan {
  const { learning, due, fresh } = groupCards(input);
  const queue: StudyCard[] = [];
  for (const group of [learning, due, fresh]) queue.push(...interleave(group, queue.at(-1)));
  return {
    mode: input.mode,
    scope: input.scope ?? {},
    seed: input.seed >>> 0,
    queue: queue.map(({ id }) => id),
  };
}
