// The real course as the checkers want it: texts under content/, labs that have a door, specifications.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Citation, CourseTexts } from "./check/course.ts";
import { problem, type Problem } from "./check/problem.ts";
import { splitCitation } from "./check/sources.ts";
import { hasSection, specOf } from "./check/spec-sections.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const specs = join(root, "../shared/specs");

/** Whether the texts of the specifications lie beside this checkout. */
export const hasSpecs = existsSync(specs);

/** Reads everything under content/ and looks which labs exist. */
export function readCourse(): CourseTexts {
  const files = new Map(
    readdirSync(join(root, "content"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(root.length).replaceAll("\\", "/"), readFileSync(path, "utf8")]),
  );
  const folder = join(root, "src/labs");
  const labs = existsSync(folder) ? readdirSync(folder) : [];
  return {
    files,
    labs: new Set(labs.filter((lab) => existsSync(join(folder, lab, "Lab.astro")))),
    pages: new Set(["/reference/status", "/glossary"]),
  };
}

const texts = new Map<string, string | undefined>();

function textOf(name: string): string | undefined {
  const path = join(specs, name);
  if (!texts.has(name)) texts.set(name, existsSync(path) ? readFileSync(path, "utf8") : undefined);
  return texts.get(name);
}

/** Finds citations of sections that their specification lacks; those without a text are left out. */
export const missingSections = (citations: readonly Citation[]): readonly Problem[] =>
  citations.flatMap(({ citation, file, line }) => {
    const { key, section } = splitCitation(citation);
    const spec = specOf(key);
    const text = spec && textOf(spec.name);
    return section === undefined || !spec || !text || hasSection(text, spec.form, section)
      ? []
      : [problem(file, line, `${spec.name} has no section "${section}"`)];
  });
