// A deck as tab-separated text with the headers that Anki 2.1.54 and later read.
import type { APIRoute } from "astro";
import { writeTsv } from "#cards/anki/index.ts";
import { ankiDeck, deckPaths } from "./_anki-deck.ts";

export const getStaticPaths = deckPaths;

export const GET: APIRoute = async ({ params: { deck }, site }) =>
  new Response(writeTsv(await ankiDeck(deck, site)), {
    headers: { "content-type": "text/plain; charset=utf-8" },
  });
