// Every address of the site for search engines.
import type { APIRoute } from "astro";
import { allDecks, allLessons } from "#course/collections.ts";
import { cardPage, lessonPage, page } from "#course/paths.ts";

export const GET: APIRoute = async ({ site }) => {
  const lessons = (await allLessons()).map(({ id, data }) => ({
    path: lessonPage(id),
    day: data.updated,
  }));
  const named = [
    "/",
    "/cards/",
    "/cards/browse/",
    "/cards/data/",
    "/cards/review/",
    "/reference/numbers/",
    "/reference/status/",
    "/glossary/",
  ].map(page);
  const decks = [...(await allDecks()).keys()].toSorted().map((deck) => cardPage(deck));
  const pages = [...named, ...decks].map((path) => ({ path, day: undefined }));
  const rows = [...pages, ...lessons.toSorted((a, b) => (a.path < b.path ? -1 : 1))].map(
    ({ path, day }) =>
      `<url><loc>${new URL(path, site).href}</loc>${day === undefined ? "" : `<lastmod>${day}</lastmod>`}</url>`,
  );
  return new Response(
    `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${rows.join("\n")}\n</urlset>\n`,
    { headers: { "content-type": "application/xml" } },
  );
};
