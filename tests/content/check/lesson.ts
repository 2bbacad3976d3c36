// One lesson: its front matter, its parts, its order of headings and what it cites.
import type { Lesson } from "../../../src/course/schemas.ts";
import { lesson as lessonSchema } from "../../../src/course/schemas.ts";
import { partIds, type MdxFile } from "./mdx-file.ts";
import { problem, type Problem } from "./problem.ts";
import { checkShape } from "./shape.ts";
import { faultOfCitation, splitCitation, type Registry } from "./sources.ts";

/** What a lesson is compared with. */
export interface LessonSurroundings {
  readonly registry: Registry;
  /** Slugs of all lessons, written or coming. */
  readonly slugs: ReadonlySet<string>;
  /** Names of the decks with the number of cards not retired. */
  readonly decks: ReadonlyMap<string, number>;
  /** Ids of all cards that are not retired. */
  readonly cards: ReadonlySet<string>;
  /** Folders of src/labs that have a door. */
  readonly labs: ReadonlySet<string>;
  /** Terms of the glossary. */
  readonly terms: ReadonlySet<string>;
}

/** Parts that every lesson has exactly once, in this order. */
const parts = Object.keys(partIds);

/** Components that a lesson may use without importing them. */
const ownComponents: ReadonlySet<string> = new Set([
  ...parts,
  "Claim",
  "Term",
  "Figure",
  "Measured",
  "Recall",
]);

/** A lesson of one deck needs at least so many cards. */
const fewestCards = 6;

const labImport = /import\s+(\w+)\s+from\s+["']#labs\/([a-z0-9-]+)\/Lab\.astro["']/g;

function checkFrontmatter(
  mdx: MdxFile,
  slug: string,
  around: LessonSurroundings,
): {
  readonly lesson?: Lesson;
  readonly problems: readonly Problem[];
} {
  const { frontmatter: yaml } = mdx;
  const shaped = checkShape(yaml, lessonSchema);
  if (!shaped.value) return { problems: shaped.problems };
  const lesson = shaped.value;
  const problems: Problem[] = [];
  const complain = (path: readonly PropertyKey[], message: string): number =>
    problems.push(problem(mdx.file, yaml.lineAt(path), message));
  lesson.objectives.forEach((objective, at) => {
    if (!/^You can \S/.test(objective))
      complain(["objectives", at], `objective is not an ability: it does not open with "You can "`);
  });
  for (const field of ["prerequisites", "related"] as const)
    lesson[field].forEach((other, at) => {
      if (!around.slugs.has(other))
        complain([field, at], `${field} names "${other}", which is no lesson of the outline`);
      else if (other === slug) complain([field, at], `${field} names the lesson itself`);
    });
  const cards = around.decks.get(lesson.deck);
  if (cards === undefined) complain(["deck"], `deck "${lesson.deck}" does not exist`);
  else if (cards < fewestCards)
    complain(["deck"], `deck "${lesson.deck}" has ${cards} cards; a lesson needs ${fewestCards}`);
  return { lesson, problems };
}

function checkParts(mdx: MdxFile, around: LessonSurroundings): readonly Problem[] {
  const problems: Problem[] = [];
  const lines = parts.map((name) => {
    const found = mdx.components.filter(({ value }) => value.name === name);
    if (found.length !== 1)
      problems.push(
        problem(mdx.file, found[1]?.line ?? 1, `has ${found.length} <${name}>, not one`),
      );
    const empty = found.find(({ value }) => value.text.trim() === "");
    if (empty) problems.push(problem(mdx.file, empty.line, `<${name}> is empty`));
    return found[0]?.line;
  });
  const present = lines.filter((line) => line !== undefined);
  const unordered = present.findIndex((line, at) => at > 0 && line < (present[at - 1] ?? 0));
  if (unordered > 0)
    problems.push(
      problem(
        mdx.file,
        present[unordered] ?? 1,
        `parts do not follow the order ${parts.join(", ")}`,
      ),
    );

  const doors = new Set<string>();
  for (const { line, value } of mdx.imports)
    for (const [, name = "", lab = ""] of value.matchAll(labImport)) {
      if (around.labs.has(lab)) doors.add(name);
      else problems.push(problem(mdx.file, line, `imports lab "${lab}", which has no Lab.astro`));
    }
  const used = new Set(mdx.components.map(({ value }) => value.name));
  if (![...doors].some((name) => used.has(name)))
    problems.push(problem(mdx.file, 1, "shows no lab: import #labs/<lab>/Lab.astro and use it"));
  for (const { line, value } of mdx.components)
    if (/^[A-Z]/.test(value.name) && !ownComponents.has(value.name) && !doors.has(value.name))
      problems.push(problem(mdx.file, line, `uses <${value.name}>, which nobody provides`));
  return problems;
}

function checkHeadings(mdx: MdxFile): readonly Problem[] {
  return mdx.headings.flatMap(({ line, value }, at) => {
    const above = mdx.headings[at - 1]?.value.depth ?? 1;
    if (value.depth === 1)
      return [
        problem(mdx.file, line, "has a heading of level 1; the title is the page's only one"),
      ];
    if (value.depth > above + 1)
      return [problem(mdx.file, line, `heading of level ${value.depth} follows level ${above}`)];
    return [];
  });
}

/** A header cell without text is read out as nothing: WCAG 2.2, 1.3.1. */
const checkTables = (mdx: MdxFile): readonly Problem[] =>
  mdx.tables
    .filter(({ value }) => value.some((text) => text.trim() === ""))
    .map(({ line }) => problem(mdx.file, line, "table has a header cell without text"));

/** A claim names one source, or several with spaces between. */
function checkCitations(mdx: MdxFile, lesson: Lesson, registry: Registry): readonly Problem[] {
  const problems: Problem[] = [];
  const reasons = lesson.obsoleteSources ?? {};
  const cited = new Set<string>();
  for (const { line, value } of mdx.components.filter(({ value }) => value.name === "Claim")) {
    const citation = value.attributes["source"];
    if (citation === undefined) {
      problems.push(problem(mdx.file, line, "<Claim> has no source"));
      continue;
    }
    for (const each of citation.split(" ")) {
      cited.add(splitCitation(each).key);
      const fault = faultOfCitation(each, registry, reasons);
      if (fault !== undefined) problems.push(problem(mdx.file, line, fault));
    }
  }
  lesson.sources.forEach((key, at) => {
    if (!cited.has(key))
      problems.push(
        problem(
          mdx.file,
          mdx.frontmatter.lineAt(["sources", at]),
          `lists source "${key}" but no claim cites it`,
        ),
      );
  });
  for (const key of cited)
    if (!lesson.sources.includes(key))
      problems.push(
        problem(
          mdx.file,
          mdx.frontmatter.lineAt(["sources"]),
          `claims cite "${key}", which sources does not list`,
        ),
      );
  for (const key of Object.keys(reasons))
    if (!cited.has(key) || registry.get(key)?.obsoletedBy === undefined)
      problems.push(
        problem(
          mdx.file,
          mdx.frontmatter.lineAt(["obsoleteSources", key]),
          `gives a reason for "${key}", which needs none`,
        ),
      );
  return problems;
}

function checkTerms(mdx: MdxFile, terms: ReadonlySet<string>): readonly Problem[] {
  return mdx.components
    .filter(({ value }) => value.name === "Term")
    .flatMap(({ line, value }) => {
      const id = value.attributes["id"];
      if (id === undefined) return [problem(mdx.file, line, "<Term> has no id")];
      return terms.has(id) ? [] : [problem(mdx.file, line, `term "${id}" is not in the glossary`)];
    });
}

/** A card asked in the text must exist, and not be asked twice. */
function checkRecalls(mdx: MdxFile, cards: ReadonlySet<string>): readonly Problem[] {
  const asked = new Set<string>();
  return mdx.components
    .filter(({ value }) => value.name === "Recall")
    .flatMap(({ line, value }) => {
      const { id } = value.attributes;
      if (id === undefined) return [problem(mdx.file, line, "<Recall> has no id")];
      if (!cards.has(id))
        return [problem(mdx.file, line, `<Recall> asks "${id}", which no deck has`)];
      if (asked.has(id)) return [problem(mdx.file, line, `<Recall> asks "${id}" a second time`)];
      asked.add(id);
      return [];
    });
}

/** Checks one lesson against its surroundings. */
export function checkLesson(
  mdx: MdxFile,
  slug: string,
  around: LessonSurroundings,
): { readonly lesson?: Lesson; readonly problems: readonly Problem[] } {
  const { lesson, problems } = checkFrontmatter(mdx, slug, around);
  const all = [
    ...problems,
    ...checkParts(mdx, around),
    ...checkHeadings(mdx),
    ...checkTables(mdx),
    ...checkTerms(mdx, around.terms),
    ...checkRecalls(mdx, around.cards),
    ...(lesson ? checkCitations(mdx, lesson, around.registry) : []),
  ];
  return lesson ? { lesson, problems: all } : { problems: all };
}
