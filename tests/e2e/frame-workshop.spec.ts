// The four parts of the frame workshop by keyboard: predict, edit a byte, build, break, open windows, links.
import { expect, test } from "@playwright/test";
import {
  button,
  commitAndRun,
  commitAndRunByKeys,
  foldOf,
  keyboardOf,
  openLab,
  predictAnything,
  questions,
} from "../support/lab-page.ts";

test("frames are predicted, edited and built by keyboard alone", async ({ page, baseURL }) => {
  test.setTimeout(120_000);
  const lab = await openLab(page, baseURL ?? "", "frame-workshop");
  const keys = keyboardOf(page);

  await test.step("the next frame", async () => {
    await keys.choose(questions(lab).nth(0), "HEADERS");
    await keys.choose(questions(lab).nth(1), "1");
    await keys.tick(lab.getByRole("checkbox", { name: "END_STREAM" }));
    await keys.tick(lab.getByRole("checkbox", { name: "END_HEADERS" }));
    await commitAndRunByKeys(page, lab);
    await expect(lab.locator(".lab-notice")).toHaveText("3 of 3 predictions were right.");
  });

  await test.step("an edited byte, and what the receiver would do", async () => {
    const field = lab.getByLabel("Byte 0 is");
    await keys.write(field, "ff");
    await page.keyboard.press("Enter");
    await expect(lab.locator(".tv-outcome")).toContainText("FRAME_SIZE_ERROR (RFC 9113 §4.2)");
    await keys.enter(button(lab, "Undo changes"));
    await expect(lab.locator(".tv-outcome")).toHaveText("");
  });

  await test.step("the frame after it", async () => {
    await keys.enter(button(lab, "Predict the frame after it"));
    await expect(lab).toContainText("The server answers 200 and says how long");
  });

  await test.step("bytes of one's own, and the answer to them", async () => {
    await keys.enter(button(lab, "Open the bench"));
    await expect(lab).toContainText("The server answers: PING ACK");
    await keys.write(lab.getByLabel("Your bytes in hexadecimal"), "000004 08 00 00000001 00000000");
    await expect(lab).toContainText("RST_STREAM on 1: PROTOCOL_ERROR");
  });

  await test.step("a frame by hand, wrong first", async () => {
    const fold = foldOf(lab, "Build a frame by hand");
    await keys.enter(fold.locator("summary"));
    await keys.write(fold.getByLabel("The frame"), "00 00 08");
    await page.keyboard.press("Enter");
    await keys.enter(button(fold, "Check"));
    await expect(fold).toContainText("the header alone has nine");
  });
});

test("the HPACK table is stepped through", async ({ page, baseURL }) => {
  const lab = await openLab(page, baseURL ?? "", "hpack-table");
  const keys = keyboardOf(page);
  await predictAnything(lab);
  await commitAndRunByKeys(page, lab);
  await keys.enter(lab.getByRole("button", { name: /^Guess 2749/ }));
  await expect(lab.getByRole("region", { name: "Field block: Guess 2749" })).toContainText(
    "x-pin: 2749 (dynamic 64)",
  );
  await lab.getByText("The connection, event by event").click();
  await expect(lab.getByRole("tab", { name: "Ladder" })).toBeVisible();
  await lab.getByLabel("x-pin: 2749 is").selectOption("never");
  await predictAnything(lab);
  await commitAndRun(lab);
  await expect(lab.locator(".lab-findings li").nth(2)).toContainText(
    "no: the value was written out both times",
  );
});

test("a stalled pipe is opened", async ({ page, baseURL }) => {
  const lab = await openLab(page, baseURL ?? "", "stream-windows");
  await foldOf(lab, "Open a stalled pipe").locator("summary").click();
  await button(foldOf(lab, "Open a stalled pipe"), "Set up the lab for it").click();
  await predictAnything(lab);
  await commitAndRun(lab);
  await expect(foldOf(lab, "Open a stalled pipe")).toContainText("stands still");
  for (const slider of await lab.locator(".pipe-grants").getByRole("slider").all()) {
    await slider.press("End");
  }
  await predictAnything(lab);
  await commitAndRun(lab);
  await expect(lab.getByRole("row", { name: /^5 / })).toContainText("at ");
  await expect(foldOf(lab, "Open a stalled pipe")).toContainText("Complete, but with");
});

test("both scenes of endings", async ({ page, baseURL }) => {
  const lab = await openLab(page, baseURL ?? "", "stream-endings");
  await predictAnything(lab);
  await commitAndRun(lab);
  await expect(lab.getByRole("row", { name: /POST \/scans/ })).toContainText("not processed");
  await lab.getByLabel("Scene").selectOption("reset");
  await predictAnything(lab);
  await commitAndRun(lab);
  await expect(lab.getByRole("row", { name: /^attacker/ })).toContainText("ENHANCE_YOUR_CALM");
  await expect(lab.getByRole("row", { name: /^reader/ })).toContainText("goes on");
});

for (const id of ["frame-workshop", "hpack-table", "stream-windows", "stream-endings"]) {
  test(`a link to ${id} opens its state, nonsense its start`, async ({ page, baseURL }) => {
    const lab = await openLab(page, baseURL ?? "", id);
    await lab.getByRole("link", { name: "Link to this state" }).click();
    await page.reload();
    await expect(lab.locator(".lab-notice")).toHaveText("Opened the state of the link.");
    await openLab(page, baseURL ?? "", id, `#${id}=v1.bm9uc2Vuc2U`);
    await expect(lab.locator(".lab-notice")).toContainText("could not be read");
  });
}
