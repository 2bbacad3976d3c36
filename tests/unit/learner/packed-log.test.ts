// The packed copy of the log: it gives exactly the rows of the log, or says that it cannot.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, mergeLogs, type LearnerEvent } from "#learner/index.ts";
import { joinBatches, packRows, unpackRows } from "../../../src/learner/packed-log.ts";
import { anyLog } from "./learner-events.ts";

const RUNS = { numRuns: 1000 };
const count = (rows: readonly LearnerEvent[]): number => new Set(rows.map(({ id }) => id)).size;
const asLog = (rows: readonly unknown[] | undefined): string =>
  canonicalJson(mergeLogs((rows ?? []) as readonly LearnerEvent[]));

describe("the packed log", () => {
  it("is the log, however it was written: event by event, in merges, the same event twice", () => {
    fc.assert(
      fc.property(fc.array(anyLog, { maxLength: 8 }), (writes) => {
        const rows = writes.flat();
        const batches = writes.flatMap(packRows);
        expect(asLog(unpackRows(batches, count(rows)))).toBe(asLog(rows));
      }),
      RUNS,
    );
  });

  it("is not used when a row is missing in it, or one is too many", () => {
    fc.assert(
      fc.property(anyLog, (rows) => {
        const batches = packRows(rows);
        expect(unpackRows(batches, count(rows) + 1)).toBeUndefined();
        if (rows.length > 0) expect(unpackRows(batches, count(rows) - 1)).toBeUndefined();
      }),
      RUNS,
    );
  });

  it("is not used when its text is damaged; it never throws", () => {
    fc.assert(
      fc.property(anyLog, fc.nat(), (rows, which) => {
        const [batch = "[]"] = packRows(rows);
        const cut = batch.slice(0, which % batch.length);
        expect(unpackRows([cut], count(rows))).toBeUndefined();
      }),
      RUNS,
    );
    fc.assert(
      fc.property(fc.array(fc.anything()), fc.nat(9), (batches, rows) => {
        const read = unpackRows(batches, rows);
        expect(read === undefined || Array.isArray(read)).toBe(true);
      }),
      RUNS,
    );
  });

  it("keeps its rows when batches are joined, and does so only when they are many", () => {
    fc.assert(
      fc.property(fc.array(anyLog, { minLength: 201, maxLength: 260 }), (writes) => {
        const batches = writes.map((rows) => JSON.stringify(rows));
        const joined = joinBatches(batches) ?? [];
        expect(joined.length).toBeLessThanOrEqual(200);
        expect(asLog(unpackRows(joined, count(writes.flat())))).toBe(asLog(writes.flat()));
      }),
      { numRuns: 50 },
    );
    expect(joinBatches(Array.from({ length: 200 }, () => "[]"))).toBeUndefined();
  });
});
