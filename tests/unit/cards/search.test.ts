// The search finds each card by its id, by each of its tags and by every word of its question.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { indexCards, type SearchRow } from "../../../src/pages/cards/_search-index.ts";

const word = fc.stringMatching(/^[a-zäöüßé0-9][A-Za-zäöüßé0-9]{0,9}$/);
const slug = fc.stringMatching(/^[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,6}){0,2}$/);
const row = fc
  .record({
    id: fc.tuple(slug, slug, slug).map((parts) => parts.join(".")),
    deck: slug,
    title: word,
    kind: fc.constantFrom("basic", "choice", "order"),
    tags: fc.uniqueArray(slug, { minLength: 1, maxLength: 3 }),
    words: fc.array(word, { minLength: 1, maxLength: 8 }),
    rest: word,
  })
  .map(({ words, ...rest }): SearchRow => ({ ...rest, prompt: `${words.join(" ")}?` }));

/** Whether the words lead to the card. */
const finds = (find: ReturnType<typeof indexCards>, query: string, id: string): boolean =>
  find(query).some((found) => found.id === id);

/** What of the card does not lead to it. */
function missed(rows: readonly SearchRow[]): readonly string[] {
  const find = indexCards(rows);
  return rows.flatMap(({ id, tags, prompt }) =>
    [id, ...tags, ...prompt.split(/[^\p{L}\p{N}]+/u).filter((part) => part !== "")].filter(
      (query) => !finds(find, query, id),
    ),
  );
}

describe("the search", () => {
  it("finds every card of any course by its id, its tags and its words", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(row, { minLength: 1, maxLength: 6, selector: ({ id }) => id }),
        (rows) => {
          expect(missed(rows)).toEqual([]);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("finds every card of this course", () => {
    const folder = fileURLToPath(new URL("../../../content/cards/", import.meta.url));
    const rows = readdirSync(folder).flatMap((name): SearchRow[] => {
      const { deck, title, cards } = parse(readFileSync(join(folder, name), "utf8")) as {
        readonly deck: string;
        readonly title: string;
        readonly cards: readonly Omit<SearchRow, "deck" | "title" | "rest">[];
      };
      return cards.map((card) => ({ ...card, deck, title, rest: "" }));
    });
    expect(rows.length).toBeGreaterThan(50);
    expect(missed(rows)).toEqual([]);
  });

  it("finds nothing for words that no card has", () => {
    const rows = fc.sample(row, { numRuns: 5, seed: 1 });
    expect(indexCards(rows)("zzzzzzzzzz qqqqqqqqqq")).toEqual([]);
  });
});
