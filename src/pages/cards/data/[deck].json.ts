// A deck as the review gets it: plain JSON, one row a unit of memory.
import type { APIRoute } from "astro";
import { toStudyCards } from "#cards/index.ts";
import { requireCitation } from "#course/citation.ts";
import { allDecks, allPlaces, allSources } from "#course/collections.ts";

export async function getStaticPaths() {
  return [...(await allDecks()).keys()].map((deck) => ({ params: { deck } }));
}

/** All units of the course: siblings are found across decks, so a deck is never read alone. */
async function allUnits() {
  const [decks, { whereabouts }, sources] = await Promise.all([
    allDecks(),
    allPlaces(),
    allSources(),
  ]);
  return toStudyCards(
    [...decks.values()].map((deck) => ({
      deck,
      place: {
        module: whereabouts.get(deck.lesson)?.module.id ?? "",
        cite: (citation: string) => {
          const { text, href } = requireCitation(
            sources,
            citation,
            `content/cards/${deck.deck}.yaml`,
          );
          return { text, href };
        },
      },
    })),
  );
}

export const GET: APIRoute = async ({ params: { deck } }) =>
  Response.json((await allUnits()).filter((card) => card.deck === deck));
