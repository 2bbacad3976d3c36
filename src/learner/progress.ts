// What this browser remembers of the reader: lessons visited and done, the last one, depth and theme.

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

/** The part of localStorage that is used; the browser may refuse even to name it. */
export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** A shelf that forgets: for browsers that refuse storage. */
const nowhere: Shelf = { getItem: () => null, setItem: () => {}, removeItem: () => {} };

/** localStorage, or a shelf that forgets where the browser refuses it. */
export function openShelf(): Shelf {
  try {
    return localStorage;
  } catch {
    return nowhere;
  }
}

const read = (shelf: Shelf, key: string): string | null => {
  try {
    return shelf.getItem(key);
  } catch {
    return null;
  }
};

/** Full or refused storage is no reason to stop reading. */
const write = (shelf: Shelf, key: string, value: string | null): void => {
  try {
    if (value === null) shelf.removeItem(key);
    else shelf.setItem(key, value);
  } catch {
    // The page works without memory.
  }
};

/** What is stored, with everything that does not look like progress left out. */
export function readProgress(shelf: Shelf): Progress {
  let stored: unknown;
  try {
    stored = JSON.parse(read(shelf, PROGRESS) ?? "{}");
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

/** Notes that a lesson was opened; one that is done stays done. */
export function noteVisit(shelf: Shelf, slug: string): Progress {
  const { lessons } = readProgress(shelf);
  const progress = { last: slug, lessons: { ...lessons, [slug]: lessons[slug] ?? "visited" } };
  write(shelf, PROGRESS, JSON.stringify(progress));
  return progress;
}

/** Marks a lesson as done, or as merely visited again. */
export function setDone(shelf: Shelf, slug: string, done: boolean): Progress {
  const before = readProgress(shelf);
  const progress = {
    ...before,
    lessons: { ...before.lessons, [slug]: done ? ("done" as const) : ("visited" as const) },
  };
  write(shelf, PROGRESS, JSON.stringify(progress));
  return progress;
}

/** The depth named by a string from outside; undefined for nonsense. */
export const parseDepth = (text: string | null | undefined): DepthName | undefined =>
  DEPTHS.find((depth) => depth === text);

export const readDepth = (shelf: Shelf): DepthName | undefined => parseDepth(read(shelf, DEPTH));
export const writeDepth = (shelf: Shelf, depth: DepthName): void => write(shelf, DEPTH, depth);

export const readTheme = (shelf: Shelf): Theme =>
  THEMES.find((theme) => theme === read(shelf, THEME)) ?? "system";
export const writeTheme = (shelf: Shelf, theme: Theme): void =>
  write(shelf, THEME, theme === "system" ? null : theme);
