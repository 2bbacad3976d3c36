// The four kinds of call as a learner works them: predict, run, step through the ladder, set a deadline.
import { expect, test } from "@playwright/test";
import {
  button,
  commitAndRun,
  foldOf,
  keyboardOf,
  openLab,
  predictAnything,
  questions,
} from "../support/lab-page.ts";

test("a bidirectional call by keyboard alone", async ({ page, baseURL }) => {
  test.setTimeout(120_000);
  const lab = await openLab(page, baseURL ?? "", "four-calls");
  const keys = keyboardOf(page);

  await test.step("the prediction", async () => {
    await keys.pick(lab.locator("#four-calls-kind"), "bidirectional");
    await keys.choose(questions(lab).nth(0), "by END_STREAM on an empty DATA frame");
    await keys.write(lab.getByLabel("How many HEADERS frames"), "2");
    await keys.write(lab.getByLabel("And how many DATA frames"), "zwölf");
    await keys.enter(button(lab, "Commit prediction"));
    await expect(lab.locator(".lab-notice")).toHaveText("1 of the predictions is still open.");
    await keys.write(lab.getByLabel("And how many DATA frames"), "3");
    await keys.enter(button(lab, "Commit prediction"));
    await expect(button(lab, "Run")).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(lab.locator(".lab-notice")).toHaveText("3 of 3 predictions were right.");
  });

  await test.step("the ladder, step by step", async () => {
    const ladder = lab.getByRole("region", { name: /^Ladder: Dispatch/ });
    await expect(ladder).toContainText("half-close");
    await keys.to(ladder);
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await expect(lab.locator(".tv-status")).toContainText("Connection preface");
    await page.keyboard.press("End");
    await expect(lab.locator(".tv-status")).toContainText("The call ends OK");
    await page.keyboard.press("ArrowUp");
    await expect(lab.locator(".tv-status")).toContainText("Message 3 is whole");
  });

  await test.step("which frame half-closes, wrong first", async () => {
    const fold = foldOf(lab, "Find the client’s half-close");
    await keys.enter(fold.locator("summary"));
    await keys.choose(fold.locator(".lab-question"), /server: HEADERS.*0x05/);
    await keys.enter(button(fold, "Check"));
    await expect(fold).toContainText("but it is the server’s");
    await keys.choose(fold.locator(".lab-question"), /client: DATA.*0x01/);
    await keys.enter(button(fold, "Check"));
    await expect(fold).toContainText("✓ Solved.");
  });
});

test("a deadline between the two ends", async ({ page, baseURL }) => {
  const lab = await openLab(page, baseURL ?? "", "four-calls");
  const fold = foldOf(lab, "Two ends, two conclusions");
  await fold.locator("summary").click();
  await button(fold, "Set up the lab for it").click();
  const deadline = lab.locator("#four-calls-after");
  await expect(deadline).toHaveValue("15");
  const seen = new Set<string>();
  for (let tries = 0; tries < 41 && !seen.has("✓"); tries += 1) {
    await deadline.press("ArrowRight");
    if (tries % 4 !== 0) continue;
    await predictAnything(lab);
    await commitAndRun(lab);
    seen.add((await fold.innerText()).includes("✓ Solved.") ? "✓" : "✗");
  }
  expect([...seen]).toEqual(["✗", "✓"]);
  await expect(lab.getByRole("region", { name: "Both ends of the call" })).toContainText(
    "DEADLINE_EXCEEDED",
  );
  await lab.getByRole("tab", { name: "Bytes" }).click();
  await expect(lab.getByRole("tabpanel")).toContainText("DATA");
});

test("a link to four-calls opens its state, nonsense its start", async ({ page, baseURL }) => {
  const lab = await openLab(page, baseURL ?? "", "four-calls");
  await lab.locator("#four-calls-limit").selectOption("cancel");
  await lab.getByRole("link", { name: "Link to this state" }).click();
  await page.reload();
  await expect(lab.locator(".lab-notice")).toHaveText("Opened the state of the link.");
  await expect(lab.locator("#four-calls-limit")).toHaveValue("cancel");
  await openLab(page, baseURL ?? "", "four-calls", "#four-calls=v1.WzksOSw5LDld");
  await expect(lab.locator(".lab-notice")).toContainText("could not be read");
});
