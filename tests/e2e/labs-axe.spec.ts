// Nothing for axe to find in a lab's states: start, observation with the wire panel, a refused challenge.
import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Locator, type Page } from "@playwright/test";
import { budgets } from "../support/budgets.ts";
import { commitAndRun, foldOf, openLab, predictAnything } from "../support/lab-page.ts";

async function expectNoViolations(page: Page, id: string, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include(`#${id}`).analyze();
  const found = violations.map(({ id: rule, nodes }) => `${rule}: ${nodes[0]?.html ?? ""}`);
  expect.soft(found, state).toEqual([]);
}

/** Opens every fold, so that nothing is left out. */
const unfold = (lab: Locator): Promise<void> =>
  lab.evaluate((section) => {
    for (const fold of section.querySelectorAll("details")) fold.open = true;
  });

for (const colorScheme of ["light", "dark"] as const) {
  for (const { lab: id } of budgets.labs) {
    test.describe(`${id}, ${colorScheme}`, { tag: "@phone" }, () => {
      test.use({ colorScheme });
      test("has no violation in any state", async ({ page, baseURL }) => {
        test.setTimeout(90_000);
        const lab = await openLab(page, baseURL ?? "", id);
        await expectNoViolations(page, id, "start");
        await predictAnything(lab);
        await lab.getByRole("button", { name: "Commit prediction" }).click();
        await expectNoViolations(page, id, "committed");
        await lab.getByRole("button", { name: "Change my mind" }).click();
        await predictAnything(lab);
        await commitAndRun(lab);
        await unfold(lab);
        const row = lab.locator(".lab-open").first();
        if ((await row.count()) > 0) {
          await row.click();
          await lab.getByRole("button", { name: "Show as HTTP/1.1 bytes" }).click();
          await expect(lab.getByText("Written by the course’s own HTTP/1.1 engine")).toBeVisible();
        }
        for (const check of await lab.getByRole("button", { name: "Check", exact: true }).all()) {
          await check.click();
        }
        const form = foldOf(lab, "A stranger at the door");
        if ((await form.count()) > 0) {
          for (const group of await form.locator(".lab-question").all()) {
            await group.getByRole("radio").first().check();
          }
          await form.getByRole("button", { name: "Check" }).click();
        }
        await expectNoViolations(page, id, "everything open");
      });
    });
  }
}
