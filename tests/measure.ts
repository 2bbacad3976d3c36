// `npm run measure`: bytes, requests and Lighthouse figures with the budget beside each; writes docs/measurements.md.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { format } from "prettier";
import { ensureChromium } from "../scripts/browser.mjs";
import { buildCourse } from "../scripts/build.mjs";
import { serve } from "../scripts/serve.mjs";
import { root } from "../scripts/setup.mjs";
import { barePage } from "./support/bare-page.ts";
import { budgets, firstRunOn, pages } from "./support/budgets.ts";
import { dist } from "./support/built.ts";
import { lighthouse, type Scores } from "./support/lighthouse.ts";
import { weighLab, weighPage } from "./support/weigh.ts";
import { modulesOf, weighCode, weighLabCode } from "./support/weigh-code.ts";

interface Line {
  readonly what: string;
  readonly measured: number;
  readonly unit: string;
  readonly budget: string;
  readonly kept: boolean;
}

const kilobytes = (bytes: number): number => Math.round(bytes / 100) / 10;
const atMost = (what: string, measured: number, limit: number, unit = ""): Line => {
  const budget = limit === Infinity ? "none" : `≤ ${limit}`;
  return { what, measured, unit, budget, kept: measured <= limit };
};
const atLeast = (what: string, measured: number, limit: number): Line => {
  return { what, measured, unit: "", budget: `${limit}`, kept: measured >= limit };
};

async function weights(browserPath: string, address: string): Promise<Line[]> {
  const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
  const lines: Line[] = [];
  for (const [name, path] of Object.entries(pages)) {
    const context = await browser.newContext();
    const { requests, script, all } = await weighPage(await context.newPage(), address, path);
    const limit = budgets.page;
    lines.push(
      atMost(`${name}: JavaScript`, kilobytes(script), limit.script / 1000, "KB"),
      atMost(`${name}: all bytes`, kilobytes(all), limit.all / 1000, "KB"),
      atMost(`${name}: requests`, requests, limit.requests),
    );
    await context.close();
  }
  const review = await browser.newContext();
  const { script } = await weighPage(await review.newPage(), address, budgets.review.path);
  lines.push(atMost("review: JavaScript", kilobytes(script), budgets.review.script / 1000, "KB"));
  await review.close();
  for (const each of budgets.labs) {
    const { lab, path } = each;
    // Without smooth scrolling the labs above are leapt over.
    const context = await browser.newContext("alone" in each ? { reducedMotion: "reduce" } : {});
    const { all, msw, worker } = await weighLab(await context.newPage(), address, path, lab);
    lines.push(
      atMost(`first run of ${lab}: all`, kilobytes(all), firstRunOn(path) / 1000, "KB"),
      atMost(`first run of ${lab}: MSW`, kilobytes(msw), budgets.firstRun.msw / 1000, "KB"),
      atMost(`first run of ${lab}: its worker`, kilobytes(worker), budgets.worker / 1000, "KB"),
    );
    await context.close();
  }
  await browser.close();
  return lines;
}

/** The kit, each lab beyond it, and, without a budget of their own, the rooms that labs share. */
async function codeLines(): Promise<Line[]> {
  const lines: Line[] = [];
  const put = (what: string, { script }: { readonly script: number }, limit = Infinity): void => {
    lines.push(atMost(what, kilobytes(script), limit / 1000, "KB"));
  };
  put("code of the kit", await weighCode(modulesOf("src/kit")), budgets.code.kit);
  for (const lab of readdirSync(join(root, "src/labs"))) {
    put(`code of ${lab} beyond the kit`, await weighLabCode(lab), budgets.code.lab);
  }
  for (const room of ["wire", "trace", "sim", "scenarios"]) {
    put(`shared code: ${room}`, await weighCode(modulesOf(`src/${room}`)));
  }
  for (const engine of readdirSync(join(root, "src/protocols"))) {
    const door = `src/protocols/${engine}/index.ts`;
    if (existsSync(join(root, door))) put(`shared code: ${engine}`, await weighCode([door]));
  }
  return lines;
}

function scoreLines(name: string, scores: Scores): Line[] {
  return [
    atLeast(`${name}: performance`, scores.performance, 100),
    atLeast(`${name}: accessibility`, scores.accessibility, 100),
    atLeast(`${name}: best practices`, scores.bestPractices, 100),
    atLeast(`${name}: SEO`, scores.seo, 100),
  ];
}

async function lighthouseLines(browserPath: string, address: string): Promise<Line[]> {
  const bare = join(root, ".cache", "bare");
  mkdirSync(bare, { recursive: true });
  const lesson = readFileSync(join(dist, pages.lesson, "index.html"), "utf8");
  writeFileSync(join(bare, "index.html"), barePage(lesson));
  const beside = await serve({ folder: bare, port: 0 });
  const lines: Line[] = [];
  const measured = new Map<string, Scores>();
  for (const [name, at] of [
    ...Object.entries(pages).map(([page, path]) => [page, address + path] as const),
    ["bare page of the lesson's text", beside.address] as const,
  ]) {
    console.log(`Lighthouse: ${name}, ${at}, median of 5 …`);
    const scores = await lighthouse(at, browserPath, 5);
    measured.set(name, scores);
    if (scores.missed.length > 0) console.log(`  not passed: ${scores.missed.join(", ")}`);
    if (name in pages) lines.push(...scoreLines(name, scores));
  }
  beside.close();
  const {
    tbt = Number.NaN,
    cls = Number.NaN,
    lcp: own = Number.NaN,
  } = measured.get("lesson") ?? {};
  lines.push(
    atMost("lesson: total blocking time", Math.round(tbt), 0, "ms"),
    atMost("lesson: layout shift", Math.round(cls * 1000) / 1000, 0),
  );
  const plain = measured.get("bare page of the lesson's text")?.lcp ?? Number.NaN;
  const ratio = Math.round((own / plain) * 100) / 100;
  lines.push({
    what: `lesson: largest contentful paint (bare page: ${Math.round(plain)} ms)`,
    measured: Math.round(own),
    unit: "ms",
    budget: `≤ ${Math.round(plain * budgets.lcpRatio)}`,
    kept: ratio <= budgets.lcpRatio,
  });
  return lines;
}

async function print(lines: readonly Line[]): Promise<string> {
  const rows = lines.map(
    ({ what, measured, unit, budget, kept }) =>
      `| ${what} | ${measured} ${unit} | ${budget} ${unit} | ${kept ? "kept" : "missed"} |`,
  );
  const table = ["| What | Measured | Budget | |", "| --- | ---: | ---: | --- |", ...rows].join(
    "\n",
  );
  return format(table, { parser: "markdown", printWidth: 100 });
}

const browserPath = await ensureChromium();
await buildCourse();
const { address, close } = await serve({ folder: dist, base: process.env["SITE_BASE"], port: 0 });
const lines = [...(await weights(browserPath, address)), ...(await codeLines())];
console.log(`\n${await print(lines)}`);
try {
  const scores = await lighthouseLines(browserPath, address);
  console.log(`\n${await print(scores)}`);
  const page =
    "# Measurements\n\nWritten by `npm run measure`: the built course in Chromium, bytes after brotli, " +
    "Lighthouse 13.5.0 with its phone settings, median of five. Do not edit it by hand.\n\n";
  writeFileSync(join(root, "docs", "measurements.md"), page + (await print([...lines, ...scores])));
  lines.push(...scores);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
close();
if (lines.some(({ kept }) => !kept)) process.exitCode = 1;
