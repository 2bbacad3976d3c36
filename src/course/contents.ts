// The contents list of a lesson, out of its headings and what the page adds below the text.
import type { Depth } from "./outline.ts";

export interface ContentsLine {
  readonly id: string;
  readonly text: string;
  readonly depth: Depth;
  /** A heading of the third level. */
  readonly inner: boolean;
}

/** The parts that the page itself adds below the text. */
const CLOSING = [
  { id: "cards", text: "Cards" },
  { id: "related", text: "Related" },
  { id: "sources", text: "Sources" },
] as const;

/** Lines in reading order; headings below the third level are left out. */
export function contentsOf(
  headings: readonly { readonly depth: number; readonly slug: string; readonly text: string }[],
  depths: readonly Depth[],
  closing: Readonly<Record<(typeof CLOSING)[number]["id"], boolean>>,
): readonly ContentsLine[] {
  const own = headings.flatMap(({ depth, slug, text }, at): ContentsLine[] =>
    depth > 3 ? [] : [{ id: slug, text, depth: depths[at] ?? 1, inner: depth === 3 }],
  );
  const added = CLOSING.filter(({ id }) => closing[id]).map((line): ContentsLine => ({
    ...line,
    depth: 1,
    inner: false,
  }));
  return [...own, ...added];
}
