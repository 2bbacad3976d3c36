// Real tabs, clocks and zones: nothing is lost, nothing is doubled, and time does not go back.
import { expect, test, type Page } from "@playwright/test";
import { answerByKeyboard, begin, position, rate, storedReviews } from "../support/review.ts";

const NOON = Date.parse("2026-11-20T12:00:00Z");
const DAY = 86_400_000;

async function answer(page: Page, no: number): Promise<void> {
  await expect(position(page)).toContainText(`Card ${String(no)} of`);
  await answerByKeyboard(page);
  await rate(page, "3");
}

test("a second tab is told of the first, and takes over on request", async ({ context, page }) => {
  await begin(page);
  await answer(page, 1);
  const other = await context.newPage();
  await other.goto("cards/review/?lesson=status-4xx-5xx");
  await other.getByRole("button", { name: "Start" }).click();
  await expect(
    other.getByRole("heading", { name: "You are reviewing in another tab" }),
  ).toBeVisible();
  await other.getByRole("button", { name: "Take over here" }).click();
  await expect(page.getByRole("heading", { name: /another tab/ })).toBeVisible();
  await other.getByRole("button", { name: "Start" }).click();
  await answer(other, 1);
  // And back again: the first session of today is no longer the last one, so it begins anew.
  await page.getByRole("button", { name: "Take over here" }).click();
  await expect(other.getByRole("heading", { name: /another tab/ })).toBeVisible();
  const reviews = await storedReviews(page);
  expect(reviews).toHaveLength(2);
  expect(new Set(reviews.map(({ id }) => id)).size).toBe(2);
});

test("two tabs that review at once without locks lose and double nothing", async ({
  context,
  page,
}) => {
  test.slow();
  await context.addInitScript(() => {
    Object.defineProperty(navigator, "locks", { value: undefined });
  });
  const other = await context.newPage();
  await begin(page);
  await begin(other, "lesson=status-4xx-5xx");
  for (let no = 1; no <= 4; no += 1) await Promise.all([answer(page, no), answer(other, no)]);
  const reviews = await storedReviews(page);
  expect(reviews).toHaveLength(8);
  expect(new Set(reviews.map(({ id }) => id)).size).toBe(8);
  // Each tab has heard of the other's answers.
  for (const tab of [page, other]) {
    await tab.goto("cards/data/");
    await expect(tab.getByText("10 entries in the log")).toBeVisible();
  }
});

test("a tab killed between show and save asks the card again, and has lost nothing", async ({
  context,
  page,
}) => {
  await begin(page);
  await answer(page, 1);
  await expect(position(page)).toContainText("Card 2 of");
  const prompt = await page.locator(".prompt").textContent();
  await answerByKeyboard(page);
  await page.close({ runBeforeUnload: false });
  const again = await context.newPage();
  await again.goto("cards/review/?lesson=status-1xx-2xx-3xx");
  await expect(position(again)).toContainText("Card 2 of");
  await expect(again.locator(".prompt")).toHaveText(prompt ?? "");
  expect(await storedReviews(again)).toHaveLength(1);
});

test("a tab killed while it saves has saved the answer or asks it again, never both", async ({
  context,
  page,
}) => {
  await begin(page);
  await answerByKeyboard(page);
  await page.keyboard.press("3");
  await page.close({ runBeforeUnload: false });
  const again = await context.newPage();
  await again.goto("cards/review/?lesson=status-1xx-2xx-3xx");
  await expect(position(again)).toBeVisible();
  const saved = (await storedReviews(again)).length;
  expect(saved).toBeLessThanOrEqual(1);
  await expect(position(again)).toContainText(`Card ${String(saved + 1)} of`);
});

test("a clock set back a day neither reorders the log nor loses the session", async ({ page }) => {
  await page.clock.setFixedTime(NOON);
  await begin(page);
  await answer(page, 1);
  await page.clock.setFixedTime(NOON - DAY);
  await page.reload();
  await answer(page, 2);
  await answer(page, 3);
  await expect(position(page)).toContainText("Card 4 of");
  const reviews = (await storedReviews(page)).toSorted((a, b) => a.t - b.t);
  expect(reviews).toHaveLength(3);
  expect(Math.min(...reviews.map(({ t }) => t))).toBeGreaterThanOrEqual(NOON);
  // In the order in which they were given.
  expect(new Set(reviews.map(({ t }) => t)).size).toBe(3);
  await page.clock.setFixedTime(NOON + DAY);
  await page.goto("cards/");
  await expect(page.getByRole("heading", { name: "How it goes" })).toBeVisible();
});

test("another time zone brings no day back and asks no card twice", async ({
  browser,
  baseURL,
}) => {
  test.slow();
  const at = { ...(baseURL && { baseURL }) };
  const tokyo = await browser.newContext({ ...at, timezoneId: "Asia/Tokyo" });
  const there = await tokyo.newPage();
  await there.clock.setFixedTime(NOON);
  await begin(there);
  await answer(there, 1);
  await answer(there, 2);
  const kept = await tokyo.storageState({ indexedDB: true });
  await tokyo.close();

  const angeles = await browser.newContext({
    ...at,
    timezoneId: "America/Los_Angeles",
    storageState: kept,
  });
  const here = await angeles.newPage();
  await here.clock.setFixedTime(NOON + 3_600_000);
  await here.goto("cards/review/?lesson=status-1xx-2xx-3xx");
  // The session of the same learner day goes on where it was.
  await answer(here, 3);
  const reviews = (await storedReviews(here)).toSorted((a, b) => a.t - b.t);
  expect(reviews.map(({ tz }) => tz)).toEqual([540, 540, -480]);
  expect(new Set(reviews.map((event) => ("card" in event ? event.card : ""))).size).toBe(3);
  await here.goto("cards/");
  await expect(here.getByRole("heading", { name: "How it goes" })).toBeVisible();
  await angeles.close();
});
