// What is remembered of each card: a fold of its events. State = replay; an undo is one more event.
import type { FSRS } from "ts-fsrs";
import {
  compareEvents,
  DAY,
  isCardEvent,
  learnerDay,
  learnerTime,
  type CardEvent,
  type LearnerEvent,
  type Rating,
  type Sureness,
} from "#learner/index.ts";
import { newMemory, rate } from "./schedule.ts";

/** What is remembered of a card, in learner time (see learner/clock.ts). */
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
  /** Days from the last review to the next. */
  readonly interval: number;
  /** Learner milliseconds of the last review. */
  readonly last?: number;
  /** The last rating and how sure the learner was before it. */
  readonly rating?: Rating;
  readonly sure?: Sureness;
  /** `meaning` last answered. */
  readonly meaning?: number;
  readonly collected: boolean;
  readonly suspended: boolean;
  readonly flagged: boolean;
  /** The learner day during which it is buried. */
  readonly buried?: number;
  /** Learner day of the first review. */
  readonly first?: number;
  /** Events that concern the card: a cached memory is right as long as this agrees, for logs only grow. */
  readonly events: number;
}

/** Lapses from which a card counts as a leech: not suspended, but its lesson is offered. */
export const LEECH = 6;
export const isLeech = ({ lapses }: CardMemory): boolean => lapses >= LEECH;

/** What one event does to the memory of its card. */
function apply(scheduler: FSRS, memory: CardMemory, event: CardEvent): CardMemory {
  const at = learnerTime(event.t, event.tz);
  switch (event.kind) {
    case "review": {
      const { sure: _sure, ...rest } = rate(scheduler, memory, event.r, at);
      const sure = event.sure === undefined ? {} : { sure: event.sure };
      return { ...rest, ...sure, meaning: event.m, collected: true };
    }
    case "snapshot": {
      const last = event.last * DAY;
      if (memory.last !== undefined && learnerDay(memory.last) >= event.last) return memory;
      return {
        ...memory,
        state: "review",
        stability: event.s,
        difficulty: event.d,
        last,
        due: Math.max(event.due, event.last) * DAY,
        interval: Math.max(0, event.due - event.last),
        reps: Math.max(1, memory.reps),
        meaning: event.m,
        first: memory.first ?? event.last,
        collected: true,
      };
    }
    case "reset":
      return { ...newMemory(memory.card), collected: true, flagged: memory.flagged };
    case "bury":
      return { ...memory, buried: learnerDay(at) };
    case "suspend":
    case "unsuspend":
      return { ...memory, suspended: event.kind === "suspend" };
    case "collect":
    case "drop":
      return { ...memory, collected: event.kind === "collect" };
    case "flag":
    case "unflag":
      return { ...memory, flagged: event.kind === "flag" };
    case "practice":
    case "undo":
      return memory;
  }
}

/** Ids of events that were taken back; taking back an undo does nothing. */
function undoneBy(events: readonly CardEvent[]): ReadonlySet<string> {
  const undos = new Set(events.flatMap(({ kind, id }) => (kind === "undo" ? id : [])));
  return new Set(
    events.flatMap((event) =>
      event.kind === "undo" && !undos.has(event.undoes) ? event.undoes : [],
    ),
  );
}

/** The memory of one card after its events, which come in the log's order. */
export function foldCard(scheduler: FSRS, card: string, events: readonly CardEvent[]): CardMemory {
  const undone = undoneBy(events);
  let memory = newMemory(card);
  for (const event of events) if (!undone.has(event.id)) memory = apply(scheduler, memory, event);
  return { ...memory, events: events.length };
}

/** The events of each card, in the log's order. */
export function byCard(events: readonly LearnerEvent[]): ReadonlyMap<string, CardEvent[]> {
  const groups = new Map<string, CardEvent[]>();
  for (const event of events) {
    if (!isCardEvent(event)) continue;
    const group = groups.get(event.card);
    if (group === undefined) groups.set(event.card, [event]);
    else group.push(event);
  }
  return groups;
}

/** All memories from nothing but the log. */
export const foldCards = (
  scheduler: FSRS,
  events: readonly LearnerEvent[],
): ReadonlyMap<string, CardMemory> =>
  new Map(
    [...byCard([...events].sort(compareEvents))].map(([card, group]) => [
      card,
      foldCard(scheduler, card, group),
    ]),
  );

/** Adds a card's next event without replaying what came before; undefined where a replay is needed. */
export const foldNext = (
  scheduler: FSRS,
  memory: CardMemory,
  event: CardEvent,
): CardMemory | undefined =>
  event.kind === "undo"
    ? undefined
    : { ...apply(scheduler, memory, event), events: memory.events + 1 };
