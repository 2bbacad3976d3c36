// Reads how many tests passed, failed and were skipped from what Vitest and Playwright report.
import { existsSync, readFileSync } from "node:fs";

/** Outcomes of tests; a check without tests of its own counts as one. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The parts of Vitest's JSON report that are counted. */
interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

/** The parts of Playwright's JSON report that are counted. */
interface PlaywrightReport {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
  readonly suites?: readonly Suite[];
}

interface Suite {
  readonly specs?: readonly {
    readonly title: string;
    readonly file: string;
    readonly tests: readonly { readonly status: string }[];
  }[];
  readonly suites?: readonly Suite[];
}

const lost: Count = { passed: 0, failed: 1, skipped: 0 };

/** A run that ended badly without a failed test (a file that does not load, coverage) is one failure. */
const atLeastOne = (failed: number, code: number): number =>
  failed === 0 && code !== 0 ? 1 : failed;

/** Counts of a Vitest run from its JSON report and exit code; one failure where there is no report. */
export function countVitest(report: string, code: number): Count {
  if (!existsSync(report)) return lost;
  const read = JSON.parse(readFileSync(report, "utf8")) as VitestReport;
  return {
    passed: read.numPassedTests,
    failed: atLeastOne(read.numFailedTests, code),
    skipped: read.numPendingTests + read.numTodoTests,
  };
}

/** Counts of a Playwright run from its JSON report and exit code. */
export function countPlaywright(report: string, code: number): Count {
  if (!existsSync(report)) return lost;
  const { stats } = JSON.parse(readFileSync(report, "utf8")) as PlaywrightReport;
  return {
    passed: stats.expected + stats.flaky,
    failed: atLeastOne(stats.unexpected, code),
    skipped: stats.skipped,
  };
}

const flakyIn = ({ specs = [], suites = [] }: Suite): readonly string[] => [
  ...specs
    .filter(({ tests }) => tests.some(({ status }) => status === "flaky"))
    .map(({ file, title }) => `${file}: ${title}`),
  ...suites.flatMap(flakyIn),
];

/** Names of the browser tests that passed only when they were tried again. */
export function findFlaky(report: string): readonly string[] {
  if (!existsSync(report)) return [];
  const { suites = [] } = JSON.parse(readFileSync(report, "utf8")) as PlaywrightReport;
  return suites.flatMap(flakyIn);
}
