// The labs of lesson 16 in a real browser: its own parser beside ours, resuming, and a page that is disturbed.
import { expect, test, type Locator } from "@playwright/test";
import { EXAMPLES } from "../../src/labs/stream-composer/stream.ts";
import { commitAndRun, foldOf, keyboardOf, openLab, predictAnything } from "../support/lab-page.ts";

const run = async (lab: Locator): Promise<void> => {
  await predictAnything(lab);
  await commitAndRun(lab);
};
const rowsOf = (lab: Locator, region: string): Locator =>
  lab.getByRole("region", { name: region, exact: true }).locator("tbody tr");
const hide = (hidden: boolean): void => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
};

test.describe("the stream composer", () => {
  for (const lineEnd of ["LF", "CR LF", "CR"]) {
    test(`the browser's parser and ours agree on every example, ${lineEnd}`, async ({
      page,
      baseURL,
    }) => {
      const lab = await openLab(page, baseURL ?? "", "stream-composer");
      await lab.getByLabel("Enter writes").selectOption(lineEnd);
      for (const { name } of EXAMPLES) {
        await lab.getByLabel("Begin with").selectOption(name);
        await run(lab);
        await expect(lab, name).toContainText("Your browser’s EventSource and our engine agree");
      }
      await expect(lab.locator(".badge")).toHaveText("LIVE");
    });
  }

  test("the pieces in which a stream comes make no difference", async ({ page, baseURL }) => {
    const lab = await openLab(page, baseURL ?? "", "stream-composer");
    await lab.getByLabel("The stream", { exact: true }).fill("id: 1\ndata: é\\r\\r\\ndata: 📦\n\n");
    const seen: string[] = [];
    for (const pieces of ["whole", "lines", "bytes"]) {
      await lab.getByLabel("It is sent").selectOption(pieces);
      await run(lab);
      seen.push((await rowsOf(lab, "Events").allInnerTexts()).join("; "));
    }
    expect(new Set(seen).size).toBe(1);
    expect(seen[0]).toContain("“é”");
    expect(seen[0]).toContain("“📦”");
  });

  test("a stream is data: what looks like markup is shown as text, in a linked state too", async ({
    page,
    baseURL,
  }) => {
    const lab = await openLab(page, baseURL ?? "", "stream-composer");
    const markup = '<img src=x onerror="document.title=1">';
    await lab.getByLabel("The stream", { exact: true }).fill(`event: error\ndata: ${markup}\n\n`);
    await lab.getByRole("link", { name: "Link to this state" }).click();
    await page.reload();
    await lab.scrollIntoViewIfNeeded();
    await expect(lab.getByRole("status").first()).toHaveText("Opened the state of the link.");
    await run(lab);
    await expect(rowsOf(lab, "Events")).toHaveCount(1);
    await expect(rowsOf(lab, "Events")).toContainText(markup);
    await expect(lab.locator("img")).toHaveCount(0);
    expect(await page.title()).not.toBe("1");
  });

  test("by keyboard alone: a stream, a prediction, a challenge", async ({ page, baseURL }) => {
    const lab = await openLab(page, baseURL ?? "", "stream-composer");
    const keys = keyboardOf(page);
    await keys.write(lab.getByLabel("The stream", { exact: true }), "data: a\n\ndata: b\n");
    await keys.write(lab.getByLabel("before the stream ends"), "1");
    await keys.write(lab.getByLabel("does onmessage hear"), "1");
    const [data, id] = [
      lab.locator(".lab-predict .lab-question").nth(0),
      lab.locator(".lab-predict .lab-question").nth(1),
    ];
    await keys.choose(data, "“a”");
    await keys.choose(id, "no such field");
    await keys.enter(lab.getByRole("button", { name: "Commit prediction" }));
    await expect(lab.getByRole("button", { name: "Run", exact: true })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(lab.getByRole("status").first()).toContainText("4 of 4 predictions were right.");

    const fold = foldOf(lab, "Two lines in one event");
    await keys.enter(fold.locator("summary"));
    const asked = await fold.locator("form > p").first().innerText();
    const [, type = "", number = "", one = "", other = ""] =
      /type (\w+) with the id (\d+) .*: (\w+) and (\w+)\./.exec(asked) ?? [];
    const field = fold.getByLabel("Your stream");
    await keys.write(field, `event: ${type}\nid: ${number}\ndata: ${one}\n${other}\n\n`);
    await keys.enter(fold.getByRole("button", { name: "Check" }));
    await expect(fold).toContainText("each line needs a data field of its own");
    await fold.getByRole("button", { name: "Check" }).focus();
    await page.keyboard.press("Shift+Tab");
    await keys.write(field, `event: ${type}\nid: ${number}\ndata: ${one}\ndata: ${other}\n\n`);
    await keys.enter(fold.getByRole("button", { name: "Check" }));
    await expect(fold).toContainText("✓ Solved.");
  });

  test("without service workers the package reads the stream, and the badge says MODEL", async ({
    page,
    baseURL,
  }) => {
    await page.addInitScript(() => {
      Reflect.deleteProperty(Navigator.prototype, "serviceWorker");
    });
    const lab = await openLab(page, baseURL ?? "", "stream-composer");
    await run(lab);
    await expect(lab.locator("header .badge")).toHaveText("MODEL");
    await expect(lab).toContainText("The package eventsource and our engine agree: 2 events");
  });

  test("a worker that never answers: the run is given up, and the next one works", async ({
    page,
    baseURL,
  }) => {
    await page.clock.install();
    await page.addInitScript(() => {
      const own = globalThis.EventSource;
      globalThis.EventSource = class Silent extends EventTarget {
        readonly close = (): void => {
          globalThis.EventSource = own;
        };
      } as unknown as typeof EventSource;
    });
    const lab = await openLab(page, baseURL ?? "", "stream-composer");
    await predictAnything(lab);
    await lab.getByRole("button", { name: "Commit prediction" }).click();
    await lab.getByRole("button", { name: "Run", exact: true }).click();
    const status = lab.getByRole("status").first();
    await expect(status).toHaveText("Running …");
    // The watch begins once the worker is there; until then there is no patience to lose.
    await expect(async () => {
      await page.clock.runFor(3000);
      await expect(status).toContainText("nothing happened for 8 s. Run it again.", {
        timeout: 100,
      });
    }).toPass();
    await lab.getByRole("button", { name: "Run", exact: true }).click();
    await expect(lab).toContainText("our engine agree: 2 events");
  });
});

test.describe("the reconnect bench", () => {
  test("resumes by Last-Event-ID through two cuts and stays away after 204", async ({
    page,
    baseURL,
  }) => {
    const lab = await openLab(page, baseURL ?? "", "reconnect-bench");
    await run(lab);
    const cells = await rowsOf(lab, "Requests and events").evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll("td")].slice(2).map((cell) => cell.textContent)),
    );
    expect(cells).toEqual([
      ["–", "200, cut", "1 2"],
      ["2", "200, cut", "3 4"],
      ["4", "200, closed", "5 6 7 8"],
      ["8", "204", "–"],
    ]);
    await expect(lab).toContainText("has given up (CLOSED)");
    await lab.getByText("Wire panel").click();
    await lab.locator(".lab-open").nth(1).click();
    await expect(lab.locator(".lab-fields").first()).toContainText("last-event-id");
  });

  const ends = [
    ["500", 1, "has given up (CLOSED)"],
    ["html", 1, "has given up (CLOSED)"],
    ["hold", 1, "is connected (OPEN)"],
    ["rest", 6, "once more (CONNECTING)"],
  ] as const;
  for (const [answer, requests, end] of ends) {
    test(`answered with ${answer}: ${requests} requests, ${end}`, async ({ page, baseURL }) => {
      const lab = await openLab(page, baseURL ?? "", "reconnect-bench");
      for (const slot of ["First", "Second", "Third", "Every later"]) {
        await lab.getByLabel(`${slot} request gets`).selectOption(answer);
      }
      await run(lab);
      await expect(rowsOf(lab, "Requests and events")).toHaveCount(requests);
      await expect(lab).toContainText(end);
    });
  }

  test("no network before the first run: it says so, and runs on request once it is back", async ({
    page,
    context,
    baseURL,
  }) => {
    const lab = await openLab(page, baseURL ?? "", "reconnect-bench");
    await predictAnything(lab);
    await lab.getByRole("button", { name: "Commit prediction" }).click();
    await context.setOffline(true);
    await lab.getByRole("button", { name: "Run", exact: true }).click();
    await expect(lab.getByRole("status").first()).toContainText("once the page is online");
    await context.setOffline(false);
    await lab.getByRole("button", { name: "Run", exact: true }).click();
    await expect(rowsOf(lab, "Requests and events")).toHaveCount(4);
  });

  test("a hidden tab and a network that goes: it says so and goes on", async ({
    page,
    context,
    baseURL,
  }) => {
    const lab = await openLab(page, baseURL ?? "", "reconnect-bench");
    // The first run loads what it needs; the next one has to do without a network.
    await run(lab);
    await foldOf(lab, "Length of the feed").locator("summary").click();
    await lab.getByRole("slider", { name: "retry" }).fill("1000");
    // Cut after every two events: six requests and so five waits, in the middle of which all happens.
    for (const slot of ["Third", "Every later"]) {
      await lab.getByLabel(`${slot} request gets`).selectOption("cut");
    }
    await predictAnything(lab);
    await lab.getByRole("button", { name: "Commit prediction" }).click();
    const asked = page.waitForRequest(/\/scans$/);
    await lab.getByRole("button", { name: "Run", exact: true }).click();
    await asked;
    await page.evaluate(hide, true);
    await page.evaluate(hide, false);
    await context.setOffline(true);
    await expect(lab).toContainText("every event, each once: 1 2 3 4 5 6 7 8", { timeout: 20_000 });
    await expect(lab).toContainText("The tab was hidden for");
    await expect(lab).toContainText("The network went off");
    await context.setOffline(false);
  });
});

test.describe("the held line", () => {
  test("a heartbeat just below the timeout keeps the line, by keyboard alone", async ({
    page,
    baseURL,
  }) => {
    const lab = await openLab(page, baseURL ?? "", "held-line");
    const keys = keyboardOf(page);
    const fold = foldOf(lab, "Just enough heartbeat");
    await keys.enter(fold.locator("summary"));
    const asked = await fold.locator("form > p").first().innerText();
    const timeout = Number(/after (\d+) s/.exec(asked)?.[1]);
    await keys.enter(fold.getByRole("button", { name: "Set up the lab for it" }));
    await keys.to(lab.getByRole("slider", { name: "A comment every" }));
    for (let seconds = 0; seconds < timeout - 5; seconds += 5) {
      await page.keyboard.press("ArrowRight");
    }
    await keys.write(lab.getByLabel("does the proxy hang up"), "0");
    await keys.write(lab.getByLabel("bytes of heartbeats"), "60");
    await keys.enter(lab.getByRole("button", { name: "Commit prediction" }));
    await expect(lab.getByRole("button", { name: "Run", exact: true })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(fold).toContainText("✓ Solved.");
    await expect(lab).toContainText("the proxy hung up 0 times");
  });
});
