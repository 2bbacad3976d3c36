// What is the learner's: backup, bad files, the way back, link and QR code, storage that fails or is damaged.
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test, type Page } from "@playwright/test";
import { qrCode } from "../../src/cards/qr/index.ts";
import {
  answerByKeyboard,
  begin,
  position,
  rate,
  storedEvents,
  storedReviews,
} from "../support/review.ts";

/** Answers the first so many cards of a lesson. */
async function reviewSome(page: Page, count: number): Promise<void> {
  await begin(page);
  for (let no = 1; no <= count; no += 1) {
    await expect(position(page)).toContainText(`Card ${String(no)} of`);
    await answerByKeyboard(page);
    await rate(page, "3");
  }
}

const choose = (page: Page, name: string, buffer: Buffer): Promise<void> =>
  page
    .getByLabel("The file of a backup")
    .setInputFiles({ name, mimeType: "application/json", buffer });
const said = (page: Page) => page.locator("[data-import]");

/** The file that "Export everything" hands out. */
async function exportAll(page: Page): Promise<Buffer> {
  await page.goto("cards/data/");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export everything" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^on-the-wire-\d{4}-\d\d-\d\d\.json\.gz$/);
  await expect(page.getByText("Last backup today")).toBeVisible();
  return readFileSync(await download.path());
}

test("a backup is exported, joined elsewhere, known the second time, and taken back", async ({
  page,
  browser,
  baseURL,
}) => {
  test.slow();
  await reviewSome(page, 2);
  const bytes = await exportAll(page);

  const elsewhere = await browser.newContext({ ...(baseURL && { baseURL }) });
  const fresh = await elsewhere.newPage();
  await fresh.goto("cards/data/");
  await choose(fresh, "backup.json.gz", bytes);
  await expect(said(fresh)).toContainText(/\d+ new, 0 known/);
  await fresh.getByRole("button", { name: "Join them" }).click();
  await expect(said(fresh)).toContainText(/^Taken over/);
  expect((await storedReviews(fresh)).length).toBe(2);
  await choose(fresh, "backup.json.gz", bytes);
  await expect(said(fresh)).toContainText("This file holds 0 new");
  await fresh.getByRole("button", { name: "Leave it" }).click();

  // The way back survives a reload, and what is done meanwhile stays.
  await fresh.goto("cards/");
  await expect(fresh.getByRole("heading", { name: "How it goes" })).toBeVisible();
  await fresh.goto("cards/data/");
  await fresh.getByRole("button", { name: "Undo this import" }).click();
  await expect(fresh.getByText(/^Taken back/)).toBeVisible();
  expect(await storedReviews(fresh)).toEqual([]);
  await fresh.goto("cards/");
  await expect(fresh.locator(".due-count")).toHaveText("Nothing is due today.");
  await expect(fresh.getByRole("heading", { name: "How it goes" })).toHaveCount(0);
  await elsewhere.close();
});

test("a truncated, foreign, newer or huge file is refused in words and changes nothing", async ({
  page,
}, info) => {
  test.slow();
  await reviewSome(page, 1);
  const bytes = await exportAll(page);
  const before = await storedEvents(page);
  for (const [name, buffer, words] of [
    ["cut.json.gz", bytes.subarray(0, bytes.length - 20), "incomplete or was changed"],
    ["half.json.gz", bytes.subarray(0, bytes.length >> 1), "incomplete or was changed"],
    ["other.json", Buffer.from('{"hello":1}'), "no backup of this course"],
    ["picture.png", randomBytes(4000), "no backup of this course"],
    [
      "newer.json",
      Buffer.from('{"format":"on-the-wire-progress","version":9}'),
      "newer version of the course",
    ],
  ] as const) {
    await choose(page, name, buffer);
    await expect(said(page)).toContainText(words);
    await expect(page.getByRole("button", { name: "Join them" })).toHaveCount(0);
  }
  const huge = info.outputPath("huge.json");
  writeFileSync(huge, Buffer.alloc(50 * 2 ** 20 + 1, " "));
  await page.getByLabel("The file of a backup").setInputFiles(huge);
  await expect(said(page)).toContainText("larger than 50 MB");
  expect(await storedEvents(page)).toEqual(before);
});

test("a link carries the schedule: a look first, then taken over, then taken back", async ({
  page,
  browser,
  baseURL,
}) => {
  test.slow();
  await reviewSome(page, 2);
  await page.goto("cards/data/");
  await page.getByRole("button", { name: "Make a link" }).click();
  const link = await page.getByLabel(/^Open this in the other browser/).inputValue();
  expect(link).toContain("/cards/data/#snapshot=");
  // The code is that of the link, module for module.
  const modules = qrCode(link);
  const picture = page.getByRole("img", { name: "QR code of the link" });
  await expect(picture.locator("path")).toHaveAttribute("d", /^M/);
  const drawn = await picture
    .locator("path")
    .evaluate((path) => (path.getAttribute("d") ?? "").split("z").slice(0, -1));
  const runs = modules.flatMap((row, y) =>
    [
      ...row
        .map((dark) => (dark ? "#" : " "))
        .join("")
        .matchAll(/#+/g),
    ].map(
      ({ 0: run, index }) =>
        `M${String(index)} ${String(y)}h${String(run.length)}v1h-${String(run.length)}`,
    ),
  );
  expect(drawn).toEqual(runs);

  const elsewhere = await browser.newContext({ ...(baseURL && { baseURL }) });
  const fresh = await elsewhere.newPage();
  await fresh.goto(link);
  await expect(fresh.getByText("2 cards that you have not reviewed here")).toBeVisible();
  await fresh.getByRole("button", { name: "Leave it" }).click();
  expect(await storedEvents(fresh)).toEqual([]);
  expect(new URL(fresh.url()).hash).toBe("");
  await fresh.goto(link);
  await fresh.getByRole("button", { name: "Take it over" }).click();
  await expect(fresh.getByText("Taken over: the schedule of 2 cards.")).toBeVisible();
  expect((await storedEvents(fresh)).map(({ kind }) => kind)).toEqual(["snapshot", "snapshot"]);
  await fresh.goto("cards/");
  await fresh.goto(link);
  await expect(
    fresh.getByText("2 cards reviewed here since: would stay as they are"),
  ).toBeVisible();
  await expect(fresh.getByRole("button", { name: "Take it over" })).toBeDisabled();
  await fresh.getByRole("button", { name: "Undo this import" }).click();
  await expect(fresh.getByText(/^Taken back/)).toBeVisible();
  expect(await storedEvents(fresh)).toEqual([]);
  await elsewhere.close();
});

test("a link of nonsense, or one letter of it changed, is refused and changes nothing", async ({
  page,
}) => {
  await reviewSome(page, 1);
  await page.goto("cards/data/");
  await page.getByRole("button", { name: "Make a link" }).click();
  const link = await page.getByLabel(/^Open this in the other browser/).inputValue();
  const before = await storedEvents(page);
  const changed = link.slice(0, -3) + (link.at(-3) === "A" ? "B" : "A") + link.slice(-2);
  for (const address of [
    changed,
    link.slice(0, -4),
    `${link}%%%`,
    link.replace(/#.*/, "#snapshot="),
  ]) {
    await page.goto("glossary/");
    await page.goto(address);
    await expect(page.getByRole("alert")).toContainText("The link was not read");
    await expect(page.getByRole("button", { name: "Take it over" })).toHaveCount(0);
  }
  expect(await storedEvents(page)).toEqual(before);
});

test("where storage is refused the session goes on, says so, and can be exported", async ({
  page,
}) => {
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
  await rate(page, "3");
  await expect(position(page)).toContainText("Card 2 of");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: /^Export/ }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^on-the-wire-.*\.json(\.gz)?$/);
});

test("where the storage is full nothing is lost, and it is written once there is room", async ({
  page,
}) => {
  await begin(page);
  await page.evaluate(() => {
    const full = { on: true };
    (window as unknown as { full: typeof full }).full = full;
    IDBObjectStore.prototype.put = new Proxy(
      Reflect.get(IDBObjectStore.prototype, "put") as (value: unknown) => IDBRequest<IDBValidKey>,
      {
        apply(put, store: IDBObjectStore, args: [unknown]) {
          if (full.on && store.name === "events")
            throw new DOMException("full", "QuotaExceededError");
          return Reflect.apply(put, store, args);
        },
      },
    );
  });
  await answerByKeyboard(page);
  await rate(page, "3");
  await expect(position(page)).toContainText("Card 2 of");
  await expect(page.getByRole("alert")).toContainText("storage of this browser is full");
  expect(await storedReviews(page)).toEqual([]);
  await page.evaluate(() => {
    (window as unknown as { full: { on: boolean } }).full.on = false;
  });
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("alert")).toHaveCount(0);
  expect(await storedReviews(page)).toHaveLength(1);
  await page.reload();
  await expect(position(page)).toContainText("Card 2 of");
});

test("a database of the first shape opens with everything in it", async ({ page }) => {
  await page.goto("glossary/");
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open("on-the-wire", 1);
        opening.onupgradeneeded = () => {
          const { result } = opening;
          const events = result.createObjectStore("events", { keyPath: "id" });
          result.createObjectStore("cards", { keyPath: "card" }).put({ card: "old", memory: 1 });
          result.createObjectStore("meta");
          result.createObjectStore("quarantine", { keyPath: "key" });
          const stamp = { v: 1, tz: 0, dev: "old", kind: "review", algo: "fsrs6", ms: 9, m: 1 };
          for (let at = 0; at < 3; at += 1)
            events.put({
              ...stamp,
              id: `e${String(at)}`,
              t: 1_760_000_000_000 + at,
              card: "http.status.401-field",
              r: 3,
            });
          events.put({ id: "torn", v: 1, kind: "review" });
        };
        opening.onsuccess = () => {
          opening.result.close();
          resolve();
        };
      }),
  );
  await page.goto("cards/data/");
  await expect(page.getByText("3 entries in the log")).toBeVisible();
  await expect(page.getByText("1 stored row could not be read and is set aside")).toBeVisible();
  await page.goto("cards/");
  await expect(page.locator(".due-count")).toHaveText("1 card due today");
  expect(await storedEvents(page)).toHaveLength(4);
});

test("damaged copies of the log and of the folds are built anew from the rows", async ({
  page,
}) => {
  await reviewSome(page, 3);
  await page.goto("cards/data/");
  const entries = await page.getByText(/entries in the log/).textContent();
  for (const damage of ["empty", "torn", "foreign"] as const) {
    await page.evaluate(
      (how) =>
        new Promise<void>((resolve) => {
          const opening = indexedDB.open("on-the-wire");
          opening.onsuccess = () => {
            const tx = opening.result.transaction(["batches", "cards"], "readwrite");
            const batches = tx.objectStore("batches");
            batches.clear();
            if (how !== "empty") batches.add(how === "torn" ? '[{"id":"e' : "[1,2,3]");
            tx.objectStore("cards").clear();
            tx.objectStore("cards").put({ card: "group 1", fold: "2/0.9", memories: "[" });
            tx.oncomplete = () => {
              opening.result.close();
              resolve();
            };
          };
        }),
      damage,
    );
    await page.reload();
    await expect(page.getByText(/entries in the log/)).toHaveText(entries ?? "");
  }
  expect(await storedReviews(page)).toHaveLength(3);
});
