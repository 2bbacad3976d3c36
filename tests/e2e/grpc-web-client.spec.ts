// The real client as a learner works it: predict, call, read the bytes, find the trailers, meet a proxy and a deadline.
import { expect, test } from "@playwright/test";
import {
  button,
  commitAndRun,
  foldOf,
  keyboardOf,
  openLab,
  predictAnything,
  questions,
} from "../support/lab-page.ts";

test("a call by keyboard alone, and its bytes", async ({ page, baseURL }) => {
  test.setTimeout(120_000);
  const lab = await openLab(page, baseURL ?? "", "grpc-web-client");
  const keys = keyboardOf(page);

  await test.step("predict and call", async () => {
    await keys.pick(lab.locator("#grpc-web-client-answer"), "the service: no such parcel");
    await keys.choose(questions(lab).nth(0), "NOT_FOUND");
    await keys.choose(questions(lab).nth(1), "200");
    await keys.choose(questions(lab).nth(2), /last frame/);
    await keys.enter(button(lab, "Commit prediction"));
    await expect(button(lab, "Run")).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(lab.locator(".lab-notice")).toHaveText("3 of 3 predictions were right.");
    await expect(lab.locator(".badge")).toHaveText("LIVE");
    await expect(lab.locator(".web-told")).toContainText("NOT_FOUND: no parcel 42");
  });

  await test.step("the bytes of both directions", async () => {
    const request = lab.getByRole("region", { name: "The request" });
    await expect(request).toContainText("00 00 00 00 02 08 2a");
    const response = lab.getByRole("region", { name: "The response" });
    await expect(response).toContainText("grpc-status: 5");
    await keys.enter(response.locator("summary"));
    await expect(response.locator(".tv-inspector")).toContainText("trailers");
    await keys.write(response.getByLabel("Byte 0 is"), "40");
    await page.keyboard.press("Enter");
    await expect(response.locator(".tv-outcome")).toContainText("BAD_FLAG");
  });

  await test.step("the trailer frame, wrong first", async () => {
    const fold = foldOf(lab, "Find the trailer frame");
    await keys.enter(fold.locator("summary"));
    await keys.write(fold.getByLabel("At which byte"), "0");
    await keys.write(fold.getByLabel("Which grpc-status"), "5");
    await page.keyboard.press("Enter");
    await expect(fold).toContainText("its flag is 00: a message");
  });
});

test("the bytes of both directions are opened one upon the other", async ({ page, baseURL }) => {
  const lab = await openLab(page, baseURL ?? "", "grpc-web-client");
  await predictAnything(lab);
  await commitAndRun(lab);
  const folds = lab.locator(".lab-more");
  await expect(folds).toHaveCount(2);
  // The second is drawn while the code of the first is on its way.
  await folds.nth(0).locator("summary").click();
  await folds.nth(1).locator("summary").click();
  await expect(lab.locator(".tv-inspector")).toHaveCount(2);
  await expect(folds.filter({ hasText: "Loading" })).toHaveCount(0);
});

test("a proxy, a hidden field and a deadline", async ({ page, baseURL }) => {
  const lab = await openLab(page, baseURL ?? "", "grpc-web-client");
  const fold = foldOf(lab, "Make the client say UNAVAILABLE");
  await fold.locator("summary").click();
  await button(fold, "Set up the lab for it").click();
  await lab.locator("#grpc-web-client-answer").selectOption("hidden");
  await predictAnything(lab);
  await commitAndRun(lab);
  await expect(fold).toContainText("a field that the script may not read", { ignoreCase: true });
  await lab.locator("#grpc-web-client-answer").selectOption("proxy");
  await predictAnything(lab);
  await commitAndRun(lab);
  await expect(fold).toContainText("✓ Solved.");
  await lab.locator("#grpc-web-client-answer").selectOption("slow");
  await lab.locator("#grpc-web-client-deadline").selectOption("100");
  await predictAnything(lab);
  await commitAndRun(lab);
  await expect(lab.locator(".web-told")).toContainText("DEADLINE_EXCEEDED");
  await expect(lab.getByRole("region", { name: "The request" })).toContainText("100m");
  await expect(lab.getByRole("region", { name: "The response" })).toContainText("None had left");
});

test("nothing of Connect is loaded before the lab is near", async ({ page, baseURL }) => {
  const scripts: string[] = [];
  page.on("response", (response) => {
    if (!response.url().endsWith(".js")) return;
    void response.text().then((text) => {
      if (text.includes("x-grpc-web")) scripts.push(response.url());
    });
  });
  await page.goto(`${baseURL ?? ""}lessons/grpc-on-the-wire/`, { waitUntil: "networkidle" });
  expect(scripts).toEqual([]);
});

test("without a service worker it says that it is a model", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ serviceWorkers: "block" });
  const page = await context.newPage();
  const lab = await openLab(page, baseURL ?? "", "grpc-web-client");
  await predictAnything(lab);
  await commitAndRun(lab);
  await expect(lab.locator(".web-told")).toContainText("Ada Lovelace");
  await expect(lab.locator(".badge")).toHaveText("MODEL");
  await context.close();
});

test("a link to grpc-web-client opens its state, nonsense its start", async ({ page, baseURL }) => {
  const lab = await openLab(page, baseURL ?? "", "grpc-web-client");
  await lab.locator("#grpc-web-client-answer").selectOption("cut");
  await lab.getByRole("link", { name: "Link to this state" }).click();
  await page.reload();
  await expect(lab.locator(".lab-notice")).toHaveText("Opened the state of the link.");
  await expect(lab.locator("#grpc-web-client-answer")).toHaveValue("cut");
  await openLab(page, baseURL ?? "", "grpc-web-client", "#grpc-web-client=v1.bm9uc2Vuc2U");
  await expect(lab.locator(".lab-notice")).toContainText("could not be read");
});
