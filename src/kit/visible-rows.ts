// Which rows of a long list lie in its window: all that a virtualised list draws. Pure.

/** Rows [from, to) are drawn, with `before` and `after` pixels of empty space around them. */
export interface VisibleRows {
  readonly from: number;
  readonly to: number;
  readonly before: number;
  readonly after: number;
}

/** Rows drawn beyond the window on each side, so that a fast scroll finds something there. */
const BEYOND = 4;

/** Rows of one height in a window of `height` pixels scrolled to `top`; never more than it shows. */
export function visibleRows(
  count: number,
  rowHeight: number,
  top: number,
  height: number,
): VisibleRows {
  const first = Math.floor(Math.max(0, top) / rowHeight);
  const shown = Math.ceil(height / rowHeight) + 1;
  const from = Math.max(0, Math.min(first, count - shown) - BEYOND);
  const to = Math.max(from, Math.min(count, first + shown + BEYOND));
  return { from, to, before: from * rowHeight, after: (count - to) * rowHeight };
}

/** Where to scroll so that a row is in the window; unchanged when it is there already. */
export function scrollToRow(row: number, rowHeight: number, top: number, height: number): number {
  const from = row * rowHeight;
  if (from < top) return from;
  const hidden = from + rowHeight - (top + height);
  return hidden > 0 ? top + hidden : top;
}
