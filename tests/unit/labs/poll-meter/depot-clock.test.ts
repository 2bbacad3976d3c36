// The depot's clock: its speed, its order, and what it does while the page stands still.
import { expect, test } from "vitest";
import {
  createDepotClock,
  type Mainspring,
  type PausableClock,
} from "../../../../src/labs/poll-meter/depot-clock.ts";

/** A mainspring that is turned by hand. */
function handTurned(): { spring: Mainspring; turn: (milliseconds: number, step?: number) => void } {
  let time = 0;
  let calls: { at: number; call: () => void }[] = [];
  return {
    spring: {
      now: () => time,
      later(call, milliseconds) {
        const entry = { at: time + milliseconds, call };
        calls.push(entry);
        return () => {
          calls = calls.filter((each) => each !== entry);
        };
      },
    },
    turn(milliseconds, step = 10) {
      for (const end = time + milliseconds; time < end;) {
        time = Math.min(end, time + step);
        for (const entry of calls.filter(({ at }) => at <= time)) {
          calls = calls.filter((each) => each !== entry);
          entry.call();
        }
      }
    },
  };
}

const wound = (): { clock: PausableClock; turn: (milliseconds: number, step?: number) => void } => {
  const { spring, turn } = handTurned();
  const clock = createDepotClock(30, spring);
  // The clock looks at the time while somebody waits; a run waits for its end.
  void clock.until(1_000_000);
  return { clock, turn };
};

test("runs at its speed and rings in order", async () => {
  const { clock, turn } = wound();
  const rung: number[] = [];
  for (const second of [20, 5, 12]) void clock.until(second).then(() => rung.push(second));
  turn(1000);
  await Promise.resolve();
  expect(clock.now()).toBeCloseTo(30);
  expect(rung).toEqual([5, 12, 20]);
  await clock.until(3);
});

test("stands still while it is paused, and says for how long and why", () => {
  const { clock, turn } = wound();
  turn(500);
  clock.pause("hidden");
  clock.pause("paused");
  turn(60_000);
  expect(clock.now()).toBeCloseTo(15);
  expect(clock.whyPaused()).toBe("hidden");
  clock.resume();
  turn(500);
  expect(clock.now()).toBeCloseTo(30);
  expect(clock.standstills()).toMatchObject([{ lasted: 60_000, why: "hidden" }]);
  expect(clock.whyPaused()).toBeNull();
});

test("a page that got no time is no time for the depot", () => {
  const { clock, turn } = wound();
  turn(1000);
  turn(3_600_000, 3_600_000);
  expect(clock.now()).toBeLessThan(32);
  expect(clock.standstills()).toMatchObject([{ why: "asleep", lasted: 3_600_000 }]);
  turn(400, 400);
  expect(clock.standstills()).toHaveLength(1);
});

test("stopped, it lets everybody go at once and for good", async () => {
  const { clock, turn } = wound();
  const waiting = clock.until(1000);
  clock.pause("paused");
  clock.stop();
  await waiting;
  await clock.until(5000);
  turn(1000);
  expect([clock.isStopped(), clock.now()]).toEqual([true, 0]);
  clock.pause("hidden");
  clock.resume();
});
