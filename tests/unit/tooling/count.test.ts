// The last line of `npm test` never calls a failed run green.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { countPlaywright, countVitest, findFlaky } from "../../support/count.ts";

let folder = "";
const report = (name: string, content: object): string => {
  writeFileSync(join(folder, name), JSON.stringify(content));
  return join(folder, name);
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "count-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const vitest = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 2, numTodoTests: 1 };

it("reads Vitest's counts", () => {
  expect(countVitest(report("a.json", vitest), 0)).toEqual({ passed: 7, failed: 0, skipped: 3 });
  const failing = report("b.json", { ...vitest, numFailedTests: 4 });
  expect(countVitest(failing, 1)).toEqual({ passed: 7, failed: 4, skipped: 3 });
});

it("counts a run that failed without a failed test, as by low coverage, as one failure", () => {
  expect(countVitest(report("c.json", vitest), 1).failed).toBe(1);
  const stats = { expected: 3, unexpected: 0, flaky: 0, skipped: 0 };
  expect(countPlaywright(report("d.json", { stats }), 1).failed).toBe(1);
});

it("names a browser test that passed only when it was tried again", () => {
  const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 2 };
  const spec = (title: string, status: string): object => ({
    title,
    file: "site.spec.ts",
    tests: [{ status: "expected" }, { status }],
  });
  const suites = [
    { specs: [spec("steady", "expected")], suites: [{ specs: [spec("wavers", "flaky")] }] },
  ];
  const written = report("e.json", { stats, suites });
  expect(countPlaywright(written, 1)).toEqual({ passed: 4, failed: 1, skipped: 2 });
  expect(findFlaky(written)).toEqual(["site.spec.ts: wavers"]);
});

it("counts a run without a report as one failure", () => {
  const nothing = join(folder, "none.json");
  expect(countVitest(nothing, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(countPlaywright(nothing, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});
