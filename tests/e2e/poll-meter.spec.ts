// The poll meter in a browser: the four ways, a lost scan, and what becomes of a run that is disturbed.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test, type Locator, type Page } from "@playwright/test";
import { dist } from "../support/built.ts";
import { foldOf, keyboardOf, openLab, predictAnything } from "../support/lab-page.ts";

const ID = "poll-meter";
/** A run takes six seconds and some for the tail; slow machines get more. */
const RUN = { timeout: 30_000 };

/** Commits anything and starts the run, without waiting for its end. */
async function begin(lab: Locator): Promise<void> {
  await predictAnything(lab);
  await lab.getByRole("button", { name: "Commit prediction" }).click();
  await lab.getByRole("button", { name: "Run", exact: true }).click();
  await expect(lab.getByText("on the depot’s clock")).toBeVisible();
  await expect(lab.getByRole("button", { name: "Pause" })).toBeEnabled();
}

const seen = (lab: Locator): Promise<void> =>
  expect(lab.getByRole("heading", { name: "Observation", exact: true })).toBeVisible(RUN);

/** A row of the totals by its first cell, as texts. */
const rowOf = (lab: Locator, way: string): Promise<string[]> =>
  lab
    .locator(".meter-totals tr", { has: lab.page().getByRole("rowheader", { name: way }) })
    .locator("td")
    .allInnerTexts();

/** All 18 polls of the start state were made and no scan was lost; a scan close to a poll may come with it or not. */
async function expectWhole(lab: Locator): Promise<void> {
  const [requests, empty, lost] = await rowOf(lab, "Short polling");
  expect([requests, lost]).toEqual(["18", "0"]);
  expect(Math.abs(Number(empty) - 9)).toBeLessThanOrEqual(2);
}

/** Moves a slider from a page's script, as a finger would. */
async function slide(lab: Locator, dial: string, value: number): Promise<void> {
  await lab.locator(`#${ID}-${dial}`).evaluate((input, to) => {
    (input as HTMLInputElement).value = String(to);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }, value);
}

/** Says to the page that its tab is hidden, or not any more. */
const hide = (page: Page, hidden: boolean): Promise<void> =>
  page.evaluate((to) => {
    Object.defineProperty(document, "visibilityState", {
      configurable: true,
      get: () => (to ? "hidden" : "visible"),
    });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);

test("four ways bring the same scans, and the requests are the browser's own", async ({
  page,
  baseURL,
}) => {
  const lab = await openLab(page, baseURL ?? "", ID);
  await begin(lab);
  await seen(lab);
  await expect(lab.locator("header .badge")).toHaveText("LIVE");
  await expectWhole(lab);
  expect((await rowOf(lab, "Long polling")).at(2)).toBe("0");
  expect((await rowOf(lab, "SSE")).slice(0, 3)).toEqual(["1", "–", "0"]);
  expect((await rowOf(lab, "WebSocket")).slice(0, 3)).toEqual(["1", "–", "0"]);
  await lab.locator("summary", { hasText: "Wire panel" }).click();
  await lab.getByRole("button", { name: "/scans/next?after=0" }).click();
  await expect(lab.getByText("user-agent")).toHaveCount(0);
  await lab.getByRole("button", { name: "Show as HTTP/1.1 bytes" }).click();
  await expect(lab.getByText("GET /scans/next?after=0 HTTP/1.1")).toBeVisible();
  await lab.getByRole("button", { name: "Count as HTTP/2, too" }).click();
  await expect(lab.getByRole("columnheader", { name: "as HTTP/2" })).toBeVisible();
  await lab.getByRole("button", { name: "The WebSocket’s frames" }).click();
  await expect(lab.getByText("GET /scans/socket").first()).toBeVisible();
  await expect(lab.getByText("101 Switching Protocols").first()).toBeVisible();
});

test("a scan between two long polls is lost without a cursor", async ({ page, baseURL }) => {
  const lab = await openLab(page, baseURL ?? "", ID);
  await slide(lab, "rate", 30);
  await foldOf(lab, "Cursor, gap, proxy and stream").locator("summary").click();
  await slide(lab, "gap", 3);
  await lab.getByLabel("names the last scan").uncheck();
  await begin(lab);
  await seen(lab);
  expect(Number((await rowOf(lab, "Long polling")).at(2))).toBeGreaterThan(10);
  expect((await rowOf(lab, "Short polling")).at(2)).toBe("0");
  await expect(lab.getByText("Lost between two long polls:")).toBeVisible();
});

test("a run can be paused, ended and begun again", async ({ page, baseURL }) => {
  const lab = await openLab(page, baseURL ?? "", ID);
  await begin(lab);
  await lab.getByRole("button", { name: "Pause" }).click();
  await expect(lab.getByText("which stands still")).toBeVisible();
  await lab.getByRole("button", { name: "End it" }).click();
  await expect(lab.locator(".lab-notice")).toContainText("you ended it at");
  await lab.getByRole("button", { name: "Run", exact: true }).click();
  await lab.getByRole("button", { name: "Pause" }).click();
  await lab.getByRole("button", { name: "Go on" }).click();
  await seen(lab);
  await expect(lab.getByText("you paused it")).toBeVisible();
  await expectWhole(lab);
});

test("a reset in the middle leaves nothing behind", async ({ page, baseURL }) => {
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  const lab = await openLab(page, baseURL ?? "", ID);
  await begin(lab);
  await lab.getByRole("button", { name: "Reset" }).click();
  await expect(lab.getByRole("button", { name: "Commit prediction" })).toBeEnabled();
  await begin(lab);
  await seen(lab);
  await expectWhole(lab);
  expect(errors).toEqual([]);
});

test("challenges that are solved by running the meter", async ({ page, baseURL }) => {
  const lab = await openLab(page, baseURL ?? "", ID);
  const settings = foldOf(lab, "Cursor, gap, proxy and stream");

  await test.step("a hold that the proxy lets pass", async () => {
    const fold = foldOf(lab, "Hold it as long as the proxy does");
    await fold.locator("summary").click();
    const ask = await fold.locator("form > p, p").first().innerText();
    await fold.getByRole("button", { name: "Set up the lab for it" }).click();
    await slide(lab, "hold", Number(/after (\d+) s/.exec(ask)?.[1]) - 5);
    await begin(lab);
    await seen(lab);
    await expect(fold).toContainText("✓ Solved.");
  });

  await test.step("fewer bytes than every stream", async () => {
    const fold = foldOf(lab, "When asking wins");
    await fold.locator("summary").click();
    const ask = await fold.locator("form > p, p").first().innerText();
    await fold.getByRole("button", { name: "Set up the lab for it" }).click();
    await lab
      .getByLabel("Short polling asks every")
      .selectOption(/be (\d+) s behind/.exec(ask)?.[1] ?? "");
    await settings.locator("summary").click();
    await lab.getByLabel("holds only the newest scan").check();
    await begin(lab);
    await seen(lab);
    await expect(fold).toContainText("✓ Solved.");
  });
});

test("the meter by keyboard alone", async ({ page, baseURL }) => {
  const lab = await openLab(page, baseURL ?? "", ID);
  const keys = keyboardOf(page);
  const button = (name: string) => lab.getByRole("button", { name, exact: true });

  await test.step("predict, run, pause, go on, compare", async () => {
    await keys.pick(lab.getByLabel("Short polling asks every"), "20");
    for (const line of await lab.locator(".lab-predict .lab-number").all()) {
      await keys.write(line, "5");
    }
    await keys.choose(lab.locator(".lab-predict .lab-question"), "Long polling");
    await keys.enter(button("Commit prediction"));
    await expect(button("Run")).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(button("Pause")).toBeEnabled();
    await keys.enter(button("Pause"));
    await keys.enter(button("Go on"));
    await seen(lab);
    expect((await rowOf(lab, "Short polling"))[0]).toBe("9");
    await expect(lab.getByRole("heading", { name: "Prediction and observation" })).toBeFocused();
  });

  await test.step("a challenge, wrong and right", async () => {
    const fold = foldOf(lab, "The scan that nobody asked for");
    await keys.enter(fold.locator("summary"));
    const asked = await fold.locator("form > p").first().innerText();
    const first = Number(/Scan (\d+) comes/.exec(asked)?.[1]);
    await keys.tick(fold.getByRole("checkbox", { name: `scan ${first}`, exact: true }));
    await keys.choose(fold.locator(".lab-question").nth(1), /^after=/);
    await keys.enter(fold.getByRole("button", { name: "Check" }));
    await expect(fold).toContainText("what the answer was waiting for");
    await keys.tick(fold.getByRole("checkbox", { name: `scan ${first}`, exact: true }));
    await keys.tick(fold.getByRole("checkbox", { name: `scan ${first + 1}`, exact: true }));
    await keys.enter(fold.getByRole("button", { name: "Check" }));
    await expect(fold).toContainText("✓ Solved.");
  });
});

test.describe("a disturbed run says what happened and goes on", () => {
  test("a tab that is hidden for a minute", async ({ page, baseURL }) => {
    await page.clock.install();
    const lab = await openLab(page, baseURL ?? "", ID);
    await begin(lab);
    await hide(page, true);
    await page.clock.fastForward("01:00");
    await hide(page, false);
    await seen(lab);
    await expect(lab.getByText(/stood still for 6\d(\.\d)? s: this tab was hidden/)).toBeVisible();
    await expectWhole(lab);
    expect((await rowOf(lab, "Long polling")).at(2)).toBe("0");
  });

  test("a machine that sleeps for an hour", async ({ page, baseURL }) => {
    await page.clock.install();
    const lab = await openLab(page, baseURL ?? "", ID);
    await begin(lab);
    await page.clock.fastForward("01:00:00");
    await seen(lab);
    await expect(
      lab.getByText(/stood still for 360\d(\.\d)? s: the page got no time/),
    ).toBeVisible();
    await expectWhole(lab);
  });

  test("a network that is off", async ({ page, context, baseURL }) => {
    const lab = await openLab(page, baseURL ?? "", ID);
    await begin(lab);
    await context.setOffline(true);
    await seen(lab);
    expect((await rowOf(lab, "Long polling")).at(2)).toBe("0");
    await lab.getByRole("button", { name: "Predict again" }).click();
    await begin(lab);
    await seen(lab);
    await context.setOffline(false);
  });

  test("a network that is off before the depot is there", async ({ page, context, baseURL }) => {
    await page.addInitScript(() => {
      Object.assign(globalThis, { requestIdleCallback: () => 0 });
    });
    const lab = await openLab(page, baseURL ?? "", ID);
    await predictAnything(lab);
    await lab.getByRole("button", { name: "Commit prediction" }).click();
    await context.setOffline(true);
    await lab.getByRole("button", { name: "Run", exact: true }).click();
    await expect(lab.locator(".lab-notice")).toContainText("the network seems to be away");
    await context.setOffline(false);
    await page.reload();
    await begin(lab);
    await seen(lab);
  });

  test("a service worker that is ended", async ({ page, context, baseURL }) => {
    const lab = await openLab(page, baseURL ?? "", ID);
    await begin(lab);
    const session = await context.newCDPSession(page);
    await session.send("ServiceWorker.enable");
    await session.send("ServiceWorker.stopAllWorkers");
    await seen(lab);
    expect((await rowOf(lab, "WebSocket")).slice(0, 3)).toEqual(["1", "–", "0"]);
    expect(Number((await rowOf(lab, "Short polling"))[0])).toBeGreaterThan(5);
  });

  test("requests that are called off from outside", async ({ page, baseURL }) => {
    await page.addInitScript(() => {
      const { fetch } = globalThis;
      let polls = 0;
      globalThis.fetch = (input, init) => {
        const address = input instanceof Request ? input.url : String(input);
        if (!address.includes("/scans")) return fetch(input, init);
        polls += 1;
        return polls % 3 === 0
          ? Promise.reject(new TypeError("Failed to fetch"))
          : fetch(input, init);
      };
    });
    const lab = await openLab(page, baseURL ?? "", ID);
    await begin(lab);
    await seen(lab);
    await expect(lab.getByRole("columnheader", { name: "Failed" })).toBeVisible();
    expect((await rowOf(lab, "Long polling")).at(3)).toBe("0");
  });
});

test("without service workers the page asks the depot itself and says so", async ({
  page,
  baseURL,
}) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(Navigator.prototype, "serviceWorker");
  });
  const lab = await openLab(page, baseURL ?? "", ID);
  await begin(lab);
  await seen(lab);
  await expect(lab.locator("header .badge")).toHaveText("MODEL");
  await expectWhole(lab);
  expect((await rowOf(lab, "SSE")).slice(0, 3)).toEqual(["1", "–", "0"]);
});

test("10,000 events through the lab's stream: none lost, in order", async ({ page, baseURL }) => {
  await openLab(page, baseURL ?? "", ID);
  const chunk = (name: string): string => {
    const file = readdirSync(join(dist, "_astro")).find(
      (each) => each.startsWith(`${name}.`) && each.endsWith(".js"),
    );
    if (file === undefined) throw new RangeError(`the build has no ${name} chunk`);
    return `${baseURL ?? ""}_astro/${file}`;
  };
  const read = await page.evaluate(
    async ({ open, scans, count }) => {
      interface Space {
        readonly base: string;
        readonly streams: string;
        serve(service: unknown): void;
        fetch(address: string): Promise<Response>;
      }
      const { openSpace } = (await import(open)) as {
        openSpace: (lab: string) => Promise<Space>;
      };
      const { scanService } = (await import(scans)) as {
        scanService: (depot: unknown) => unknown;
      };
      const space = await openSpace("stream-test");
      let second = 0;
      space.serve(
        scanService({
          scans: Array.from({ length: count }, (_, index) => ({ id: index + 1, at: index })),
          clock: {
            now: () => second,
            until: (to: number) => {
              second = Math.max(second, to);
              return Promise.resolve();
            },
            isStopped: () => second >= count,
          },
          hold: 30,
          patience: null,
          newestOnly: false,
        }),
      );
      const text = await (await space.fetch(`${space.base}/scans/stream?after=0`)).text();
      const ids = text
        .split("\n")
        .filter((line) => line.startsWith("id: "))
        .map((line) => Number(line.slice(4)));
      return { reach: space.streams, ids };
    },
    { open: chunk("open"), scans: chunk("scans"), count: 10_000 },
  );
  expect(read.reach).toBe("engine");
  expect(read.ids).toEqual(Array.from({ length: 10_000 }, (_, index) => index + 1));
});
