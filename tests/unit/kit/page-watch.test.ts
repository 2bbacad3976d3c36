// A run's watch tells what happened to the page and loses patience only with a page that can be seen.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchPage, type PageWatch } from "../../../src/kit/page-watch.ts";

class Sight extends EventTarget {
  hidden = false;
  show(seen: boolean): void {
    this.hidden = !seen;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

let page: Sight;
let network: EventTarget;
let watch: PageWatch;
let outcome: string;

const begin = (hidden = false): void => {
  page = new Sight();
  page.hidden = hidden;
  network = new EventTarget();
  watch = watchPage({ window: network, document: page, now: () => Date.now() }, 8000);
  outcome = "waiting";
  watch.lost.catch((error: unknown) => {
    outcome = String(error);
  });
};

beforeEach(() => {
  vi.useFakeTimers();
  begin();
});
afterEach(() => {
  watch.stop();
  vi.useRealTimers();
});

test("a run that makes steps is never given up", async () => {
  for (let step = 0; step < 10; step += 1) {
    await vi.advanceTimersByTimeAsync(5000);
    watch.alive();
  }
  expect([outcome, watch.stop()]).toEqual(["waiting", []]);
});

test("a run without steps is given up with advice", async () => {
  await vi.advanceTimersByTimeAsync(10_000);
  expect(outcome).toBe("Error: nothing happened for 8 s. Run it again.");
});

test("a hidden minute is told and costs no patience", async () => {
  page.show(false);
  await vi.advanceTimersByTimeAsync(60_000);
  page.show(true);
  await vi.advanceTimersByTimeAsync(3000);
  expect([outcome, watch.stop()]).toEqual(["waiting", ["The tab was hidden for 60 s."]]);
});

test("a tab that was hidden from the start, and still is", async () => {
  watch.stop();
  begin(true);
  await vi.advanceTimersByTimeAsync(20_000);
  expect([outcome, watch.stop()]).toEqual(["waiting", ["The tab was hidden for 20 s."]]);
});

test("sleep is told and costs no patience", async () => {
  await vi.advanceTimersByTimeAsync(2000);
  vi.setSystemTime(Date.now() + 3_600_000);
  await vi.advanceTimersByTimeAsync(1000);
  expect(outcome).toBe("waiting");
  expect(watch.stop()).toEqual(["The machine slept, or the page was frozen, for about 3601 s."]);
});

test("the network going and coming is told in order, and nothing after the end", () => {
  network.dispatchEvent(new Event("offline"));
  network.dispatchEvent(new Event("online"));
  const told = watch.stop();
  network.dispatchEvent(new Event("offline"));
  expect(told).toEqual([
    "The network went off; what the page's own worker answers needs none.",
    "The network came back.",
  ]);
});
