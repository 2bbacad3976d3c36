// A lab in a browser test: finding it, answering it, and walking it with Tab alone.
import { expect, type Locator, type Page } from "@playwright/test";
import { budgets } from "./budgets.ts";

/** Path of the lesson that holds a lab. */
export function pathOf(id: string): string {
  const found = budgets.labs.find(({ lab }) => lab === id);
  if (found === undefined) throw new RangeError(`no lesson holds ${id}`);
  return found.path;
}

/** Opens the lesson of a lab and waits until the lab can be operated. */
export async function openLab(page: Page, course: string, id: string, hash = ""): Promise<Locator> {
  await page.goto(`${course}${pathOf(id)}${hash}`);
  const lab = page.locator(`section#${id}`);
  await lab.scrollIntoViewIfNeeded();
  await expect(lab).not.toHaveClass(/waiting/);
  return lab;
}

/** The questions of a lab's prediction, in order. */
export const questions = (lab: Locator): Locator => lab.locator(".lab-predict .lab-question");

/** A button by its whole name. */
export const button = (within: Locator, name: string): Locator =>
  within.getByRole("button", { name, exact: true });

/** Chooses the first option of every prediction and types 1 where a number or a text is asked for. */
export async function predictAnything(lab: Locator): Promise<void> {
  for (const question of await questions(lab).all()) {
    const first = question.getByRole("radio").first();
    if ((await first.count()) > 0) await first.check();
  }
  for (const line of await lab.locator(".lab-predict .lab-line :is(input, textarea)").all())
    await line.fill("1");
}

/** Commits and runs what is predicted, and waits for the observation. */
export async function commitAndRun(lab: Locator): Promise<void> {
  await lab.getByRole("button", { name: "Commit prediction" }).click();
  await lab.getByRole("button", { name: "Run", exact: true }).click();
  // Some runs take seconds by design.
  await expect(lab.getByRole("heading", { name: "Observation", exact: true })).toBeVisible({
    timeout: 30_000,
  });
}

/** The folded part of a lab that holds a challenge or settings, by the title that opens it. */
export const foldOf = (lab: Locator, title: string): Locator =>
  lab.locator("details").filter({ has: lab.page().locator("summary", { hasText: title }) });

/** A finger on the keyboard: moves by Tab to a control and works it there. */
export interface Keyboard {
  /** Tab until the control has the focus; fails after a whole page of tabbing. */
  readonly to: (control: Locator) => Promise<void>;
  /** Tab to a control and press Enter. */
  readonly enter: (control: Locator) => Promise<void>;
  /** Tab to a checkbox and press Space. */
  readonly tick: (box: Locator) => Promise<void>;
  /** Tab into a group of radios and go to the one named with the arrow keys. */
  readonly choose: (group: Locator, name: string | RegExp) => Promise<void>;
  /** Tab to a field and write over what stands there. */
  readonly write: (field: Locator, text: string) => Promise<void>;
  /** Tab to a list and go to the option that begins so with the arrow keys. */
  readonly pick: (list: Locator, text: string) => Promise<void>;
}

/** Presses of Tab after which a control counts as out of reach. */
const FARTHEST = 250;

/** Drives a page by its keyboard alone. */
export function keyboardOf(page: Page): Keyboard {
  const isFocused = (control: Locator): Promise<boolean> =>
    control.evaluate((element) => element === document.activeElement);
  const to = async (control: Locator): Promise<void> => {
    for (let presses = 0; presses < FARTHEST; presses += 1) {
      if (await isFocused(control)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`${String(control)} cannot be reached with Tab`);
  };
  return {
    to,
    async enter(control) {
      await to(control);
      await page.keyboard.press("Enter");
    },
    async tick(box) {
      await to(box);
      await page.keyboard.press("Space");
    },
    async choose(group, name) {
      const radios = group.getByRole("radio");
      const wanted = group.getByRole("radio", { name });
      // Tab stops at the chosen radio of a group, or at its first.
      const stop = group.locator("input:checked");
      await to((await stop.count()) > 0 ? stop : radios.first());
      await page.keyboard.press("Space");
      for (let presses = await radios.count(); !(await wanted.isChecked()); presses -= 1) {
        if (presses === 0) throw new Error(`${String(wanted)} cannot be reached with arrow keys`);
        await page.keyboard.press("ArrowDown");
      }
    },
    async write(field, text) {
      await to(field);
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.insertText(text);
    },
    async pick(list, text) {
      const labels = await list.locator("option").allInnerTexts();
      const wanted = labels.findIndex((label) => label.startsWith(text));
      if (wanted < 0) throw new Error(`${String(list)} has no ${text}`);
      await to(list);
      await page.keyboard.press("Home");
      for (let presses = 0; presses < wanted; presses += 1) await page.keyboard.press("ArrowDown");
    },
  };
}

/** Enter twice: committing leads the focus to Run. */
export async function commitAndRunByKeys(page: Page, lab: Locator): Promise<void> {
  await keyboardOf(page).enter(button(lab, "Commit prediction"));
  await expect(button(lab, "Run")).toBeFocused();
  await page.keyboard.press("Enter");
}
