// The real course: no checker complains, and every section that it cites exists where the text is at hand.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { checkCourse } from "./check/course.ts";
import { formatProblems, problem } from "./check/problem.ts";
import { splitCitation } from "./check/sources.ts";
import { hasSection, specOf } from "./check/spec-sections.ts";
import { smallCourse } from "./small-course.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const specs = join(root, "../shared/specs");

const files = new Map(
  readdirSync(join(root, "content"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path.slice(root.length).replaceAll("\\", "/"), readFileSync(path, "utf8")]),
);
const labFolder = join(root, "src/labs");
const labs = new Set(
  existsSync(labFolder)
    ? readdirSync(labFolder).filter((lab) => existsSync(join(labFolder, lab, "Lab.astro")))
    : [],
);
/** Pages beside the lessons that prose may link to. */
const pages = new Set(["/reference/status", "/glossary"]);

describe("the course", () => {
  const { problems, citations } = checkCourse({ files, labs, pages });

  it("gives no checker cause to complain", () => {
    expect(formatProblems(problems)).toBe("");
  });

  it.skipIf(!existsSync(specs))("cites only sections that exist", () => {
    const texts = new Map<string, string | undefined>();
    const textOf = (name: string): string | undefined => {
      const path = join(specs, name);
      if (!texts.has(name))
        texts.set(name, existsSync(path) ? readFileSync(path, "utf8") : undefined);
      return texts.get(name);
    };
    const missing = citations.flatMap(({ citation, file, line }) => {
      const { key, section } = splitCitation(citation);
      const spec = specOf(key);
      const text = spec && textOf(spec.name);
      return section === undefined ||
        !spec ||
        text === undefined ||
        hasSection(text, spec.form, section)
        ? []
        : [problem(file, line, `${spec.name} has no section "${section}"`)];
    });
    expect(formatProblems(missing)).toBe("");
  });
});

describe("a course without fault", () => {
  it("gives no checker cause to complain", () => {
    expect(formatProblems(checkCourse(smallCourse()).problems)).toBe("");
  });
});
