// Everything that the card pages work on: the learner's log, what is remembered, and all cards.
import { openDeckMemory, type Catalogue, type DeckMemory, type StudyCard } from "#cards/index.ts";
import { openBrowserLearner } from "#learner/browser.ts";
import type { Learner } from "#learner/index.ts";

export interface Desk {
  readonly learner: Learner;
  readonly memory: DeckMemory;
  readonly catalogue: Catalogue;
}

/** Where the card pages find their data and each other; all end with "/". */
export interface Places {
  readonly decks: readonly string[];
  /** Folder of the decks' JSON. */
  readonly data: string;
  readonly cards: string;
  readonly lessons: string;
}

async function fetchDeck(address: string): Promise<readonly StudyCard[]> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answered ${String(answer.status)}`);
  return (await answer.json()) as readonly StudyCard[];
}

/** Opens log and decks; rejects when a deck cannot be loaded, never because of storage. */
export async function openDesk({ decks, data }: Places): Promise<Desk> {
  const [learner, ...lists] = await Promise.all([
    openBrowserLearner(),
    ...decks.map((deck) => fetchDeck(`${data}${deck}.json`)),
  ]);
  const catalogue = new Map(lists.flat().map((card) => [card.id, card]));
  return { learner, memory: await openDeckMemory(learner), catalogue };
}
