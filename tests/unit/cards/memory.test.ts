// Memories are folds of the log: undo is as if it had never been, days are the learner's, FSRS is sane.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldCards, openDeckMemory, type CardMemory } from "#cards/index.ts";
import {
  compareEvents,
  DAY,
  emptyDisk,
  learnerDay,
  learnerTime,
  mergeLogs,
  openLearner,
  wallTime,
  type LearnerEvent,
} from "#learner/index.ts";
import {
  createScheduler,
  isDue,
  preview,
  rate,
  retrievability,
  waitText,
} from "../../../src/cards/schedule.ts";
import { newMemory } from "../../../src/cards/schedule.ts";
import { anyBody, anyEvent, anyLog, createPorts, NOON } from "../learner/learner-events.ts";

const RUNS = { numRuns: 1000 };
const scheduler = createScheduler(0.9);
const rating = fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const);

/** A card after some reviews, each so many milliseconds after the one before. */
const anyHistory = fc.array(fc.tuple(rating, fc.oneof(fc.nat(DAY), fc.nat(90 * DAY))), {
  minLength: 1,
  maxLength: 12,
});
const replay = (history: readonly (readonly [1 | 2 | 3 | 4, number])[]): CardMemory => {
  let at = learnerTime(NOON, 0);
  return history.reduce(
    (memory, [r, gap]) => rate(scheduler, memory, r, (at += gap)),
    newMemory("x"),
  );
};
/** Without the count of events, which a log with an undone event has two more of. */
const bare = (all: ReadonlyMap<string, CardMemory>) =>
  [...all]
    .map(([, { events: _events, ...memory }]) => memory)
    .toSorted((a, b) => (a.card < b.card ? -1 : 1));

describe("the fold", () => {
  it("does not depend on the order in which events arrived", () => {
    fc.assert(
      fc.property(anyLog, (log) => {
        const merged = mergeLogs(log);
        expect(bare(foldCards(scheduler, merged.toReversed()))).toEqual(
          bare(foldCards(scheduler, merged)),
        );
      }),
      RUNS,
    );
  });

  it("is the same kept in step as built anew, and as read from the cache", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyBody, { maxLength: 20 }), anyLog, async (bodies, foreign) => {
        const disk = emptyDisk();
        const ports = createPorts(disk);
        const learner = await openLearner(ports);
        const deck = await openDeckMemory(learner);
        for (const body of bodies) {
          ports.time.now += 3_600_000;
          await learner.append(body);
        }
        await learner.merge(foreign);
        const anew = foldCards(createScheduler(learner.settings().retention), learner.events());
        expect(new Map([...deck.all()].toSorted())).toEqual(new Map([...anew].toSorted()));
        await Promise.resolve();
        const later = await openDeckMemory(await openLearner(createPorts(disk)));
        expect(new Map([...later.all()].toSorted())).toEqual(new Map([...anew].toSorted()));
      }),
      RUNS,
    );
  });

  it("is after an undo as if the event had never been; undoing an undo does nothing", () => {
    fc.assert(
      fc.property(anyLog, fc.nat(), (log, which) => {
        const merged = mergeLogs(log);
        const cards = merged.filter((event) => "card" in event && event.kind !== "undo");
        const target = cards[which % Math.max(1, cards.length)];
        if (target === undefined || !("card" in target)) return;
        const without = merged.filter(
          (event) => event !== target && !(event.kind === "undo" && event.undoes === target.id),
        );
        const undo: LearnerEvent = {
          v: 1,
          id: "undo",
          t: NOON,
          tz: 0,
          dev: "d",
          kind: "undo",
          undoes: target.id,
          card: target.card,
        };
        const again: LearnerEvent = { ...undo, id: "undo-undo", undoes: "undo" };
        const all = bare(foldCards(scheduler, [...without, target, undo, again]));
        // A card whose only event was undone is as new as one that has none.
        const kept = bare(foldCards(scheduler, without));
        expect(all.filter(({ card }) => kept.some((each) => each.card === card))).toEqual(kept);
        for (const memory of all)
          if (!kept.some(({ card }) => card === memory.card)) expect(memory.state).toBe("new");
      }),
      RUNS,
    );
  });

  it("never lets a snapshot move a card with newer history of its own", () => {
    fc.assert(
      fc.property(
        anyHistory,
        fc.record({
          s: fc.double({ min: 0.01, max: 300, noNaN: true }),
          before: fc.nat(400),
          wait: fc.nat(400),
        }),
        (history, { s, before, wait }) => {
          let t = NOON;
          const reviews = history.map(([r, gap], at): LearnerEvent => ({
            v: 1,
            id: `r${at}`,
            t: (t += gap),
            tz: 0,
            dev: "d",
            kind: "review",
            algo: "fsrs6",
            card: "x",
            r,
            ms: 1,
            m: 1,
          }));
          const mine = foldCards(scheduler, reviews).get("x");
          const last = learnerDay(mine?.last ?? 0) - before;
          const snapshot: LearnerEvent = {
            v: 1,
            id: "s",
            t: t + 1,
            tz: 0,
            dev: "d",
            kind: "snapshot",
            card: "x",
            s,
            d: 5,
            last,
            due: last + wait,
            m: 1,
          };
          const after = foldCards(scheduler, [...reviews, snapshot]).get("x");
          expect({ ...after, events: 0 }).toEqual({ ...mine, events: 0 });
          expect(foldCards(scheduler, [snapshot]).get("x")).toMatchObject({
            state: "review",
            due: (last + wait) * DAY,
          });
        },
      ),
      RUNS,
    );
  });

  it("never throws, wherever clock and zone jump", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (log) => {
        for (const memory of foldCards(scheduler, log).values()) {
          expect(Number.isFinite(memory.due)).toBe(true);
          expect(memory.events).toBeGreaterThan(0);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("the schedule", () => {
  it("orders the ratings, keeps its bounds, and lets memory fade", () => {
    fc.assert(
      fc.property(anyHistory, fc.nat(60 * DAY), (history, gap) => {
        const memory = replay(history);
        const now = (memory.last ?? 0) + gap;
        expect(memory.difficulty).toBeGreaterThanOrEqual(1);
        expect(memory.difficulty).toBeLessThanOrEqual(10);
        expect(memory.stability).toBeGreaterThanOrEqual(0.001);
        expect(memory.stability).toBeLessThanOrEqual(36_500);
        const waits = preview(scheduler, memory, now).map(({ wait }) => wait);
        expect(waits).toEqual(waits.toSorted((a, b) => a - b));
        for (const wait of waits) expect(wait).toBeGreaterThanOrEqual(0);
        for (const each of [1, 2, 3, 4] as const)
          expect(rate(scheduler, memory, each, now).due).toBe(
            preview(scheduler, memory, now)[each - 1]?.due,
          );
        const recall = [0, 1, 5, 40].map((days) =>
          retrievability(scheduler, memory, now + days * DAY),
        );
        expect(recall).toEqual(recall.toSorted((a, b) => b - a));
        for (const each of recall) {
          expect(each).toBeGreaterThan(0);
          expect(each).toBeLessThanOrEqual(1);
        }
      }),
      RUNS,
    );
  });

  it("gives the same history the same fuzz", () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        expect(replay(history)).toEqual(replay(history));
      }),
      RUNS,
    );
  });

  it("takes two reviews of one learner day for no time between them, across midnight UTC too", () => {
    fc.assert(
      fc.property(
        rating,
        rating,
        fc.constantFrom(-480, 0, 330, 540),
        fc.nat(DAY - 1),
        (first, second, tz, gap) => {
          const dawn = Math.floor(learnerTime(NOON, tz) / DAY) * DAY;
          const start = rate(scheduler, newMemory("x"), first, dawn);
          const at = (when: number): CardMemory => rate(scheduler, start, second, when);
          expect(at(dawn + gap).stability).toBe(at(dawn).stability);
          expect(learnerDay(dawn + gap)).toBe(learnerDay(dawn));
          expect(wallTime(learnerTime(NOON, tz), tz)).toBe(NOON);
        },
      ),
      RUNS,
    );
  });

  it("begins the day at four in the morning", () => {
    const at = (hour: number): number => learnerDay(learnerTime(Date.UTC(2026, 10, 21, hour), 0));
    expect(at(3)).toBe(at(0));
    expect(at(4)).toBe(at(3) + 1);
  });

  it("counts a time before the last review as that review", () => {
    const first = rate(scheduler, newMemory("x"), 3, 20_000 * DAY);
    expect(rate(scheduler, first, 3, 19_995 * DAY)).toEqual(
      rate(scheduler, first, 3, 20_000 * DAY),
    );
  });

  it("asks a card in review from the morning of its day, one in learning to the minute", () => {
    const base = { ...newMemory("x"), due: 100 * DAY + 50_000 };
    expect(isDue({ ...base, state: "review" }, 100 * DAY)).toBe(true);
    expect(isDue({ ...base, state: "review" }, 100 * DAY - 1)).toBe(false);
    expect(isDue({ ...base, state: "learning" }, 100 * DAY)).toBe(false);
    expect(isDue({ ...base, state: "learning" }, 100 * DAY, 50_000)).toBe(true);
    expect(isDue(newMemory("x"), 1e15)).toBe(false);
  });

  it("never waits longer than a year and a little fuzz", () => {
    let memory = newMemory("x");
    for (let at = 20_000 * DAY, turn = 0; turn < 40; turn += 1, at = memory.due)
      memory = rate(scheduler, memory, 3, at);
    expect(memory.interval).toBeGreaterThan(300);
    expect(memory.interval).toBeLessThanOrEqual(366);
  });

  it("says how long in words", () => {
    expect([600_000, 3 * 3_600_000, DAY, 9.6 * DAY, 90 * DAY].map(waitText)).toEqual([
      "10 minutes",
      "3 hours",
      "1 day",
      "10 days",
      "3 months",
    ]);
  });
});

describe("the order of events", () => {
  it("is total", () => {
    fc.assert(
      fc.property(anyEvent, anyEvent, (a, b) => {
        expect(Math.sign(compareEvents(a, b))).toBe(-Math.sign(compareEvents(b, a)) + 0);
      }),
      RUNS,
    );
  });
});
