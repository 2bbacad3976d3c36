// One page of 100 resources over HTTP/1.1, 2 and 3 with 1 % loss, as a lab computes it in its worker.
import { performance } from "node:perf_hooks";
import { loadOverHttp1 } from "../../src/scenarios/http1-page.ts";
import { loadOverHttp2 } from "../../src/scenarios/http2-page.ts";
import { loadOverHttp3 } from "../../src/scenarios/http3-page.ts";
import type { Load, Resource } from "../../src/scenarios/page.ts";

/** Milliseconds of computing for all three: what the thread was busy, whatever else the machine does. */
const GOAL = 150;
const ROUNDS = 15;

const resources: readonly Resource[] = Array.from({ length: 100 }, (_, index) => ({
  id: `r${index}`,
  path: `/assets/r${index}.js`,
  type: "text/javascript",
  size: 8_000 + ((index * 7_919) % 12_000),
  think: 5,
}));

const loss = { kind: "rate", rate: 0.01 } as const;
const common = {
  network: { roundTrip: 80, bandwidth: 20e6, queue: 1_000_000, up: loss, down: loss },
  seed: 1,
  security: "full",
} as const;

const runs: Readonly<Record<string, () => Load>> = {
  "HTTP/1.1, 6 connections": () =>
    loadOverHttp1(resources, { ...common, version: "1.1", connections: 6, pipelining: false }),
  "HTTP/2": () => loadOverHttp2(resources, { ...common, order: "round-robin" }),
  "HTTP/3": () => loadOverHttp3(resources, { ...common, order: "round-robin" }),
};

/** What this thread has computed so far, in milliseconds. */
const busy = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

const times: Record<string, number[]> = {};
const passed: Record<string, number[]> = {};
const events: Record<string, number> = {};
for (let round = 0; round < ROUNDS; round += 1) {
  (globalThis as { gc?: () => void }).gc?.();
  for (const [name, run] of Object.entries(runs)) {
    const [start, clock] = [busy(), performance.now()];
    const { trace } = run();
    (times[name] ??= []).push(busy() - start);
    (passed[name] ??= []).push(performance.now() - clock);
    events[name] = trace.events.length;
  }
}
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >>> 1] ?? Number.NaN;
const sum = (pick: (values: readonly number[]) => number): number =>
  Object.values(times).reduce((total, values) => total + pick(values), 0);

for (const [name, values] of Object.entries(times)) {
  const [first = Number.NaN] = values;
  console.log(
    `${name.padEnd(24)} ${median(values).toFixed(0).padStart(4)} ms of computing ` +
      `(${median(passed[name] ?? []).toFixed(0)} ms by the clock, the first run ${first.toFixed(0)} ms), ` +
      `${events[name]} events`,
  );
}
const all = sum(median);
console.log(
  `three-protocol run: ${all.toFixed(0)} ms, median of ${ROUNDS} (goal ≤ ${GOAL}); ` +
    `the very first, before anything is compiled: ${sum(([first = Number.NaN]) => first).toFixed(0)} ms`,
);
if (all > GOAL) process.exitCode = 1;
