// A review in a browser, driven by keyboard; and what the browser keeps of it.
import { expect, type Locator, type Page } from "@playwright/test";
import type { StudyCard } from "../../src/cards/index.ts";
import type { LearnerEvent } from "../../src/learner/index.ts";

/** Presses Check from the keyboard, again if the focus was still on its way elsewhere. */
async function submit(page: Page): Promise<void> {
  const check = page.getByRole("button", { name: "Check" });
  await expect(async () => {
    if (await check.isVisible()) await check.press("Enter", { timeout: 1000 });
    await expect(page.locator(".verdict")).toBeVisible({ timeout: 1000 });
  }).toPass();
}

/** Answers whatever card is on the screen, without a mouse; what it was: "typed", "options", … */
export async function answerByKeyboard(page: Page): Promise<string> {
  const kind = await page.evaluate(() => {
    const kinds = {
      options: ".answer-options",
      cases: ".answer-cases",
      order: ".answer-order",
      bytes: ".answer-bytes",
      fields: ".answer-fields",
      typed: "#typed",
    };
    const found = Object.entries(kinds).find(([, at]) => document.querySelector(at) !== null);
    return found?.[0] ?? "self";
  });
  const keys = page.keyboard;
  switch (kind) {
    case "self":
      await keys.press("Space");
      break;
    case "options":
      await keys.press("a");
      break;
    case "typed":
      await keys.type("404");
      await keys.press("Enter");
      break;
    case "fields":
      await keys.type("1");
      await keys.press("Enter");
      break;
    case "order":
      await page.locator(".movers button:enabled").first().focus();
      await keys.press("Alt+ArrowDown");
      // The moved step takes the focus along; only then does the person go on to Check.
      await expect(page.locator(".movers button:focus")).toHaveCount(1);
      await submit(page);
      break;
    case "bytes":
      await page.getByRole("button", { name: /^offset 2, hex/ }).focus();
      await keys.press("Space");
      await submit(page);
      break;
    case "cases":
      for (const group of await page.locator(".answer-cases fieldset").all()) {
        await group.getByRole("radio").first().focus();
        await keys.press("Space");
      }
      await submit(page);
  }
  // Focus goes to the answer's heading.
  await expect(page.locator(".verdict")).toBeFocused();
  return kind;
}

/** Where the session is: "Card 3 of 12". */
export const position = (page: Page): Locator => page.locator(".session-head h2");

/** Opens the review of a lesson's cards and begins. */
export async function begin(page: Page, query = "lesson=status-1xx-2xx-3xx"): Promise<void> {
  await page.goto(`cards/review/?${query}`);
  await page.getByRole("button", { name: "Start" }).click();
  await expect(position(page)).toContainText("Card 1 of");
}

/** Rates with a single key and waits until the next card, or the end, is there. */
export async function rate(page: Page, key: "1" | "2" | "3" | "4"): Promise<void> {
  const at = page.getByRole("heading", { level: 2 }).first();
  const before = await at.textContent();
  await page.keyboard.press(key);
  await expect(at).not.toHaveText(before ?? "");
}

/** The events in this browser's database, in no particular order. */
export const storedEvents = (page: Page): Promise<readonly LearnerEvent[]> =>
  page.evaluate(
    () =>
      new Promise<LearnerEvent[]>((resolve, reject) => {
        const opening = indexedDB.open("on-the-wire");
        opening.onerror = () => reject(new Error("no database"));
        opening.onsuccess = () => {
          const all = opening.result.transaction("events").objectStore("events").getAll();
          all.onsuccess = () => {
            opening.result.close();
            resolve(all.result as LearnerEvent[]);
          };
        };
      }),
  );

/** The answers among them. */
export const storedReviews = async (page: Page): Promise<readonly LearnerEvent[]> =>
  (await storedEvents(page)).filter(({ kind }) => kind === "review");

/** Leaves of all decks only the first `most` cards of each kind; returns what is left. */
export async function onlySomeOfEachKind(
  page: Page,
  course: string,
  most: number,
): Promise<readonly StudyCard[]> {
  const list = await (await page.request.get(`${course}cards/`)).text();
  const decks = new Set(
    [...list.matchAll(/cards\/export\/|cards\/([a-z0-9-]+)\/"/g)].map(([, deck]) => deck),
  );
  for (const other of [undefined, "review", "browse", "data"]) decks.delete(other);
  const kept: StudyCard[] = [];
  for (const deck of decks) {
    const answer = await page.request.get(`${course}cards/data/${String(deck)}.json`);
    for (const card of (await answer.json()) as StudyCard[])
      if (kept.filter(({ kind }) => kind === card.kind).length < most) kept.push(card);
  }
  await page.route("**/cards/data/*.json", (route) => {
    const deck = /([^/]+)\.json$/.exec(new URL(route.request().url()).pathname)?.[1];
    return route.fulfill({ json: kept.filter((card) => card.deck === deck) });
  });
  return kept;
}
