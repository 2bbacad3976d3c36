// The place in a trace: stepping back is exact, whatever was played, dragged or jumped before.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  carryOver,
  countUntil,
  play,
  SPEEDS,
  START,
  trackOf,
  WHOLE_TRACK,
  type Playback,
  type PlaybackAction,
  type Track,
} from "../../../src/kit/playback.ts";
import { traceOf, traces } from "./some-traces.ts";

const step = (by: number): PlaybackAction => ({ type: "step", by });
const run = (track: Track, from: Playback, actions: readonly PlaybackAction[]): Playback =>
  actions.reduce((state, action) => play(track, state, action), from);

const actions: fc.Arbitrary<PlaybackAction> = fc.oneof(
  fc.constantFrom<PlaybackAction>(
    { type: "toggle" },
    { type: "pause" },
    { type: "still" },
    { type: "mark", by: 1 },
    { type: "mark", by: -1 },
  ),
  fc.record({ type: fc.constant("step" as const), by: fc.integer({ min: -5, max: 5 }) }),
  fc.record({ type: fc.constant("stand" as const), seen: fc.integer({ min: -2, max: 50 }) }),
  fc.record({
    type: fc.constant("seek" as const),
    now: fc.double({ min: -5, max: 200, noNaN: true }),
  }),
  fc.record({ type: fc.constant("speed" as const), speed: fc.constantFrom(...SPEEDS) }),
  fc.record({ type: fc.constant("tick" as const), elapsed: fc.integer({ min: 0, max: 2000 }) }),
);

describe("a place in a trace", () => {
  test("from the end to the start and forward again: the same state at every event", () => {
    fc.assert(
      fc.property(traces, fc.array(actions, { maxLength: 12 }), (trace, before) => {
        const track = trackOf(trace);
        const count = track.events.length;
        const came = run(track, START, [...before, { type: "stand", seen: count }]);
        const back: Playback[] = [came];
        for (let left = count; left > 0; left -= 1) back.push(play(track, back.at(-1)!, step(-1)));
        expect(back.at(-1)).toMatchObject({ seen: 0 });
        const forth: Playback[] = [back.at(-1)!];
        for (let done = 0; done < count; done += 1) forth.push(play(track, forth.at(-1)!, step(1)));
        expect(forth).toEqual(back.toReversed());
      }),
    );
  });

  test("what was seen is what happened until now, whatever was done", () => {
    fc.assert(
      fc.property(traces, fc.array(actions, { maxLength: 30 }), (trace, done) => {
        const track = trackOf(trace);
        const { seen, now } = run(track, START, done);
        expect(now).toBeGreaterThanOrEqual(0);
        expect(now).toBeLessThanOrEqual(track.end);
        for (const event of track.events.slice(0, seen)) expect(event.at).toBeLessThanOrEqual(now);
        for (const event of track.events.slice(seen)) expect(event.at).toBeGreaterThanOrEqual(now);
      }),
    );
  });

  test("playing shows the whole track in the stated time and stops at its end", () => {
    const track = trackOf(traceOf([0, 10, 40], 100));
    let place = play(track, START, { type: "toggle" });
    let elapsed = 0;
    while (place.playing) {
      place = play(track, place, { type: "tick", elapsed: 16 });
      elapsed += 16;
    }
    expect(place).toMatchObject({ seen: 3, now: track.end });
    expect(elapsed).toBeGreaterThanOrEqual(WHOLE_TRACK);
    expect(elapsed).toBeLessThan(WHOLE_TRACK + 32);
    expect(play(track, place, { type: "toggle" })).toMatchObject({
      seen: 0,
      now: 0,
      playing: true,
    });
  });

  test("stills show each event once and stop behind the last", () => {
    const track = trackOf(traceOf([0, 10, 40], 100));
    const places = [play(track, START, { type: "toggle" })];
    while (places.at(-1)!.playing) places.push(play(track, places.at(-1)!, { type: "still" }));
    expect(places.map(({ seen }) => seen)).toEqual([0, 1, 2, 3]);
  });

  test("marks lie behind their event and are met in order, both ways", () => {
    const trace = traceOf([0, 10, 40, 60], 100, { 1: "lost", 2: "found" });
    const track = trackOf(trace);
    const there = [1, 1, 1].map((_, index) =>
      run(
        track,
        START,
        Array.from({ length: index + 1 }, () => ({ type: "mark", by: 1 }) as const),
      ),
    );
    expect(there.map(({ seen }) => seen)).toEqual([2, 3, 4]);
    expect(play(track, there[2]!, { type: "mark", by: -1 }).seen).toBe(3);
    expect(play(track, there[0]!, { type: "mark", by: -1 }).seen).toBe(0);
  });

  test("hiding a layer keeps the moment", () => {
    const trace = traceOf([0, 10, 40, 60], 100);
    const all = trackOf(trace);
    const none = trackOf(trace, new Set());
    const place = play(all, START, { type: "seek", now: 45 });
    expect(carryOver(none, place)).toMatchObject({ seen: 0, now: 45 });
    expect(carryOver(all, carryOver(none, place))).toEqual(place);
  });

  test("counts events by bisection as by looking at each", () => {
    fc.assert(
      fc.property(traces, fc.double({ min: -1, max: 200, noNaN: true }), ({ events }, now) => {
        expect(countUntil(events, now)).toBe(events.filter(({ at }) => at <= now).length);
      }),
    );
  });
});
