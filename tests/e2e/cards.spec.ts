// The cards in a browser: search, deck pages, reviews of every kind, and what is yours to keep.
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { answerByKeyboard, begin, onlySomeOfEachKind, position, rate } from "../support/review.ts";

test.describe("the card browser", () => {
  test("finds cards by their words, a tag and an id, and says when it finds none", async ({
    page,
  }) => {
    await page.goto("cards/browse/");
    const search = page.getByRole("searchbox", { name: /^Search/ });
    const found = page.locator(".found li");
    await search.fill("WWW-Authenticate 401");
    await expect(found.first()).toContainText("http.status.401-field");
    await search.fill("http.status.422-name");
    await expect(found.first()).toContainText("http.status.422-name");
    await search.fill("client-errors");
    await expect(page.getByRole("status").first()).toHaveText(/^\d+ cards/);
    await search.fill("zeppelin");
    await expect(page.getByRole("status").first()).toContainText("No card matches");
    await search.fill("");
    await expect(page.locator(".questions li").first()).toBeVisible();
  });

  test("leads from a lasting address to the card, from there to the paragraph, and back", async ({
    page,
  }) => {
    await page.goto("cards/browse/#http.status.401-field");
    await expect(page).toHaveURL(/cards\/status-4xx-5xx\/#http\.status\.401-field$/);
    const card = page.locator('[id="http.status.401-field"]');
    await expect(card).toBeInViewport();
    await card.getByText("Answer", { exact: true }).click();
    await card.getByRole("link", { name: "Taught here" }).click();
    await expect(page.locator("#which-4xx")).toBeInViewport();
    await page.goBack();
    await expect(card).toBeInViewport();
  });

  test("lists every card, and a deck folds its answers @no-js", async ({ page }) => {
    await page.goto("cards/browse/");
    const cards = await page.locator(".questions li").count();
    expect(cards).toBeGreaterThan(50);
    await page.locator(".questions a").first().click();
    await expect(page).toHaveURL(/\/cards\/[a-z0-9-]+\/#/);
    const answer = page.locator(".card details").first();
    await expect(answer.locator(".explain")).toBeHidden();
    await answer.locator("summary").click();
    await expect(answer.locator(".explain")).toBeVisible();
  });
});

test("a first-time visitor's first review is two clicks and seconds from a lesson", async ({
  page,
}) => {
  await page.goto("lessons/status-4xx-5xx/");
  const began = Date.now();
  await page.getByRole("link", { name: "Review these cards" }).click();
  await page.getByRole("button", { name: "Start" }).click();
  await expect(position(page)).toContainText("Card 1 of");
  expect(Date.now() - began).toBeLessThan(10_000);
});

const KINDS = 10;

test("twenty cards of all ten kinds are answered by keyboard alone", async ({ page, baseURL }) => {
  test.slow();
  const kept = await onlySomeOfEachKind(page, baseURL ?? "", 3);
  expect(new Set(kept.map(({ kind }) => kind)).size).toBe(KINDS);
  expect(kept.length).toBeGreaterThanOrEqual(20);
  await page.goto("cards/review/?mode=cram");
  await page.getByRole("button", { name: "Start" }).press("Enter");
  for (let no = 1; no <= kept.length; no += 1) {
    await expect(position(page)).toContainText(`Card ${String(no)} of ${String(kept.length)}`);
    await answerByKeyboard(page);
    await rate(page, "3");
  }
  await expect(page.getByRole("heading", { name: "Done" })).toBeFocused();
  await expect(page.getByText(`${String(kept.length)} of ${String(kept.length)}`)).toBeVisible();
});

test("a generated card has its numbers from the engine, and takes its answer", async ({ page }) => {
  await page.goto("cards/review/?kind=compute&tag=retry");
  await page.getByRole("button", { name: "Start" }).click();
  const given = (await page.locator(".card-given").textContent()) ?? "";
  const [from = 0, to = 0] = given
    .split("\n")
    .map((line) => Date.parse(line.replace(/^[^:]*: /, "")));
  await page.keyboard.type(String((to - from) / 1000));
  await page.keyboard.press("Enter");
  await expect(page.locator(".verdict")).toHaveText("Right");
  await expect(page.locator(".verdict")).toBeFocused();
});

test("a hint is said and makes a right answer Hard", async ({ page }) => {
  await page.goto("cards/review/?kind=order");
  await page.getByRole("button", { name: "Start" }).click();
  await position(page).focus();
  await page.keyboard.press("h");
  await expect(page.getByText(/^First comes: /)).toBeVisible();
  await expect(page.getByRole("button", { name: "A hint" })).toHaveCount(0);
});

test("a pause hides the card, and Escape ends it", async ({ page }) => {
  await begin(page);
  await position(page).focus();
  await page.keyboard.press("p");
  await expect(page.getByRole("dialog", { name: "Paused" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(position(page)).toContainText("Card 1 of");
});

test("from a card to its paragraph and back to the same card", async ({ page }) => {
  await begin(page);
  await answerByKeyboard(page);
  await rate(page, "3");
  await expect(position(page)).toContainText("Card 2 of");
  const prompt = await page.locator(".prompt").textContent();
  await answerByKeyboard(page);
  await page.keyboard.press("l");
  await expect(page).toHaveURL(/lessons\/status-1xx-2xx-3xx\/#/);
  await page.getByRole("link", { name: "Back to your card" }).click();
  await expect(page.locator(".prompt")).toHaveText(prompt ?? "");
  await expect(position(page)).toContainText("Card 2 of");
});

test("two minutes stay two minutes over a reload", async ({ page }) => {
  const noon = new Date("2026-11-20T12:00:00Z").getTime();
  await page.clock.setFixedTime(noon);
  // Two minutes ask what is due: the deck is collected first.
  await page.goto("lessons/status-1xx-2xx-3xx/");
  await page.getByRole("button", { name: "Add them to my cards" }).click();
  await expect(page.locator(".deck-tools [role=status]")).toHaveText("10 due");
  await page.goto("cards/review/?mode=two-minute");
  await page.getByRole("button", { name: "Start" }).click();
  await expect(position(page)).toContainText("Card 1 of");
  await page.clock.setFixedTime(noon + 100_000);
  await page.reload();
  await expect(position(page)).toContainText("Card 1 of");
  await page.clock.setFixedTime(noon + 121_000);
  await answerByKeyboard(page);
  await page.keyboard.press("3");
  await expect(page.getByRole("heading", { name: "Done" })).toBeVisible();
});

test("a suspended card is listed and comes back on request", async ({ page }) => {
  await begin(page);
  await page.getByText("More", { exact: true }).click();
  await page.getByRole("button", { name: "Suspend this card" }).click();
  await expect(page.getByText("Suspended: it will not be asked")).toBeVisible();
  await page.goto("cards/");
  await page.getByText("Suspended: not asked (1)").click();
  await page.getByRole("button", { name: "Ask it again" }).click();
  await expect(page.getByText("Suspended: not asked")).toHaveCount(0);
});

test("an undo brings the card back and survives a reload", async ({ page }) => {
  await begin(page);
  const first = await page.locator(".prompt").textContent();
  await answerByKeyboard(page);
  await page.keyboard.press("3");
  await expect(position(page)).toContainText("Card 2 of");
  await page.keyboard.press("u");
  await expect(position(page)).toContainText("Card 1 of");
  await expect(page.locator(".prompt")).toHaveText(first ?? "");
  await page.reload();
  await expect(position(page)).toContainText("Card 1 of");
  await expect(page.locator(".prompt")).toHaveText(first ?? "");
});

test("single keys can be switched off", async ({ page }) => {
  await begin(page);
  await position(page).focus();
  await page.keyboard.press("?");
  await page.getByRole("checkbox", { name: /Single keys/ }).uncheck();
  await page.getByRole("button", { name: "Back to the card" }).click();
  await position(page).focus();
  await page.keyboard.press("s");
  await expect(position(page)).toContainText("Card 1 of");
  await page.keyboard.press("Space");
  await expect(page.locator(".verdict")).toHaveCount(0);
});

test("a link that asks for nonsense is answered with a sentence", async ({ page }) => {
  await page.goto("cards/review/?mode=telepathy");
  await expect(page.getByRole("alert")).toContainText("There is no mode “telepathy”");
  await page.goto("cards/review/?tag=zeppelins");
  await expect(page.getByRole("alert")).toContainText("No card belongs to the tag “zeppelins”");
});

test("cards join the deck from a lesson, and every page says what is due", async ({ page }) => {
  await page.goto("lessons/status-4xx-5xx/");
  await page.getByRole("button", { name: "Add them to my cards" }).click();
  await expect(page.locator(".deck-tools [role=status]")).toHaveText("10 due");
  await page.goto("");
  await page.getByRole("link", { name: "Review: 10 due" }).click();
  await expect(page.getByRole("heading", { name: "Review: 10 cards" })).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const)
  test(`axe finds nothing in a review of each kind in ${colorScheme} @phone`, async ({
    page,
    baseURL,
  }) => {
    test.setTimeout(180_000);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const kept = await onlySomeOfEachKind(page, baseURL ?? "", 1);
    const check = async (): Promise<void> => {
      const { violations } = await new AxeBuilder({ page }).include("main").analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
      const wider = await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      expect(wider).toBeLessThanOrEqual(0);
    };
    await page.goto("cards/review/?mode=drill");
    await page.getByRole("button", { name: "Start" }).click();
    for (let no = 1; no <= kept.length; no += 1) {
      await expect(position(page)).toContainText(`Card ${String(no)} of`);
      await check();
      await answerByKeyboard(page);
      await check();
      await rate(page, "3");
    }
    await expect(page.getByRole("heading", { name: "Done" })).toBeVisible();
    await check();
    await page.goto("cards/");
    await expect(page.getByRole("heading", { name: "How it goes" })).toBeVisible();
    await check();
    await page.goto("cards/data/");
    await page.getByRole("button", { name: "Make a link" }).click();
    await expect(page.getByRole("img", { name: "QR code of the link" })).toBeVisible();
    await check();
  });
