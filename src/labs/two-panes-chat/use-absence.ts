// Notices that the page was out of sight or asleep: browsers slow timers then, or stop them altogether.
import { useEffect, useRef } from "preact/hooks";

/** Milliseconds between two looks at the clock, and what counts as away. */
const LOOK = 1000;
const AWAY = 5000;

/** What is told when the reader is back. */
export type Absence = (seconds: number, how: "hidden" | "asleep") => void;

/** Calls `tell` once for each time of at least five seconds that the page was hidden or asleep. */
export function useAbsence(tell: Absence): void {
  const latest = useRef(tell);
  latest.current = tell;
  useEffect(() => {
    let hiddenAt: number | null = document.hidden ? Date.now() : null;
    let looked = Date.now();
    const report = (milliseconds: number, how: "hidden" | "asleep"): void => {
      if (milliseconds >= AWAY) latest.current(Math.round(milliseconds / 1000), how);
    };
    const look = setInterval(() => {
      const now = Date.now();
      // Hidden pages are told about when they come back; a gap in sight of the reader is sleep.
      if (hiddenAt === null) report(now - looked - LOOK, "asleep");
      looked = now;
    }, LOOK);
    const turn = (): void => {
      const now = Date.now();
      if (document.hidden) {
        hiddenAt ??= now;
        return;
      }
      if (hiddenAt !== null) report(now - hiddenAt, "hidden");
      hiddenAt = null;
      looked = now;
    };
    document.addEventListener("visibilitychange", turn);
    return () => {
      clearInterval(look);
      document.removeEventListener("visibilitychange", turn);
    };
  }, []);
}
