// The contents list of a lesson, out of its outline and the headings that the compiler found.
import type { Depth, LessonOutline } from "./outline.ts";

export interface ContentsLine {
  readonly id: string;
  readonly text: string;
  readonly depth: Depth;
  /** A heading inside a section. */
  readonly inner: boolean;
}

const SECTION_TITLES: Readonly<Record<string, string>> = {
  crisp: "In short",
  deeper: "Deeper",
  senior: "Senior internals",
  trap: "Common trap",
  interview: "Interview",
};

/** The parts that the page itself adds below the text. */
const CLOSING = [
  { id: "cards", text: "Cards" },
  { id: "related", text: "Related" },
  { id: "sources", text: "Sources" },
] as const;

/** Lines in reading order; headings below the third level are left out. */
export function contentsOf(
  outline: LessonOutline,
  headings: readonly { readonly depth: number; readonly slug: string; readonly text: string }[],
  closing: Readonly<Record<(typeof CLOSING)[number]["id"], boolean>>,
): readonly ContentsLine[] {
  let inSection = false;
  const own = outline.entries.flatMap((entry): ContentsLine[] => {
    if (entry.kind === "heading") {
      const heading = headings[entry.index];
      if (heading === undefined || heading.depth > 3) return [];
      return [{ id: heading.slug, text: heading.text, depth: entry.depth, inner: inSection }];
    }
    if (entry.kind === "lab") return [{ ...entry, text: entry.title, inner: false }];
    inSection = true;
    return [
      {
        id: entry.id,
        text: SECTION_TITLES[entry.id] ?? entry.id,
        depth: entry.depth,
        inner: false,
      },
    ];
  });
  const added = CLOSING.filter(({ id }) => closing[id]).map((line): ContentsLine => ({
    ...line,
    depth: 1,
    inner: false,
  }));
  return [...own, ...added];
}
