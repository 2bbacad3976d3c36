// The loss tank: a packet lost by mouse or keys, runs that leave the page free, cases, and captures with keys.
import { readFile } from "node:fs/promises";
import { expect, test, type Locator } from "@playwright/test";
import { commitAndRun, foldOf, keyboardOf, openLab, predictAnything } from "../support/lab-page.ts";

const packet = (lab: Locator, number: number): Locator =>
  lab.getByRole("radio", { name: new RegExp(`^Packet ${number}\\. `) });

test("a packet in the picture is lost by a click, or with the arrow keys", async ({
  page,
  baseURL,
}) => {
  const lab = await openLab(page, baseURL ?? "", "loss-tank");
  await expect(packet(lab, 6)).toBeChecked();
  await lab.locator(".tank-packet").nth(2).click();
  await expect(packet(lab, 3)).toBeChecked();

  await lab.getByLabel("The network loses").selectOption("none");
  await expect(packet(lab, 3)).not.toBeChecked();
  await lab.getByLabel("The network loses").focus();
  await keyboardOf(page).to(packet(lab, 1));
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowRight");
  await expect(packet(lab, 2)).toBeChecked();
  await expect(lab.getByLabel("The network loses")).toHaveValue("packet");

  await predictAnything(lab);
  await commitAndRun(lab);
  await expect(lab.locator(".lab-findings li").first()).toContainText("app.js");
});

test("the picture follows what decides it", async ({ page, baseURL }) => {
  const lab = await openLab(page, baseURL ?? "", "loss-tank");
  await expect(packet(lab, 20)).toBeVisible();
  const before = await packet(lab, 20).getAttribute("aria-label");
  await lab.locator("#loss-tank-case").selectOption({ label: "One stream: a single large file" });
  await expect(packet(lab, 20)).toBeChecked();
  await expect(packet(lab, 20)).not.toHaveAttribute("aria-label", before ?? "");
  await expect(packet(lab, 20)).toHaveAttribute("aria-label", /HTTP\/3: film\.webm$/);
});

test("a run is computed by a worker: the page stays free meanwhile", async ({ page, baseURL }) => {
  const lab = await openLab(page, baseURL ?? "", "loss-tank");
  await expect(packet(lab, 6)).toBeChecked();
  expect(page.workers().filter((worker) => worker.url().includes("tank.worker"))).toHaveLength(1);
  await lab.locator("#loss-tank-case").selectOption({ label: "A hundred resources, 1 % loss" });
  await predictAnything(lab);
  await lab.getByRole("button", { name: "Commit prediction" }).click();
  // The click's own task only says that the run has begun; what it computes comes later.
  const inTheSameTask = await lab
    .getByRole("button", { name: "Run", exact: true })
    .evaluate((run) => {
      (run as HTMLButtonElement).click();
      return document.getElementById("loss-tank-observation") !== null;
    });
  expect(inTheSameTask).toBe(false);
  await expect(lab.getByRole("heading", { name: "Observation", exact: true })).toBeVisible();
  await expect(lab).toContainText("all there after");
});

test("a browser that refuses workers computes the same in the page", async ({ page, baseURL }) => {
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  const see = async (): Promise<string> => {
    const lab = await openLab(page, baseURL ?? "", "loss-tank");
    await predictAnything(lab);
    await commitAndRun(lab);
    return lab.locator(".wf-table").innerText();
  };
  const byWorker = await see();
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, "Worker", {
      value: function refused() {
        throw new DOMException("refused", "SecurityError");
      },
    });
  });
  await page.goto("about:blank");
  expect(await see()).toBe(byWorker);
  expect(errors).toEqual([]);
});

test("HTTP/3 is saved as a capture that carries its keys", async ({ page, baseURL }) => {
  const lab = await openLab(page, baseURL ?? "", "loss-tank");
  await predictAnything(lab);
  await commitAndRun(lab);
  const fold = foldOf(lab, "HTTP/3, one connection, event by event");
  await fold.locator("summary").first().click();
  const download = page.waitForEvent("download");
  await fold.getByRole("button", { name: "Save as .pcapng" }).click();
  const bytes = await readFile(await (await download).path());
  // Section Header Block, then somewhere a Decryption Secrets Block with its key log.
  expect(bytes.readUInt32LE(0)).toBe(0x0a0d0d0a);
  expect(bytes.toString("latin1")).toContain("CLIENT_TRAFFIC_SECRET_0 ");
});

test("the views of a trace are loaded when a tab is opened", async ({ page, baseURL }) => {
  const lab = await openLab(page, baseURL ?? "", "loss-tank");
  await predictAnything(lab);
  await commitAndRun(lab);
  const loaded: string[] = [];
  page.on("request", (request) => loaded.push(request.url()));
  const fold = foldOf(lab, "HTTP/2, one connection, event by event");
  await fold.locator("summary").first().click();
  await expect(fold.getByRole("tab", { name: "Table" })).toHaveAttribute("aria-selected", "true");
  expect(loaded.filter((url) => url.includes("Ladder"))).toEqual([]);
  await fold.getByRole("tab", { name: "Ladder" }).click();
  await expect(fold.getByRole("region", { name: /^Ladder/ })).toBeVisible();
  expect(loaded.filter((url) => url.includes("Ladder"))).toHaveLength(1);
});
