// 5,000 cards and 100,000 events in a real browser: page ready, next card, export, import.
import { loadavg } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { ensureChromium } from "../../scripts/browser.mjs";
import { buildCourse } from "../../scripts/build.mjs";
import { serve } from "../../scripts/serve.mjs";
import { root } from "../../scripts/setup.mjs";
import { writeFile } from "../../src/learner/portable.ts";
import { manyCards, manyEvents, MANY_EVENTS } from "../support/many-cards.ts";

const ROUNDS = 5;

/** Prints the median of the rounds beside the goal. */
function say(what: string, goal: number, rounds: readonly number[]): void {
  const sorted = rounds.toSorted((a, b) => a - b);
  const median = sorted[sorted.length >> 1] ?? 0;
  const verdict = median <= goal ? "within" : "ABOVE";
  const range = `${String(Math.round(sorted[0] ?? 0))}–${String(Math.round(sorted.at(-1) ?? 0))}`;
  console.log(
    `${what.padEnd(52)} ${median.toFixed(0).padStart(6)} ms  (${range})  ${verdict} ${String(goal)} ms`,
  );
  if (median > goal) process.exitCode = 1;
}

await buildCourse({ say: () => undefined });
const server = await serve({ folder: join(root, "dist"), base: undefined, port: 0 });
const browser = await chromium.launch({
  executablePath: await ensureChromium({ say: () => undefined }),
  args: ["--no-sandbox"],
});
const context = await browser.newContext({ acceptDownloads: true });

// The decks of the course, filled with the cards of a learner of years.
const decks = new Map<string, ReturnType<typeof manyCards>>();
await context.route("**/cards/data/*.json", async (route) => {
  const deck = /([^/]+)\.json$/.exec(route.request().url())?.[1] ?? "";
  await route.fulfill({ json: decks.get(deck) ?? [] });
});
const page = await context.newPage();
await page.addInitScript(() => {
  const noted = window as unknown as { ready?: number; shown?: number; pressed?: number };
  const painted = (note: () => void): void => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = note;
      channel.port2.postMessage(0);
    });
  };
  let before = "";
  new MutationObserver(() => {
    const due = document.querySelector(".due-count b, .session-begin h2");
    if (due !== null && noted.ready === undefined) {
      noted.ready = -1;
      painted(() => (noted.ready = performance.now()));
    }
    const head = document.querySelector(".session-head h2")?.textContent ?? "";
    if (head !== before) {
      before = head;
      painted(() => (noted.shown = performance.now()));
    }
  }).observe(document, { childList: true, subtree: true, characterData: true });
  addEventListener("keydown", () => (noted.pressed = performance.now()), true);
});

/** Milliseconds from the start of the navigation until what is due has been painted. */
async function ready(at: Page): Promise<number> {
  await at.waitForFunction(() => ((window as unknown as { ready?: number }).ready ?? -1) > 0);
  return at.evaluate(() => (window as unknown as { ready: number }).ready);
}

await page.goto(`${server.address}cards/`);
const names = await page
  .locator(".decks li > a:first-child")
  .evaluateAll((links) =>
    links.map((link) => /cards\/([^/]+)\//.exec((link as HTMLAnchorElement).href)?.[1] ?? ""),
  );
for (const card of manyCards(names)) decks.set(card.deck, [...(decks.get(card.deck) ?? []), card]);

const head = { app: "bench", catalogue: "bench", exportedAt: "2026-11-20T12:00:00Z" };
const file = await writeFile(manyEvents(), head);
await page.goto(`${server.address}cards/data/`);
const chosen = performance.now();
await page.getByLabel("The file of a backup").setInputFiles({
  name: "years.json.gz",
  mimeType: "application/gzip",
  buffer: Buffer.from(file),
});
await page.getByText(/100000 new/).waitFor();
const dry = performance.now();
await page.getByRole("button", { name: "Join them" }).click();
await page.getByText(/^Taken over/).waitFor({ timeout: 120_000 });
say("read a file of 100,000 events: the dry run", 3000, [dry - chosen]);
say("join it: 100,000 rows into an empty database", 15_000, [performance.now() - dry]);

const first: number[] = [];
const rest: number[] = [];
for (let round = 0; round <= ROUNDS; round += 1) {
  await page.goto("about:blank");
  await page.goto(`${server.address}cards/`);
  (round === 0 ? first : rest).push(await ready(page));
  // What is put off until the page is quiet is no part of the next round.
  await page.waitForTimeout(2500);
}
say("cards page ready, the first time after an import", 5000, first);
say("cards page ready", 1000, rest);

await page.goto(`${server.address}cards/data/`);
await page.getByText(/entries in the log/).waitFor();
const exports: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const clicked = performance.now();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export everything" }).click(),
  ]);
  exports.push(performance.now() - clicked);
  await download.delete();
}
say("export everything", 3000, exports);

const reviews: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  await page.goto("about:blank");
  await page.goto(`${server.address}cards/review/`);
  reviews.push(await ready(page));
}
say("review page ready", 1000, reviews);

await page.getByRole("button", { name: "Start" }).click();
await page.locator(".session-head h2").waitFor();
const cards: number[] = [];
for (let round = 0; round < 20; round += 1) {
  const before = await page.locator(".session-head h2").textContent();
  await page.keyboard.press("Space");
  await page.locator(".verdict").waitFor();
  await page.keyboard.press("3");
  await page.waitForFunction(
    (old) => document.querySelector(".session-head h2")?.textContent !== old,
    before,
  );
  await page.waitForTimeout(50);
  cards.push(
    await page.evaluate(() => {
      const { shown, pressed } = window as unknown as { shown: number; pressed: number };
      return shown - pressed;
    }),
  );
}
say("next card, from the key to the paint", 50, cards);
const load = loadavg()
  .map((each) => each.toFixed(1))
  .join(" ");
console.log(`${String(MANY_EVENTS)} events; load of the machine ${load}.`);
await browser.close();
server.close();
