// A deck of the course as Anki keeps it, with addresses that lead back to the course.
import { toAnkiDeck, type AnkiDeck } from "#cards/anki/index.ts";
import { requireCitation } from "#course/citation.ts";
import { allDecks, allSources } from "#course/collections.ts";
import { inlineHtml } from "#course/inline-text.ts";
import { cardPage } from "#course/paths.ts";

/** One path a deck. */
export const deckPaths = async (): Promise<{ params: { deck: string } }[]> =>
  [...(await allDecks()).keys()].map((deck) => ({ params: { deck } }));

/** The deck of that name; an unknown one throws RangeError. */
export async function ankiDeck(name: string | undefined, site: URL | undefined): Promise<AnkiDeck> {
  const deck = (await allDecks()).get(name ?? "");
  if (deck === undefined) throw new RangeError(`there is no deck ${String(name)}`);
  const sources = await allSources();
  return toAnkiDeck(deck, {
    pageOf: (card) => new URL(cardPage(deck.deck, card), site).href,
    html: inlineHtml,
    cite: (citation) => {
      const where = `content/cards/${deck.deck}.yaml`;
      const { text, href } = requireCitation(sources, citation, where);
      return { text, href };
    },
  });
}
