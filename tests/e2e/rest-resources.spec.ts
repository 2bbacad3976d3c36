// Lesson 07 as a learner works it: a patient in the URL clinic, the checkout by links, and the REST console.
import { expect, test } from "@playwright/test";
import { AxeBuilder } from "@axe-core/playwright";
import { button, foldOf, keyboardOf, openLab, questions } from "../support/lab-page.ts";

test("the URL clinic by keyboard alone", async ({ page, baseURL }) => {
  test.setTimeout(90_000);
  const lab = await openLab(page, baseURL ?? "", "url-clinic");
  const keys = keyboardOf(page);
  await test.step("an action under GET is harmed by a crawler, and PUT cures it", async () => {
    const fold = foldOf(lab, "Close depot");
    await keys.enter(fold.locator("summary"));
    const number = /depot (\d\d)/.exec(await fold.locator("form > p").first().innerText())?.[1];
    await keys.enter(button(fold, "Set up the lab for it"));
    await keys.pick(lab.locator("#url-clinic-method"), "PUT");
    await keys.write(lab.locator("#url-clinic-path"), `/depots/${number ?? ""}/state`);
    await page.keyboard.press("Enter");
    await keys.tick(
      questions(lab)
        .nth(0)
        .getByRole("checkbox", { name: /^a crawler/ }),
    );
    await keys.tick(
      questions(lab)
        .nth(1)
        .getByRole("checkbox", { name: /^a retrier/ }),
    );
    await keys.enter(button(lab, "Commit prediction"));
    await expect(button(lab, "Run")).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(lab.getByRole("status")).toContainText("2 of 2 predictions were right.");
    await expect(lab.getByRole("status")).toContainText("Solved: Close depot");
    await expect(lab.getByRole("row", { name: /^crawler/ })).toContainText("✗ does harm");
  });
  await test.step("a checkout by links", async () => {
    const fold = foldOf(lab, "A checkout by links alone");
    await keys.enter(fold.locator("summary"));
    for (const [at, rel] of [/^cart/, /^order/, /^payment/, /^receipt/].entries()) {
      await keys.choose(fold.locator(".lab-question").nth(at), rel);
    }
    await keys.enter(button(fold, "Check"));
    await expect(fold).toContainText("✓ Solved.");
    await expect(lab.locator("header")).toContainText("1 of 3 challenges solved");
  });
});

test("the REST console by keyboard alone", async ({ page, baseURL }) => {
  await page.goto(`${baseURL ?? ""}lessons/rest-resources/`);
  const lab = page.locator("section#rest-console");
  await lab.scrollIntoViewIfNeeded();
  await expect(lab).not.toHaveClass(/waiting/);
  const keys = keyboardOf(page);
  await keys.pick(lab.getByLabel("Begin with"), "Announce a parcel");
  await expect(foldOf(lab, "As curl")).toContainText("--data-raw");
  await keys.enter(button(lab, "Send"));
  await expect(lab.locator(".console-status")).toContainText("201 Created");
  await expect(lab.getByRole("status").last()).toHaveText("Answered with 201.");
  await keys.pick(lab.getByLabel("Begin with"), "List the parcels");
  await keys.enter(button(lab, "Send"));
  await expect(lab.getByLabel("Content of the answer")).toContainText('"weight": 1250');
  await keys.enter(button(lab, "As it came"));
  await expect(lab.getByLabel("Content of the answer")).toContainText('"weight":1250');
  await keys.enter(foldOf(lab, "The bytes of this exchange").locator("summary"));
  await expect(lab.getByLabel("Request in HTTP/1.1")).toContainText("GET /parcels HTTP/1.1");
  await expect(lab.locator(".console-frames").first()).toContainText("HEADERS on stream 1");
  await keys.enter(button(lab, "POST /parcels 201"));
  await expect(lab.locator(".console-status")).toContainText("201 Created");
  await keys.enter(button(lab, "Reset"));
  await expect(lab).toContainText("Nothing was sent yet.");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing in the console after an answer, ${colorScheme} @phone`, async ({
    page,
    baseURL,
  }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto(`${baseURL ?? ""}lessons/rest-resources/`);
    const lab = page.locator("section#rest-console");
    await lab.scrollIntoViewIfNeeded();
    await button(lab, "Send").click();
    await expect(lab.locator(".console-status")).toContainText("200 OK");
    await foldOf(lab, "The bytes of this exchange").locator("summary").click();
    await expect(lab.locator(".console-frames").first()).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).include("#rest-console").analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
      "wider than the screen",
    ).toBe(true);
  });
}
