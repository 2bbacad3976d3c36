// A lab shows the same in a stock Firefox as in Chromium; runs where Firefox is installed.
import { expect, test } from "@playwright/test";
import { budgets } from "../support/budgets.ts";
import { findFirefox, launchFirefox } from "../support/firefox.ts";
import { runLab, type LabRun } from "../support/run-lab.ts";

const firefox = findFirefox();

/**
 * How long something took is the one thing that two browsers may see differently; where a lab
 * measures, every number follows from it.
 */
const withoutTimes = ({ observation, verdict }: LabRun, measures: boolean): LabRun => {
  const numbers = measures ? /\d+([.:]\d+)?\s*(K?B|m?s)?\b/g : /\d+(\.\d+)?\s*ms/g;
  const strip = (text: string): string => text.replace(numbers, "… ms");
  return { observation: strip(observation), verdict: strip(verdict) };
};

/** What one engine has and the other has not: its own brotli encoder, or the figures of the build. */
const withoutEncoders = ({ observation, verdict }: LabRun): LabRun => ({
  observation: observation.replace(/brotli[\d,.]+×|brotliJSON.*$/g, ""),
  verdict,
});

for (const each of budgets.labs) {
  const { lab, path } = each;
  const measures = "measures" in each;
  const strip = (run: LabRun): LabRun =>
    lab === "size-race" ? withoutEncoders(run) : withoutTimes(run, measures);
  test(`${lab} shows the same in Firefox`, async ({ page, baseURL }) => {
    test.skip(firefox === null, "Firefox is not installed");
    test.setTimeout(90_000);
    const address = (baseURL ?? "") + path;
    await page.goto(address);
    const inChromium = strip(await page.evaluate(runLab, lab));
    const browser = await launchFirefox(firefox ?? "");
    try {
      const other = await browser.newPage();
      await other.goto(address);
      const inFirefox = strip(await other.evaluate(runLab, lab));
      expect(inFirefox.observation.length).toBeGreaterThan(20);
      expect(inFirefox).toEqual(inChromium);
    } finally {
      await browser.close();
    }
  });
}
