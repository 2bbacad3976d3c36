// A scrolling box whose content is drawn only where it shows: its position and size as state.
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { scrollToRow, visibleRows, type VisibleRows } from "./visible-rows.ts";

/** Where a box is scrolled to and how large it is, in pixels. */
export interface BoxWindow {
  readonly box: RefObject<HTMLDivElement>;
  readonly top: number;
  readonly height: number;
  readonly width: number;
}

/** Follows a box; before there is one (on the server) it counts as `height` pixels high. */
export function useWindow(height: number): BoxWindow {
  const box = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ top: 0, height, width: 0 });
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const look = (): void => {
      setSeen((before) => {
        const { scrollTop, clientHeight, clientWidth } = element;
        const same =
          before.top === scrollTop &&
          before.height === clientHeight &&
          before.width === clientWidth;
        return same ? before : { top: scrollTop, height: clientHeight, width: clientWidth };
      });
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, []);
  return { box, ...seen };
}

/** A virtualised list of rows of one height that keeps row `shown` in its window. */
export function useRows(
  count: number,
  rowHeight: number,
  shown: number,
  height: number,
): { readonly box: RefObject<HTMLDivElement>; readonly rows: VisibleRows } {
  const { box, top, height: seenHeight } = useWindow(height);
  useEffect(() => {
    const element = box.current;
    if (element === null || shown < 0) return;
    element.scrollTop = scrollToRow(shown, rowHeight, element.scrollTop, element.clientHeight);
  }, [shown, rowHeight, box]);
  return { box, rows: visibleRows(count, rowHeight, top, seenHeight) };
}
