// Scrubbing a trace of 20,000 events in Chromium: what one step of the timeline costs in each view.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type CDPSession, type Page } from "@playwright/test";
import { ensureChromium } from "../../scripts/browser.mjs";
import { serve } from "../../scripts/serve.mjs";
import { root } from "../../scripts/setup.mjs";
import { bundle } from "../support/bundle.ts";

const EVENTS = 20_000;
/** A frame at 60 a second, in milliseconds. */
const FRAME = 1000 / 60;
const STEPS = 150;

/** A page with nothing but the views: messages between two actors, at two levels, some lost. */
const PAGE = `
import { render, h } from "preact";
import { TraceView } from "#kit/TraceView.tsx";
import { createRecorder } from "#trace/index.ts";
const recorder = createRecorder("${EVENTS} events", [
  { id: "browser", name: "browser", role: "client" },
  { id: "server", name: "parcel service", role: "server" },
]);
for (let index = 0; index < ${EVENTS}; index += 1) {
  const up = index % 3 === 0;
  recorder.record({
    kind: "message", layer: index % 2 === 0 ? "tcp" : "http2", at: index / 4,
    arrives: index % 97 === 0 ? null : index / 4 + 30,
    from: up ? "browser" : "server", to: up ? "server" : "browser",
    label: "segment " + index, bytes: new Uint8Array(40), format: "opaque",
    ...(index % 2500 === 1250 ? { mark: "turn " + index } : {}),
  });
}
const trace = recorder.trace();
const dissect = (event, bytes = event.bytes) => ({
  kind: "done", next: bytes.length,
  value: { name: "payload", at: 0, length: bytes.length, text: bytes.length + " bytes" },
});
render(
  h(TraceView, { trace, dissect, name: "bench", layers: ["tcp", "http2"] }),
  document.getElementById("here"),
);
`;

const folder = join(root, ".cache", "views-bench");
mkdirSync(folder, { recursive: true });
const output = await bundle(PAGE.replaceAll(/"#(kit|trace)/g, `"${root}/src/$1`));
const textOf = (ending: string): string =>
  output
    .flatMap(({ fileName, source }) => (fileName.endsWith(ending) ? [String(source)] : []))
    .join("\n");
for (const { fileName, code, source } of output) {
  mkdirSync(join(folder, fileName, ".."), { recursive: true });
  writeFileSync(join(folder, fileName), code ?? source ?? "");
}
const entry = output.find(({ isEntry }) => isEntry)?.fileName ?? "";
writeFileSync(
  join(folder, "index.html"),
  `<!doctype html><meta charset="utf-8"><style>${textOf(".css")}</style><div id="here"></div><script type="module" src="${entry}"></script>`,
);

/** Runs in the page: drags the timeline through the whole trace, one step a frame. */
async function scrub(steps: number): Promise<number[]> {
  const slider = document.querySelector<HTMLInputElement>(".tv-track input");
  if (slider === null) throw new Error("there is no timeline");
  const most = Number(slider.max);
  const costs: number[] = [];
  const nextTask = (): Promise<void> =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        resolve();
      };
      port2.postMessage(null);
    });
  for (let step = 0; step <= steps; step += 1) {
    await new Promise<void>((resolve) => {
      requestAnimationFrame(() => {
        resolve();
      });
    });
    const start = performance.now();
    slider.value = String((most * step) / steps);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    // Preact draws in a microtask or the next task; then style and layout are asked for.
    await nextTask();
    void document.body.getBoundingClientRect();
    costs.push(performance.now() - start);
  }
  return costs.sort((a, b) => a - b);
}

const at = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;

/** What the page's thread has computed so far, in milliseconds, whatever else the machine does. */
async function busy(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN);
}

const VIEWS = { Table: ".tv-table", Ladder: ".tv-rungs", Bytes: ".tv-list" } as const;

async function measure(
  page: Page,
  session: CDPSession,
  view: keyof typeof VIEWS,
): Promise<boolean> {
  await page.getByRole("tab", { name: view }).click();
  await page.locator(VIEWS[view]).waitFor();
  await page.evaluate(scrub, 40);
  const before = await busy(session);
  const costs = await page.evaluate(scrub, STEPS);
  const computed = ((await busy(session)) - before) / STEPS;
  const nodes = await page.evaluate(() => document.querySelectorAll(".tv *").length);
  console.log(
    `${view.padEnd(8)} ${computed.toFixed(1).padStart(5)} ms of computing a step, all in (goal ≤ ${FRAME.toFixed(1)}); ` +
      `by the clock ${at(costs, 0.5).toFixed(1)} ms, 95 of 100 below ${at(costs, 0.95).toFixed(1)} ms; ${nodes} elements`,
  );
  return computed <= FRAME;
}

const { address, close } = await serve({ folder, port: 0 });
const browser = await chromium.launch({
  executablePath: await ensureChromium(),
  args: ["--no-sandbox"],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
await page.goto(address);
await page.getByRole("tab", { name: "Table" }).waitFor();
let kept = true;
const session = await page.context().newCDPSession(page);
await session.send("Performance.enable", { timeDomain: "threadTicks" });
for (const view of ["Table", "Ladder", "Bytes"] as const) {
  kept = (await measure(page, session, view)) && kept;
}
await browser.close();
close();
if (!kept) process.exitCode = 1;
