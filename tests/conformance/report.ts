// Prints what the conformance run recorded as tests/conformance/README.md; --check only compares.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { recordFolder, type SuiteRecord } from "../support/conformance-report.ts";
import { suiteSources } from "./suites.ts";

const page = fileURLToPath(new URL("./README.md", import.meta.url));

const intro = `# Conformance: what was run, and what it showed

Written by \`node tests/conformance/report.ts\` from the last test run; \`--check\` fails when it differs. Do not edit it by hand.

The public suites lie beside the checkout and are never copied into it. Where a suite or a peer is absent its tests are skipped and its lines below stay as they were committed. Every case of a suite agrees, or is listed under its name with the section that decides; cases that ask for something an engine does not do are counted as left out, with the reason.
`;

/** The part of the page about one suite and engine: its table row and its list of deviations. */
interface Entry {
  readonly row: string;
  readonly notes: string;
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
const keyOf = (suite: string, engine: string): string => `${suite} → ${engine}`;

function render(record: SuiteRecord): Entry {
  const source = suiteSources[record.suite];
  const origin = source ? `${source.from} (${source.licence})` : (record.peer ?? "");
  const peer = source && record.peer ? `; peer ${record.peer}` : "";
  const left = (record.leftOut ?? []).reduce((sum, { count }) => sum + count, 0);
  const columns = [
    record.suite,
    record.engine,
    origin + peer,
    record.cases,
    record.agree,
    record.cases - record.agree,
    left,
  ];
  const times = (count: number | undefined): string =>
    (count ?? 1) > 1 ? ` (${count} cases)` : "";
  const notes = [
    ...record.deviations.map(
      ({ name, why, rule, count }) => `- \`${cell(name)}\`${times(count)}: ${cell(why)} (${rule})`,
    ),
    ...(record.leftOut ?? []).map(
      ({ what, why, count }) => `- Left out: ${cell(what)}${times(count)}: ${cell(why)}`,
    ),
  ];
  return {
    row: `| ${columns.map((value) => cell(String(value))).join(" | ")} |`,
    notes: notes.join("\n"),
  };
}

/** Entries of the page as committed, so that a machine without a suite leaves its lines alone. */
function readCommitted(text: string): Map<string, Entry> {
  const notes = new Map<string, string>();
  for (const section of text.split(/^### /m).slice(1)) {
    const end = section.indexOf("\n");
    notes.set(section.slice(0, end).trim(), section.slice(end).trim());
  }
  const entries = new Map<string, Entry>();
  for (const line of text.split("\n").filter((each) => /^\| .*\d+ +\|$/.test(each))) {
    const [suite = "", engine = ""] = line
      .split("|")
      .slice(1)
      .map((each) => each.trim());
    const key = keyOf(suite, engine);
    entries.set(key, { row: line, notes: notes.get(key) ?? "" });
  }
  return entries;
}

async function build(committed: string): Promise<string> {
  const entries = readCommitted(committed);
  const files = existsSync(recordFolder) ? readdirSync(recordFolder) : [];
  for (const file of files.filter((name) => name.endsWith(".json"))) {
    const record = JSON.parse(readFileSync(recordFolder + file, "utf8")) as SuiteRecord;
    if (record.ran) entries.set(keyOf(record.suite, record.engine), render(record));
  }
  const keys = [...entries.keys()].sort();
  const rows = keys.map((key) => entries.get(key)?.row ?? "");
  const sections = keys.flatMap((key) => {
    const notes = entries.get(key)?.notes ?? "";
    return notes === "" ? [] : [`### ${key}\n\n${notes}\n`];
  });
  const table = [
    "| Suite | Engine | Source (licence) or peer | Cases | Agree | Deviate | Left out |",
    "| --- | --- | --- | ---: | ---: | ---: | ---: |",
    ...rows,
  ];
  const text = [intro, table.join("\n"), "\n## Deviations and cases left out\n", ...sections];
  return format(text.join("\n"), { parser: "markdown", printWidth: 100 });
}

/** The page without version numbers: a reader's curl or protoc may be another one than ours. */
const maskVersions = (text: string): string =>
  text
    .replace(/\b\d+(?:\.\d+)+\b/g, "x")
    .replace(/ +/g, " ")
    .replace(/-{3,}/g, "---");

const committed = existsSync(page) ? readFileSync(page, "utf8") : "";
const built = await build(committed);
if (!process.argv.includes("--check")) {
  writeFileSync(page, built);
} else if (maskVersions(built) !== maskVersions(committed)) {
  console.error(
    "tests/conformance/README.md differs from the last conformance run: " +
      "its numbers or reasons changed. Run `node tests/conformance/report.ts` and commit the page.",
  );
  process.exitCode = 1;
}
