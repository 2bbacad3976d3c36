// Firefox's own EventSource reads every example of the stream composer as our engine does.
import { expect, test } from "@playwright/test";
import { writeLink } from "../../src/kit/link.ts";
import { encode, EXAMPLES, LINE_ENDS } from "../../src/labs/stream-composer/stream.ts";
import { findFirefox, launchFirefox } from "../support/firefox.ts";
import { runLab } from "../support/run-lab.ts";

const firefox = findFirefox();

test("the composer's examples in Firefox", async ({ baseURL }) => {
  test.skip(firefox === null, "Firefox is not installed");
  test.setTimeout(120_000);
  const browser = await launchFirefox(firefox ?? "");
  try {
    for (const [index, { name, text }] of EXAMPLES.entries()) {
      const lineEnd = LINE_ENDS[index % LINE_ENDS.length] ?? "lf";
      const page = await browser.newPage();
      const link = writeLink("stream-composer", encode({ text, lineEnd, pieces: "lines" }));
      await page.goto(`${baseURL ?? ""}lessons/server-sent-events/${link}`);
      const { observation } = await page.evaluate(runLab, "stream-composer");
      expect(observation, name).toContain("Your browser’s EventSource and our engine agree");
      await page.close();
    }
  } finally {
    await browser.close();
  }
});
