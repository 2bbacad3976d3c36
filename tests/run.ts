// Runs every check one after another and ends with one plain line: N passed, N failed, N skipped.
import { rmSync } from "node:fs";
import { courseNode, run } from "../scripts/setup.mjs";
import { buildCourse } from "../scripts/build.mjs";
import { countPlaywright, countVitest, findFlaky, type Count } from "./support/count.ts";

interface Check {
  readonly name: string;
  /** Part of `npm run check`: seconds, and no browser. */
  readonly fast?: true;
  readonly run: () => Promise<Outcome>;
}

interface Outcome extends Count {
  /** Shown when the check failed. */
  readonly output: string;
  /** What passed only when it was tried again. */
  readonly flaky?: readonly string[];
}

const bin = (path: string): string => `node_modules/${path}`;

const env = { ASTRO_TELEMETRY_DISABLED: "1", NO_COLOR: "1" };

/** A command that counts as one test: passed when it ends with 0. */
const command =
  (...args: readonly string[]) =>
  async (): Promise<Outcome> => {
    const { code, output } = await run(courseNode(), args, { quiet: true, env });
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, output };
  };

/** Vitest, with its own counts; a run that fails with no failed test counts as one failure. */
const vitest =
  (report: string, ...args: readonly string[]) =>
  async (): Promise<Outcome> => {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    rmSync(report, { force: true });
    const tests = command(bin("vitest/vitest.mjs"), "run", ...reporters, ...args);
    const { failed, output } = await tests();
    return { ...countVitest(report, failed), output };
  };

async function playwright(): Promise<Outcome> {
  const report = ".cache/playwright.json";
  const sentence = process.env["NO_CHROMIUM"];
  if (sentence) return { passed: 0, failed: 1, skipped: 0, output: sentence };
  const args = [bin("@playwright/test/cli.js"), "test", "--reporter=dot,json"];
  rmSync(report, { force: true });
  const { code, output } = await run(courseNode(), args, {
    quiet: true,
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  });
  return { ...countPlaywright(report, code), output, flaky: findFlaky(report) };
}

async function build(): Promise<Outcome> {
  try {
    await buildCourse({ force: true, say: () => undefined });
    return { passed: 1, failed: 0, skipped: 0, output: "" };
  } catch (error) {
    return { passed: 0, failed: 1, skipped: 0, output: String(error) };
  }
}

const checks: readonly Check[] = [
  { name: "format", fast: true, run: command(bin("prettier/bin/prettier.cjs"), "--check", ".") },
  { name: "types", fast: true, run: command(bin("astro/bin/astro.mjs"), "check") },
  {
    name: "lint and rooms",
    fast: true,
    run: command(bin("eslint/bin/eslint.js"), "--max-warnings=0", "."),
  },
  { name: "unused code", fast: true, run: command(bin("knip/bin/knip.js"), "--no-progress") },
];

const unit: Check = {
  name: "unit tests",
  fast: true,
  run: vitest(".cache/unit.json", "tests/unit"),
};

/** Everything that Vitest runs without the built pages; the conformance page is about this run alone. */
async function allTests(): Promise<Outcome> {
  rmSync(".cache/conformance", { recursive: true, force: true });
  return vitest(".cache/vitest.json", "--coverage", "--exclude=tests/build/**")();
}

const slow: readonly Check[] = [
  { name: "unit, conformance, lab and content tests", run: allTests },
  { name: "conformance page", run: command("tests/conformance/report.ts", "--check") },
  { name: "build", run: build },
  { name: "built pages", run: vitest(".cache/built.json", "--no-file-parallelism", "tests/build") },
  { name: "browser tests", run: playwright },
];

const fastOnly = process.argv.includes("--fast");
const chosen = fastOnly ? [...checks, unit] : [...checks, ...slow];
const total = { passed: 0, failed: 0, skipped: 0 };

for (const check of chosen) {
  const started = performance.now();
  const outcome = await check.run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
  if (outcome.failed > 0) console.log(`\n${outcome.output.trim()}\n`);
  const counts = `${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped} skipped`;
  console.log(`${outcome.failed > 0 ? "✗" : "✓"} ${seconds} s  ${check.name}: ${counts}`);
  for (const name of outcome.flaky ?? []) console.log(`  passed at the second try: ${name}`);
  total.passed += outcome.passed;
  total.failed += outcome.failed;
  total.skipped += outcome.skipped;
}

console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
if (total.failed > 0) process.exitCode = 1;
