// Every kind of page is accessible in light and dark, wide and narrow, and needs no sideways scrolling.
import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { pageKinds } from "../support/page-kinds.ts";

/** How far the page is wider than its window, in CSS pixels. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

for (const [kind, path] of Object.entries(pageKinds)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`${kind}: axe finds nothing in ${colorScheme} @phone`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.goto(path);
      const { violations } = await new AxeBuilder({ page })
        .options({ rules: { "target-size": { enabled: true } } })
        .analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join("\n")}`),
      ).toEqual([]);
    });
  }

  test(`${kind}: nothing scrolls sideways @phone`, async ({ page }) => {
    await page.goto(path);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
  });

  test(`${kind}: usable at 320 px, which is 400 % of 1280`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 256 });
    await page.goto(path);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await expect(page.locator("h1")).toBeVisible();
  });

  test(`${kind}: readable without JavaScript @no-js`, async ({ page }) => {
    await page.goto(path);
    await expect(page.locator("h1")).toBeVisible();
    await expect(page.locator(".needs-js:visible")).toHaveCount(0);
  });
}

test("a lesson without JavaScript shows all depths and folds its answers @no-js", async ({
  page,
}) => {
  await page.goto(pageKinds.lesson.replace("?depth=senior", ""));
  for (const part of ["#crisp", "#deeper", "#senior", "#trap", "#interview", "#cards"])
    await expect(page.locator(part)).toBeVisible();
  const answer = page.locator(".card details").first();
  await expect(answer.locator(".explain")).toBeHidden();
  await answer.locator("summary").click();
  await expect(answer.locator(".explain")).toBeVisible();
});

test("the status codes without JavaScript are all there @no-js", async ({ page }) => {
  await page.goto(pageKinds.reference);
  await expect(page.locator(".code-row:visible")).toHaveCount(64);
  await expect(page.locator("fire-status button")).toHaveCount(0);
});

test("reduced motion stops smooth scrolling", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto(pageKinds.home);
  const behaviour = await page.evaluate(
    () => getComputedStyle(document.documentElement).scrollBehavior,
  );
  expect(behaviour).toBe("auto");
});

test("forced colours keep the chosen depth recognisable", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto(pageKinds.lesson);
  const outlines = await page
    .locator(".depth label")
    .evaluateAll((labels) => labels.map((label) => getComputedStyle(label).outlineStyle));
  expect(outlines).toEqual(["none", "none", "solid"]);
});
