// The course's content as the pages ask for it; each collection is read once per build.
import { getCollection } from "astro:content";
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
