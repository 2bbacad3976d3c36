// Undoing an import gives back the log as it was, whatever came in, and keeps what was done since.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  canonicalJson,
  emptyDisk,
  mergeLogs,
  openLearner,
  type EventBody,
  type Learner,
  type LearnerEvent,
} from "#learner/index.ts";
import { appendUndoably, mergeUndoably, restorePoint, undoImport } from "#learner/restore-point.ts";
import { openDeckMemory } from "#cards/index.ts";
import { readProgress } from "#learner/progress.ts";
import { recallSolved } from "#learner/solved.ts";
import { anyLog, createAir, createPorts, createShelf, NOON } from "./learner-events.ts";

const review: EventBody = { kind: "review", algo: "fsrs6", card: "http.a", r: 3, ms: 900, m: 1 };
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
};
async function undo(learner: Learner): Promise<void> {
  const point = await restorePoint(learner);
  if (point === undefined) throw new Error("no restore point");
  await undoImport(learner, point);
}

describe("undoing an import", () => {
  it("gives back the log and the memories as they were, also after a reload", async () => {
    await fc.assert(
      fc.asyncProperty(anyLog, anyLog, async (own, foreign) => {
        const disk = emptyDisk();
        const learner = await openLearner(createPorts(disk));
        await learner.merge(own);
        const memory = await openDeckMemory(learner);
        const [log, memories] = [canonicalJson(learner.events()), [...memory.all()].toSorted()];
        await mergeUndoably(learner, foreign);
        const point = await restorePoint(learner);
        if (point !== undefined) await undoImport(learner, point);
        expect(canonicalJson(learner.events())).toBe(log);
        expect([...memory.all()].toSorted()).toEqual(memories);
        const later = await openLearner(createPorts(disk));
        expect(canonicalJson(later.events())).toBe(log);
        expect([...(await openDeckMemory(later)).all()].toSorted()).toEqual(memories);
        expect(await restorePoint(later)).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  });

  it("keeps what was done since, and the file can be joined again", async () => {
    const disk = emptyDisk();
    const ports = createPorts(disk);
    const learner = await openLearner(ports);
    const foreign: LearnerEvent = { v: 1, id: "far", t: NOON - 5, tz: 0, dev: "far", ...review };
    await mergeUndoably(learner, [foreign]);
    ports.time.now += 1000;
    const { events: since } = await learner.append(review);
    // A second joining of the same adds nothing and leaves the way back.
    await mergeUndoably(learner, [foreign]);
    await undo(learner);
    expect(learner.events()).toEqual(since);
    expect((await mergeUndoably(learner, [foreign])).added).toBe(1);
    expect(learner.events()).toEqual(mergeLogs(since, [foreign]));
  });

  it("takes what a link brought back as well", async () => {
    const learner = await openLearner(createPorts(emptyDisk()));
    const snapshot: EventBody = {
      kind: "snapshot",
      card: "http.a",
      s: 9,
      d: 5,
      last: 20_000,
      due: 20_009,
      m: 1,
    };
    await appendUndoably(learner, [snapshot]);
    expect(learner.events()).toHaveLength(1);
    await undo(learner);
    expect(learner.events()).toEqual([]);
  });

  it("reaches the other tab, and the mirror of lessons and labs", async () => {
    const [disk, air, shelf] = [emptyDisk(), createAir(), createShelf()];
    const one = await openLearner(createPorts(disk, { channel: air(), shelf }));
    const two = await openLearner(createPorts(disk, { channel: air() }));
    const stamp = { v: 1, t: 5, tz: 0, dev: "far" } as const;
    await mergeUndoably(one, [
      { ...stamp, id: "a", kind: "lesson", lesson: "far", state: "done" },
      { ...stamp, id: "b", kind: "challenge", lab: "desk", challenge: "one" },
    ]);
    await settle();
    expect(two.events()).toHaveLength(2);
    expect(recallSolved("desk", shelf)).toEqual(["one"]);
    await undo(one);
    await settle();
    expect(two.events()).toEqual([]);
    expect(readProgress(shelf).lessons).toEqual({});
    expect(recallSolved("desk", shelf)).toEqual([]);
  });

  it("changes nothing where the storage refuses it", async () => {
    const disk = emptyDisk();
    const ports = createPorts(disk);
    const openStore = async () => ({
      ...(await ports.openStore()),
      replace: () => Promise.reject(new DOMException("full", "QuotaExceededError")),
    });
    const learner = await openLearner(createPorts(disk, { openStore }));
    await mergeUndoably(learner, [{ v: 1, id: "far", t: 5, tz: 0, dev: "far", ...review }]);
    const point = await restorePoint(learner);
    if (point === undefined) throw new Error("no restore point");
    expect((await undoImport(learner, point)).fault?.kind).toBe("full");
    expect(learner.events()).toHaveLength(1);
    expect(await restorePoint(learner)).toEqual(point);
  });
});
