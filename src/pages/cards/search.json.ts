// What the card search reads: one row a card, its words without markup.
import type { APIRoute } from "astro";
import { allDecks } from "#course/collections.ts";
import { plainText } from "#course/inline-text.ts";
import type { Card } from "#course/schemas.ts";
import type { SearchRow } from "./_search-index.ts";

/** Everything that a card says besides its question. */
function answers(card: Card): readonly string[] {
  switch (card.kind) {
    case "basic":
      return [card.answer];
    case "type":
      return [card.answer, ...card.alsoAccept];
    case "choice":
      return card.options.map(({ text }) => text);
    case "predict":
      return [card.state, card.event, ...card.options.map(({ text }) => text)];
    case "order":
      return card.steps;
    case "header-fill":
      return card.fields.flatMap(({ name, answer }) => [name, answer]);
    case "contrast":
      return [...card.pair, ...card.cases.map(({ text }) => text)];
    case "cloze":
    case "bytes":
    case "compute":
      return [];
  }
}

export const GET: APIRoute = async () => {
  const rows = [...(await allDecks()).values()].flatMap(({ deck, title, cards }) =>
    cards
      .filter((card) => card.retired === undefined)
      .map((card): SearchRow => ({
        id: card.id,
        deck,
        title,
        kind: card.kind,
        tags: card.tags,
        prompt: plainText(card.prompt),
        rest: plainText([...answers(card), card.explain].join(" ")),
      })),
  );
  return Response.json(rows);
};
