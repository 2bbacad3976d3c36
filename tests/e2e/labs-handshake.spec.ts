// The handshake builder by keyboard alone, its hash with and without WebCrypto, and a link to its state.
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

const ID = "handshake-builder";

test("the handshake builder by keyboard alone", async ({ page, baseURL }) => {
  test.setTimeout(120_000);
  const lab = await openLab(page, baseURL ?? "", ID);
  const keys = keyboardOf(page);

  await test.step("a request without its Connection is refused", async () => {
    await keys.enter(foldOf(lab, "Change any line").locator("summary"));
    await keys.pick(
      lab.getByRole("group", { name: "Request" }).getByLabel("Connection:"),
      "keep-alive",
    );
    // Two options begin alike: the arrow goes on to the one without Upgrade.
    await page.keyboard.press("ArrowDown");
    await keys.choose(questions(lab).nth(0), "400");
    await keys.choose(questions(lab).nth(1), /^error/);
    await keys.enter(button(lab, "Commit prediction"));
    await expect(button(lab, "Run")).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(lab.getByRole("status").last()).toContainText("2 of 2 predictions were right.");
    await expect(lab).toContainText("Connection does not name Upgrade");
    await expect(lab.locator(".hs-messages pre").last()).toContainText("HTTP/1.1 400 Bad Request");
  });

  await test.step("compute an accept value with the workbench", async () => {
    const fold = foldOf(lab, "Prove that you understood");
    await keys.enter(fold.locator("summary"));
    const key = /Key: (\S{24})\./.exec(await fold.innerText())?.[1] ?? "";
    await keys.write(fold.getByLabel("Sec-WebSocket-Accept", { exact: true }), key);
    await page.keyboard.press("Enter");
    await expect(fold).toContainText("That is the key itself");
    const accept = await page.evaluate(async (text) => {
      const bytes = new TextEncoder().encode(`${text}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`);
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-1", bytes));
      return btoa(String.fromCharCode(...digest));
    }, key);
    await keys.write(fold.getByLabel("Sec-WebSocket-Accept", { exact: true }), accept);
    await page.keyboard.press("Enter");
    await expect(fold).toContainText("✓ Solved.");
  });

  await test.step("make a browser give up though no rule is broken", async () => {
    const fold = foldOf(lab, "Nobody is at fault");
    await keys.enter(fold.locator("summary"));
    await keys.enter(button(fold, "Set up the lab for it"));
    const server = lab.getByRole("group", { name: "Answer" });
    await keys.pick(server.getByLabel("Sec-WebSocket-Protocol:"), "left out");
    await keys.choose(questions(lab).nth(0), "101");
    await keys.choose(questions(lab).nth(1), /^error/);
    await keys.choose(questions(lab).nth(2), "the empty string");
    await keys.enter(button(lab, "Commit prediction"));
    await expect(button(lab, "Run")).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(fold).toContainText("✓ Solved.");
    await expect(lab.locator("header")).toContainText("2 of 4 challenges solved");
  });
});

test("the hash is the browser’s own, and ours beside it is the same", async ({ page, baseURL }) => {
  const lab = await openLab(page, baseURL ?? "", ID);
  const bench = lab.locator(".hs-bench");
  await expect(bench).toContainText("✓ the same");
  await expect(bench).toContainText("C/0nmHhBztSRGR1CwL6Tf4ZjwpY=");
  await bench.getByLabel("Sec-WebSocket-Key").fill("dGhlIHNhbXBsZSBub25jZQ==");
  await expect(bench).toContainText("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  await expect(bench).toContainText("✓ the same");
  await bench.getByLabel("Sec-WebSocket-Key").fill("no base64 ✓");
  await expect(bench).toContainText("a server wants 16 bytes");
  await button(bench, "Draw 16 random bytes").click();
  await expect(bench).toContainText("– 16 bytes");
  await expect(bench).toContainText("✓ the same");
});

test("without crypto.subtle it says so and goes on with ours", async ({ page, baseURL }) => {
  await page.addInitScript(() => {
    Object.defineProperty(Crypto.prototype, "subtle", { configurable: true, get: () => undefined });
  });
  const lab = await openLab(page, baseURL ?? "", ID);
  const bench = lab.locator(".hs-bench");
  await expect(bench.locator(".badge")).toHaveText("MODEL");
  await expect(bench).toContainText("not to be had");
  await expect(bench).toContainText("C/0nmHhBztSRGR1CwL6Tf4ZjwpY=");
  await predictAnything(lab);
  await commitAndRun(lab);
  await expect(lab.locator(".hs-messages pre").last()).toContainText("101 Switching Protocols");
});

test("a usual mistake can be chosen by name", async ({ page, baseURL }) => {
  const lab = await openLab(page, baseURL ?? "", ID);
  await lab.getByLabel("Start from").selectOption("version 25");
  await expect(lab.locator(".hs-messages pre").first()).toContainText("Sec-WebSocket-Version: 25");
  await predictAnything(lab);
  await commitAndRun(lab);
  await expect(lab.locator(".hs-messages pre").last()).toContainText("426 Upgrade Required");
  await foldOf(lab, "Change any line").locator("summary").click();
  await lab.getByLabel("method").selectOption("POST");
  await expect(lab.getByLabel("Start from")).toHaveValue("lines of your own");
});

test("a link leads to the same scene and lines", async ({ page, context, baseURL }) => {
  const lab = await openLab(page, baseURL ?? "", ID);
  await lab.getByLabel("Scene").selectOption("page");
  await lab.getByLabel("new WebSocket is called by").selectOption("https://old.parcels.example");
  await lab.getByRole("link", { name: "Link to this state" }).click();
  await expect(lab.getByRole("status").last()).toContainText("now leads to this state");
  const other = await context.newPage();
  await other.goto(page.url());
  const opened = other.locator(`section#${ID}`);
  await expect(opened.getByLabel("new WebSocket is called by")).toHaveValue(
    "https://old.parcels.example",
  );
});

test("the trace of an HTTP/2 stream can be read byte by byte and saved", async ({
  page,
  baseURL,
}) => {
  const lab = await openLab(page, baseURL ?? "", ID);
  await lab.getByLabel("Scene").selectOption("http2");
  await predictAnything(lab);
  await commitAndRun(lab);
  await lab.getByRole("tab", { name: "Bytes" }).click();
  await lab.getByRole("option", { name: /HEADERS: CONNECT/ }).click();
  await lab.getByRole("treeitem", { name: /^Field block fragment/ }).click();
  await page.keyboard.press("ArrowRight");
  await expect(lab.locator(".tv-inspector")).toContainText(":protocol: websocket");
  const download = page.waitForEvent("download");
  await lab.getByRole("button", { name: "Save as .pcapng" }).click();
  expect((await download).suggestedFilename()).toBe("handshake-builder-http2.pcapng");
});
