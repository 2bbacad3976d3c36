// Arbitrary events and in-memory ports for the tests of the learner's log and of the cards.
import fc from "fast-check";
import type {
  Channel,
  EventBody,
  LearnerEvent,
  LearnerPorts,
  Locks,
  MemoryDisk,
} from "#learner/index.ts";
import { emptyDisk, openMemoryStore } from "#learner/index.ts";

/** Noon of 2026-11-20 UTC. */
export const NOON = Date.UTC(2026, 10, 20, 12);

export const CARDS = ["http.a", "http.b", "http.c", "sse.d", "sse.e~2"] as const;

const card = fc.constantFrom(...CARDS);
const rating = fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const);

/** Bodies of all kinds; `undo` aims at ids e0…e39, which the events below carry. */
export const anyBody: fc.Arbitrary<EventBody> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("review" as const),
      algo: fc.constant("fsrs6" as const),
      card,
      r: rating,
      ms: fc.nat(60_000),
      m: fc.constant(1),
    }),
  },
  fc.record({
    kind: fc.constant("practice" as const),
    card,
    r: rating,
    ms: fc.nat(60_000),
    m: fc.constant(1),
  }),
  fc.record({ kind: fc.constant("undo" as const), undoes: fc.nat(39).map((n) => `e${n}`), card }),
  fc.record({
    kind: fc.constantFrom(
      "suspend" as const,
      "unsuspend" as const,
      "bury" as const,
      "reset" as const,
      "collect" as const,
      "drop" as const,
      "flag" as const,
      "unflag" as const,
    ),
    card,
  }),
  fc.record({
    kind: fc.constant("snapshot" as const),
    card,
    s: fc.double({ min: 0.001, max: 365, noNaN: true }),
    d: fc.double({ min: 1, max: 10, noNaN: true }),
    last: fc.integer({ min: 20_000, max: 21_000 }),
    due: fc.integer({ min: 20_000, max: 22_000 }),
    m: fc.constant(1),
  }),
  fc.record({
    kind: fc.constant("lesson" as const),
    lesson: fc.constantFrom("a", "b-c"),
    state: fc.constantFrom("visited" as const, "done" as const),
  }),
  fc.record({
    kind: fc.constant("challenge" as const),
    lab: fc.constantFrom("x", "y"),
    challenge: fc.constantFrom("one", "two"),
  }),
  fc.record({
    kind: fc.constant("prediction" as const),
    lab: fc.constantFrom("x", "y"),
    question: fc.constant("q"),
    answer: fc.string({ maxLength: 9 }),
  }),
  fc.record({
    kind: fc.constant("settings" as const),
    set: fc.record(
      { retention: fc.double({ min: 0.8, max: 0.95, noNaN: true }), streaks: fc.boolean() },
      { requiredKeys: [] },
    ),
  }),
);

/** Events with ids e0…e39, so that logs overlap and bodies collide. */
export const anyEvent: fc.Arbitrary<LearnerEvent> = fc
  .record({
    id: fc.nat(39).map((n) => `e${n}`),
    t: fc.integer({ min: NOON - 400 * 86_400_000, max: NOON }),
    tz: fc.constantFrom(-480, 0, 60, 330, 540),
    dev: fc.constantFrom("one", "two"),
    body: anyBody,
  })
  .map(({ body, ...stamp }): LearnerEvent => ({ v: 1, ...stamp, ...body }));

export const anyLog: fc.Arbitrary<readonly LearnerEvent[]> = fc.array(anyEvent, { maxLength: 25 });

/** Channels of tabs on one browser: what one posts, the others hear a little later. */
export function createAir(): () => Channel {
  const ears = new Set<{ hear: (message: unknown) => void }>();
  return () => {
    const me = { hear: (_message: unknown): void => {} };
    ears.add(me);
    return {
      post(message) {
        for (const ear of ears)
          if (ear !== me)
            queueMicrotask(() => {
              ear.hear(structuredClone(message));
            });
      },
      listen(listener) {
        me.hear = listener;
      },
      close() {
        ears.delete(me);
      },
    };
  };
}

/** One lock manager for all tabs; it knows ifAvailable and steal. */
export function createLocks(): Locks {
  let holder: { reject: (reason: unknown) => void } | undefined;
  return {
    request(_name, { steal }, callback) {
      return new Promise((resolve, reject) => {
        if (holder !== undefined && steal !== true) {
          resolve(callback(null));
          return;
        }
        holder?.reject(new DOMException("stolen", "AbortError"));
        const mine = { reject };
        holder = mine;
        void Promise.resolve(callback({})).then((value) => {
          if (holder === mine) holder = undefined;
          resolve(value);
        });
      });
    },
  };
}

/** A shelf in memory. */
export function createShelf(held: Record<string, string> = {}) {
  const rows = new Map(Object.entries(held));
  return {
    rows,
    getItem: (key: string) => rows.get(key) ?? null,
    setItem: (key: string, value: string) => void rows.set(key, value),
    removeItem: (key: string) => void rows.delete(key),
  };
}

/** Ports over a disk, with a clock that stands still until it is set. */
export function createPorts(
  disk: MemoryDisk = emptyDisk(),
  more: Partial<LearnerPorts> = {},
): LearnerPorts & { time: { now: number; zone: number } } {
  const time = { now: NOON, zone: 0 };
  let count = 0;
  const name = `tab${Math.trunc(disk.meta.size)}x${(tabs += 1)}`;
  return {
    time,
    // Kept on a disk, so for the log it is as good as a database.
    openStore: () => Promise.resolve({ ...openMemoryStore(disk), kind: "indexeddb" as const }),
    clock: () => time.now,
    zone: () => time.zone,
    id: () => `${name}-${(count += 1)}`,
    ...more,
  };
}
let tabs = 0;
