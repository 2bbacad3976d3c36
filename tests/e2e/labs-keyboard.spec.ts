// Both LIVE labs by keyboard alone: predict, run, compare, solve every kind of challenge.
import { expect, test } from "@playwright/test";
import {
  button,
  commitAndRunByKeys,
  foldOf,
  keyboardOf,
  openLab,
  questions,
} from "../support/lab-page.ts";

test("the redirect tracer by keyboard alone", async ({ page, baseURL }) => {
  test.setTimeout(120_000);
  const lab = await openLab(page, baseURL ?? "", "redirect-tracer");
  const keys = keyboardOf(page);

  await test.step("Run is locked until a prediction is committed", async () => {
    await expect(button(lab, "Run")).toBeDisabled();
    await keys.choose(questions(lab).nth(0), "POST with its content");
    await keys.choose(questions(lab).nth(1), "the last answer, status 200");
    await commitAndRunByKeys(page, lab);
    const finding = lab.locator(".lab-findings li").first();
    await expect(finding).toContainText("You predicted POST with its content");
    await expect(finding).toContainText("It was GET at /parcels/42");
    await expect(finding.getByRole("link", { name: "RFC 9110 §15.4.3" })).toBeVisible();
    await expect(lab.getByRole("status")).toHaveText("1 of 2 predictions were right.");
  });

  await test.step("a wrong answer is explained, the right one accepted", async () => {
    const fold = foldOf(lab, "Move without losing a POST");
    await keys.enter(fold.locator("summary"));
    const asked = await fold.locator("form > p").first().innerText();
    const [, to = ""] = asked.match(/\/[a-z0-9/-]+/g) ?? [];
    await keys.choose(fold.locator(".lab-question"), /^301/);
    await keys.write(fold.getByLabel("Location"), to);
    await page.keyboard.press("Enter");
    await expect(fold).toContainText("browsers repeat a POST as GET after it");
    await keys.enter(button(fold, "Again with fresh numbers"));
    await expect(fold.locator("form > p").first()).not.toHaveText(asked);
    const [, fresh = ""] =
      (await fold.locator("form > p").first().innerText()).match(/\/[a-z0-9/-]+/g) ?? [];
    await keys.choose(fold.locator(".lab-question"), /^308/);
    await keys.write(fold.getByLabel("Location"), fresh);
    await page.keyboard.press("Enter");
    await expect(fold).toContainText("✓ Solved.");
    await expect(lab.locator("header")).toContainText("1 of 3 challenges solved");
  });

  await test.step("a challenge that is solved by running the lab", async () => {
    const fold = foldOf(lab, "A result that can be bookmarked");
    await keys.enter(fold.locator("summary"));
    await keys.enter(button(fold, "Set up the lab for it"));
    await keys.pick(lab.getByLabel("answers"), "303");
    await keys.choose(questions(lab).nth(0), /^GET$/);
    await keys.choose(questions(lab).nth(1), "the last answer, status 200");
    await commitAndRunByKeys(page, lab);
    await expect(lab.getByRole("status")).toContainText("2 of 2 predictions were right.");
    await expect(lab.getByRole("status")).toContainText("Solved: A result");
  });

  await test.step("a report that takes a while", async () => {
    const fold = foldOf(lab, "Ready in a few minutes");
    await keys.enter(fold.locator("summary"));
    const minutes = Number(/(\d+) minutes/.exec(await fold.innerText())?.[1]);
    await keys.choose(fold.locator(".lab-question").nth(0), /^202/);
    await keys.choose(fold.locator(".lab-question").nth(1), /status monitor/);
    await keys.write(fold.getByLabel("Retry-After"), String(60 * minutes));
    await page.keyboard.press("Enter");
    await expect(lab.locator("header")).toContainText("3 of 3 challenges solved");
  });

  await test.step("what was solved is remembered", async () => {
    await page.reload();
    // Wherever the browser scrolls back to: a lab wakes when it comes into view.
    await lab.scrollIntoViewIfNeeded();
    await expect(lab.locator("header")).toContainText("3 of 3 challenges solved");
  });
});

test("the triage desk by keyboard alone", async ({ page, baseURL }) => {
  test.setTimeout(120_000);
  const lab = await openLab(page, baseURL ?? "", "triage-desk");
  const keys = keyboardOf(page);

  await test.step("predict, run, compare", async () => {
    await keys.choose(questions(lab).nth(0), /^5xx/);
    await keys.choose(questions(lab).nth(1), /^yes/);
    await commitAndRunByKeys(page, lab);
    await expect(lab.getByLabel("The answer", { exact: true })).toContainText(
      "422 Unprocessable Content",
    );
    await expect(lab.getByLabel("The answer", { exact: true })).toContainText("#/postcode");
    await expect(lab.getByRole("status")).toHaveText("0 of 2 predictions were right.");
  });

  await test.step("satisfy the challenge of a 401", async () => {
    const fold = foldOf(lab, "Satisfy the challenge");
    await keys.enter(fold.locator("summary"));
    const token = /desk-\d+/.exec(await fold.innerText())?.[0] ?? "";
    await keys.enter(button(fold, "Set up the lab for it"));
    await keys.enter(foldOf(lab, "Change fields and content").locator("summary"));
    await keys.write(lab.getByLabel("Fields, one to a line"), `Authorization: Bearer ${token}`);
    await keys.choose(questions(lab).nth(0), /^2xx/);
    await keys.choose(questions(lab).nth(1), "no");
    await commitAndRunByKeys(page, lab);
    await expect(lab.getByLabel("The answer", { exact: true })).toContainText("200 OK");
    await expect(lab.getByRole("status")).toContainText("Solved: Satisfy the challenge.");
  });

  await test.step("answer a situation", async () => {
    const fold = foldOf(lab, "A stranger at the door");
    await keys.enter(fold.locator("summary"));
    await keys.choose(fold.locator(".lab-question").nth(0), /^403/);
    await keys.choose(fold.locator(".lab-question").nth(1), "WWW-Authenticate");
    await keys.choose(fold.locator(".lab-question").nth(2), /^Sign in/);
    await keys.enter(button(fold, "Check"));
    await expect(fold).toContainText("403 refuses somebody whom you know");
  });

  await test.step("two faults in one problem document", async () => {
    const fold = foldOf(lab, "Two faults, one document");
    await keys.enter(fold.locator("summary"));
    const told = /but (.*)\. Write/.exec(await fold.locator("form > p").first().innerText())?.[1];
    const members = (told ?? "").split(", ").map((each) => each.split(" ")[0]);
    const errors = members.map((member) => ({ pointer: `#/${member ?? ""}`, detail: "is wrong" }));
    await keys.choose(fold.locator(".lab-question").nth(0), /^422/);
    await keys.choose(fold.locator(".lab-question").nth(1), "application/problem+json");
    await keys.write(
      fold.getByLabel("Content", { exact: true }),
      JSON.stringify({ title: "Not valid", errors }),
    );
    await keys.enter(button(fold, "Check"));
    await expect(fold).toContainText("✓ Solved.");
  });

  await test.step("set the retrier", async () => {
    const fold = foldOf(lab, "Set the retrier");
    await keys.enter(fold.locator("summary"));
    for (const status of ["408", "425", "429", "502", "503", "504"]) {
      await keys.tick(fold.getByRole("checkbox", { name: status }));
    }
    await keys.choose(fold.locator(".lab-question").nth(1), /^Retry-After/);
    await keys.choose(fold.locator(".lab-question").nth(2), /^idempotent/);
    await keys.write(fold.getByLabel("Sends at most"), "4");
    await page.keyboard.press("Enter");
    await expect(fold).toContainText("✓ Solved.");
    await expect(fold.getByRole("row", { name: /POST \/orders/ })).toContainText("504, stops");
    await expect(lab.locator("header")).toContainText("3 of 3 challenges solved");
  });
});

test("the interim timeline by keyboard alone", async ({ page, baseURL }) => {
  const lab = await openLab(page, baseURL ?? "", "interim-timeline");
  const keys = keyboardOf(page);
  await keys.to(lab.getByLabel("Server thinks for"));
  await page.keyboard.press("Home");
  await keys.write(lab.getByLabel(/how much earlier/), "0");
  await keys.enter(button(lab, "Earlier: 103 arrives"));
  await commitAndRunByKeys(page, lab);
  // Without thinking time the page arrives together with the hint: nothing is gained.
  await expect(lab.locator(".lab-findings li.right")).toHaveCount(2);
});
