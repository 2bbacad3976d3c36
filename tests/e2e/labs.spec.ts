// What every lab owes its learner: real redirects, links to a state, tabs apart, a worker only when needed.
import { expect, test, type Page } from "@playwright/test";
import { budgets } from "../support/budgets.ts";
import { commitAndRun, foldOf, openLab, pathOf, predictAnything } from "../support/lab-page.ts";

const registrations = (page: Page): Promise<number> =>
  page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);

test.describe("the browser's own engine", () => {
  test("a loop and a chain of 21 redirects end in a TypeError, 20 are followed", async ({
    page,
    baseURL,
  }) => {
    const lab = await openLab(page, baseURL ?? "", "redirect-tracer");
    const run = async (): Promise<void> => {
      await predictAnything(lab);
      await commitAndRun(lab);
    };
    await lab.getByLabel("and names").selectOption("/parcels");
    await run();
    await expect(lab).toContainText("21 requests");
    await expect(lab).toContainText("Nobody looks for loops");
    await expect(lab.getByText("TypeError: ")).toBeVisible();

    await lab.getByRole("button", { name: "Reset" }).click();
    await foldOf(lab, "More hops and settings").locator("summary").click();
    await lab.getByLabel("Draw the chain out").selectOption("20");
    await run();
    await expect(lab.locator(".tracer-run tbody tr")).toHaveCount(21);
    await expect(lab).toContainText('type: "basic", status: 200, redirected: true');

    await lab.getByLabel("Draw the chain out").selectOption("21");
    await run();
    await expect(lab.locator(".tracer-run tbody tr")).toHaveCount(21);
    await expect(lab.getByText("TypeError: ")).toBeVisible();
  });

  test("redirect: manual shows status 0 and nothing else", async ({ page, baseURL }) => {
    const lab = await openLab(page, baseURL ?? "", "redirect-tracer");
    await foldOf(lab, "More hops and settings").locator("summary").click();
    await lab.getByLabel("redirect: “manual”").check();
    await predictAnything(lab);
    await commitAndRun(lab);
    await expect(lab).toContainText('type: "opaqueredirect", status: 0');
    await expect(lab.locator(".tracer-run tbody tr")).toHaveCount(1);
  });

  test("every status does to every method what the model's rule says", async ({
    page,
    baseURL,
  }) => {
    test.setTimeout(120_000);
    const lab = await openLab(page, baseURL ?? "", "redirect-tracer");
    const arrivals: Record<string, string> = {};
    for (const method of ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]) {
      for (const status of ["301", "302", "303", "307", "308"]) {
        await lab.getByRole("button", { name: "Reset" }).click();
        await lab.getByLabel("You send").selectOption(method);
        await lab.getByLabel("answers").selectOption(status);
        await predictAnything(lab);
        await commitAndRun(lab);
        const row = lab.locator(".tracer-run tbody tr").nth(1).locator("td").nth(1);
        arrivals[`${method} ${status}`] = (await row.innerText())
          .replace(" /parcels/42", "")
          .replace("\u00a0", " ");
      }
    }
    const kept = (method: string): string =>
      method === "GET" || method === "HEAD" ? method : `${method} · 27 B`;
    for (const [pair, arrived] of Object.entries(arrivals)) {
      const [method = "", status = ""] = pair.split(" ");
      const rewritten =
        (method === "POST" && /30[12]/.test(status)) ||
        (status === "303" && method !== "GET" && method !== "HEAD");
      expect(arrived, pair).toBe(rewritten ? "GET" : kept(method));
    }
  });
});

test.describe("links to a state", () => {
  test("lead to the same state in another tab", async ({ page, context, baseURL }) => {
    const lab = await openLab(page, baseURL ?? "", "redirect-tracer");
    await lab.getByLabel("You send").selectOption("PATCH");
    await lab.getByLabel("answers").selectOption("307");
    await lab.getByRole("link", { name: "Link to this state" }).click();
    await expect(lab.getByRole("status")).toContainText("now leads to this state");
    const address = page.url();
    expect(new URL(address).hash).toMatch(/^#redirect-tracer=v1\./);

    const other = await context.newPage();
    await other.goto(address);
    const opened = other.locator("section#redirect-tracer");
    await expect(opened).toBeInViewport();
    await expect(opened.getByLabel("You send")).toHaveValue("PATCH");
    await expect(opened.getByLabel("answers")).toHaveValue("307");
    await expect(opened.getByRole("status")).toHaveText("Opened the state of the link.");
  });

  for (const hash of ["v1.bm9uc2Vuc2U", "v9.W10", "<script>alert(1)</script>", "v1."]) {
    test(`nonsense gives the start state and says so: ${hash}`, async ({ page, baseURL }) => {
      page.on("dialog", () => {
        throw new Error("something in the address was run");
      });
      const lab = await openLab(page, baseURL ?? "", "redirect-tracer", `#redirect-tracer=${hash}`);
      await expect(lab.getByRole("status")).toContainText("could not be read");
      await expect(lab.getByLabel("You send")).toHaveValue("POST");
    });
  }

  test("an unusual request travels whole and is shown as text", async ({ page, baseURL }) => {
    const lab = await openLab(page, baseURL ?? "", "triage-desk");
    await foldOf(lab, "Change fields and content").locator("summary").click();
    const content = '<img src=x onerror="document.title=1">é';
    await lab.getByLabel("Content (none goes").fill(content);
    await lab.getByLabel("Address", { exact: true }).fill("/orders/17");
    await lab.getByRole("link", { name: "Link to this state" }).click();
    await page.reload();
    await expect(lab.getByRole("status")).toHaveText("Opened the state of the link.");
    await expect(lab.getByLabel("The request", { exact: true })).toContainText(content);
    await expect(lab.locator("img")).toHaveCount(0);
  });
});

test.describe("the worker", () => {
  test("comes when a lab is near, and not before", async ({ page, baseURL }) => {
    await page.goto((baseURL ?? "") + pathOf("redirect-tracer"), { waitUntil: "networkidle" });
    expect(await registrations(page)).toBe(0);
    const lab = page.locator("section#redirect-tracer");
    await lab.scrollIntoViewIfNeeded();
    await expect(lab).not.toHaveClass(/waiting/);
    await predictAnything(lab);
    await commitAndRun(lab);
    expect(await registrations(page)).toBe(1);
  });

  test("leaves everything but the labs to the network", async ({ page, baseURL }) => {
    const lab = await openLab(page, baseURL ?? "", "redirect-tracer");
    await predictAnything(lab);
    await commitAndRun(lab);
    const served: Record<string, boolean> = {};
    page.on("response", (response) => {
      served[new URL(response.url()).pathname] = response.fromServiceWorker();
    });
    const status = await page.evaluate(async () => (await fetch(location.href)).status);
    expect(status).toBe(200);
    expect(served).toEqual({ [new URL(page.url()).pathname]: false });
    const stranger = `${baseURL ?? ""}lab/redirect-tracer/another-tab/parcels`;
    expect(await page.evaluate(async (to) => (await fetch(to)).status, stranger)).toBe(404);
  });

  test("keeps two tabs apart", async ({ page, context, baseURL }) => {
    // A lab hydrates in the tab that is in front.
    const first = await openLab(page, baseURL ?? "", "triage-desk");
    const second = await openLab(await context.newPage(), baseURL ?? "", "triage-desk");
    for (const lab of [first, second]) {
      await lab
        .getByRole("combobox", { name: "Ticket" })
        .selectOption({ label: "A robot asks for quotes, again and again" });
    }
    const statuses: string[] = [];
    for (const lab of [first, first, first, second]) {
      await lab.page().bringToFront();
      const again = lab.getByRole("button", { name: "Predict again" });
      if (await again.isVisible()) await again.click();
      await predictAnything(lab);
      await commitAndRun(lab);
      statuses.push((await lab.getByLabel("The answer", { exact: true }).innerText()).slice(0, 3));
    }
    expect(statuses).toEqual(["200", "200", "429", "200"]);
  });

  test("takes on a page that was loaded past it, without a reload", async ({
    page,
    context,
    baseURL,
  }) => {
    const lab = await openLab(page, baseURL ?? "", "redirect-tracer");
    await predictAnything(lab);
    await commitAndRun(lab);
    const other = await context.newPage();
    await openLab(other, baseURL ?? "", "redirect-tracer");
    await page.bringToFront();
    const session = await context.newCDPSession(page);
    const loaded = page.waitForEvent("load");
    await session.send("Page.reload", { ignoreCache: true });
    await loaded;
    await lab.scrollIntoViewIfNeeded();
    await expect(lab).not.toHaveClass(/waiting/);
    expect(await page.evaluate(() => performance.getEntriesByType("navigation").length)).toBe(1);
    await predictAnything(lab);
    await commitAndRun(lab);
    await expect(lab.locator("header")).toContainText("LIVE");
  });
});

test.describe("a browser that refuses", () => {
  const refusals: Readonly<Record<string, () => void>> = {
    "has no service workers": () => {
      Reflect.deleteProperty(Navigator.prototype, "serviceWorker");
    },
    "refuses to register one": () => {
      ServiceWorkerContainer.prototype.register = () =>
        Promise.reject(new DOMException("refused", "SecurityError"));
    },
    "refuses storage as well": () => {
      const refuse = (): never => {
        throw new DOMException("refused", "SecurityError");
      };
      Object.defineProperty(globalThis, "localStorage", { configurable: true, get: refuse });
      ServiceWorkerContainer.prototype.register = () =>
        Promise.reject(new DOMException("refused", "SecurityError"));
    },
  };
  for (const [what, refuse] of Object.entries(refusals)) {
    test(`${what}: the lab runs as a MODEL and says so`, async ({ page, baseURL }) => {
      const errors: string[] = [];
      page.on("pageerror", ({ message }) => errors.push(message));
      await page.addInitScript(refuse);
      const lab = await openLab(page, baseURL ?? "", "redirect-tracer");
      await predictAnything(lab);
      await commitAndRun(lab);
      await expect(lab.locator("header .badge")).toHaveText("MODEL");
      await expect(lab.locator("header")).toContainText("refuses service workers");
      await expect(lab.locator(".lab-findings li").first()).toContainText("GET at /parcels/42");
      expect(errors).toEqual([]);
    });
  }
});

test.describe("without JavaScript", { tag: "@no-js" }, () => {
  for (const { lab: id } of budgets.labs) {
    test(`the first state of ${id} can be read`, async ({ page, baseURL }) => {
      await page.goto((baseURL ?? "") + pathOf(id));
      const lab = page.locator(`section#${id}`);
      await expect(lab.getByRole("heading", { level: 3 })).toBeVisible();
      await expect(lab.locator(".lab-ask").first()).toBeVisible();
      await expect(lab.locator(".lab-controls")).toBeVisible();
      await expect(lab.getByRole("heading", { name: "Predict" })).toBeVisible();
      await expect(lab.getByRole("button", { name: "Commit prediction" })).toBeDisabled();
      await expect(lab.locator(".lab-challenge summary").first()).toBeVisible();
      await expect(page.locator(".lab-noscript").first()).toBeVisible();
    });
  }
});
