// How much is due, for pages that may not open the database: counts by lesson and learner day in localStorage.
import type { Catalogue, DeckMemory } from "#cards/index.ts";
import { learnerDay, learnerTime } from "#learner/clock.ts";
import type { EventBody, Learner } from "#learner/index.ts";
import { putInOutbox } from "#learner/outbox.ts";
import { openShelf, readShelf, writeShelf, type Shelf } from "#learner/shelf.ts";

const KEY = "otw.cards";

interface Mirror {
  /** By lesson, then by learner day: cards due that day. */
  readonly due: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** By lesson: collected and not yet seen. */
  readonly fresh: Readonly<Record<string, number>>;
  /** How many new cards were still allowed on learner day `day`, and on any later one. */
  readonly day: number;
  readonly left: number;
  readonly newPerDay: number;
  /** Authored ids of the collected cards. */
  readonly collected: readonly string[];
  /** Cards answered in a lesson's text join the deck by themselves. */
  readonly auto: boolean;
}

/** What is due now, in all and by lesson, and which cards are collected. */
export interface DueNow {
  readonly all: number;
  readonly byLesson: ReadonlyMap<string, number>;
  readonly collected: ReadonlySet<string>;
  readonly auto: boolean;
}

/** Writes the mirror from what is remembered. */
export function mirrorDue({
  learner,
  memory,
  catalogue,
}: {
  readonly learner: Learner;
  readonly memory: DeckMemory;
  readonly catalogue: Catalogue;
}): void {
  const due: Record<string, Record<string, number>> = {};
  const fresh: Record<string, number> = {};
  const collected = new Set<string>();
  const day = learnerDay(learner.now());
  const { newPerDay, collectWhileReading: auto } = learner.settings();
  let begun = 0;
  for (const known of memory.all().values()) {
    const card = catalogue.get(known.card);
    if (card === undefined) continue;
    if (known.first === day) begun += 1;
    if (!known.collected) continue;
    collected.add(card.card);
    if (known.suspended || card.retired !== undefined) continue;
    if (known.state !== "new") {
      const days = (due[card.lesson] ??= {});
      const at = Math.max(learnerDay(known.due), known.buried === undefined ? 0 : known.buried + 1);
      days[at] = (days[at] ?? 0) + 1;
    } else fresh[card.lesson] = (fresh[card.lesson] ?? 0) + 1;
  }
  const left = Math.max(0, newPerDay - begun);
  const mirror: Mirror = { due, fresh, day, left, newPerDay, collected: [...collected], auto };
  writeShelf(openShelf(), KEY, JSON.stringify(mirror));
}

/** A mirror without entries: nothing was ever reviewed here, or storage is refused. */
const NOTHING: Mirror = {
  due: {},
  fresh: {},
  day: 0,
  left: 0,
  newPerDay: 10,
  collected: [],
  auto: false,
};

function readMirror(shelf: Shelf): Mirror {
  try {
    const stored = JSON.parse(readShelf(shelf, KEY) ?? "{}") as Partial<Mirror>;
    return { ...NOTHING, ...stored };
  } catch {
    // Not ours: nothing is due.
    return NOTHING;
  }
}

/** Collects cards from a page without the database: they wait in the outbox, and the mirror counts them. */
export function collectCards(shelf: Shelf, lesson: string, units: readonly string[]): void {
  putInOutbox(shelf, ...units.map((card): EventBody => ({ kind: "collect", card })));
  const mirror = readMirror(shelf);
  const known = new Set(mirror.collected);
  const added = units.filter((unit) => !known.has(unit));
  const fresh = { ...mirror.fresh, [lesson]: (mirror.fresh[lesson] ?? 0) + added.length };
  writeShelf(
    shelf,
    KEY,
    JSON.stringify({ ...mirror, fresh, collected: [...mirror.collected, ...added] }),
  );
}

/** What the mirror says at a wall-clock time; whatever does not look like one says nothing. */
export function readDue(shelf: Shelf, now: number): DueNow {
  const mirror = readMirror(shelf);
  const today = learnerDay(learnerTime(now, -new Date(now).getTimezoneOffset()));
  const byLesson = new Map<string, number>();
  const add = (lesson: string, count: number): void => {
    byLesson.set(lesson, (byLesson.get(lesson) ?? 0) + count);
  };
  let all = 0;
  for (const [lesson, days] of Object.entries(mirror.due))
    for (const [day, count] of Object.entries(days))
      if (Number(day) <= today) {
        add(lesson, count);
        all += count;
      }
  // New cards come a few a day; which lesson's come first is decided in the review.
  const left = mirror.day === today ? mirror.left : mirror.newPerDay;
  const fresh = Object.values(mirror.fresh).reduce((sum, count) => sum + count, 0);
  for (const [lesson, count] of Object.entries(mirror.fresh)) add(lesson, Math.min(count, left));
  return {
    all: all + Math.min(fresh, left),
    byLesson,
    collected: new Set(mirror.collected),
    auto: mirror.auto,
  };
}
