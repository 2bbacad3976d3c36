// The labs of lesson 18: frames by keyboard alone, the chat in both panes, and what a sleeping tab does to it.
import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Locator, type Page } from "@playwright/test";
import { commitAndRun, foldOf, keyboardOf, openLab, predictAnything } from "../support/lab-page.ts";

test("the frame bench by keyboard alone", async ({ page, baseURL }) => {
  test.setTimeout(90_000);
  const lab = await openLab(page, baseURL ?? "", "frame-bench");
  const keys = keyboardOf(page);
  const run = lab.getByRole("button", { name: "Run", exact: true });
  const predict = async (header: string, outcome: RegExp): Promise<void> => {
    await keys.write(lab.locator(".lab-predict .lab-number"), header);
    await keys.choose(lab.locator(".lab-predict .lab-question").first(), outcome);
    await keys.enter(lab.getByRole("button", { name: "Commit prediction" }));
    await expect(run).toBeFocused();
    await page.keyboard.press("Enter");
  };

  await test.step("the specification's own example", async () => {
    await predict("6", /^hands its application/);
    await expect(lab.locator(".bench-bytes")).toHaveText("81 85 37 fa 21 3d 7f 9f 4d 51 58");
    await expect(lab.getByRole("status").first()).toHaveText("2 of 2 predictions were right.");
    await keys.enter(lab.getByText("Masking, XOR by XOR"));
    await expect(lab.getByRole("region", { name: "Masking" })).toContainText("0111 1111 7f");
  });

  await test.step("a bit turned over: an unmasked client frame", async () => {
    await keys.enter(lab.getByRole("button", { name: /^MASK/ }));
    await predict("2", /1002/);
    await expect(lab.locator(".bench-seen")).toContainText("the connection fails: Close 1002");
    await expect(lab.getByText("close { code: 1002, wasClean: true }")).toBeVisible();
  });

  await test.step("every byte of the conversation, and the file of it", async () => {
    await keys.enter(lab.getByText("The whole conversation, byte by byte"));
    const trace = lab.getByRole("group", { name: /^Trace: / });
    await expect(trace.getByRole("button", { name: "text, 5 bytes", exact: true })).toBeVisible();
    const waiting = page.waitForEvent("download");
    await keys.enter(trace.getByRole("button", { name: "Save as .pcapng" }));
    const file = readFileSync(await (await waiting).path());
    expect(file.subarray(0, 4).toString("hex")).toBe("0a0d0d0a");
  });
});

test("what a learner types is text, in the frames and in the link", async ({ page, baseURL }) => {
  const lab = await openLab(page, baseURL ?? "", "frame-bench");
  const text = '<img src=x onerror="document.title=1">';
  await lab.getByLabel("What the payload holds").fill(text);
  await lab.getByRole("link", { name: "Link to this state" }).click();
  await page.reload();
  await expect(lab.getByRole("status")).toHaveText("Opened the state of the link.");
  await expect(lab.getByLabel("What the payload holds")).toHaveValue(text);
  await predictAnything(lab);
  await commitAndRun(lab);
  await expect(lab.locator(".bench-seen")).toContainText("<img");
  await expect(lab.locator("img")).toHaveCount(0);
});

test("one message is inflated, and the second refers to the first", async ({ page, baseURL }) => {
  const lab = await openLab(page, baseURL ?? "", "frame-bench");
  await lab.getByLabel("Begin with").selectOption("Compressed, twice");
  await predictAnything(lab);
  await commitAndRun(lab);
  await expect(lab.getByText("f2 48 cd c9 c9 07 00").first()).toBeVisible();
  await expect(lab).toContainText("“Hello”, “Hello”");
  await expect(lab).toContainText("refers to what the first left in the window");
});

const paneOf = (lab: Locator, name: string): Locator =>
  lab.getByRole("region", { name: `${name}’s pane` });

/** Predicts, runs the scene and goes on into the reader's own chat, both connected. */
async function openChat(page: Page, course: string): Promise<Locator> {
  const lab = await openLab(page, course, "two-panes-chat");
  await predictAnything(lab);
  await commitAndRun(lab);
  await lab.getByRole("button", { name: "Go on: chat in both panes" }).click();
  for (const name of ["Ada", "Ben"]) {
    await expect(paneOf(lab, name)).toContainText("open event");
  }
  return lab;
}

const say = async (lab: Locator, name: string, text: string): Promise<void> => {
  await paneOf(lab, name).getByLabel(`${name} writes`).fill(text);
  await lab.page().keyboard.press("Enter");
};

test("what one pane says appears in the other, as text and as bytes", async ({ page, baseURL }) => {
  const lab = await openChat(page, baseURL ?? "");
  const text = "<b>dock</b> 4 ✓";
  await say(lab, "Ada", text);
  await expect(paneOf(lab, "Ben").getByRole("log")).toContainText(text);
  await expect(lab.locator("b", { hasText: "dock" })).toHaveCount(0);
  await say(lab, "Ben", "on my way");
  await expect(paneOf(lab, "Ada").getByRole("log")).toContainText("on my way");

  const trace = lab.getByRole("group", { name: /^Trace: / });
  await expect(trace.getByRole("button", { name: 'text "on my way"', exact: true })).toHaveCount(2);
  await trace.getByRole("button", { name: 'text "on my way"', exact: true }).first().click();
  await trace.getByRole("tab", { name: "Bytes" }).click();
  await expect(trace.getByRole("tree", { name: "Fields" })).toContainText("masking key");

  await lab.getByRole("button", { name: "Ping both" }).click();
  await expect(trace.getByRole("option", { name: /pong, 12 bytes/ }).first()).toBeVisible();
  await expect(paneOf(lab, "Ada").getByRole("log")).not.toContainText("ping");
});

test("a code that may not be sent is refused, a private one ends it", async ({ page, baseURL }) => {
  const lab = await openChat(page, baseURL ?? "");
  const ada = paneOf(lab, "Ada");
  await ada.getByLabel(/^Close code/).fill("1006");
  await ada.getByRole("button", { name: "close()" }).click();
  await expect(ada.getByRole("log")).toContainText("close(1006) threw InvalidAccessError");
  await ada.getByLabel(/^Close code/).fill("4001");
  await ada.getByRole("button", { name: "close()" }).click();
  await expect(ada.getByRole("log")).toContainText("close event: code 4001, wasClean true");
  await ada.getByRole("button", { name: "Connect" }).click();
  await expect(ada.getByRole("heading")).toContainText("open");
  await lab.getByLabel("It may").selectOption("be killed: no Close");
  await lab.getByRole("button", { name: "to Ada" }).click();
  await expect(ada.getByRole("log")).toContainText("close event: code 1006, wasClean false");
});

test("a pulled cable is told to nobody, and what waited goes on", async ({ page, baseURL }) => {
  const lab = await openChat(page, baseURL ?? "");
  const ada = paneOf(lab, "Ada");
  await ada.getByRole("button", { name: "Pull the cable" }).click();
  await say(lab, "Ada", "anybody there?");
  await expect(ada.getByRole("heading")).toContainText("open, cable out, 14 bytes waiting");
  await expect(paneOf(lab, "Ben").getByRole("log")).not.toContainText("anybody there?");
  await ada.getByRole("button", { name: "Put the cable in" }).click();
  await expect(paneOf(lab, "Ben").getByRole("log")).toContainText("anybody there?");
});

test.describe("away for a minute", () => {
  test("the page slept: it says so and goes on", async ({ page, baseURL }) => {
    await page.clock.install();
    const lab = await openChat(page, baseURL ?? "");
    await page.clock.fastForward(62_000);
    await expect(lab.getByText(/The page slept for 6\d s/)).toBeVisible();
    await say(lab, "Ada", "awake again");
    await expect(paneOf(lab, "Ben").getByRole("log")).toContainText("awake again");
  });

  test("the tab was hidden: it says so and goes on", async ({ page, baseURL }) => {
    await page.clock.install();
    const lab = await openChat(page, baseURL ?? "");
    const hide = (hidden: boolean): Promise<void> =>
      page.evaluate((now) => {
        Object.defineProperty(document, "hidden", { configurable: true, get: () => now });
        document.dispatchEvent(new Event("visibilitychange"));
      }, hidden);
    await hide(true);
    await page.clock.runFor(65_000);
    await hide(false);
    await expect(lab.getByText(/The tab was hidden for 6\d s/)).toBeVisible();
    await say(lab, "Ben", "back again");
    await expect(paneOf(lab, "Ada").getByRole("log")).toContainText("back again");
  });
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`the chat, ${colorScheme}`, { tag: "@phone" }, () => {
    test.use({ colorScheme });
    test("holds nothing for axe to find and widens no page", async ({ page, baseURL }) => {
      test.setTimeout(90_000);
      const lab = await openChat(page, baseURL ?? "");
      await say(lab, "Ada", "Hello");
      await expect(paneOf(lab, "Ben").getByRole("log")).toContainText("Hello");
      await expect(lab.getByRole("group", { name: /^Trace: / })).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).include("#two-panes-chat").analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(over).toBeLessThanOrEqual(0);
    });
  });
}

test("the chat's challenges by keyboard alone", async ({ page, baseURL }) => {
  test.setTimeout(90_000);
  const lab = await openLab(page, baseURL ?? "", "two-panes-chat");
  const keys = keyboardOf(page);
  const fold = foldOf(lab, "Come back without a stampede");
  await keys.enter(fold.locator("summary"));
  await keys.write(fold.getByLabel("First delay"), "8");
  await keys.choose(fold.locator(".lab-question").nth(0), "doubles");
  await keys.write(fold.getByLabel("Longest delay"), "45");
  await keys.choose(fold.locator(".lab-question").nth(1), "none");
  await keys.choose(fold.locator(".lab-question").nth(2), /^after a minute/);
  await keys.enter(fold.getByRole("button", { name: "Check" }));
  await expect(fold).toContainText("in the same second");
  await keys.choose(fold.locator(".lab-question").nth(1), /^anything between/);
  await keys.enter(fold.getByRole("button", { name: "Check" }));
  await expect(fold).toContainText("✓ Solved.");
  await expect(fold.getByRole("table")).toContainText("crashing");
});

test("back pressure by keyboard alone: everything is sent, then only what is fresh", async ({
  page,
  baseURL,
}) => {
  test.setTimeout(90_000);
  const lab = await openLab(page, baseURL ?? "", "back-pressure");
  const keys = keyboardOf(page);
  const predict = async (course: RegExp, age: string): Promise<void> => {
    await keys.choose(lab.locator(".lab-predict .lab-question").first(), course);
    await keys.write(lab.locator(".lab-predict .lab-number"), age);
    await keys.enter(lab.getByRole("button", { name: "Commit prediction" }));
    await expect(lab.getByRole("button", { name: "Run", exact: true })).toBeFocused();
    await page.keyboard.press("Enter");
  };
  await predict(/^it rises all the time/, "5");
  await expect(lab.locator(".lab-notice")).toContainText("2 of 2 predictions were right.");
  const seconds = lab.getByRole("region", { name: "Second by second" });
  await expect(seconds.getByRole("columnheader")).toHaveCount(11);

  await keys.to(lab.getByLabel("The script sends"));
  await page.keyboard.press("ArrowDown");
  await predict(/^it falls back to 0/, "0.1");
  await expect(lab.locator(".lab-notice")).toContainText("2 of 2 predictions were right.");
  await expect(lab).toContainText("skipped");
});
