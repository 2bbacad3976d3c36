// Events a second from the pretend company's stream to a page, beside bare Mock Service Worker in one run.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { ensureChromium } from "../../scripts/browser.mjs";
import { buildCourse } from "../../scripts/build.mjs";
import { serve } from "../../scripts/serve.mjs";
import { root } from "../../scripts/setup.mjs";

const EVENTS = 10_000;
const ROUNDS = 9;
const GOAL = 0.9;

await buildCourse({ say: () => undefined });
const { address, close } = await serve({ folder: join(root, "dist"), base: undefined, port: 0 });
const chunks = join(root, "dist", "_astro");

/** Address of a chunk of the built course; those that are loaded late keep the names of their exports. */
function chunkOf(name: string): string {
  const file = readdirSync(chunks).find((each) => each.startsWith(`${name}.`));
  if (file === undefined) throw new RangeError(`the build has no ${name} chunk`);
  return `${address}_astro/${file}`;
}

/** Ready to be read again and again: what one turn takes in milliseconds, and how many events came. */
interface Turn {
  readonly milliseconds: number;
  readonly events: number;
}

const browser = await chromium.launch({
  executablePath: await ensureChromium({ say: () => undefined }),
  args: ["--no-sandbox"],
});

async function openPage(): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${address}404.html`);
  return page;
}

/** The lab's own way: service, space, worker. */
async function ours(): Promise<() => Promise<Turn>> {
  const page = await openPage();
  const files = { open: chunkOf("open"), scans: chunkOf("scans"), count: EVENTS };
  return () =>
    page.evaluate(async ({ open, scans, count }) => {
      interface Space {
        readonly base: string;
        serve(service: unknown): void;
        fetch(address: string): Promise<Response>;
      }
      const { openSpace } = (await import(open)) as { openSpace: (lab: string) => Promise<Space> };
      const { scanService } = (await import(scans)) as { scanService: (depot: unknown) => unknown };
      const space = await openSpace("bench");
      let second = 0;
      const clock = {
        now: () => second,
        until(to: number) {
          second = Math.max(second, to);
          return Promise.resolve();
        },
        isStopped: () => second >= count,
      };
      const all = Array.from({ length: count }, (_, index) => ({ id: index + 1, at: index }));
      space.serve(scanService({ scans: all, clock, hold: 30, patience: null, newestOnly: false }));
      const start = performance.now();
      const text = await (await space.fetch(`${space.base}/scans/stream?after=0`)).text();
      return {
        milliseconds: performance.now() - start,
        events: text.match(/^id: /gm)?.length ?? 0,
      };
    }, files);
}

/** Mock Service Worker alone: one handler that answers with a stream of the same events, so many a chunk. */
async function bare(perChunk: number): Promise<() => Promise<Turn>> {
  const page = await openPage();
  await page.evaluate(
    async ({ worker, base, count, perChunk }) => {
      const { startWorker } = (await import(worker)) as {
        startWorker: (base: string, answer: () => Promise<Response>) => Promise<void>;
      };
      const encoder = new TextEncoder();
      const block = (id: number): string =>
        `id: ${id}\ndata: ${JSON.stringify({ id, parcel: 4000 + ((id * 37) % 512), depot: "oslo" })}\n\n`;
      await startWorker(base, () => {
        let id = 0;
        const content = new ReadableStream({
          async start(controller) {
            while (id < count) {
              await Promise.resolve();
              let text = "";
              for (const end = id + perChunk; id < end;) text += block((id += 1));
              controller.enqueue(encoder.encode(text));
            }
            controller.close();
          },
        });
        const headers = { "content-type": "text/event-stream" };
        return Promise.resolve(new Response(content, { headers }));
      });
    },
    { worker: chunkOf("worker"), base: address, count: EVENTS, perChunk },
  );
  return () =>
    page.evaluate(async (to) => {
      const start = performance.now();
      const text = await (await fetch(to)).text();
      return {
        milliseconds: performance.now() - start,
        events: text.match(/^id: /gm)?.length ?? 0,
      };
    }, `${address}lab/bench/stream`);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

const runs = [
  { name: "the lab's stream", turn: await ours() },
  { name: "bare MSW, an event a chunk", turn: await bare(1) },
  { name: "bare MSW, 50 events a chunk", turn: await bare(50) },
].map((each) => ({ ...each, speeds: [] as number[] }));
// In turns, so that a busy machine slows all; the first turn of each starts its worker.
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const { turn, speeds } of runs) {
    const { milliseconds, events } = await turn();
    if (events !== EVENTS) throw new Error(`${events} of ${EVENTS} events arrived`);
    if (round > 0) speeds.push(EVENTS / milliseconds);
  }
}
await browser.close();
close();

const [lab = 0, ...peers] = runs.map(({ speeds }) => median(speeds));
for (const { name, speeds } of runs) {
  console.log(`${name.padEnd(30)} ${median(speeds).toFixed(1).padStart(6)}k events a second`);
}
const [ratio = 0, joined = 0] = peers.map((peer) => lab / peer);
console.log(
  `\n${EVENTS} events, none lost; ratio ${ratio.toFixed(2)} (goal ${GOAL}), ${joined.toFixed(2)} ` +
    `where chunks are joined by hand; median of ${ROUNDS} rounds in turns`,
);
if (ratio < GOAL) process.exitCode = 1;
