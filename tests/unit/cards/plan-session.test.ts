// The queue: only what may be asked, in the right order, with lessons apart; statistics and links.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  doneToday,
  foldCards,
  planSession,
  type CardMemory,
  type PlanInput,
  type StudyCard,
} from "#cards/index.ts";
import {
  backupAge,
  countDue,
  countScope,
  forecast,
  hardestCards,
  heatMap,
  streak,
  trueRetention,
} from "#cards/statistics.ts";
import { readSnapshot, snapshotCards, tryBodies, writeSnapshot } from "#cards/snapshot.ts";
import { DAY, DEFAULT_SETTINGS, learnerTime, wallTime, type LearnerEvent } from "#learner/index.ts";
import { interleave } from "../../../src/cards/plan-session.ts";
import { createScheduler, newMemory, rate, retrievability } from "../../../src/cards/schedule.ts";
import { NOON } from "../learner/learner-events.ts";
import { catalogueOf, plainDeck } from "./study-cards.ts";

const RUNS = { numRuns: 1000 };
const scheduler = createScheduler(0.9);
const NOW = learnerTime(NOON, 0);

const memoryOf = (all: ReadonlyMap<string, CardMemory>): PlanInput["memory"] => ({
  of: (card) => all.get(card) ?? newMemory(card),
  retrievability: (card, now) => retrievability(scheduler, all.get(card) ?? newMemory(card), now),
});

/** Memories in every standing, for cards c0…c29. */
const anyMemory = fc.record({
  reviews: fc.array(fc.tuple(fc.constantFrom(1 as const, 3 as const, 4 as const), fc.nat(40)), {
    maxLength: 4,
  }),
  collected: fc.boolean(),
  suspended: fc.boolean(),
  buried: fc.boolean(),
});
const anyDeck = fc.record({
  memories: fc.array(anyMemory, { minLength: 30, maxLength: 30 }),
  lessons: fc.array(fc.constantFrom("a", "b", "c", "d"), { minLength: 30, maxLength: 30 }),
  siblings: fc.array(fc.tuple(fc.nat(29), fc.nat(29)), { maxLength: 10 }),
  retired: fc.array(fc.nat(29), { maxLength: 3 }),
  seed: fc.nat(2 ** 32 - 1),
  caps: fc.record({ newPerDay: fc.nat(20), reviewsPerDay: fc.integer({ min: 10, max: 20 }) }),
});
type Deck = typeof anyDeck extends fc.Arbitrary<infer D> ? D : never;

function build({ memories, lessons, siblings, retired, seed, caps }: Deck) {
  const cards = plainDeck(
    30,
    (at) => lessons[at] ?? "a",
    (at) => ({
      siblings: siblings.flatMap(([one, two]) => (one === at && two !== at ? `c${two}` : [])),
      ...(retired.includes(at) && { retired: "2026-01-01" }),
    }),
  );
  const all = new Map(
    memories.map(({ reviews, collected, suspended, buried }, at) => {
      const card = `c${at}`;
      const gaps = reviews.reduce((sum, [, gap]) => sum + gap, 0);
      let when = NOW - gaps * DAY;
      const memory = reviews.reduce(
        (before, [r, gap]) => rate(scheduler, before, r, (when += gap * DAY)),
        newMemory(card),
      );
      return [
        card,
        { ...memory, collected, suspended, ...(buried && { buried: Math.floor(NOW / DAY) }) },
      ] as const;
    }),
  );
  const input = {
    catalogue: catalogueOf(cards),
    memory: memoryOf(all),
    settings: { ...DEFAULT_SETTINGS, ...caps },
    now: NOW,
    seed,
  };
  return { all, input, cards: new Map(cards.map((card) => [card.id, card])) };
}

describe("a review", () => {
  it("asks only what may be asked, once, within the caps, siblings apart, the same for the same seed", () => {
    fc.assert(
      fc.property(anyDeck, (deck) => {
        const { all, input, cards } = build(deck);
        const { queue } = planSession({ ...input, mode: "review" });
        expect(new Set(queue).size).toBe(queue.length);
        expect(planSession({ ...input, mode: "review" }).queue).toEqual(queue);
        const asked = queue.map((id) => all.get(id) ?? newMemory(id));
        for (const memory of asked) {
          expect(memory).toMatchObject({ collected: true, suspended: false });
          expect(memory.buried).toBeUndefined();
          expect(cards.get(memory.card)?.retired).toBeUndefined();
        }
        const { begun, reviewed } = doneToday(all.values(), NOW);
        const count = (state: string): number =>
          asked.filter((each) => each.state === state).length;
        expect(count("new")).toBeLessThanOrEqual(Math.max(0, input.settings.newPerDay - begun));
        expect(count("review")).toBeLessThanOrEqual(
          Math.max(0, input.settings.reviewsPerDay - reviewed),
        );
        for (const id of queue)
          for (const sibling of cards.get(id)?.siblings ?? []) expect(queue).not.toContain(sibling);
        const group = (id: string): number =>
          ({ new: 2, review: 1 })[String(all.get(id)?.state)] ?? 0;
        expect(queue.map(group)).toEqual(queue.map(group).toSorted());
        expect(countDue(input).total).toBe(queue.length);
      }),
      RUNS,
    );
  });

  it("of a chosen part asks every card of it that is not retired or suspended", () => {
    fc.assert(
      fc.property(anyDeck, fc.constantFrom("drill" as const, "cram" as const), (deck, mode) => {
        const { all, input, cards } = build(deck);
        const { queue } = planSession({ ...input, mode, scope: { lesson: "a" } });
        const eligible = [...cards.values()].filter(
          ({ id, lesson, retired }) =>
            lesson === "a" && retired === undefined && all.get(id)?.suspended === false,
        );
        expect(queue.toSorted()).toEqual(eligible.map(({ id }) => id).toSorted());
      }),
      RUNS,
    );
  });

  it("begins with what was missed although the learner was certain", () => {
    const cards = plainDeck(4, (at) => `l${at}`);
    const old = (card: string, days: number, more: Partial<CardMemory>): CardMemory => ({
      ...rate(scheduler, newMemory(card), 3, NOW - days * DAY),
      collected: true,
      ...more,
    });
    const all = new Map([
      ["c0", old("c0", 90, {})],
      ["c1", old("c1", 20, { rating: 1, sure: 3 })],
      ["c2", old("c2", 30, { rating: 1, sure: 1 })],
    ]);
    const input = {
      catalogue: catalogueOf(cards),
      memory: memoryOf(all),
      settings: DEFAULT_SETTINGS,
      now: NOW,
      seed: 1,
    };
    expect(planSession({ ...input, mode: "review" }).queue).toEqual(["c1", "c0", "c2"]);
  });
});

describe("interleaving", () => {
  it("keeps lessons apart wherever that can be, and loses no card", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 24 }), (lessons) => {
        const cards = plainDeck(lessons.length, (at) => lessons[at] ?? "a");
        const laid = interleave(cards);
        expect(laid.map(({ id }) => id).toSorted()).toEqual(cards.map(({ id }) => id).toSorted());
        const most = Math.max(
          0,
          ...[...Map.groupBy(cards, ({ lesson }) => lesson).values()].map((group) => group.length),
        );
        if (most > Math.ceil(cards.length / 2)) return;
        laid.forEach((card: StudyCard, at) => {
          expect(card.lesson).not.toBe(laid[at + 1]?.lesson);
        });
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a snapshot", () => {
  const cards = plainDeck(250, (at) => `l${at % 9}`);
  const catalogue = catalogueOf(cards);
  const learned = cards.map(({ id }, at) =>
    rate(scheduler, rate(scheduler, newMemory(id), 3, NOW - (at + 9) * DAY), 3, NOW - at * DAY),
  );

  it("brings every card's memory along, near enough", () => {
    fc.assert(
      fc.property(fc.subarray(learned.slice(0, 40)), (some) => {
        const read = readSnapshot(writeSnapshot(some), catalogue);
        if (read.kind === "fault") throw new Error(read.text);
        const back = new Map(
          read.bodies.map((body) => [body.kind === "snapshot" ? body.card : "", body]),
        );
        expect(back.size).toBe(some.length);
        for (const memory of some) {
          const body = back.get(memory.card);
          if (body?.kind !== "snapshot") throw new Error(memory.card);
          expect(body.s / memory.stability).toBeCloseTo(1, 3);
          expect(Math.abs(body.d - memory.difficulty)).toBeLessThan(0.02);
          expect([body.last, body.due]).toEqual(
            [memory.last, memory.due].map((at) => Math.floor((at ?? 0) / DAY)),
          );
        }
      }),
      RUNS,
    );
  });

  it("takes eleven octets a card, and refuses more than fit", () => {
    expect(writeSnapshot(learned.slice(0, 100))).toHaveLength(Math.ceil(((5 + 1100) * 4) / 3));
    expect(() => writeSnapshot(learned)).toThrow(RangeError);
    expect(snapshotCards(learned)).toHaveLength(250);
  });

  it("is refused when one letter of it was changed, whichever", () => {
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const text = writeSnapshot(learned.slice(0, 9));
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom(...letters), (at, letter) => {
        const changed = text.slice(0, at) + letter + text.slice(at + 1);
        expect(readSnapshot(changed, catalogue).kind).toBe(changed === text ? "ready" : "fault");
      }),
      RUNS,
    );
  });

  it("does what its dry run says", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ card: fc.nat(9), days: fc.nat(30) }), { maxLength: 12 }),
        fc.subarray(learned.slice(0, 10), { minLength: 1 }),
        (own, sent) => {
          const events = own.map(({ card, days }, at): LearnerEvent => ({
            v: 1,
            id: `own${String(at)}`,
            t: wallTime(NOW - days * DAY, 0),
            tz: 0,
            dev: "d",
            kind: "review",
            algo: "fsrs6",
            card: cards[card]?.id ?? "",
            r: 3,
            ms: 1,
            m: 1,
          }));
          const read = readSnapshot(writeSnapshot(sent), catalogue);
          if (read.kind === "fault") throw new Error(read.text);
          const before = foldCards(scheduler, events);
          const of = (card: string) => before.get(card) ?? newMemory(card);
          const run = tryBodies(read.bodies, { of });
          const stamp = { v: 1, t: wallTime(NOW, 0) + 1, tz: 0, dev: "d" } as const;
          const joined = read.bodies.map((body, at): LearnerEvent => ({
            ...stamp,
            id: `s${String(at)}`,
            ...body,
          }));
          const after = foldCards(scheduler, [...events, ...joined]);
          const moved = [...after.values()].filter(
            ({ card, due, last }) => of(card).due !== due || of(card).last !== last,
          );
          expect(run.fresh + run.moved).toBe(moved.length);
          expect(run.fresh).toBe(moved.filter(({ card }) => of(card).last === undefined).length);
          expect(run.fresh + run.moved + run.kept).toBe(sent.length);
        },
      ),
      RUNS,
    );
  });

  it("is refused when it was cut or changed, and never throws", () => {
    const text = writeSnapshot(learned.slice(0, 5));
    for (let length = 0; length < text.length; length += 1)
      expect(readSnapshot(text.slice(0, length), catalogue).kind).toBe("fault");
    fc.assert(
      fc.property(fc.string(), (any) => {
        expect(readSnapshot(any, catalogue).kind).toMatch(/ready|fault/);
      }),
      RUNS,
    );
    expect(readSnapshot(text, catalogueOf(cards.slice(0, 2)))).toMatchObject({
      kind: "ready",
      unknown: 3,
    });
  });
});

describe("statistics", () => {
  const review = (id: string, days: number, r: 1 | 3, card = "c0"): LearnerEvent => ({
    v: 1,
    id,
    t: NOON - days * DAY,
    tz: 0,
    dev: "d",
    kind: "review",
    algo: "fsrs6",
    card,
    r,
    ms: 1000,
    m: 1,
  });
  const events: readonly LearnerEvent[] = [
    review("1", 9, 3),
    review("2", 6, 3),
    review("3", 6, 1),
    review("4", 2, 1),
    review("5", 1, 3),
    review("6", 0, 3),
    { v: 1, id: "7", t: NOON + 1, tz: 0, dev: "d", kind: "undo", undoes: "6", card: "c0" },
  ];

  it("counts answers by day, without what was taken back", () => {
    const today = Math.floor(NOW / DAY);
    expect([...heatMap(events)].map(([day, count]) => [today - day, count])).toEqual([
      [9, 1],
      [6, 2],
      [2, 1],
      [1, 1],
    ]);
  });

  it("counts for retention only the first review of a day of a card seen before", () => {
    expect(trueRetention(events)).toEqual({ asked: 3, passed: 2 });
    expect(trueRetention(events, Math.floor(NOW / DAY) - 2)).toEqual({ asked: 2, passed: 1 });
  });

  it("keeps a streak alive until today is over", () => {
    expect(streak(events, NOW)).toBe(2);
    expect(streak(events, NOW + DAY)).toBe(0);
  });

  it("forecasts, finds the hardest, counts the parts and knows when a backup is due", () => {
    const all = foldCards(scheduler, events);
    const days = forecast(all.values(), NOW, 30);
    expect(days.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(hardestCards(all.values(), 5).map(({ card }) => card)).toEqual(["c0"]);
    const catalogue = catalogueOf(plainDeck(3, () => "a"));
    expect(countScope(catalogue, memoryOf(all), { lesson: "a" })).toMatchObject({
      cards: 3,
      collected: 1,
    });
    expect(backupAge(events, undefined, NOW)).toEqual({ reviews: 5, due: false });
    expect(backupAge(events, NOW - 3 * DAY, NOW)).toEqual({ days: 3, reviews: 2, due: false });
  });
});
