// Addresses of the site's pages, under whatever path the site is published.

/** `base` with one slash at its end, then the path without one at its start. */
export const under = (base: string, path: string): string =>
  `${base.replace(/\/$/, "")}/${path.replace(/^\//, "")}`;

/** "/lessons/methods/" → the same below the site's base path. */
export const page = (path: string): string => under(import.meta.env.BASE_URL, path);

export const lessonPage = (slug: string): string => page(`/lessons/${slug}/`);

/** The page of a deck; with a card's id, the place of that card on it. */
export const cardPage = (deck: string, card?: string): string =>
  page(`/cards/${deck}/${card === undefined ? "" : `#${card}`}`);
