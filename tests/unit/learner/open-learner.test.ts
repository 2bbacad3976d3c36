// The open log: two tabs, a full disk, a clock set back, bad rows, newer rows, the outbox of lessons.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  canonicalJson,
  emptyDisk,
  learnerTime,
  mergeLogs,
  openLearner,
  openMemoryStore,
  readEvent,
  type EventBody,
  type LearnerEvent,
} from "#learner/index.ts";
import { noteVisit, readProgress, setDone } from "#learner/progress.ts";
import { keepPredictions, keepSolved, recallSolved } from "#learner/solved.ts";
import {
  anyEvent,
  createAir,
  createLocks,
  createPorts,
  createShelf,
  NOON,
} from "./learner-events.ts";

const review: EventBody = { kind: "review", algo: "fsrs6", card: "http.a", r: 3, ms: 900, m: 1 };
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
};

describe("the log", () => {
  it("keeps what is appended and finds it again", async () => {
    const disk = emptyDisk();
    const first = await openLearner(createPorts(disk));
    const { events, fault } = await first.append(review, { kind: "flag", card: "http.a" });
    expect(fault).toBeUndefined();
    expect(events.map(({ t }) => t)).toEqual([NOON, NOON + 1]);
    expect(first.standing()).toEqual({ kind: "saved" });
    const second = await openLearner(createPorts(disk));
    expect(second.events()).toEqual(events);
    expect(second.events()[0]?.dev).toBe(events[0]?.dev);
  });

  it("shows one tab what the other appends", async () => {
    const [disk, air] = [emptyDisk(), createAir()];
    const one = await openLearner(createPorts(disk, { channel: air() }));
    const two = await openLearner(createPorts(disk, { channel: air() }));
    const heard: boolean[] = [];
    two.subscribe(({ here }) => heard.push(here));
    await one.append(review);
    await settle();
    expect(two.events()).toEqual(one.events());
    expect(heard).toEqual([false]);
  });

  it("is the union of two tabs that write in turns, in every interleaving", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3), { maxLength: 12 }), async (turns) => {
        const [disk, air] = [emptyDisk(), createAir()];
        const tabs = await Promise.all(
          [0, 1].map(() => openLearner(createPorts(disk, { channel: air() }))),
        );
        const said: LearnerEvent[] = [];
        const writing: Promise<unknown>[] = [];
        for (const turn of turns) {
          const wrote = tabs[turn % 2]?.append({ ...review, ms: said.length });
          if (wrote === undefined) continue;
          writing.push(wrote.then(({ events }) => said.push(...events)));
          if (turn > 1) await Promise.all(writing);
        }
        await Promise.all(writing);
        await settle();
        const union = canonicalJson(mergeLogs(said));
        for (const tab of tabs) expect(canonicalJson(tab.events())).toBe(union);
        const later = await openLearner(createPorts(disk));
        expect(canonicalJson(later.events())).toBe(union);
      }),
      { numRuns: 1000 },
    );
  });

  it("lets one tab review; another may take over", async () => {
    const locks = createLocks();
    const disk = emptyDisk();
    const one = await openLearner(createPorts(disk, { locks }));
    const two = await openLearner(createPorts(disk, { locks }));
    const held = await one.lock();
    expect(held).toBeDefined();
    expect(await two.lock()).toBeUndefined();
    expect(await two.lock(true)).toBeDefined();
    await held?.lost;
  });

  it("has the lock to give after it was released, and always where there are no locks", async () => {
    const locks = createLocks();
    const learner = await openLearner(createPorts(emptyDisk(), { locks }));
    (await learner.lock())?.release();
    await settle();
    expect(await learner.lock()).toBeDefined();
    const alone = await openLearner(createPorts());
    expect(await alone.lock()).toBeDefined();
    expect(await alone.lock()).toBeDefined();
  });
});

describe("a storage that fails", () => {
  it("goes on in memory when it is refused", async () => {
    const openStore = () => Promise.reject(new DOMException("no", "SecurityError"));
    const learner = await openLearner(createPorts(emptyDisk(), { openStore }));
    const { fault, events } = await learner.append(review);
    expect(fault?.kind).toBe("refused");
    expect(fault?.text).toMatch(/not kept: .*export/);
    expect(learner.events()).toEqual(events);
    expect(learner.standing()).toMatchObject({ kind: "memory", unsaved: 1 });
  });

  it("writes everything once a storage is to be had", async () => {
    const disk = emptyDisk();
    let refusing = true;
    const openStore = () =>
      refusing ? Promise.reject(new Error("no")) : createPorts(disk).openStore();
    const learner = await openLearner(createPorts(disk, { openStore }));
    await learner.append(review);
    expect((await learner.retry()).kind).toBe("memory");
    refusing = false;
    expect(await learner.retry()).toEqual({ kind: "saved" });
    expect([...disk.events.values()]).toEqual(learner.events());
  });

  it("names a storage that is held by an older tab", async () => {
    const openStore = () => Promise.reject(Object.assign(new Error("late"), { name: "blocked" }));
    const learner = await openLearner(createPorts(emptyDisk(), { openStore }));
    expect(learner.standing()).toMatchObject({ kind: "memory", fault: { kind: "blocked" } });
  });

  it("keeps the answers of a full disk in memory and writes them once there is room", async () => {
    const disk = emptyDisk();
    let full = true;
    const store = openMemoryStore(disk);
    const openStore = () =>
      Promise.resolve({
        ...store,
        kind: "indexeddb" as const,
        append: (events: readonly LearnerEvent[]) =>
          full
            ? Promise.reject(new DOMException("full", "QuotaExceededError"))
            : store.append(events),
      });
    const learner = await openLearner(createPorts(disk, { openStore }));
    const { fault } = await learner.append(review);
    expect(fault?.kind).toBe("full");
    await learner.append({ ...review, r: 1 });
    expect(learner.standing()).toMatchObject({ kind: "memory", unsaved: 2 });
    expect(learner.events()).toHaveLength(2);
    expect(disk.events.size).toBe(0);
    full = false;
    expect(await learner.retry()).toEqual({ kind: "saved" });
    expect(disk.events.size).toBe(2);
  });

  it("says so when the browser cleared what was kept", async () => {
    const shelf = createShelf();
    const before = await openLearner(createPorts(emptyDisk(), { shelf }));
    await before.append(review);
    const after = await openLearner(createPorts(emptyDisk(), { shelf }));
    expect(after.notice()?.kind).toBe("evicted");
    expect(after.standing()).toEqual({ kind: "saved" });
  });

  it("tells the page when the database is closed under it", async () => {
    const openStore = () => {
      const store = openMemoryStore();
      return Promise.resolve({
        ...store,
        onGone: (listener: Parameters<typeof store.onGone>[0]) => {
          setTimeout(() => {
            listener({ kind: "closed", text: "closed" });
          });
        },
      });
    };
    const learner = await openLearner(createPorts(emptyDisk(), { openStore }));
    await new Promise<void>((resolve) => {
      learner.subscribe(() => {
        resolve();
      });
    });
    expect(learner.standing()).toMatchObject({ kind: "memory", fault: { kind: "closed" } });
  });
});

describe("rows that are no events of this version", () => {
  it("sets bad rows aside and goes on with the rest", async () => {
    const disk = emptyDisk();
    await (await openLearner(createPorts(disk))).append(review);
    disk.events.set("torn", { id: "torn", v: 1, kind: "review", t: 5 });
    disk.events.set("text", "not even an object");
    const learner = await openLearner(createPorts(disk));
    expect(learner.events()).toHaveLength(1);
    expect(learner.standing()).toEqual({ kind: "saved" });
    expect((await learner.quarantined()).map(({ why }) => why).toSorted()).toEqual(
      ["not an object", "tz is missing or out of bounds"]
        .toSorted()
        .map((why) => why.replace("tz", "tz")),
    );
    expect(disk.events.size).toBe(3);
  });

  it("only reads a log that a newer version wrote to", async () => {
    const disk = emptyDisk();
    await (await openLearner(createPorts(disk))).append(review);
    disk.events.set("future", { id: "future", v: 9, kind: "dream" });
    const learner = await openLearner(createPorts(disk));
    expect(learner.standing()).toMatchObject({ kind: "read-only", fault: { kind: "newer" } });
    const { fault } = await learner.append({ ...review, ms: 1 });
    expect(fault?.kind).toBe("newer");
    expect(disk.events.size).toBe(2);
    expect(learner.events()).toHaveLength(2);
  });

  it("upcasts step by step, or says that a version was never written", () => {
    const upcasters = {
      1: (row: object) => ({ ...row, steps: ["1→2"] }),
      2: (row: object) => ({ ...row, steps: [...(row as { steps: string[] }).steps, "2→3"] }),
    };
    const row = { v: 1, id: "x", t: 1, tz: 0, dev: "d", kind: "flag", card: "a" };
    const read = readEvent(row, upcasters, 3);
    expect(read).toMatchObject({ kind: "event", event: { v: 3, steps: ["1→2", "2→3"] } });
    expect(row.v).toBe(1);
    expect(readEvent({ ...row, v: 0 }, upcasters, 3)).toMatchObject({ kind: "bad" });
  });

  it("reads every event of its own, and never throws on anything else", () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        expect(readEvent(event)).toEqual({ kind: "event", event });
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.anything(), (row) => {
        expect(["event", "newer", "bad"]).toContain(readEvent(row).kind);
      }),
      { numRuns: 2000 },
    );
  });

  it("refuses an event with one member made wrong", () => {
    fc.assert(
      fc.property(anyEvent, fc.nat(), (event, which) => {
        const names = Object.keys(event).filter((name) => name !== "answer" && name !== "v");
        const name = names[which % names.length] ?? "id";
        expect(readEvent({ ...event, [name]: Symbol("wrong") }).kind).toBe("bad");
      }),
      { numRuns: 2000 },
    );
  });
});

describe("the clock of the log", () => {
  it("never goes back while the device's does: set back a day, or flown west", async () => {
    const ports = createPorts();
    const learner = await openLearner(ports);
    const steps = [
      [0, 0],
      [-86_400_000, 0],
      [3_600_000, -480],
      [7_200_000, 540],
      [-40_000_000, -720],
    ] as const;
    let last = 0;
    for (const [ahead, zone] of steps) {
      ports.time.now = NOON + ahead;
      ports.time.zone = zone;
      const { events } = await learner.append(review);
      expect(events[0]?.t).toBeGreaterThanOrEqual(last);
      last = events[0]?.t ?? 0;
    }
    expect(learner.events().map(({ t }) => t)).toEqual(
      learner
        .events()
        .map(({ t }) => t)
        .toSorted((a, b) => a - b),
    );
  });

  it("is not frozen by one event from a clock that was years ahead", async () => {
    const ports = createPorts();
    const learner = await openLearner(ports);
    ports.time.now = NOON + 3650 * 86_400_000;
    await learner.append(review);
    ports.time.now = NOON;
    expect(learner.now()).toBe(learnerTime(NOON, 0));
    expect((await learner.append(review)).events[0]?.t).toBe(NOON);
  });
});

describe("lessons and labs", () => {
  it("wait in localStorage and join the log once", async () => {
    const shelf = createShelf();
    noteVisit(shelf, "intro");
    setDone(shelf, "intro", true);
    noteVisit(shelf, "next");
    keepSolved("desk", ["first"], shelf);
    keepSolved("desk", ["first", "second"], shelf);
    keepPredictions("desk", [{ question: "q", answer: "7", right: false }], shelf);
    const disk = emptyDisk();
    const learner = await openLearner(createPorts(disk, { shelf }));
    const state = learner.lessons();
    expect([...state.lessons]).toEqual([
      ["intro", "done"],
      ["next", "visited"],
    ]);
    expect(state.last).toBe("next");
    expect(state.solved.get("desk")).toEqual(["first", "second"]);
    expect(state.predictions.get("desk")?.get("q")).toEqual({ answer: "7", right: false });
    expect(shelf.rows.has("otw.outbox")).toBe(false);
    const count = learner.events().length;
    expect((await openLearner(createPorts(disk, { shelf }))).events()).toHaveLength(count);
  });

  it("stay in localStorage while the storage refuses them", async () => {
    const shelf = createShelf();
    noteVisit(shelf, "intro");
    const openStore = () => Promise.reject(new Error("no"));
    const learner = await openLearner(createPorts(emptyDisk(), { shelf, openStore }));
    expect(learner.lessons().lessons.get("intro")).toBe("visited");
    expect(shelf.rows.has("otw.outbox")).toBe(true);
    const later = await openLearner(createPorts(emptyDisk(), { shelf }));
    expect(later.lessons().lessons.get("intro")).toBe("visited");
    expect(shelf.rows.has("otw.outbox")).toBe(false);
  });

  it("brings what was known before there was a log", async () => {
    const shelf = createShelf({
      "otw.progress": JSON.stringify({ last: "old", lessons: { old: "done", "": "x" } }),
    });
    const learner = await openLearner(createPorts(emptyDisk(), { shelf }));
    expect(learner.lessons().lessons.get("old")).toBe("done");
  });

  it("shows in the mirror what came from another device", async () => {
    const shelf = createShelf();
    const learner = await openLearner(createPorts(emptyDisk(), { shelf }));
    const stamp = { v: 1, t: 5, tz: 0, dev: "other" } as const;
    await learner.merge([
      { ...stamp, id: "a", kind: "lesson", lesson: "far", state: "done" },
      { ...stamp, id: "b", kind: "challenge", lab: "desk", challenge: "one" },
    ]);
    expect(readProgress(shelf).lessons["far"]).toBe("done");
    expect(recallSolved("desk", shelf)).toEqual(["one"]);
  });

  it("do not pile up by visiting to and fro", () => {
    const shelf = createShelf();
    for (let turn = 0; turn < 50; turn += 1) noteVisit(shelf, turn % 2 === 0 ? "a" : "b");
    expect(JSON.parse(shelf.rows.get("otw.outbox") ?? "[]")).toHaveLength(2);
  });
});
