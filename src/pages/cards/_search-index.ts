// The index of all cards, built in the browser: smaller and sooner there than a ready one sent along.
import MiniSearch from "minisearch";

/** One card as the search sees it; texts without markup. */
export interface SearchRow {
  readonly id: string;
  readonly deck: string;
  /** Of the deck. */
  readonly title: string;
  readonly kind: string;
  readonly tags: readonly string[];
  readonly prompt: string;
  readonly rest: string;
}

/** Best matches first for words, tags or an id; every word has to match something. */
export type Find = (query: string) => readonly SearchRow[];

/** Words split at everything that is no letter or digit; "status-codes" is found whole and in parts. */
const words = (text: string): string[] =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");

/** Builds the index over all rows. */
export function indexCards(rows: readonly SearchRow[]): Find {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const index = new MiniSearch({
    fields: ["id", "tags", "prompt", "rest", "title", "kind"],
    tokenize: words,
    processTerm: (word) => word,
    searchOptions: {
      boost: { id: 3, tags: 2, prompt: 2 },
      combineWith: "AND",
      prefix: true,
      fuzzy: (word) => (word.length > 5 ? 1 : false),
    },
  });
  index.addAll(rows.map((row) => ({ ...row, tags: row.tags.join(" ") })));
  return (query) => index.search(query).flatMap(({ id }) => byId.get(String(id)) ?? []);
}
