// The memories of all cards beside an open log: folded once, kept in step, cached in the database.
import { compareEvents, isCardEvent, type CardEvent, type Learner } from "#learner/index.ts";
import { byCard, foldCard, foldNext, type CardMemory } from "./memory.ts";
import { createScheduler, newMemory, preview, retrievability, type Preview } from "./schedule.ts";

/** What is remembered of the whole deck. All reading is synchronous. */
export interface DeckMemory {
  /** A card that nobody has touched is new. */
  of(card: string): CardMemory;
  /** Every card that has at least one event. */
  all(): ReadonlyMap<string, CardMemory>;
  /** Probability of recall at a learner time, 0–1. */
  retrievability(card: string, now: number): number;
  /** Where each rating would lead at a learner time. */
  preview(card: string, now: number): readonly Preview[];
  /** Called after the memory took in a change of the log. */
  subscribe(listener: () => void): () => void;
}

/** A row of the cache: the memory, and under which retention it was computed. */
interface CacheRow {
  readonly card: string;
  readonly fold: string;
  readonly memory: CardMemory;
}

/** Raised whenever the same events would fold to something else. */
const FOLD = 1;

const isRow = (row: unknown): row is CacheRow =>
  typeof row === "object" && row !== null && "memory" in row && "fold" in row;

/** Folds the log into memories; what the cache holds and still fits is not folded again. */
export async function openDeckMemory(learner: Learner): Promise<DeckMemory> {
  const groups = new Map<string, CardEvent[]>();
  const memories = new Map<string, CardMemory>();
  const listeners = new Set<() => void>();
  let { retention } = learner.settings();
  let scheduler = createScheduler(retention);
  const fold = (): string => `${FOLD}/${retention}`;

  const rows = await learner.store.readCache().catch(() => []);
  const cached = new Map(
    rows
      .filter((row) => isRow(row) && row.fold === fold())
      .map((row) => {
        const { card, memory } = row as CacheRow;
        return [card, memory];
      }),
  );

  function keep(cards: Iterable<string>): void {
    const written = [...cards].flatMap((card): CacheRow[] => {
      const memory = memories.get(card);
      return memory === undefined ? [] : [{ card, fold: fold(), memory }];
    });
    // A cache that cannot be written costs time on the next visit, nothing else.
    if (written.length > 0) void learner.store.writeCache(written).catch(() => {});
  }

  function foldAll(): void {
    groups.clear();
    memories.clear();
    const fresh: string[] = [];
    for (const [card, events] of byCard(learner.events())) {
      groups.set(card, events);
      const known = cached.get(card);
      if (known?.events === events.length) memories.set(card, known);
      else {
        memories.set(card, foldCard(scheduler, card, events));
        fresh.push(card);
      }
    }
    keep(fresh);
  }

  function takeIn(ids: readonly string[]): void {
    if (learner.settings().retention !== retention) {
      ({ retention } = learner.settings());
      scheduler = createScheduler(retention);
      cached.clear();
      foldAll();
      return;
    }
    const wanted = new Set(ids);
    const all = learner.events();
    // What was appended stands at the end; only a merge has to look further.
    const tail = all.slice(-wanted.size);
    const found = tail.every(({ id }) => wanted.has(id))
      ? tail
      : all.filter(({ id }) => wanted.has(id));
    const touched = new Set<string>();
    for (const event of found) {
      if (!isCardEvent(event)) continue;
      const { card } = event;
      touched.add(card);
      const events = groups.get(card) ?? [];
      const last = events.at(-1);
      const inOrder = last === undefined || compareEvents(last, event) < 0;
      const known = events.findIndex(({ id }) => id === event.id);
      if (known >= 0) events.splice(known, 1);
      events.push(event);
      if (!inOrder) events.sort(compareEvents);
      groups.set(card, events);
      const before = memories.get(card) ?? newMemory(card);
      const next = inOrder && known < 0 ? foldNext(scheduler, before, event) : undefined;
      // An undo that came before what it takes back is found by the replay.
      const early = events.some(({ kind, ...rest }) => {
        return kind === "undo" && "undoes" in rest && rest.undoes === event.id;
      });
      memories.set(card, next === undefined || early ? foldCard(scheduler, card, events) : next);
    }
    keep(touched);
  }

  foldAll();
  learner.subscribe(({ ids }) => {
    if (ids.length > 0) takeIn(ids);
    for (const listener of listeners) listener();
  });

  const of = (card: string): CardMemory => memories.get(card) ?? newMemory(card);
  return {
    of,
    all: () => memories,
    retrievability: (card, now) => retrievability(scheduler, of(card), now),
    preview: (card, now) => preview(scheduler, of(card), now),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
