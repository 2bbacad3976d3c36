// Modules and their lessons, written and coming: one list of numbers without gap or doubt.
import type { Module } from "../../../src/course/schemas.ts";
import { module as moduleSchema } from "../../../src/course/schemas.ts";
import { problem, type Problem } from "./problem.ts";
import { checkShape } from "./shape.ts";
import type { YamlFile } from "./yaml-file.ts";

/** A lesson that exists, be it only as a title. */
export interface OutlineRow {
  readonly slug: string;
  readonly number: number;
  readonly folder: string;
  readonly written: boolean;
  readonly file: string;
  readonly line: number;
}

/** "content/lessons/02-http-semantics/04-methods.mdx" taken apart; undefined for another form. */
export function lessonName(
  file: string,
): { readonly folder: string; readonly number: number; readonly slug: string } | undefined {
  const match = /([^/]+)\/(\d+)-([a-z0-9-]+)\.mdx$/.exec(file);
  if (!match) return undefined;
  const [, folder = "", digits = "", slug = ""] = match;
  return { folder, number: Number(digits), slug };
}

/** Checks all module.yaml files together with the paths of the written lessons. */
export function checkOutline(
  modules: readonly YamlFile[],
  lessonFiles: readonly string[],
): { readonly rows: readonly OutlineRow[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const rows: OutlineRow[] = [];
  for (const file of lessonFiles) {
    const name = lessonName(file);
    if (name) rows.push({ ...name, written: true, file, line: 1 });
    else problems.push(problem(file, 1, "is not named like 04-status-1xx-2xx-3xx.mdx"));
  }
  const sorted = [...modules].sort((a, b) => a.file.localeCompare(b.file));
  sorted.forEach((yaml, index) => {
    const shaped = checkShape(yaml, moduleSchema);
    problems.push(...shaped.problems);
    if (!shaped.value) return;
    const { letter, coming }: Module = shaped.value;
    const folder = yaml.file.split("/").at(-2) ?? "";
    const expected = String.fromCharCode("A".charCodeAt(0) + index);
    if (letter !== expected)
      problems.push(
        problem(
          yaml.file,
          yaml.lineAt(["letter"]),
          `letter is ${letter}; in this order it is ${expected}`,
        ),
      );
    if (!folder.startsWith(`${String(index + 1).padStart(2, "0")}-`))
      problems.push(problem(yaml.file, 1, `folder "${folder}" does not open with ${index + 1}`));
    coming.forEach(({ number, slug }, at) =>
      rows.push({
        slug,
        number,
        folder,
        written: false,
        file: yaml.file,
        line: yaml.lineAt(["coming", at]),
      }),
    );
  });
  const bySlug = new Map<string, OutlineRow>();
  for (const row of rows) {
    const first = bySlug.get(row.slug);
    if (first)
      problems.push(problem(row.file, row.line, `lesson "${row.slug}" is also in ${first.file}`));
    else bySlug.set(row.slug, row);
  }
  const inOrder = [...bySlug.values()].sort(
    (a, b) => a.folder.localeCompare(b.folder) || a.number - b.number,
  );
  inOrder.forEach((row, index) => {
    if (row.number !== index + 1)
      problems.push(
        problem(
          row.file,
          row.line,
          `lesson "${row.slug}" has number ${row.number}; the outline has it as ${index + 1}`,
        ),
      );
  });
  return { rows: inOrder, problems };
}
