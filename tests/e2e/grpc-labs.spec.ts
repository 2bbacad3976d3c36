// Lesson 22's labs as a learner works them: cut a message, read what broke, repair a call, read a status.
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

test("a message is cut and read by keyboard alone", async ({ page, baseURL }) => {
  test.setTimeout(120_000);
  const lab = await openLab(page, baseURL ?? "", "grpc-framer");
  const keys = keyboardOf(page);

  await test.step("arrow keys move the cut", async () => {
    const cut = lab.getByLabel("First cut behind byte");
    await keys.to(cut);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await expect(lab.locator(".framer-content code")).toHaveText("00 00 00 00 02 ┊ 08 2a");
  });

  await test.step("the prediction, and every cut", async () => {
    await keys.tick(lab.getByRole("checkbox", { name: "no cut" }));
    await keys.choose(questions(lab).nth(1), "it throws an error");
    await keys.choose(questions(lab).nth(2), "with grpc-status 0: the call is served");
    await commitAndRunByKeys(page, lab);
    await expect(lab.locator(".lab-notice")).toHaveText("3 of 3 predictions were right.");
    await expect(lab.locator(".framer-strip li")).toHaveCount(7);
    await expect(lab.locator(".framer-strip .framer-reads")).toHaveText(/uncut/);
    await expect(lab.locator(".framer-frames")).toContainText("though the length says 2");
  });

  await test.step("deadlines, wrong first", async () => {
    const fold = foldOf(lab, "Write the deadlines");
    await keys.enter(fold.locator("summary"));
    const seconds = Number.parseFloat(
      await fold
        .getByText(/^\d\.5 seconds$/)
        .first()
        .innerText(),
    );
    const micro = Number.parseInt(
      await fold
        .getByText(/microseconds$/)
        .first()
        .innerText(),
      10,
    );
    const days = Number.parseInt(await fold.getByText(/days$/).first().innerText(), 10);
    await keys.write(fold.getByLabel(/^\d\.5 seconds$/), `${seconds}S`);
    await keys.write(fold.getByLabel(/microseconds$/), `${micro}u`);
    await keys.write(fold.getByLabel(/days$/), `${days * 24}H`);
    await page.keyboard.press("Enter");
    await expect(fold).toContainText("the number is a whole one");
    await keys.write(fold.getByLabel(/^\d\.5 seconds$/), `${seconds * 1000}m`);
    await page.keyboard.press("Enter");
    await expect(fold).toContainText("✓ Solved.");
  });
});

test("a call is repaired run by run", async ({ page, baseURL }) => {
  const lab = await openLab(page, baseURL ?? "", "grpc-framer");
  const fold = foldOf(lab, "Repair a call");
  await fold.locator("summary").click();
  await button(fold, "Set up the lab for it").click();
  await predictAnything(lab);
  await commitAndRun(lab);
  await expect(fold).toContainText("✗ Not yet.");
  await lab.getByText("The request’s fields, one by one").click();
  await lab.getByLabel(":path").selectOption("/parcel.v1.ParcelService/GetParcel");
  await lab.getByLabel("content-type").selectOption("application/grpc+proto");
  await lab.getByLabel("grpc-timeout").fill("99 zł€ too long for it");
  await expect(lab.getByText("The timeout is not one to eight digits")).toBeVisible();
  await lab.getByLabel("grpc-timeout").fill("2S");
  await expect(lab.getByText(/^2 s; our engine writes 2000000u/)).toBeVisible();
  await lab.getByLabel("te: trailers").check();
  await lab.getByLabel("END_STREAM").selectOption("empty");
  await predictAnything(lab);
  await commitAndRun(lab);
  await expect(fold).toContainText("✓ Solved.");
  await lab.getByText("The whole call, frame by frame").click();
  await expect(lab.getByText(/trailers, grpc-status 0/).first()).toBeVisible();
});

test("a proxy's page is no answer of gRPC", async ({ page, baseURL }) => {
  const lab = await openLab(page, baseURL ?? "", "grpc-status");
  await lab.getByLabel("Its HTTP status").selectOption("404");
  await questions(lab).nth(0).getByLabel("NOT_FOUND").check();
  await questions(lab)
    .nth(1)
    .getByLabel(/of the HTTP status/)
    .check();
  await lab.getByLabel("How many whole messages").fill("0");
  await commitAndRun(lab);
  await expect(lab.locator(".theatre-outcome")).toContainText("12 UNIMPLEMENTED");
  await expect(lab.locator(".lab-notice")).toHaveText("2 of 3 predictions were right.");

  await lab.getByLabel("Scene").selectOption("only");
  await lab.getByLabel("The error’s message").fill("50 % größer");
  await predictAnything(lab);
  await commitAndRun(lab);
  await expect(lab.locator(".theatre-frames")).toContainText("50 %25 gr%C3%B6%C3%9Fer");
  await expect(lab.locator(".theatre-outcome")).toContainText("5 NOT_FOUND, “50 % größer”");
});

test("a status is predicted and written by keyboard alone", async ({ page, baseURL }) => {
  test.setTimeout(120_000);
  const lab = await openLab(page, baseURL ?? "", "grpc-status");
  const keys = keyboardOf(page);
  await keys.pick(lab.getByLabel("Scene"), "The stream is reset");
  await keys.pick(lab.getByLabel("Error code of RST_STREAM"), "ENHANCE_YOUR_CALM");
  await keys.choose(questions(lab).nth(0), "RESOURCE_EXHAUSTED");
  await keys.choose(questions(lab).nth(1), /RST_STREAM/);
  await keys.write(lab.getByLabel("How many whole messages"), "0");
  await commitAndRunByKeys(page, lab);
  await expect(lab.locator(".lab-notice")).toHaveText("3 of 3 predictions were right.");

  const fold = foldOf(lab, "Write the trailers of an error");
  await keys.enter(fold.locator("summary"));
  await keys.write(fold.getByLabel("name: value"), "grpc-status: ABORTED");
  await keys.enter(button(fold, "Check"));
  await expect(fold).toContainText("The name does not travel");
});

test("the table of statuses stands below the theatre", async ({ page, baseURL }) => {
  await openLab(page, baseURL ?? "", "grpc-status");
  await page.locator("#grpc-statuses summary").click();
  await expect(page.locator("#grpc-statuses tbody tr")).toHaveCount(17);
});

for (const id of ["grpc-framer", "grpc-status"]) {
  test(`a link to ${id} opens its state, nonsense its start`, async ({ page, baseURL }) => {
    const lab = await openLab(page, baseURL ?? "", id);
    await lab.getByRole("link", { name: "Link to this state" }).click();
    await page.reload();
    await expect(lab.locator(".lab-notice")).toHaveText("Opened the state of the link.");
    await openLab(page, baseURL ?? "", id, `#${id}=v1.bm9uc2Vuc2U`);
    await expect(lab.locator(".lab-notice")).toContainText("could not be read");
  });
}
