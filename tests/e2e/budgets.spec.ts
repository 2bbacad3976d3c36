// What a reader's browser loads stays within the budget: pages at rest, and the first run of each lab.
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { budgets, firstRunOn, pages } from "../support/budgets.ts";
import { dist, filesUnder } from "../support/built.ts";
import { weighLab, weighPage } from "../support/weigh.ts";

/** Every lesson that is written, by its address, but the one that `npm run measure` prints. */
const lessons = filesUnder(join(dist, "lessons"))
  .filter((file) => file.endsWith("/index.html"))
  .map((file) => `lessons/${file.replace(/index\.html$/, "")}`)
  .filter((path) => path !== pages.lesson)
  .map((path) => [path, path] as const);

for (const [name, path] of [...Object.entries(pages), ...lessons]) {
  test(`the ${name} page at rest`, async ({ page, baseURL }) => {
    const { requests, script, all } = await weighPage(page, baseURL ?? "", path);
    expect.soft(script, "bytes of JavaScript").toBeLessThanOrEqual(budgets.page.script);
    expect.soft(all, "all bytes").toBeLessThanOrEqual(budgets.page.all);
    expect.soft(requests, "requests").toBeLessThanOrEqual(budgets.page.requests);
  });
}

test("the script of the review page", async ({ page, baseURL }) => {
  const { script } = await weighPage(page, baseURL ?? "", budgets.review.path);
  expect(script).toBeGreaterThan(20_000);
  expect(script).toBeLessThanOrEqual(budgets.review.script);
});

for (const each of budgets.labs) {
  const { lab, path, live } = each;
  test(`the first run of ${lab}`, async ({ page, baseURL }) => {
    // Scrolled to in one leap: the labs above count with their own first runs.
    if ("alone" in each) await page.emulateMedia({ reducedMotion: "reduce" });
    const { all, msw, worker, files } = await weighLab(page, baseURL ?? "", path, lab);
    const list = files.join("\n");
    if (live) expect(msw, "the mock server was not recognised").toBeGreaterThan(20_000);
    expect.soft(all, list).toBeLessThanOrEqual(firstRunOn(path));
    expect.soft(msw, list).toBeLessThanOrEqual(budgets.firstRun.msw);
    expect.soft(worker, list).toBeLessThanOrEqual(budgets.worker);
  });
}

test("a page without a lab registers no worker", async ({ page, context }) => {
  await page.goto(pages.home, { waitUntil: "networkidle" });
  expect(await page.evaluate(() => navigator.serviceWorker.getRegistrations())).toEqual([]);
  expect(context.serviceWorkers()).toEqual([]);
});
