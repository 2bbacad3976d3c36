// The whole course as texts: every checker run over all of it.
import { checkDecks, readDeck, type DeckFile } from "./cards.ts";
import { checkGlossary, checkTermsMarked } from "./glossary.ts";
import { checkHttpBlocks } from "./http-blocks.ts";
import { checkLesson } from "./lesson.ts";
import { checkLinks } from "./links.ts";
import { checkLock } from "./lock.ts";
import { readMdx, type MdxFile } from "./mdx-file.ts";
import { checkOutline, lessonName } from "./outline.ts";
import { problem, type Problem } from "./problem.ts";
import { checkSources, type Registry } from "./sources.ts";
import { checkWording } from "./wording.ts";
import { readYaml, type YamlFile } from "./yaml-file.ts";

/** Everything under content/, and what of the rest of the repository it leans on. */
export interface CourseTexts {
  /** Text by path from the repository's root: "content/cards/status-4xx-5xx.yaml". */
  readonly files: ReadonlyMap<string, string>;
  /** Folders of src/labs that have a Lab.astro. */
  readonly labs: ReadonlySet<string>;
  /** Pages beside the lessons that a link may lead to. */
  readonly pages: ReadonlySet<string>;
}

/** A citation and the place where it stands. */
export interface Citation {
  readonly citation: string;
  readonly file: string;
  readonly line: number;
}

const lockFile = "content/cards.lock.json";

/** Runs every checker; also returns what other tests compare with: citations, sources and slugs. */
export function checkCourse({ files, labs, pages }: CourseTexts): {
  readonly problems: readonly Problem[];
  readonly citations: readonly Citation[];
  readonly registry: Registry;
  /** Slugs of all lessons, written or coming. */
  readonly slugs: ReadonlySet<string>;
} {
  const problems: Problem[] = [];
  const keep = <T extends { readonly problems: readonly Problem[] }>(found: T): T => {
    problems.push(...found.problems);
    return found;
  };
  const paths = [...files.keys()].sort();
  const yamlOf = (path: string): YamlFile | undefined => {
    const text = files.get(path);
    if (text !== undefined) return keep(readYaml(path, text)).yaml;
    problems.push(problem(path, 1, "is missing"));
    return undefined;
  };
  const yamlsUnder = (pattern: RegExp): readonly YamlFile[] =>
    paths.filter((path) => pattern.test(path)).flatMap((path) => yamlOf(path) ?? []);

  const sourcesYaml = yamlOf("content/sources.yaml");
  const registry = sourcesYaml
    ? keep(checkSources(sourcesYaml)).registry
    : new Map<string, never>();
  const lessonPaths = paths.filter((path) => /^content\/lessons\/.*\.mdx$/.test(path));
  const lessons = new Map<string, MdxFile>();
  for (const path of lessonPaths) {
    const { mdx } = keep(readMdx(path, files.get(path) ?? ""));
    const name = lessonName(path);
    if (mdx && name) lessons.set(name.slug, mdx);
  }
  const { rows } = keep(
    checkOutline(yamlsUnder(/^content\/lessons\/[^/]+\/module\.yaml$/), lessonPaths),
  );
  const decks: readonly DeckFile[] = yamlsUnder(/^content\/cards\/[^/]+\.yaml$/).flatMap(
    (yaml) => keep(readDeck(yaml)).deck ?? [],
  );
  const glossaryYaml = yamlOf("content/glossary.yaml");
  const terms = glossaryYaml ? keep(checkGlossary(glossaryYaml, registry)).ids : new Set<string>();

  const ids = new Map([...lessons].map(([slug, mdx]) => [slug, mdx.ids] as const));
  const around = {
    registry,
    labs,
    terms,
    slugs: new Set(rows.map(({ slug }) => slug)),
    cards: new Set(
      decks.flatMap(({ deck }) =>
        deck.cards.flatMap(({ id, retired }) => (retired === undefined ? id : [])),
      ),
    ),
    decks: new Map(
      decks.map(({ deck }) => [
        deck.deck,
        deck.cards.filter(({ retired }) => retired === undefined).length,
      ]),
    ),
  };
  for (const [slug, mdx] of lessons) {
    keep(checkLesson(mdx, slug, around));
    problems.push(
      ...checkLinks(mdx, { lessons: ids, pages }),
      ...checkHttpBlocks(mdx),
      ...checkWording(mdx),
    );
  }
  problems.push(
    ...checkDecks(decks, { registry, lessons: ids }),
    ...checkLock(lockFile, files.get(lockFile) ?? "", decks),
    ...(glossaryYaml ? checkTermsMarked(glossaryYaml, [...lessons.values()]) : []),
  );
  return {
    problems,
    citations: citationsOf(lessons, decks, glossaryYaml),
    registry,
    slugs: around.slugs,
  };
}

function citationsOf(
  lessons: ReadonlyMap<string, MdxFile>,
  decks: readonly DeckFile[],
  glossary: YamlFile | undefined,
): readonly Citation[] {
  const fromLessons = [...lessons.values()].flatMap(({ file, components }) =>
    components
      .filter(({ value }) => value.name === "Claim")
      .flatMap(({ line, value }) =>
        (value.attributes["source"] ?? "").split(" ").map((citation) => ({ citation, file, line })),
      ),
  );
  const fromCards = decks.flatMap(({ yaml, deck }) =>
    deck.cards.map(({ source }, at) => ({
      citation: source,
      file: yaml.file,
      line: yaml.lineAt(["cards", at, "source"]),
    })),
  );
  const terms = Object.entries(
    (glossary?.data ?? {}) as Record<string, { source?: unknown } | null>,
  );
  const fromTerms = terms.flatMap(([id, term]) =>
    glossary && typeof term?.source === "string"
      ? [{ citation: term.source, file: glossary.file, line: glossary.lineAt([id, "source"]) }]
      : [],
  );
  return [...fromLessons, ...fromCards, ...fromTerms];
}
