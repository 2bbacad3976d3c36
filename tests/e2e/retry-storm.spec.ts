// The retry storm as a learner works it, in a real browser: what fetch sends, and what its script is told.
import { expect, test, type Locator } from "@playwright/test";
import {
  button,
  commitAndRun,
  foldOf,
  keyboardOf,
  openLab,
  questions,
} from "../support/lab-page.ts";

async function predict(lab: Locator, reached: string, ledger: string, told: RegExp): Promise<void> {
  const numbers = lab.locator(".lab-predict .lab-number");
  await numbers.nth(0).fill(reached);
  await numbers.nth(1).fill(ledger);
  await questions(lab).last().getByRole("radio", { name: told }).check();
}

test("a lost answer is a TypeError to the script, and the request was carried out", async ({
  page,
  baseURL,
}) => {
  const lab = await openLab(page, baseURL ?? "", "retry-storm");
  await predict(lab, "3", "4", /^2xx/);
  await commitAndRun(lab);
  await expect(lab.getByRole("status")).toHaveText("3 of 3 predictions were right.");
  const sends = lab.locator(".storm-sends li");
  await expect(sends).toHaveCount(3);
  await expect(sends.nth(1)).toContainText("201 Created, and that was lost");
  await expect(sends.nth(1)).toContainText("TypeError");
  await expect(sends.nth(2)).toContainText("the script got it");
});

test("content with GET is refused, and patch is not PATCH", async ({ page, baseURL }) => {
  const lab = await openLab(page, baseURL ?? "", "retry-storm");
  await lab.locator("#retry-storm-case").selectOption({ label: "Read with content" });
  await predict(lab, "0", "50", /TypeError/);
  await commitAndRun(lab);
  await expect(lab.getByRole("status")).toHaveText("3 of 3 predictions were right.");
  await lab.locator("#retry-storm-case").selectOption({ label: "patch in lower case" });
  await lab.getByLabel("Answers that get lost").selectOption({ label: "none" });
  await predict(lab, "1", "50", /^4xx/);
  await commitAndRun(lab);
  await expect(lab.getByRole("status")).toHaveText("3 of 3 predictions were right.");
  await expect(lab.locator(".storm-sends")).toContainText("Allow: GET, PUT, PATCH, HEAD, OPTIONS");
});

test("the retry storm by keyboard alone", async ({ page, baseURL }) => {
  test.setTimeout(90_000);
  const lab = await openLab(page, baseURL ?? "", "retry-storm");
  const keys = keyboardOf(page);
  await test.step("make a PATCH harmless", async () => {
    const fold = foldOf(lab, "A PATCH that may come twice");
    await keys.enter(fold.locator("summary"));
    const balance = /ends at (\d+)/.exec(await fold.innerText())?.[1] ?? "";
    await keys.enter(button(fold, "Set up the lab for it"));
    await keys.enter(foldOf(lab, "Change fields and content").locator("summary"));
    await keys.write(
      lab.getByLabel("Fields, one to a line"),
      'Content-Type: application/json\nIf-Match: "v1"',
    );
    const numbers = lab.locator(".lab-predict .lab-number");
    await keys.write(numbers.nth(0), "3");
    await keys.write(numbers.nth(1), balance);
    await keys.choose(questions(lab).last(), /^4xx/);
    await keys.enter(button(lab, "Commit prediction"));
    await expect(button(lab, "Run")).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(lab.getByRole("status")).toContainText("Solved: A PATCH that may come twice.");
  });
  await test.step("sort ten requests, wrong first", async () => {
    const fold = foldOf(lab, "Ten broken connections");
    await keys.enter(fold.locator("summary"));
    await keys.enter(button(fold, "Check"));
    await expect(fold).toContainText("a program may repeat it");
  });
  await test.step("answer 405", async () => {
    const fold = foldOf(lab, "Not this way");
    await keys.enter(fold.locator("summary"));
    const ask = await fold.locator("form > p").first().innerText();
    await keys.choose(fold.locator(".lab-question").first(), /^405/);
    await keys.write(
      fold.getByRole("textbox", { name: "Allow" }),
      /takes ([A-Z, ]+)\. Now/.exec(ask)?.[1] ?? "",
    );
    await page.keyboard.press("Enter");
    await expect(fold).toContainText("✓ Solved.");
    await expect(lab.locator("header")).toContainText("2 of 3 challenges solved");
  });
});
