// A lesson as its reader uses it: depth, contents, terms, sources, progress, theme, print.
import { expect, test, type Page } from "@playwright/test";

const lesson = "lessons/status-1xx-2xx-3xx/";
const chosen = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => document.documentElement.dataset["depth"]);

test("the depth is cumulative, remembered and in the address @phone", async ({ page }) => {
  await page.goto(lesson);
  await expect(page.locator("#crisp")).toBeVisible();
  await expect(page.locator("#deeper")).toBeHidden();
  await page.getByRole("radio", { name: "Deeper" }).check();
  await expect(page.locator("#deeper")).toBeVisible();
  await expect(page.locator("#senior")).toBeHidden();
  expect(new URL(page.url()).searchParams.get("depth")).toBe("deeper");
  await page.goto(lesson);
  await expect(page.locator("#deeper")).toBeVisible();
  await page.goto(`${lesson}?depth=senior`);
  await expect(page.locator("#senior")).toBeVisible();
  await expect(page.getByRole("radio", { name: "Senior" })).toBeChecked();
});

test("the depth is set before the first paint, and nonsense is the first depth", async ({
  page,
}) => {
  await page.goto(`${lesson}?depth=<b>abyss</b>`);
  expect(await chosen(page)).toBe("crisp");
  // Before any script that is loaded from a file has run.
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      const body = document.querySelector("body");
      if (body === null) return;
      observer.disconnect();
      body.dataset["seen"] = document.documentElement.dataset["depth"] ?? "none";
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(`${lesson}?depth=deeper`);
  await expect(page.locator("body")).toHaveAttribute("data-seen", "deeper");
});

test("what lies deeper offers itself", async ({ page }) => {
  await page.goto(lesson);
  await page.getByRole("button", { name: "Go deeper" }).click();
  await expect(page.locator("#deeper-title")).toBeFocused();
  await page.getByRole("button", { name: "Show the senior internals" }).click();
  await expect(page.locator("#senior-title")).toBeFocused();
  expect(await chosen(page)).toBe("senior");
});

test("a link into a hidden part opens it without remembering", async ({ page }) => {
  await page.goto(`${lesson}#senior`);
  await expect(page.locator("#senior")).toBeVisible();
  await page.goto(lesson);
  await expect(page.locator("#senior")).toBeHidden();
});

test("the contents list names what the depth shows, and leads there", async ({ page }) => {
  await page.goto(lesson);
  const contents = page.getByRole("navigation", { name: "On this page" });
  await expect(contents.getByRole("link", { name: "In short" })).toBeVisible();
  await expect(contents.getByRole("link", { name: "Senior internals" })).toBeHidden();
  await contents.getByRole("link", { name: "Common trap" }).click();
  await expect(page.locator("#trap")).toBeInViewport();
});

test("on a phone the contents and the module are one sheet", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(lesson);
  const sheet = page.locator("#guide");
  await expect(sheet).toBeHidden();
  await page.getByRole("button", { name: "Contents" }).click();
  await expect(sheet.getByRole("navigation", { name: "Course" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await page.getByRole("button", { name: "Contents" }).click();
  await sheet.getByRole("link", { name: "Cards", exact: true }).click();
  await expect(sheet).toBeHidden();
  await expect(page.locator("#cards")).toBeInViewport();
});

test("the sidebar opens the reader's own module only", async ({ page }) => {
  await page.goto(lesson);
  const course = page.getByRole("navigation", { name: "Course" });
  await expect(course.locator("[aria-current=page]")).toHaveText("Interim, success, redirect");
  await expect(course.getByRole("link", { name: "Real time" })).toHaveAttribute("href", /#e$/);
  await expect(course).not.toContainText("A response that keeps talking");
});

test("a term explains itself by keyboard and leads to the glossary and back", async ({ page }) => {
  await page.goto(lesson);
  const term = page.locator("#term-final-response");
  await term.focus();
  await page.keyboard.press("Enter");
  const meaning = page.locator("#meaning-final-response");
  await expect(meaning).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(meaning).toBeHidden();
  await term.click();
  await meaning.getByRole("link", { name: "In the glossary" }).click();
  const entry = page.locator("#final-response");
  await expect(entry).toBeInViewport();
  await entry.getByRole("link", { name: "Interim, success, redirect" }).click();
  await expect(page.locator("#term-final-response")).toBeInViewport();
});

test("every number of a claim leads where the list of sources says", async ({ page }) => {
  await page.goto(`${lesson}?depth=senior`);
  const notes = await page
    .locator(".note a")
    .evaluateAll((links) =>
      links.map((link) => ({ number: Number(link.textContent), to: link.getAttribute("href") })),
    );
  const sources = await page.locator(".sources li").evaluateAll((items) =>
    items.map((item) => ({
      number: (item as HTMLLIElement).value,
      to: item.querySelector("a")?.getAttribute("href"),
    })),
  );
  expect(sources.map(({ number }) => number)).toEqual(sources.map((_, at) => at + 1));
  const addresses = new Map(sources.map(({ number, to }) => [number, to]));
  expect(notes.length).toBeGreaterThan(sources.length);
  for (const { number, to } of notes) expect(to).toBe(addresses.get(number));
});

test("done is marked, remembered and shown on the course map", async ({ page }) => {
  await page.goto(lesson);
  await page.getByRole("button", { name: "Mark as done" }).click();
  await expect(page.getByRole("button", { name: "Done" })).toHaveAttribute("aria-pressed", "true");
  await page.goto("");
  await expect(page.locator('[data-lessons] a[href$="/status-1xx-2xx-3xx/"]')).toHaveClass("done");
});

test("the home page offers to continue where the reader was", async ({ page }) => {
  await page.goto("");
  await expect(page.getByRole("link", { name: /^Start: / })).toBeVisible();
  await page.goto(lesson);
  await page.goto("");
  const next = page.getByRole("link", { name: "Continue: Interim, success, redirect" });
  await expect(next).toHaveAttribute("href", /\/lessons\/status-1xx-2xx-3xx\/$/);
});

test("what was stored by somebody else breaks nothing", async ({ page }) => {
  const errors: Error[] = [];
  page.on("pageerror", (error) => errors.push(error));
  await page.addInitScript(() => {
    localStorage.setItem("otw.progress", '{"last":7,"lessons":{"<b>":"done","a":9}}');
    localStorage.setItem("otw.depth", "<script>");
    localStorage.setItem("otw.theme", "purple");
  });
  await page.goto(lesson);
  await expect(page.locator("#crisp")).toBeVisible();
  expect(errors).toEqual([]);
});

test("storage that refuses is no reason to stop", async ({ page }) => {
  const errors: Error[] = [];
  page.on("pageerror", (error) => errors.push(error));
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get: () => {
        throw new DOMException("refused", "SecurityError");
      },
    });
  });
  await page.goto(lesson);
  await page.getByRole("radio", { name: "Senior" }).check();
  await expect(page.locator("#senior")).toBeVisible();
  await page.getByRole("button", { name: "Mark as done" }).click();
  expect(errors).toEqual([]);
});

test("code can be copied as it stands", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${lesson}?depth=senior`);
  const frame = page.locator(".code-frame").first();
  await frame.hover();
  await frame.getByRole("button", { name: "Copy" }).click();
  await expect(frame.getByRole("button", { name: "Copied" })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(await frame.locator(".code").textContent());
});

test("paper carries the chosen depth and the addresses of the sources, and no controls", async ({
  page,
}) => {
  await page.goto(`${lesson}?depth=deeper`);
  await page.emulateMedia({ media: "print" });
  await expect(page.locator("#deeper")).toBeVisible();
  await expect(page.locator("#senior")).toBeHidden();
  for (const control of ["depth-switch", ".open-guide", ".finish", "#guide", ".offer"])
    await expect(page.locator(control).first()).toBeHidden();
  const printed = await page
    .locator(".sources a")
    .first()
    .evaluate((link) => getComputedStyle(link, "::after").content);
  expect(printed).toContain("https://");
});
