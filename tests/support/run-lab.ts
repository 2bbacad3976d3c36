// Drives any lab once inside a page: answers whatever it asks, commits, runs, and waits for what it saw.

/** What a lab showed after its first run. */
export interface LabRun {
  /** Text of the observation, white space folded. */
  readonly observation: string;
  /** Text of prediction laid over observation, with its reasons. */
  readonly verdict: string;
}

/**
 * Runs in the page itself (give it to `page.evaluate` of Playwright or Puppeteer), so it uses nothing
 * from outside: the lab with the id is scrolled to, answered with its first options, committed and run.
 * Waits on conditions only; the caller's time limit ends it.
 */
export async function runLab(id: string): Promise<LabRun> {
  const until = <T>(find: () => T | null | undefined | false): Promise<T> =>
    new Promise((resolve) => {
      const watcher = new MutationObserver(look);
      function look(): void {
        const found = find();
        if (!found) return;
        watcher.disconnect();
        resolve(found);
      }
      const everything = { attributes: true, characterData: true, childList: true, subtree: true };
      watcher.observe(document, everything);
      look();
    });
  const fold = (element: Element | null | undefined): string =>
    (element?.textContent ?? "").replace(/\s+/g, " ").trim();
  const lab = (): HTMLElement | null => document.getElementById(id);
  const button = (text: string): HTMLButtonElement | undefined =>
    [...(lab()?.querySelectorAll("button") ?? [])].find(
      (each) => fold(each) === text && !each.disabled,
    );

  lab()?.scrollIntoView();
  const commit = await until(() => button("Commit prediction"));
  const questions = lab()?.querySelectorAll(".lab-predict fieldset.lab-question") ?? [];
  for (const question of questions) {
    question.querySelector<HTMLInputElement>("input[type=radio]")?.click();
  }
  const lines = ".lab-predict input:not([type]), .lab-predict textarea";
  for (const field of lab()?.querySelectorAll<HTMLInputElement>(lines) ?? []) {
    field.value = "1";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  commit.click();
  (await until(() => button("Run"))).click();
  const heading = await until(() => document.getElementById(`${id}-observation`));
  const verdict = document.getElementById(`${id}-verdict`);
  return { observation: fold(heading.parentElement), verdict: fold(verdict?.parentElement) };
}
