// The contents list of a lesson: its parts, labs and headings, and what the page adds below the text.
import type { ContentsMark, Depth } from "./outline.ts";

export interface ContentsLine {
  readonly id: string;
  readonly text: string;
  readonly depth: Depth;
  /** A heading inside a part. */
  readonly inner: boolean;
}

const PART_TITLES: Readonly<Record<string, string>> = {
  crisp: "In short",
  deeper: "Deeper",
  senior: "Senior internals",
  trap: "Common trap",
  interview: "In an interview",
};

/** The parts that the page itself adds below the text. */
const CLOSING = [
  { id: "cards", text: "Cards" },
  { id: "related", text: "Related" },
  { id: "sources", text: "Sources" },
] as const;

/** "redirect-tracer" reads "Redirect tracer". */
const sentence = (folder: string): string =>
  folder.charAt(0).toUpperCase() + folder.slice(1).replaceAll("-", " ");

/** Lines in reading order; headings below the third level are left out. */
export function contentsOf(
  marks: readonly ContentsMark[],
  headings: readonly { readonly depth: number; readonly slug: string; readonly text: string }[],
  closing: Readonly<Record<(typeof CLOSING)[number]["id"], boolean>>,
): readonly ContentsLine[] {
  const own = marks.flatMap((mark): ContentsLine[] => {
    const { depth } = mark;
    if (mark.kind === "part")
      return [{ id: mark.id, text: PART_TITLES[mark.id] ?? mark.id, depth, inner: false }];
    if (mark.kind === "lab")
      return [{ id: `lab-${mark.id}`, text: sentence(mark.id), depth, inner: false }];
    const heading = headings[mark.index];
    if (heading === undefined || heading.depth > 3) return [];
    return [{ id: heading.slug, text: heading.text, depth, inner: heading.depth === 3 }];
  });
  const added = CLOSING.filter(({ id }) => closing[id]).map((line): ContentsLine => ({
    ...line,
    depth: 1,
    inner: false,
  }));
  return [...own, ...added];
}
