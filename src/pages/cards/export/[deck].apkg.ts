// A deck for Anki: the same bytes in every build.
import type { APIRoute } from "astro";
import { writeApkg } from "#cards/anki/index.ts";
import { ankiDeck, deckPaths } from "./_anki-deck.ts";

export const getStaticPaths = deckPaths;

export const GET: APIRoute = async ({ params: { deck }, site }) =>
  new Response(new Uint8Array(writeApkg(await ankiDeck(deck, site))), {
    headers: { "content-type": "application/octet-stream" },
  });
