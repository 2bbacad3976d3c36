// The views of a trace, in the waterfall lab: one timeline under all of them, bytes and fields both ways.
import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Locator, type Page } from "@playwright/test";
import { commitAndRun, predictAnything } from "../support/lab-page.ts";

const PATH = "lessons/http1-connections/";

async function openWaterfall(page: Page, course: string): Promise<Locator> {
  await page.goto(`${course}${PATH}`);
  const lab = page.locator("section#waterfall");
  await lab.scrollIntoViewIfNeeded();
  await expect(lab).not.toHaveClass(/waiting/);
  return lab;
}

/** Runs the lab and opens the trace of its run. */
async function openTrace(page: Page, course: string): Promise<Locator> {
  const lab = await openWaterfall(page, course);
  await predictAnything(lab);
  await commitAndRun(lab);
  await lab.getByText("Your run, event by event").click();
  const trace = lab.getByRole("group", { name: /^Trace: / });
  await expect(trace).toBeVisible();
  return trace;
}

const statusOf = (trace: Locator): Locator => trace.getByRole("status").first();
const timeOf = (trace: Locator): Locator => trace.getByLabel("Virtual time");
const tabOf = (trace: Locator, name: string): Locator => trace.getByRole("tab", { name });

test("every resource is a row with its moment, and the last one is marked", async ({
  page,
  baseURL,
}) => {
  const lab = await openWaterfall(page, baseURL ?? "");
  await predictAnything(lab);
  await commitAndRun(lab);
  const bars = lab.getByRole("region", { name: "Bars of all resources" });
  // Twelve a run, and above each twelve the name of the run.
  await expect(bars.getByRole("rowheader")).toHaveCount(2 * (1 + 12));
  await expect(bars.getByRole("row", { name: /\(the last\)/ })).toHaveCount(2);
  await lab.getByText("Every phase in numbers").click();
  const phases = lab.getByRole("region", { name: /^Phases: Yours/ });
  await expect(phases.getByRole("columnheader", { name: "waiting" })).toBeVisible();
});

test("from the end to the start and back, event by event, by keyboard alone", async ({
  page,
  baseURL,
}) => {
  const trace = await openTrace(page, baseURL ?? "");
  const time = timeOf(trace);
  await time.focus();
  await page.keyboard.press("Home");
  await expect(time).toHaveAttribute("aria-valuetext", /^0 ms of .*, 0 of \d+ events$/);
  const texts: string[] = [];
  const read = async (): Promise<string> => (await time.getAttribute("aria-valuetext")) ?? "";
  for (let step = 0; step < 12; step += 1) {
    texts.push(await read());
    await page.keyboard.press("ArrowRight");
    await expect(time).not.toHaveAttribute("aria-valuetext", texts.at(-1) ?? "");
  }
  for (const text of texts.toReversed()) {
    await page.keyboard.press("ArrowLeft");
    await expect(time).toHaveAttribute("aria-valuetext", text);
  }
  await page.keyboard.press("End");
  await expect(time).toHaveAttribute("aria-valuetext", /: .+ is complete$/);
  await page.keyboard.press("Home");
  await page.keyboard.press(" ");
  await expect(trace.getByRole("button", { name: "Pause" })).toBeVisible();
  await page.keyboard.press(" ");
  await expect(trace.getByRole("button", { name: "Play" })).toBeVisible();
});

test("the keys are quiet while the focus is elsewhere", async ({ page, baseURL }) => {
  const trace = await openTrace(page, baseURL ?? "");
  const before = await timeOf(trace).getAttribute("aria-valuetext");
  await tabOf(trace, "Table").focus();
  for (const key of ["[", "]", "End"]) await page.keyboard.press(key);
  expect(await timeOf(trace).getAttribute("aria-valuetext")).toBe(before);
});

test("with reduced motion playing shows one still after the other", async ({
  browser,
  baseURL,
}) => {
  const page = await browser.newPage({ reducedMotion: "reduce" });
  const trace = await openTrace(page, baseURL ?? "");
  const time = timeOf(trace);
  await time.focus();
  await page.keyboard.press("Home");
  await trace.getByLabel("Speed").selectOption("4");
  // Everything that the timeline says while it plays, not only what a poll happens to catch.
  await time.evaluate((input) => {
    const said: string[] = [];
    Object.assign(globalThis, { said });
    new MutationObserver(() => said.push(input.getAttribute("aria-valuetext") ?? "")).observe(
      input,
      { attributes: true, attributeFilter: ["aria-valuetext"] },
    );
  });
  await trace.getByRole("button", { name: "Play" }).click();
  await expect(time).toHaveAttribute("aria-valuetext", /, (\d+) of \1 events: /);
  const said = await page.evaluate(() => (globalThis as unknown as { said: string[] }).said);
  // A still stands at an event, and none is left out.
  const places = said.map((text) => Number(/, (\d+) of /.exec(text)?.[1]));
  expect(places.length).toBeGreaterThan(10);
  expect(places).toEqual(places.map((_, index) => (places[0] ?? 0) + index));
  await page.close();
});

test("table, ladder and bytes stand at the same event", async ({ page, baseURL }) => {
  const trace = await openTrace(page, baseURL ?? "");
  await trace.getByRole("button", { name: "200 /style.css", exact: true }).click();
  // A pointer that rests over a byte would speak for that byte.
  await page.mouse.move(0, 0);
  await expect(statusOf(trace)).toContainText("200 /style.css, parcel service to browser");
  await expect(trace.locator("tr[aria-current]")).toContainText("200 /style.css");
  await tabOf(trace, "Table").focus();
  await page.keyboard.press("ArrowRight");
  await expect(tabOf(trace, "Ladder")).toBeFocused();
  await expect(trace.locator(".tv-arrows .here")).toContainText("200 /style.css");
  await trace.getByRole("region", { name: /^Ladder/ }).focus();
  await page.keyboard.press("ArrowUp");
  await expect(statusOf(trace)).toContainText("GET /app.js");
  await page.keyboard.press("Enter");
  const messages = trace.getByRole("listbox", { name: "Messages" });
  await expect(messages.getByRole("option", { selected: true })).toContainText("GET /app.js");
  await expect(trace.locator(".tv-info")).toContainText("method");
});

test("a byte leads to its field and a field to its bytes", async ({ page, baseURL }) => {
  const trace = await openTrace(page, baseURL ?? "");
  await tabOf(trace, "Bytes").click();
  const grid = trace.getByRole("grid", { name: "Bytes" });
  await grid.focus();
  for (let byte = 0; byte < 4; byte += 1) await page.keyboard.press("ArrowRight");
  await expect(trace.locator(".tv-info")).toContainText("path");
  await expect(trace.locator(".tv-info")).toContainText("/style.css");
  await expect(trace.locator(".tv-hex .lit")).toHaveCount("/style.css".length);
  const tree = trace.getByRole("tree", { name: "Fields" });
  await expect(tree.getByRole("treeitem", { selected: true })).toContainText("path");
  await tree.getByRole("treeitem", { name: /^method/ }).click();
  await expect(trace.locator(".tv-hex .lit")).toHaveText(["47", "45", "54"]);
  await tree.focus();
  await page.keyboard.press("ArrowDown");
  await expect(tree.getByRole("treeitem", { selected: true })).toContainText("space");
});

test("a changed byte shows what the receiver would do, and can be taken back", async ({
  page,
  baseURL,
}) => {
  const trace = await openTrace(page, baseURL ?? "");
  await tabOf(trace, "Bytes").click();
  await trace.getByRole("grid", { name: "Bytes" }).focus();
  await page.keyboard.press("Enter");
  const outcome = trace.locator(".tv-outcome");
  await page.keyboard.type("zz");
  await page.keyboard.press("Enter");
  await expect(outcome).toContainText("two hexadecimal digits");
  const field = trace.getByLabel("Byte 0 is");
  await field.fill("53");
  await page.keyboard.press("Enter");
  await expect(outcome).toContainText("method: GET → SET");
  await trace.getByLabel("Byte 0 is").fill("00");
  await page.keyboard.press("Enter");
  await expect(outcome).toContainText(/refuses: .+ \(RFC 9112 §/);
  await trace.getByRole("button", { name: "Undo changes" }).click();
  await expect(outcome).toHaveText("");
  await expect(trace.getByLabel("Byte 0 is")).toHaveValue("47");
});

test("two pipelined requests are one buffer and two trees", async ({ page, baseURL }) => {
  const lab = await openWaterfall(page, baseURL ?? "");
  await expect(lab.locator(".waterfall-gets")).toContainText("GET /app.js HTTP/1.1");
  await lab.getByRole("button", { name: "Open the bytes", exact: true }).click();
  const tree = lab.getByRole("tree", { name: "Fields" });
  await expect(tree.getByRole("treeitem", { name: /^buffer 2 requests/ })).toBeVisible();
});

test("the run goes out as a capture and as an archive", async ({ page, baseURL }) => {
  const trace = await openTrace(page, baseURL ?? "");
  const save = async (button: string): Promise<Buffer> => {
    const waiting = page.waitForEvent("download");
    await trace.getByRole("button", { name: button }).click();
    return readFileSync(await (await waiting).path());
  };
  // The block type of a section header (pcapng §4.1).
  expect((await save("Save as .pcapng")).subarray(0, 4).toString("hex")).toBe("0a0d0d0a");
  const har = JSON.parse((await save("Save as HAR")).toString()) as {
    readonly log: { readonly entries: readonly unknown[] };
  };
  expect(har.log.entries).toHaveLength(12);
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`the views, ${colorScheme}`, { tag: "@phone" }, () => {
    test.use({ colorScheme });
    test("hold nothing for axe to find and widen no page", async ({ page, baseURL }) => {
      test.setTimeout(120_000);
      const trace = await openTrace(page, baseURL ?? "");
      for (const view of ["Table", "Ladder", "Bytes"]) {
        await tabOf(trace, view).click();
        const { violations } = await new AxeBuilder({ page }).include("#waterfall").analyze();
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
        expect.soft(found, view).toEqual([]);
        const over = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect.soft(over, view).toBeLessThanOrEqual(0);
      }
    });
  });
}
