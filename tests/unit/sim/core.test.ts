import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createByteQueue } from "../../../src/sim/byte-queue.ts";
import { createLink, type Loss } from "../../../src/sim/link.ts";
import { createRandom } from "../../../src/sim/random.ts";
import { withoutRange, withRange, type Range } from "../../../src/sim/ranges.ts";
import { createRetransmissionTimeout } from "../../../src/sim/retransmission-timeout.ts";
import { createScheduler } from "../../../src/sim/scheduler.ts";

describe("scheduler", () => {
  it("runs in order of time, equals in order of scheduling, and skips what was cancelled", () => {
    const entries = fc.array(fc.tuple(fc.nat(10), fc.boolean()), { maxLength: 60 });
    fc.assert(
      fc.property(entries, (wanted) => {
        const scheduler = createScheduler();
        const seen: [number, number][] = [];
        const timers = wanted.map(([at], order) =>
          scheduler.schedule(at, () => {
            expect(scheduler.now).toBe(at);
            seen.push([at, order]);
          }),
        );
        wanted.forEach(([, cancelled], order) => {
          const timer = timers[order];
          if (cancelled && timer) scheduler.cancel(timer);
        });
        expect(scheduler.run()).toBe(true);
        const expected = wanted
          .map(([at, cancelled], order) => [at, order, cancelled] as const)
          .filter(([, , cancelled]) => !cancelled)
          .sort((a, b) => a[0] - b[0] || a[1] - b[1])
          .map(([at, order]) => [at, order]);
        expect(seen).toEqual(expected);
      }),
    );
  });

  it("stops at a time, refuses the past, and gives up on a run without end", () => {
    const scheduler = createScheduler();
    scheduler.schedule(5, () => scheduler.schedule(7, () => undefined));
    scheduler.run(6);
    expect(scheduler.now).toBe(6);
    expect(() => scheduler.schedule(5, () => undefined)).toThrow(RangeError);
    const forever = (): void => {
      scheduler.schedule(scheduler.now, forever);
    };
    forever();
    expect(scheduler.run(Infinity, 1000)).toBe(false);
  });
});

describe("random", () => {
  it("repeats itself for a seed and differs between seeds", () => {
    const draw = (seed: number): number[] =>
      Array.from({ length: 20 }, () => createRandom(seed).next());
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(createRandom(1).bytes(9)).toEqual(createRandom(1).bytes(9));
    expect(createRandom(1).fork().next()).not.toBe(createRandom(1).next());
  });

  it("is uniform enough and has the mean it is asked for", () => {
    const random = createRandom(42);
    const draws = Array.from({ length: 20_000 }, () => random.integer(10));
    for (let digit = 0; digit < 10; digit += 1) {
      expect(Math.abs(draws.filter((draw) => draw === digit).length - 2000)).toBeLessThan(200);
    }
    const gaps = Array.from({ length: 20_000 }, () => random.exponential(50));
    expect(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length).toBeCloseTo(50, -1);
  });
});

describe("link", () => {
  const open = (loss: Loss, bandwidth = Infinity, queue = Infinity) => {
    const scheduler = createScheduler();
    return {
      scheduler,
      link: createLink(scheduler, { delay: 20, bandwidth, queue, loss }, createRandom(3)),
    };
  };

  it("serialises packets one behind the other, then adds the delay", () => {
    const { link } = open({ kind: "none" }, 8_000_000);
    expect(link.send(1000, () => undefined).arrives).toBe(21);
    expect(link.send(1000, () => undefined).arrives).toBe(22);
  });

  it("drops the tail of a full queue", () => {
    const { link } = open({ kind: "none" }, 8_000_000, 2500);
    expect(link.send(1000, () => undefined).lostTo).toBeNull();
    expect(link.send(1000, () => undefined).lostTo).toBeNull();
    expect(link.send(1000, () => undefined)).toEqual({
      ordinal: 2,
      arrives: null,
      lostTo: "queue",
    });
  });

  it("loses exactly the packets that were named", () => {
    const { link, scheduler } = open({ kind: "exactly", ordinals: [1, 3] });
    const arrived: number[] = [];
    const lost = [0, 1, 2, 3, 4].map((n) => link.send(100, () => arrived.push(n)).lostTo);
    scheduler.run();
    expect(lost).toEqual([null, "loss", null, "loss", null]);
    expect(arrived).toEqual([0, 2, 4]);
  });

  it("loses at the rate asked for, and bursts last 1 ÷ toGood packets on average", () => {
    const rated = open({ kind: "rate", rate: 0.1 }).link;
    const lost = Array.from({ length: 10_000 }, () => rated.send(1, () => undefined)).filter(
      ({ lostTo }) => lostTo === "loss",
    );
    expect(Math.abs(lost.length - 1000)).toBeLessThan(100);
    const bursty = open({ kind: "burst", toBad: 0.02, toGood: 0.25 }).link;
    const fates = Array.from(
      { length: 20_000 },
      () => bursty.send(1, () => undefined).lostTo === "loss",
    );
    const bursts = fates.filter((bad, index) => bad && fates[index - 1] !== true).length;
    const mean = fates.filter(Boolean).length / bursts;
    expect(mean).toBeGreaterThan(3.5);
    expect(mean).toBeLessThan(4.5);
  });
});

describe("ranges", () => {
  it("are the set that adding and taking away would give", () => {
    const change = fc.tuple(fc.boolean(), fc.nat(20), fc.nat(20));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
        let ranges: readonly Range[] = [];
        const model = new Set<number>();
        for (const [add, a, b] of changes) {
          const range: Range = [Math.min(a, b), Math.max(a, b)];
          ranges = add ? withRange(ranges, range) : withoutRange(ranges, range);
          for (let at = range[0]; at < range[1]; at += 1) {
            if (add) model.add(at);
            else model.delete(at);
          }
        }
        const listed = ranges.flatMap(([from, to]) =>
          Array.from({ length: to - from }, (_, index) => from + index),
        );
        expect(listed).toEqual([...model].sort((x, y) => x - y));
      }),
    );
  });
});

describe("byte queue", () => {
  it("hands out any range that it still keeps", () => {
    const parts = fc.array(fc.uint8Array({ maxLength: 9 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(parts, fc.nat(), fc.nat(), (chunks, a, b) => {
        const all = Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));
        const queue = createByteQueue(1);
        for (const chunk of chunks) queue.append(chunk);
        const [from, to] = [a % (all.length + 1), b % (all.length + 1)].sort((x, y) => x - y) as [
          number,
          number,
        ];
        queue.discardBefore(1 + from);
        expect(queue.slice(1 + from, 1 + to)).toEqual(all.slice(from, to));
        expect([queue.start, queue.end]).toEqual([1 + from, 1 + all.length]);
        if (from > 0) expect(() => queue.slice(from, from)).toThrow(RangeError);
      }),
    );
  });
});

describe("retransmission timeout", () => {
  it("follows RFC 6298 §2 and doubles on expiry up to 60 s", () => {
    const timeout = createRetransmissionTimeout(0);
    expect(timeout.current).toBe(1000);
    timeout.sample(100);
    expect(timeout.current).toBe(300);
    timeout.sample(140);
    // RTTVAR = ¾·50 + ¼·40 = 47.5, SRTT = ⅞·100 + ⅛·140 = 105
    expect(timeout.current).toBe(105 + 4 * 47.5);
    for (let round = 0; round < 20; round += 1) timeout.backOff();
    expect(timeout.current).toBe(60_000);
    const floored = createRetransmissionTimeout(1000);
    floored.sample(100);
    expect(floored.current).toBe(1000);
  });
});
