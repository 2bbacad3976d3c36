// A lab shows the same in a stock Firefox as in Chromium; runs where Firefox is installed.
import { expect, test } from "@playwright/test";
import { budgets } from "../support/budgets.ts";
import { findFirefox, launchFirefox } from "../support/firefox.ts";
import { runLab, type LabRun } from "../support/run-lab.ts";

const firefox = findFirefox();

/** How long something took is the one thing that two browsers may see differently. */
const withoutTimes = ({ observation, verdict }: LabRun): LabRun => {
  const strip = (text: string): string => text.replace(/\d+(\.\d+)?\s*ms/g, "… ms");
  return { observation: strip(observation), verdict: strip(verdict) };
};

for (const { lab, path } of budgets.labs) {
  test(`${lab} shows the same in Firefox`, async ({ page, baseURL }) => {
    test.skip(firefox === null, "Firefox is not installed");
    test.setTimeout(90_000);
    const address = (baseURL ?? "") + path;
    await page.goto(address);
    const inChromium = withoutTimes(await page.evaluate(runLab, lab));
    const browser = await launchFirefox(firefox ?? "");
    try {
      const other = await browser.newPage();
      await other.goto(address);
      const inFirefox = withoutTimes(await other.evaluate(runLab, lab));
      expect(inFirefox.observation.length).toBeGreaterThan(20);
      expect(inFirefox).toEqual(inChromium);
    } finally {
      await browser.close();
    }
  });
}
