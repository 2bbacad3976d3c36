// The cards in a browser: search, deck pages, reviews of every kind, and what is yours to keep.
import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Locator, type Page } from "@playwright/test";

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

/** Presses Check from the keyboard, again if the focus was still on its way elsewhere. */
async function submit(page: Page): Promise<void> {
  const check = page.getByRole("button", { name: "Check" });
  await expect(async () => {
    if (await check.isVisible()) await check.press("Enter", { timeout: 1000 });
    await expect(page.locator(".verdict")).toBeVisible({ timeout: 1000 });
  }).toPass();
}

/** Answers whatever card is on the screen, without a mouse, and rates it. */
async function answerByKeyboard(page: Page): Promise<string> {
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

const position = (page: Page): Locator => page.locator(".session-head h2");

/** Opens the review of a lesson's cards and begins. */
async function begin(page: Page, query = "lesson=status-1xx-2xx-3xx"): Promise<void> {
  await page.goto(`cards/review/?${query}`);
  await page.getByRole("button", { name: "Start" }).click();
  await expect(position(page)).toContainText("Card 1 of");
}

test("a first review starts from a lesson with two clicks", async ({ page }) => {
  await page.goto("lessons/status-4xx-5xx/");
  await page.getByRole("link", { name: "Review these cards" }).click();
  await page.getByRole("button", { name: "Start" }).click();
  await expect(position(page)).toContainText("Card 1 of");
});

test("twenty cards of all kinds are answered by keyboard alone", async ({ page }) => {
  test.slow();
  await begin(page);
  const kinds = new Set<string>();
  for (let no = 1; no <= 26; no += 1) {
    await expect(position(page)).toContainText(`Card ${String(no)} of`);
    kinds.add(await answerByKeyboard(page));
    await page.keyboard.press("3");
    // The last answer ends the session, and its page speaks for itself.
    if (no < 26) {
      await expect(page.getByRole("status").last()).toContainText("Good, next in");
    }
  }
  await expect(page.getByRole("heading", { name: "Done" })).toBeFocused();
  expect([...kinds].toSorted()).toEqual(
    ["bytes", "cases", "fields", "options", "order", "self", "typed"].toSorted(),
  );
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

test("a second tab is told of the first, and takes over on request", async ({ context, page }) => {
  await begin(page);
  const other = await context.newPage();
  await other.goto("cards/review/?lesson=status-4xx-5xx");
  await other.getByRole("button", { name: "Start" }).click();
  await expect(other.getByRole("heading")).toContainText([
    "Review",
    "You are reviewing in another tab",
  ]);
  await other.getByRole("button", { name: "Take over here" }).click();
  await expect(page.getByRole("heading", { name: /another tab/ })).toBeVisible();
  await other.getByRole("button", { name: "Start" }).click();
  await expect(position(other)).toContainText("Card 1 of");
});

test("a link that asks for nonsense is answered with a sentence", async ({ page }) => {
  await page.goto("cards/review/?mode=telepathy");
  await expect(page.getByRole("alert")).toContainText("There is no mode “telepathy”");
  await page.goto("cards/review/?tag=zeppelins");
  await expect(page.getByRole("alert")).toContainText("No card belongs to the tag “zeppelins”");
});

test("where storage is refused the session goes on and says so", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, "indexedDB", {
      get: () => {
        throw new DOMException("refused", "SecurityError");
      },
    });
  });
  await begin(page);
  await expect(page.getByRole("alert")).toContainText("refuses storage");
  await answerByKeyboard(page);
  await page.keyboard.press("3");
  await expect(position(page)).toContainText("Card 2 of");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: /^Export/ }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^on-the-wire-.*\.json(\.gz)?$/);
});

test.describe("a backup", () => {
  test("exported, cleared and imported gives the same cards back", async ({ page, context }) => {
    await begin(page);
    await answerByKeyboard(page);
    await page.keyboard.press("3");
    await expect(position(page)).toContainText("Card 2 of");
    await page.goto("cards/");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Export everything" }).click(),
    ]);
    const path = await download.path();
    await expect(page.getByText("Last backup today")).toBeVisible();
    const bytes = readFileSync(path);

    const fresh = await (await context.browser()?.newContext())?.newPage();
    if (fresh === undefined) throw new Error("no second profile");
    await fresh.goto(new URL("cards/", page.url().replace(/cards\/$/, "")).href);
    const file = { name: "backup.json.gz", mimeType: "application/gzip", buffer: bytes };
    await fresh.getByLabel("Bring a backup back").setInputFiles(file);
    await expect(fresh.getByText(/\d+ new, 0 known/)).toBeVisible();
    await fresh.getByRole("button", { name: "Join them" }).click();
    await expect(fresh.getByText(/^Taken over/)).toBeVisible();
    await expect(fresh.getByRole("heading", { name: "How it goes" })).toBeVisible();
    await fresh.getByLabel("Bring a backup back").setInputFiles(file);
    await expect(fresh.getByText(/^This file holds 0 new/)).toBeVisible();

    for (const [name, buffer, says] of [
      ["cut.json.gz", bytes.subarray(0, bytes.length - 20), "incomplete or was changed"],
      ["other.json", Buffer.from('{"hello":1}'), "no backup of this course"],
      [
        "newer.json",
        Buffer.from('{"format":"on-the-wire-progress","version":9}'),
        "newer version of the course",
      ],
    ] as const) {
      await fresh
        .getByLabel("Bring a backup back")
        .setInputFiles({ name, mimeType: "application/json", buffer });
      await expect(fresh.locator("#keep ~ div[role=status]")).toContainText(says);
    }
    await fresh.context().close();
  });
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
  test(`axe finds nothing in a review in ${colorScheme} @phone`, async ({ page }) => {
    test.slow();
    await page.emulateMedia({ colorScheme });
    await begin(page);
    const seen = new Set<string>();
    const check = async (): Promise<void> => {
      const { violations } = await new AxeBuilder({ page }).include("main").analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
      const wider = await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      expect(wider).toBeLessThanOrEqual(0);
    };
    for (let no = 1; no <= 26 && seen.size < 7; no += 1) {
      await expect(position(page)).toContainText(`Card ${String(no)} of`);
      const kind = await page.locator(".session form, .session .answer-options").count();
      const name = await page
        .locator(".session form, .session .answer-options")
        .first()
        .getAttribute("class", { timeout: 1000 })
        .catch(() => `self ${String(kind)}`);
      if (!seen.has(name ?? "")) await check();
      await answerByKeyboard(page);
      if (!seen.has(name ?? "")) await check();
      seen.add(name ?? "");
      await page.keyboard.press("3");
    }
    await page.goto("cards/");
    await expect(page.getByRole("heading", { name: "How it goes" })).toBeVisible();
    await check();
  });
