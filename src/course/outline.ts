// What the build learns of a lesson while it compiles: claims, terms, and the lines of its contents list.

/** The depth from which something shows: 1 Crisp, 2 Deeper, 3 Senior (cumulative). */
export type Depth = 1 | 2 | 3;

/** One numbered source of a lesson; the same source and section keep one number. */
export interface NumberedCitation {
  readonly number: number;
  /** As written: "rfc9110#15.4.3". */
  readonly citation: string;
  /** The shallowest depth at which it is cited. */
  readonly depth: Depth;
  /** Line of the lesson's file where it is first cited. */
  readonly line: number;
}

/** The first place where a lesson marks a term of the glossary. */
export interface TermMark {
  readonly id: string;
  readonly line: number;
}

/** One line of the contents list; a heading is found by its rank among the headings of the file. */
export type ContentsMark =
  | { readonly kind: "part"; readonly id: string; readonly depth: Depth }
  | { readonly kind: "lab"; readonly id: string; readonly depth: Depth }
  | { readonly kind: "heading"; readonly index: number; readonly depth: Depth };

export interface LessonOutline {
  readonly citations: readonly NumberedCitation[];
  readonly terms: readonly TermMark[];
  readonly contents: readonly ContentsMark[];
}

/** The outline that `numberClaims` left in a compiled lesson's frontmatter. */
export function outlineOf(frontmatter: Record<string, unknown>): LessonOutline {
  const outline = frontmatter["outline"];
  if (outline === undefined)
    throw new RangeError("A lesson was compiled without numberClaims. Add it to astro.config.mjs.");
  return outline as LessonOutline;
}

/** The name by which pages and scripts know a depth that can be hidden. */
export const FROM: Readonly<Record<Depth, "deeper" | "senior" | undefined>> = {
  1: undefined,
  2: "deeper",
  3: "senior",
};
