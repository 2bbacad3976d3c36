// Lighthouse, fetched by npm when it is asked for, so that it weighs on nobody's installation.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { npm } from "../../scripts/setup.mjs";

const version = "13.5.0";

/** What one page showed: scores of 100, times in milliseconds. */
export interface Scores {
  readonly performance: number;
  readonly accessibility: number;
  readonly bestPractices: number;
  readonly seo: number;
  readonly lcp: number;
  readonly tbt: number;
  readonly cls: number;
  /** Audits of the four categories that did not pass, by their names. */
  readonly missed: readonly string[];
}

interface Report {
  readonly categories: Record<
    string,
    {
      readonly score: number | null;
      readonly auditRefs: readonly { readonly id: string; readonly weight: number }[];
    }
  >;
  readonly audits: Record<
    string,
    { readonly score: number | null; readonly numericValue?: number }
  >;
}

const flags = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

async function runOnce(address: string, chromium: string): Promise<Scores> {
  const folder = mkdtempSync(join(tmpdir(), "lighthouse-"));
  const file = join(folder, "report.json");
  const { code, output } = await npm(
    [
      "exec",
      "--yes",
      `--package=lighthouse@${version}`,
      "--",
      "lighthouse",
      address,
      "--quiet",
      "--output=json",
      `--output-path=${file}`,
      `--chrome-flags=${flags.join(" ")}`,
    ],
    { CHROME_PATH: chromium },
  );
  if (code !== 0) {
    throw new Error(
      `Lighthouse ${version} could not be fetched or run: it ended with ${code}.\n${output}`,
    );
  }
  const { categories, audits } = JSON.parse(readFileSync(file, "utf8")) as Report;
  rmSync(folder, { recursive: true, force: true });
  const score = (id: string): number => Math.round((categories[id]?.score ?? 0) * 100);
  const value = (id: string): number => audits[id]?.numericValue ?? Number.NaN;
  const missed = Object.values(categories)
    .flatMap(({ auditRefs }) => auditRefs)
    .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 0.9)
    .map(({ id }) => id);
  return {
    performance: score("performance"),
    accessibility: score("accessibility"),
    bestPractices: score("best-practices"),
    seo: score("seo"),
    lcp: value("largest-contentful-paint"),
    tbt: value("total-blocking-time"),
    cls: value("cumulative-layout-shift"),
    missed,
  };
}

/** The middle one of an odd number of figures. */
export const median = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN;

/**
 * Runs Lighthouse on a phone's settings `times` times and gives the median of each figure. Rejects
 * with npm's words where Lighthouse cannot be fetched.
 */
export async function lighthouse(
  address: string,
  chromium: string,
  times: number,
): Promise<Scores> {
  const runs: Scores[] = [];
  for (let index = 0; index < times; index += 1) runs.push(await runOnce(address, chromium));
  const middle = (name: Exclude<keyof Scores, "missed">): number =>
    median(runs.map((scores) => scores[name]));
  return {
    performance: middle("performance"),
    accessibility: middle("accessibility"),
    bestPractices: middle("bestPractices"),
    seo: middle("seo"),
    lcp: middle("lcp"),
    tbt: middle("tbt"),
    cls: middle("cls"),
    missed: [...new Set(runs.flatMap((scores) => scores.missed))],
  };
}
