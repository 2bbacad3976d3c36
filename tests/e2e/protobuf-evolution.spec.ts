// Lesson 21's time machine and size race as a learner works them: predict, run, edit, nonsense, a challenge, a link.
import { expect, test, type Page } from "@playwright/test";
import {
  button,
  commitAndRun,
  commitAndRunByKeys,
  foldOf,
  keyboardOf,
  openLab,
  predictAnything,
} from "../support/lab-page.ts";

/** Addresses asked for so far, and errors told to the console. */
function watch(page: Page): { readonly asked: string[]; readonly problems: string[] } {
  const [asked, problems]: [string[], string[]] = [[], []];
  page.on("request", (request) => asked.push(request.url()));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  return { asked, problems };
}

test("the time machine: fields that survive, a proxy that loses them, errors with their place", async ({
  page,
  baseURL,
}) => {
  test.setTimeout(90_000);
  const { asked, problems } = watch(page);
  const lab = await openLab(page, baseURL ?? "", "schema-time-machine");
  expect(asked.filter((url) => url.includes("travel.worker"))).toEqual([]);
  const arrive = (name: string) => lab.getByRole("checkbox", { name, exact: true });

  await test.step("through a proxy that passes on, everything arrives", async () => {
    for (const name of ["number", "recipient", "status", "weightGrams", "note"]) {
      await arrive(name).check();
    }
    await lab.getByRole("radio", { name: /nothing is wrong/ }).check();
    await commitAndRun(lab);
    await expect(lab.getByRole("status")).toContainText("2 of 2 predictions were right");
    await expect(lab).toContainText("unknown to the proxy");
    await expect(lab.getByRole("row", { name: /Parcel\.note/ })).toContainText("wire-safe");
  });

  await test.step("one that copies field by field loses the new one, and nobody is told", async () => {
    await lab.getByLabel("Between them").selectOption({ label: "v1 proxy: copies fields" });
    await predictAnything(lab);
    await commitAndRun(lab);
    await expect(lab.getByRole("row", { name: /5 note/ })).toContainText("✗ lost by the proxy");
    await expect(lab.locator(".lab-findings")).toContainText("one by one");
  });

  await test.step("a schema that breaks names line and column while it is typed", async () => {
    const v2 = lab.getByLabel("v2, the new schema");
    await v2.fill('syntax = "proto3";\nmessage P {\n  int32 a = 1\n}\n');
    const told = lab.locator("#schema-time-machine-v2-told");
    await expect(told).toContainText("Line 3, column 14");
    await v2.fill('syntax = "proto3";\nmessage P {\n  int32 number = 1;\n}\n');
    await expect(told).toHaveText("");
    await lab.getByLabel("What the writer sends, by v2").fill("{ nonsense");
    await expect(lab.locator("#schema-time-machine-sent2-told")).toContainText("no JSON yet");
    await predictAnything(lab);
    await commitAndRun(lab);
    await expect(lab.locator(".machine-told").last()).toContainText("The message");
    await v2.fill("x".repeat(5_000));
    await expect(v2).toHaveValue(/int32 number/);
    await expect(lab.getByRole("status")).toContainText("Not taken");
  });

  await test.step("a link leads back to this state", async () => {
    await lab.getByRole("link", { name: "Link to this state" }).click();
    await page.reload();
    await lab.scrollIntoViewIfNeeded();
    await expect(lab.getByLabel("v2, the new schema")).toHaveValue(/int32 number/);
    await expect(lab.getByLabel("Between them")).toHaveValue("copy");
  });
  expect(problems).toEqual([]);
});

test("the time machine by keyboard alone: a field deleted for good", async ({ page, baseURL }) => {
  test.setTimeout(90_000);
  const lab = await openLab(page, baseURL ?? "", "schema-time-machine");
  const keys = keyboardOf(page);
  const fold = foldOf(lab, "Delete a field for good");
  await keys.enter(fold.locator("summary"));
  const ask = await fold.locator("form > p").first().innerText();
  const [, name = "", number = ""] = /needs (\w+), number (\d+)/.exec(ask) ?? [];
  await keys.enter(button(fold, "Set up the lab for it"));
  const v2 = lab.getByLabel("v2, the new schema");
  const text = await v2.inputValue();
  const line = text.split("\n").find((each) => each.includes(` ${name} =`)) ?? "";
  const notice = lab.locator(".lab-predict .lab-question").last();

  await keys.write(v2, text.replace(line, ""));
  await keys.choose(notice, /nothing is wrong/);
  await commitAndRunByKeys(page, lab);
  await expect(lab.getByRole("status")).toContainText("the compiler took it");
  await expect(lab).toContainText("✗ The compiler takes it.");

  await keys.write(v2, text.replace(line, `  reserved ${number};\n  reserved "${name}";`));
  await keys.choose(notice, /nothing is wrong/);
  await commitAndRunByKeys(page, lab);
  await expect(lab.getByRole("status")).toContainText("Solved: Delete a field for good");
  await expect(lab).toContainText(`✓ The compiler refuses: Number ${number} is reserved`);
});

test("the size race: prepared data, own data, nonsense, a challenge", async ({ page, baseURL }) => {
  test.setTimeout(120_000);
  const { asked, problems } = watch(page);
  const lab = await openLab(page, baseURL ?? "", "size-race");
  expect(asked.filter((url) => url.includes("race.worker"))).toEqual([]);
  const told = lab.locator("#size-race-told");
  const own = lab.getByLabel(/^Your JSON/);

  await test.step("a thousand customers weigh what the reference says", async () => {
    await predictAnything(lab);
    await commitAndRun(lab);
    const row = lab.getByRole("row", { name: /^as they are/ });
    await expect(row).toContainText("92,739");
    await expect(row).toContainText("55,728");
    await expect(lab.getByRole("row", { name: /^brotli/ })).toBeVisible();
  });

  await test.step("own data get a schema, and say what protobuf cannot", async () => {
    await lab.locator("#size-race-source").selectOption({ label: "your own JSON" });
    await expect(told).toContainText("A schema fits");
    await own.fill('[{"a-b": 1, "big": 9007199254740993, "n": null}, {"a-b": "x"}]');
    await expect(lab.locator(".race-notes")).toContainText("beyond what a double holds exactly");
    await expect(lab.locator(".race-notes")).toContainText("more than one kind of value");
    await lab.getByText("The .proto: inferred from your JSON").click();
    await expect(lab.locator("#size-race-schema")).toHaveValue(/json_name = "a-b"/);
  });

  await test.step("nonsense is refused in words, with its place", async () => {
    await own.fill('{\n  "a": 1,\n}');
    await expect(told).toContainText("Line 3, column 1");
    await own.fill("[".repeat(200) + "]".repeat(200));
    await expect(told).toContainText("nests 200 levels deep");
    await own.evaluate((field: HTMLTextAreaElement) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text", "x".repeat(5_000_000));
      field.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
      );
    });
    await expect(told).toContainText("Not taken");
    await expect(own).toHaveValue(/^\[{200}/);
    await own.fill("[]");
    await expect(told).toContainText("A schema fits");
    await predictAnything(lab);
    await commitAndRun(lab);
    await expect(lab.getByRole("row", { name: /^as they are/ })).toContainText("no byte");
  });

  await test.step("nearly a megabyte is measured while the page goes on answering", async () => {
    const big = JSON.stringify(Array.from({ length: 36_000 }, (_, id) => ({ id, to: "Lyon" })));
    await own.fill(big);
    await predictAnything(lab);
    await lab.getByRole("button", { name: "Commit prediction" }).click();
    await lab.getByRole("button", { name: "Run", exact: true }).click();
    // A frame is drawn at once: nothing holds the page meanwhile.
    const waited = await page.evaluate(async () => {
      const from = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 0));
      return performance.now() - from;
    });
    expect(waited).toBeLessThan(1_000);
    await expect(lab.getByRole("row", { name: /^gzip/ })).toBeVisible({ timeout: 60_000 });
    await expect(lab).toContainText("too long for an address");
  });

  await test.step("the claim is answered by one's own figures", async () => {
    const fold = foldOf(lab, "“Protobuf is");
    await fold.locator("summary").click();
    await fold.getByRole("radio", { name: /^The claim holds for these data/ }).check();
    await button(fold, "Check").click();
    await expect(fold).toContainText("Not yet.");
    await expect(fold).toContainText("you measured");
  });
  expect(problems).toEqual([]);
});

test("a link to a race opens with its data and its schema", async ({ page, baseURL }) => {
  const lab = await openLab(page, baseURL ?? "", "size-race");
  await lab.locator("#size-race-source").selectOption({ label: "your own JSON" });
  await lab.getByLabel(/^Your JSON/).fill('{"depot": "Graz", "open": true}');
  await lab.getByRole("link", { name: "Link to this state" }).click();
  await page.reload();
  await lab.scrollIntoViewIfNeeded();
  await expect(lab.getByLabel(/^Your JSON/)).toHaveValue('{"depot": "Graz", "open": true}');
});
