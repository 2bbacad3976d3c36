// Tag & bytes as a learner works it: predict, run, mend a .proto by its error, solve a challenge, share the state.
import { expect, test } from "@playwright/test";
import {
  button,
  commitAndRun,
  commitAndRunByKeys,
  foldOf,
  keyboardOf,
  openLab,
} from "../support/lab-page.ts";

const id = "tag-bytes";

test("a message is predicted, run, and mended after an error", async ({ page, baseURL }) => {
  test.setTimeout(90_000);
  const scripts: string[] = [];
  page.on("request", (request) => scripts.push(request.url()));
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  const lab = await openLab(page, baseURL ?? "", id);
  const proto = lab.getByLabel("The .proto");

  await test.step("nothing of the compiler is loaded before it is used", async () => {
    expect(
      scripts.filter((url) => /weigh|compile|protobuf/i.test(url.split("/").pop() ?? "")),
    ).toEqual([]);
    await expect(lab.getByText("Compiled as soon as you touch it.")).toBeVisible();
  });

  await test.step("the JSON's length is a wrong guess with its own reason", async () => {
    await lab.getByLabel("How many bytes").fill("13");
    await lab.getByLabel("Its first byte").fill("0x08");
    await commitAndRun(lab);
    await expect(lab.locator(".lab-findings li").first()).toContainText("the length of the JSON");
    await expect(lab.locator(".lab-findings li").nth(1)).toContainText("✓ right");
    await expect(lab.getByRole("img", { name: "The bytes in hex: 08 2a" })).toBeVisible();
    await expect(lab.getByRole("row", { name: /value.*42/ })).toContainText("0101010");
  });

  await test.step("an error names line and column and leads there", async () => {
    await proto.fill('syntax = "proto3";\nmessage M {\n  int32 a = 1\n}\n');
    const says = lab.locator(`#${id}-schema-says`);
    await expect(says).toContainText("line 3, column 14");
    await expect(says).toContainText("“;” is missing after “1”");
    await expect(proto).toHaveAttribute("aria-invalid", "true");
    await button(says, "Go to the place").click();
    await expect(proto).toBeFocused();
    expect(await proto.evaluate((field: HTMLTextAreaElement) => field.selectionStart)).toBe(44);
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.type(";");
    await expect(says).toContainText("in order");
    await expect(lab.locator(`#${id}-json-says`)).toContainText("M has no field “number”");
    await lab.getByLabel("The value, as JSON").fill('{"a": 150}');
    await lab.getByText("Peek: the bytes").click();
    await expect(lab.getByRole("img", { name: "The bytes in hex: 08 96 01" })).toBeVisible();
    await lab.getByLabel("The value, as JSON").fill('{"a": -1}');
    await expect(lab.getByRole("img", { name: /08 ff ff ff ff ff ff ff ff ff 01/ })).toBeVisible();
  });

  await test.step("a megabyte and nonsense leave the page responsive", async () => {
    await proto.evaluate((field: HTMLTextAreaElement) => {
      field.value = "message M {".repeat(100_000);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await expect(lab.locator(`#${id}-schema-says`)).toContainText("That was not taken");
    await proto.fill("{".repeat(2000));
    await expect(lab.locator(`#${id}-schema-says`)).toContainText("More than 32 levels");
    await proto.fill('syntax = "proto3"; message M { M m = 1; int32 a = 2; }');
    await lab.getByLabel("The value, as JSON").fill('{"m":{"m":{"a":1}}}');
    await expect(
      lab.getByRole("img", { name: "The bytes in hex: 0a 04 0a 02 10 01" }),
    ).toBeVisible();
  });

  expect(problems).toEqual([]);
});

test("a challenge is solved by keyboard alone", async ({ page, baseURL }) => {
  test.setTimeout(120_000);
  const lab = await openLab(page, baseURL ?? "", id);
  const keys = keyboardOf(page);
  const fold = foldOf(lab, "Produce 08 2a");
  await keys.enter(fold.locator("summary"));
  await keys.enter(button(fold, "Set up the lab for it"));
  const proto = lab.getByLabel("The .proto");
  const text = await proto.inputValue();
  const message = /message (\w+)/.exec(text)?.[1] ?? "";
  const [field = ""] = Object.keys(
    JSON.parse(await lab.getByLabel("The value, as JSON").inputValue()) as object,
  );
  await keys.write(proto, `syntax = "proto3"; message ${message} { sint32 ${field} = 1; }`);
  await keys.write(lab.getByLabel("The value, as JSON"), `{"${field}": 42}`);
  await keys.write(lab.getByLabel("How many bytes"), "2");
  await keys.write(lab.getByLabel("Its first byte"), "08");
  await commitAndRunByKeys(page, lab);
  await expect(lab.locator(".lab-findings li.right")).toHaveCount(2);
  await expect(fold).toContainText("42 goes out as 84");
  await keys.write(proto, `syntax = "proto3"; message ${message} { int32 ${field} = 1; }`);
  await keys.write(lab.getByLabel("How many bytes"), "2");
  await keys.write(lab.getByLabel("Its first byte"), "08");
  await commitAndRunByKeys(page, lab);
  await expect(fold).toContainText("✓ Solved.");
  await expect(lab.locator("header")).toContainText("1 of 3 challenges solved");
});

test("a link carries both texts, and nonsense is refused", async ({ page, baseURL }) => {
  const lab = await openLab(page, baseURL ?? "", id);
  await lab.getByLabel("The value, as JSON").fill('{"number": 7}');
  await lab.getByRole("link", { name: "Link to this state" }).click();
  const { hash } = new URL(page.url());
  await page.goto("about:blank");
  const again = await openLab(page, baseURL ?? "", id, hash);
  await expect(again.getByLabel("The value, as JSON")).toHaveValue('{"number": 7}');
  await page.goto("about:blank");
  const other = await openLab(page, baseURL ?? "", id, `#${id}=v1.WzEsMl0`);
  await expect(other.locator(".lab-notice")).toContainText("could not be read");
  await expect(other.getByLabel("The .proto")).toHaveValue(/GetParcelRequest/);
});

test("without a script the first state is readable", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${baseURL ?? ""}lessons/protobuf-evolution/`);
  await expect(page.getByLabel("The .proto")).toHaveValue(/int32 number = 1;/);
  await context.close();
});
