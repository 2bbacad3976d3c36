// The course's content as the pages ask for it; each collection is read once per build.
import { getCollection, render } from "astro:content";
import { outlineOf } from "./outline.ts";
import { courseMap, whereabouts, type LessonFile } from "./course-map.ts";

const once = <T>(read: () => Promise<T>): (() => Promise<T>) => {
  let kept: Promise<T> | undefined;
  // While writing, files change under the server: read again.
  return () => (import.meta.env.DEV ? read() : (kept ??= read()));
};

/** A collection without entries is a warning of Astro's, not a failure. */
export const allLessons = once(() => getCollection("lessons"));

export const allSources = once(
  async () => new Map((await getCollection("sources")).map(({ id, data }) => [id, data])),
);

export const allTerms = once(
  async () => new Map((await getCollection("glossary")).map(({ id, data }) => [id, data])),
);

export const allDecks = once(
  async () => new Map((await getCollection("cards")).map(({ id, data }) => [id, data])),
);

/** The course map and, by slug, where each written lesson stands. */
export const allPlaces = once(async () => {
  const lessons = (await allLessons()).map(({ id, filePath = id, data }): LessonFile => ({
    id,
    filePath,
    data,
  }));
  const map = courseMap(await getCollection("modules"), lessons);
  return { map, whereabouts: whereabouts(map) };
});

/** Where lessons mark each term for the first time, by term. */
export const allMarks = once(async () => {
  const marks = new Map<string, { readonly slug: string; readonly title: string }[]>();
  const { whereabouts } = await allPlaces();
  const entries = (await allLessons()).toSorted(
    (a, b) =>
      (whereabouts.get(a.id)?.place.number ?? 0) - (whereabouts.get(b.id)?.place.number ?? 0),
  );
  for (const entry of entries) {
    const { remarkPluginFrontmatter } = await render(entry);
    for (const { id } of outlineOf(remarkPluginFrontmatter).terms)
      marks.set(id, [...(marks.get(id) ?? []), { slug: entry.id, title: entry.data.title }]);
  }
  return marks;
});
