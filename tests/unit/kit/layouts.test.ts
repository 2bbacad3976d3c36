// The pure parts of the views: windows of long lists, a ladder's arrows, a waterfall's rows.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { layLadder, MOST_RUNGS, rungsIn, scaleFor, yOf } from "../../../src/kit/ladder-layout.ts";
import { trackOf } from "../../../src/kit/playback.ts";
import { scrollToRow, visibleRows } from "../../../src/kit/visible-rows.ts";
import { lastOf, rowsOf, ticksOf } from "../../../src/kit/waterfall-rows.ts";
import { PHASES } from "../../../src/trace/index.ts";
import { traceOf, traces } from "./some-traces.ts";

const pixels = fc.integer({ min: 0, max: 200_000 });

describe("the window of a long list", () => {
  test("holds every row that shows, and no more than a few beyond", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 50_000 }),
        fc.integer({ min: 10, max: 40 }),
        pixels,
        fc.integer({ min: 0, max: 1000 }),
        (count, rowHeight, top, height) => {
          const rows = visibleRows(count, rowHeight, top, height);
          expect(rows.before + rows.after + (rows.to - rows.from) * rowHeight).toBe(
            count * rowHeight,
          );
          expect(rows.to - rows.from).toBeLessThanOrEqual(height / rowHeight + 19);
          const scrollable = Math.max(0, count * rowHeight - height);
          const [first, last] = [Math.min(top, scrollable), Math.min(top, scrollable) + height];
          if (top > scrollable) return;
          expect(rows.before).toBeLessThanOrEqual(first);
          expect(rows.to * rowHeight).toBeGreaterThanOrEqual(Math.min(last, count * rowHeight));
        },
      ),
    );
  });

  test("scrolls just far enough to show a row, and not at all when it shows", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), pixels, (row, top) => {
        const scrolled = scrollToRow(row, 30, top, 300);
        expect(scrolled).toBeLessThanOrEqual(row * 30);
        expect(scrolled + 300).toBeGreaterThanOrEqual(row * 30 + 30);
        expect(scrollToRow(row, 30, scrolled, 300)).toBe(scrolled);
      }),
    );
  });
});

describe("a ladder", () => {
  test("draws in each window what crosses it, as looking at every arrow would", () => {
    fc.assert(
      fc.property(
        traces,
        fc.double({ min: 0.1, max: 50, noNaN: true }),
        fc.integer({ min: 0, max: 4000 }),
        (trace, scale, top) => {
          const { events, end } = trackOf(trace);
          const ladder = layLadder(trace, events, end, scale);
          const found = rungsIn(ladder, top, 300);
          const crossing = ladder.rungs.filter(({ y1, y2 }) => y1 <= top + 300 && y2 >= top);
          for (const rung of crossing) expect(found).toContain(rung);
          expect(found.length).toBeLessThanOrEqual(ladder.rungs.length);
          for (const { y1, y2 } of ladder.rungs) expect(y2).toBeGreaterThanOrEqual(y1);
        },
      ),
    );
  });

  test("is as slanted as the message was slow, and ends a lost one on its way", () => {
    const trace = traceOf([0, 10], 50);
    const [first] = layLadder(trace, trace.events, 50, 4).rungs;
    expect(first).toMatchObject({ y1: yOf(0, 4), y2: yOf(50, 4), lost: false });
    const lost = { ...trace, events: trace.events.map((e) => ({ ...e, arrives: null })) };
    const [gone] = layLadder(lost, lost.events, 50, 4).rungs;
    expect(gone?.lost).toBe(true);
    expect(gone!.x2).toBeLessThan(first!.x2);
    expect(gone!.x2).toBeGreaterThan(first!.x1);
  });

  test("of 20,000 events draws a bounded number in any window, at any zoom, labels apart", () => {
    const times = Array.from({ length: 20_000 }, (_, index) => index / 16);
    const trace = traceOf(times, 1300);
    for (const zoom of [0.125, 1, 8]) {
      const scale = scaleFor(times.length, 1300, 420) * zoom;
      const ladder = layLadder(trace, trace.events, 1300, scale);
      // The flights of this trace end together, so every window is crossed by all before it: the
      // worst case there is.
      for (const part of [0, 0.3, 0.5, 0.9]) {
        const drawn = rungsIn(ladder, part * ladder.height, 420);
        expect(drawn.length).toBeLessThanOrEqual(MOST_RUNGS + 20);
      }
      const labels = ladder.rungs.filter(({ labelled }) => labelled);
      labels.slice(1).forEach((rung, index) => {
        const before = labels[index]!;
        expect((rung.y1 + rung.y2) / 2 - (before.y1 + before.y2) / 2).toBeGreaterThanOrEqual(16);
      });
    }
  });

  test("keeps every event that turns the story, however close", () => {
    const trace = traceOf([1, 1, 1], 50, { 1: "turn", 2: "turn again" });
    const ladder = layLadder(trace, trace.events, 50, 1);
    expect([...ladder.placeOf.keys()]).toEqual([0, 1, 2]);
  });
});

describe("a waterfall", () => {
  test("has one row a resource, with every span once and its sums", () => {
    fc.assert(
      fc.property(traces, (trace) => {
        const spans = trace.events.filter((event) => event.kind === "span");
        const rows = rowsOf(trace);
        expect(rows.map(({ resource }) => resource)).toEqual([
          ...new Set(spans.map(({ resource }) => resource)),
        ]);
        expect(rows.flatMap(({ stretches }) => stretches)).toHaveLength(spans.length);
        for (const row of rows) {
          const own = spans.filter(({ resource }) => resource === row.resource);
          for (const phase of PHASES) {
            const sum = own
              .filter((span) => span.phase === phase)
              .reduce((ms, { at, until }) => ms + until - at, 0);
            expect(row.sums[phase] ?? 0).toBe(sum);
          }
          expect(row.until).toBe(Math.max(...own.map(({ until }) => until)));
        }
        const latest = Math.max(0, ...spans.map(({ until }) => until));
        expect(lastOf(rows)?.until ?? 0).toBe(latest);
      }),
    );
  });

  test("has an axis of a few round numbers", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 1e6, noNaN: true }), (end) => {
        const ticks = ticksOf(end);
        expect(ticks.length).toBeGreaterThanOrEqual(3);
        expect(ticks.length).toBeLessThanOrEqual(7);
        expect(ticks[0]).toBe(0);
        expect(ticks.at(-1)).toBeLessThanOrEqual(end);
      }),
    );
  });
});
