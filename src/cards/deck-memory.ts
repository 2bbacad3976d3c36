// The memories of all cards beside an open log: folded once, kept in step, cached in the database.
import { compareEvents, isCardEvent, type CardEvent, type Learner } from "#learner/index.ts";
import { hashText } from "./chance.ts";
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

/** A memory of the cache, and the id of the last event that was folded into it. */
type Cached = readonly [memory: CardMemory, last: string];

/** A row of the cache: a group of memories as text, and under which retention they were computed. */
interface CacheRow {
  /** Name of the group. */
  readonly card: string;
  readonly fold: string;
  /** JSON of `Cached[]`: read as text ten times sooner than as rows. */
  readonly memories: string;
}

/** Raised whenever the same events would fold to something else. */
const FOLD = 2;
/** Few enough to be read at once, many enough that a rating rewrites little. */
const GROUPS = 32;
const groupOf = (card: string): string => `group ${String(hashText(card) % GROUPS)}`;

/** What a row of the cache holds; nothing where it is not ours or of another fold. */
function readRow(row: unknown, fold: string): readonly Cached[] {
  const { fold: folded, memories } = (row ?? {}) as Partial<CacheRow>;
  if (folded !== fold || typeof memories !== "string") return [];
  try {
    return JSON.parse(memories) as readonly Cached[];
  } catch {
    return [];
  }
}

/** Folds the log into memories; what the cache holds and still fits is not folded again. */
export async function openDeckMemory(learner: Learner): Promise<DeckMemory> {
  const groups = new Map<string, CardEvent[]>();
  const memories = new Map<string, CardMemory>();
  const listeners = new Set<() => void>();
  let { retention } = learner.settings();
  let scheduler = createScheduler(retention);
  const fold = (): string => `${FOLD}/${retention}`;

  const rows = await learner.store.readCache().catch(() => []);
  const cached = new Map<string, Cached>();
  for (const row of rows)
    for (const known of readRow(row, fold())) cached.set(known[0].card, known);

  /** Cards of each group of the cache. */
  const members = new Map<string, Set<string>>();
  function enter(card: string): string {
    const group = groupOf(card);
    const own = members.get(group);
    if (own === undefined) members.set(group, new Set([card]));
    else own.add(card);
    return group;
  }

  /** Writes the groups of these cards. */
  function keep(cards: Iterable<string>): void {
    const written = new Set(Array.from(cards, enter));
    if (written.size === 0) return;
    const rows = Array.from(written, (group): CacheRow => {
      const own = [...(members.get(group) ?? [])].flatMap((card): Cached[] => {
        const [memory, last] = [memories.get(card), groups.get(card)?.at(-1)];
        return memory === undefined || last === undefined ? [] : [[memory, last.id]];
      });
      return { card: group, fold: fold(), memories: JSON.stringify(own) };
    });
    // A cache that cannot be written costs time on the next visit, nothing else.
    void learner.store.writeCache(rows).catch(() => {});
  }

  function foldAll(): void {
    groups.clear();
    memories.clear();
    const fresh: string[] = [];
    for (const [card, events] of byCard(learner.events())) {
      groups.set(card, events);
      enter(card);
      const [known, last] = cached.get(card) ?? [];
      // Logs only grow: as many events with the same last one are the same events.
      if (known?.events === events.length && last === events.at(-1)?.id) memories.set(card, known);
      else {
        memories.set(card, foldCard(scheduler, card, events));
        fresh.push(card);
      }
    }
    keep(fresh);
  }

  /** Another retention moves all due dates, and events that left may have been any card's. */
  function foldAnew(): void {
    ({ retention } = learner.settings());
    scheduler = createScheduler(retention);
    cached.clear();
    foldAll();
  }

  function takeIn(ids: readonly string[]): void {
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
  learner.subscribe(({ ids, less }) => {
    if (less === true || learner.settings().retention !== retention) foldAnew();
    else if (ids.length > 0) takeIn(ids);
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
