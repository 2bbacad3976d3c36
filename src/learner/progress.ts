// What is known before the first paint, without the database: lessons visited and done, depth, theme.
//
// The truth about lessons is the event log; this is its mirror in localStorage, which is read at once.
// A change is written to the mirror and waits in the outbox for the log (outbox.ts); a log that learns
// something elsewhere (an import, another device) rewrites the mirror.
import type { LessonState } from "./lesson-state.ts";
import { putInOutbox } from "./outbox.ts";
import { readShelf, writeShelf, type Shelf } from "./shelf.ts";
import { mirrorSolved } from "./solved.ts";

export { openShelf, type Shelf } from "./shelf.ts";

export const DEPTHS = ["crisp", "deeper", "senior"] as const;
export type DepthName = (typeof DEPTHS)[number];

export const THEMES = ["light", "dark"] as const;
/** "system" is the absence of a choice. */
export type Theme = (typeof THEMES)[number] | "system";

export interface Progress {
  /** Slug of the lesson opened last. */
  readonly last?: string;
  /** By lesson slug: opened, or marked as done. */
  readonly lessons: Readonly<Record<string, "visited" | "done">>;
}

const PROGRESS = "otw.progress";
const DEPTH = "otw.depth";
const THEME = "otw.theme";
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** What is stored, with everything that does not look like progress left out. */
export function readProgress(shelf: Shelf): Progress {
  let stored: unknown;
  try {
    stored = JSON.parse(readShelf(shelf, PROGRESS) ?? "{}");
  } catch {
    stored = {};
  }
  const { last, lessons } = (stored ?? {}) as { last?: unknown; lessons?: unknown };
  const kept = Object.entries(
    typeof lessons === "object" && lessons !== null ? lessons : {},
  ).filter(
    (entry): entry is [string, "visited" | "done"] =>
      SLUG.test(entry[0]) && (entry[1] === "visited" || entry[1] === "done"),
  );
  return {
    ...(typeof last === "string" && SLUG.test(last) && { last }),
    lessons: Object.fromEntries(kept),
  };
}

/** Writes what changed to the mirror and to the outbox. */
function note(shelf: Shelf, slug: string, state: "visited" | "done"): Progress {
  const before = readProgress(shelf);
  const after = { last: slug, lessons: { ...before.lessons, [slug]: state } };
  if (before.last === slug && before.lessons[slug] === state) return after;
  writeShelf(shelf, PROGRESS, JSON.stringify(after));
  putInOutbox(shelf, { kind: "lesson", lesson: slug, state });
  return after;
}

/** Notes that a lesson was opened; one that is done stays done. */
export const noteVisit = (shelf: Shelf, slug: string): Progress =>
  note(shelf, slug, readProgress(shelf).lessons[slug] ?? "visited");

/** Marks a lesson as done, or as merely visited again. */
export const setDone = (shelf: Shelf, slug: string, done: boolean): Progress =>
  note(shelf, slug, done ? "done" : "visited");

/**
 * Makes the mirror say what the log says. Where events left the log, `less` names the labs that they
 * were of, and a log without lessons empties the mirror as well.
 */
export function mirrorLessons(
  shelf: Shelf,
  { last, lessons, solved }: LessonState,
  less?: ReadonlySet<string>,
): void {
  const progress = { ...(last !== undefined && { last }), lessons: Object.fromEntries(lessons) };
  if (lessons.size > 0 || less !== undefined) writeShelf(shelf, PROGRESS, JSON.stringify(progress));
  for (const lab of less ?? []) mirrorSolved(shelf, lab, []);
  for (const [lab, ids] of solved) mirrorSolved(shelf, lab, ids);
}

/** The depth named by a string from outside; undefined for nonsense. */
export const parseDepth = (text: string | null | undefined): DepthName | undefined =>
  DEPTHS.find((depth) => depth === text);

export const readDepth = (shelf: Shelf): DepthName | undefined =>
  parseDepth(readShelf(shelf, DEPTH));
export const writeDepth = (shelf: Shelf, depth: DepthName): void => writeShelf(shelf, DEPTH, depth);

export const readTheme = (shelf: Shelf): Theme =>
  THEMES.find((theme) => theme === readShelf(shelf, THEME)) ?? "system";
export const writeTheme = (shelf: Shelf, theme: Theme): void =>
  writeShelf(shelf, THEME, theme === "system" ? null : theme);
