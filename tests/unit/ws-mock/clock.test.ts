// Clocks, and the line and the ledger that stand on nothing else.
import { describe, expect, it, vi } from "vitest";
import { createScheduler } from "../../../src/sim/scheduler.ts";
import { clockOf, createRealClock } from "../../../src/ws-mock/index.ts";
import { createLedger } from "../../../src/ws-mock/ledger.ts";
import { createQueue } from "../../../src/ws-mock/queue.ts";

describe("clockOf", () => {
  it("runs tasks at their virtual times and calls them off", () => {
    const scheduler = createScheduler();
    const clock = clockOf(scheduler);
    const log: unknown[] = [];
    clock.after(5, () => log.push(["five", clock.now()]));
    clock.after(-1, () => log.push(["now", clock.now()]));
    clock.after(3, () => log.push("never"))();
    scheduler.run();
    expect(log).toEqual([
      ["now", 0],
      ["five", 5],
    ]);
  });
});

describe("createRealClock", () => {
  /** The order in which tasks ran, once `last` of them have. */
  const order = async (): Promise<string[]> => {
    const clock = createRealClock();
    const log: string[] = [];
    expect(clock.now()).toBeGreaterThanOrEqual(0);
    await new Promise<void>((resolve) => {
      clock.after(0, () => log.push("one"));
      clock.after(0, () => log.push("never"))();
      clock.after(1, () => log.push("never"))();
      clock.after(0, () => log.push("two"));
      clock.after(2, () => {
        log.push("timer");
        resolve();
      });
      log.push("at once");
    });
    return log;
  };

  it("keeps the order, by the platform's quickest task", async () => {
    const expected = ["at once", "one", "two", "timer"];
    expect(await order()).toEqual(expected);
    vi.stubGlobal("setImmediate", undefined);
    vi.stubGlobal("scheduler", { postTask: (act: () => void) => Promise.resolve().then(act) });
    expect(await order()).toEqual(expected);
    vi.stubGlobal("scheduler", undefined);
    expect(await order()).toEqual(expected);
    vi.unstubAllGlobals();
  });
});

describe("createQueue", () => {
  it("is first in, first out, however long", () => {
    const queue = createQueue<number>();
    expect([queue.peek(), queue.shift(), queue.length]).toEqual([undefined, undefined, 0]);
    const out: (number | undefined)[] = [];
    for (let item = 0; item < 5000; item += 1) {
      queue.push(item);
      if (item % 3 === 0) out.push(queue.shift());
    }
    expect(queue.all()).toHaveLength(queue.length);
    expect(queue.peek()).toBe(out.length);
    while (queue.length > 1000) out.push(queue.shift());
    out.push(...queue.takeAll());
    expect(out).toEqual(Array.from({ length: 5000 }, (_, index) => index));
    expect(queue.length).toBe(0);
  });
});

describe("createLedger", () => {
  it("counts data, not framing, and the header leaves first", () => {
    const gone: number[] = [];
    const ledger = createLedger((amount) => gone.push(amount));
    const empty = vi.fn();
    ledger.whenEmpty(empty);
    expect(empty).toHaveBeenCalledOnce();
    ledger.wrote(6, 0);
    ledger.wrote(16, 10);
    ledger.wrote(7, 20); // compressed
    ledger.whenEmpty(empty);
    for (const count of [6, 6, 4, 6, 3, 4]) ledger.left(count);
    expect(gone).toEqual([4, 6, 16, 4]);
    expect(empty).toHaveBeenCalledTimes(2);
  });
});
