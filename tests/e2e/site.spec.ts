// The frame around the lessons: course map, theme, reference, glossary, 404, and what crosses the network.
import { expect, test, type Page } from "@playwright/test";
import { pageKinds } from "../support/page-kinds.ts";

const paper = (page: Page): Promise<string> =>
  page.evaluate(() => getComputedStyle(document.body).backgroundColor);

test("the course map shows 26 lessons in seven modules; what is coming is no link", async ({
  page,
}) => {
  await page.goto("");
  await expect(page.locator(".course-map > section")).toHaveCount(7);
  await expect(page.locator(".course-map li")).toHaveCount(26);
  await expect(page.locator(".course-map .coming a")).toHaveCount(0);
  const numbers = await page.locator(".course-map .n").allTextContents();
  expect(numbers.map(Number)).toEqual(Array.from({ length: 26 }, (_, at) => at + 1));
});

test("the bytes on the home page are those of the fields below them", async ({ page }) => {
  await page.goto("");
  const strip = page.locator(".strip").first();
  const hex = (await strip.locator("code").allTextContents()).join(" ").split(/\s+/);
  const text = String.fromCharCode(...hex.map((octet) => Number.parseInt(octet, 16)));
  expect(text).toBe("GET /parcels/42 HTTP/1.1\r\n");
  await expect(strip.locator(".strip-label")).toContainText(`${String(hex.length)} bytes`);
});

test("the theme follows the system, can be switched and is remembered @phone", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("");
  const dark = await paper(page);
  const button = page.getByRole("button", { name: /^Theme/ });
  await button.click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
  const light = await paper(page);
  expect(light).not.toBe(dark);
  await page.reload();
  expect(await paper(page)).toBe(light);
  await button.click();
  await button.click();
  await expect(page.locator("html")).not.toHaveAttribute("data-theme");
  expect(await paper(page)).toBe(dark);
});

test.describe("the status codes", () => {
  test("are searched by number, name and field", async ({ page }) => {
    await page.goto(pageKinds.reference);
    const rows = page.locator(".code-row:visible");
    await expect(rows).toHaveCount(64);
    const search = page.getByLabel("Search");
    await search.fill("conflict");
    await expect(rows.locator("h3")).toContainText(["409"]);
    await search.fill("www-authenticate");
    await expect(page.locator('[id="401"]')).toBeVisible();
    await search.fill("no such words anywhere");
    await expect(rows).toHaveCount(0);
    await expect(page.getByRole("status").first()).toHaveText("0 of 64 codes");
  });

  test("are filtered by class and by retry, and the address says so", async ({ page }) => {
    await page.goto(pageKinds.reference);
    await page.getByRole("radio", { name: "5xx" }).check();
    const rows = page.locator(".code-row:visible");
    await expect(rows).toHaveCount(11);
    await page.getByRole("radio", { name: "yes" }).check();
    const { searchParams } = new URL(page.url());
    expect([searchParams.get("class"), searchParams.get("retry")]).toEqual(["5", "yes"]);
    await page.goto(`${pageKinds.reference}?retry=yes&class=4&q=connection`);
    await expect(page.getByRole("radio", { name: "4xx" })).toBeChecked();
    await expect(page.locator('[id="421"]')).toBeVisible();
    await page.goto(`${pageKinds.reference}?class=9&retry=<script>`);
    await expect(rows).toHaveCount(64);
  });

  test("have an anchor each, which undoes a filter that hides it", async ({ page }) => {
    await page.goto(`${pageKinds.reference}?class=5#409`);
    await expect(page.locator('[id="409"]')).toBeInViewport();
    await expect(page.getByRole("radio", { name: "all" }).first()).toBeChecked();
  });

  test("can be fired at the mock service", async ({ page }) => {
    await page.goto(pageKinds.reference);
    expect(await page.evaluate(() => navigator.serviceWorker.getRegistrations())).toHaveLength(0);
    const row = page.locator('[id="405"]');
    await row.getByRole("button", { name: "Fire it: 405" }).click();
    await expect(row.getByRole("group", { name: "It answered" })).toContainText(
      /405.*\nallow: GET, HEAD, POST/,
    );
    await expect(row.getByRole("group", { name: "The service saw" })).toContainText("DELETE");
  });

  test("by keyboard: search, choose a class, fire", async ({ page }) => {
    await page.goto(pageKinds.reference);
    await page.getByLabel("Search").focus();
    await page.keyboard.type("404");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowRight");
    await expect(page.getByRole("radio", { name: "1xx" })).toBeChecked();
    await page.keyboard.press("ArrowLeft");
    await expect(page.locator('[id="404"]')).toBeVisible();
    await page.locator('[id="404"] button').focus();
    await page.keyboard.press("Enter");
    await expect(page.locator('[id="404"] .fired')).toContainText("It answered");
  });
});

test("the glossary leads to the places that mark each term", async ({ page }) => {
  await page.goto(pageKinds.glossary);
  const entries = page.locator(".glossary > div");
  expect(await entries.count()).toBeGreaterThan(0);
  for (const place of await page.locator('.glossary a[href*="#term-"]').all()) {
    const href = (await place.getAttribute("href")) ?? "";
    const marked = await page.request.get(href);
    expect(await marked.text()).toContain(`id="${href.split("#")[1] ?? ""}"`);
  }
});

test("an address that leads nowhere answers 404 with the whole course", async ({ page }) => {
  const response = await page.goto(pageKinds["not found"]);
  expect(response?.status()).toBe(404);
  await expect(page.locator(".course-map li")).toHaveCount(26);
  await expect(page.locator('meta[name="robots"]')).toHaveAttribute("content", "noindex");
});

test("the skip link is first and leads to the text", async ({ page }) => {
  await page.goto(pageKinds.lesson);
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to the text" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#main$/);
});

for (const [kind, path] of Object.entries(pageKinds)) {
  test(`${kind}: the policy refuses nothing and nothing comes from elsewhere`, async ({
    page,
    baseURL,
  }) => {
    const { origin } = new URL(baseURL ?? "");
    const complaints: string[] = [];
    const foreign: string[] = [];
    page.on("console", (message) => {
      if (/content security policy|refused to/i.test(message.text()))
        complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      const url = new URL(request.url());
      if (url.protocol !== "data:" && url.origin !== origin) foreign.push(request.url());
    });
    await page.goto(path, { waitUntil: "networkidle" });
    const policy = await page
      .locator('meta[http-equiv="content-security-policy"]')
      .getAttribute("content");
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|https?:/);
    for (const directive of ["default-src 'self'", "object-src 'none'", "base-uri 'self'"])
      expect(policy).toContain(directive);
    expect(await page.locator("[style]").count()).toBe(0);
    expect(complaints).toEqual([]);
    expect(foreign).toEqual([]);
  });

  test(`${kind}: what search engines and link previews read is complete`, async ({ page }) => {
    await page.goto(path);
    const of = (selector: string, name: string): Promise<string | null> =>
      page.locator(selector).getAttribute(name);
    expect((await of('meta[name="description"]', "content"))?.length).toBeGreaterThan(20);
    const picture = new URL((await of('meta[property="og:image"]', "content")) ?? "");
    expect((await page.request.get(picture.pathname)).headers()["content-type"]).toBe("image/png");
    if (kind === "not found") return;
    expect(await of('link[rel="canonical"]', "href")).toMatch(/^https?:\/\/[^?#]+\/$/);
  });
}

test("structured data says what the pages are", async ({ page }) => {
  const read = async (): Promise<Record<string, unknown>> =>
    JSON.parse(
      (await page.locator('script[type="application/ld+json"]').textContent()) ?? "{}",
    ) as Record<string, unknown>;
  await page.goto("");
  expect((await read())["@type"]).toBe("Course");
  await page.goto(pageKinds.lesson);
  const lesson = await read();
  expect(lesson["@type"]).toBe("LearningResource");
  expect(lesson["timeRequired"]).toMatch(/^PT\d+M$/);
});

test("the sitemap names every page that is written, and robots.txt names the sitemap", async ({
  page,
  baseURL,
}) => {
  const robots = await (await page.request.get("robots.txt")).text();
  expect(robots).toMatch(/^Sitemap: https?:\/\/.*sitemap\.xml$/m);
  const map = await (await page.request.get("sitemap.xml")).text();
  const paths = [...map.matchAll(/<loc>([^<]+)<\/loc>/g)].map(
    ([, at = ""]) => new URL(at).pathname,
  );
  expect(new Set(paths).size).toBe(paths.length);
  await page.goto("");
  const lessons = await page
    .locator(".course-map a")
    .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).pathname));
  expect(paths).toEqual(expect.arrayContaining([...lessons, new URL(baseURL ?? "").pathname]));
});
