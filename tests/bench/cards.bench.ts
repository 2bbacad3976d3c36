// 5,000 cards and 100,000 events without a browser: the log opened and folded, the next card, the export and the import.
import { performance } from "node:perf_hooks";
import { openDeckMemory, planSession, startSession, stepSession } from "../../src/cards/index.ts";
import {
  DEFAULT_SETTINGS,
  emptyDisk,
  openLearner,
  openMemoryStore,
  type LearnerPorts,
} from "../../src/learner/index.ts";
import { readFile, writeFile } from "../../src/learner/portable.ts";
import { manyCards, manyEvents } from "../support/many-cards.ts";

const events = manyEvents();
const decks = Array.from({ length: 45 }, (_, at) => `deck-${String(at)}`);
const catalogue = new Map(manyCards(decks).map((card) => [card.id, card]));

const disk = emptyDisk();
for (const event of events) disk.events.set(event.id, event);
let count = 0;
const ports: LearnerPorts = {
  openStore: () => Promise.resolve(openMemoryStore(disk)),
  clock: () => (events.at(-1)?.t ?? 0) + 30 * 86_400_000,
  zone: () => 60,
  id: () => `new-${(count += 1)}`,
};

/** Median milliseconds of five rounds, and the goal. */
async function measure(what: string, goal: number, work: () => unknown): Promise<void> {
  const rounds: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    globalThis.gc?.();
    const began = performance.now();
    await work();
    rounds.push(performance.now() - began);
  }
  const median = rounds.toSorted((a, b) => a - b)[2] ?? 0;
  const verdict = median <= goal ? "within" : "ABOVE";
  console.log(`${what.padEnd(52)} ${median.toFixed(1).padStart(8)} ms   ${verdict} ${goal} ms`);
  if (median > goal) process.exitCode = 1;
}

const learner = await openLearner(ports);
const memory = await openDeckMemory(learner);
const plan = () =>
  planSession({
    catalogue,
    memory,
    settings: DEFAULT_SETTINGS,
    now: learner.now(),
    mode: "review",
    seed: 1,
  });

await measure("plan a review session", 250, plan);

// Before other memories listen to the same log.
const world = { catalogue };
let state = stepSession(startSession(), { type: "START", plan: plan(), now: 0 }, world);
const begun = await learner.append(...(state.pending ? [state.pending] : []));
for (const event of begun.events)
  state = stepSession(state, { type: "SAVED", event, now: 0 }, world);
await measure("rate a card, write it, show the next", 50, async () => {
  state = stepSession(state, { type: "REVEAL" }, world);
  state = stepSession(state, { type: "RATE", rating: 3, now: 1 }, world);
  if (state.pending === undefined) throw new Error("nothing to write");
  const { events: written } = await learner.append(state.pending);
  for (const event of written) state = stepSession(state, { type: "SAVED", event, now: 2 }, world);
});

await measure("open the log (in memory, checked row by row)", 1000, () => openLearner(ports));
// Only once, or after another wanted retention: later visits read the cache.
await measure("fold all cards from the log", 5000, async () => {
  disk.cache.clear();
  await openDeckMemory(learner);
});
await measure("read the folds from the cache", 500, () => openDeckMemory(learner));
const head = { app: "bench", catalogue: "bench", exportedAt: "2026-11-20T12:00:00Z" };
let file = new Uint8Array();
await measure("export everything, gzipped", 3000, async () => {
  file = await writeFile(learner.events(), head);
});
await measure("read the file back and check it", 3000, async () => {
  const read = await readFile(file);
  if (read.kind === "fault") throw new Error(read.text);
});
console.log(`${events.length} events are ${(file.length / 2 ** 20).toFixed(2)} MiB gzipped.`);
