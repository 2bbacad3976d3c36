// From a deck as authored to the cards as studied: one unit each, a cloze card one for each hole.
import type { StudyBase, StudyCard, StudyKind } from "./study-card.ts";

type Common = Pick<
  StudyBase,
  "id" | "depth" | "tags" | "anchor" | "updated" | "meaning" | "prompt" | "explain" | "siblings"
> & {
  /** A citation such as "rfc9110#15.4.3". */
  readonly source: string;
  readonly retired?: string | undefined;
  readonly replaces?: string | undefined;
};

/** A card of content/cards after its schema (course/schemas.ts) has filled in the defaults. */
export type AuthoredCard = Common &
  (Exclude<StudyKind, { readonly kind: "cloze" }> | { readonly kind: "cloze" });

/** A deck of content/cards. */
export interface AuthoredDeck {
  readonly deck: string;
  readonly title: string;
  readonly lesson: string;
  readonly cards: readonly AuthoredCard[];
}

/** What the build knows around a deck. */
export interface DeckPlace {
  /** Module slug of the deck's lesson. */
  readonly module: string;
  /** A citation as text and link. */
  readonly cite: (citation: string) => { readonly text: string; readonly href: string };
}

const HOLE = /\{\{c(\d+)::(.+?)\}\}/gs;

/** Numbers of the holes of a cloze prompt, each once, rising. */
export const holesOf = (prompt: string): readonly number[] =>
  [...new Set([...prompt.matchAll(HOLE)].map(([, number]) => Number(number)))].toSorted(
    (a, b) => a - b,
  );

/** The prompt with hole `hole` as […] and the others filled; without `hole` all are filled. */
export const fillHoles = (prompt: string, hole?: number, blank = "[…]"): string =>
  prompt.replace(HOLE, (_, number: string, text: string) =>
    Number(number) === hole ? blank : text,
  );

/** What hole `hole` hides; several parts of one number are joined by " · ". */
export const hiddenIn = (prompt: string, hole: number): string =>
  [...prompt.matchAll(HOLE)]
    .filter(([, number]) => Number(number) === hole)
    .map(([, , text = ""]) => text)
    .join(" · ");

/** The unit id of a hole: the first keeps the card's own, so that one more hole later loses nothing. */
const unitId = (card: string, hole: number, first: number): string =>
  hole === first ? card : `${card}~${hole}`;

/** The authored id of a unit. */
export const cardOfUnit = (unit: string): string => unit.replace(/~\d+$/, "");

/**
 * All units of all decks; siblings go both ways and hold within the whole course. A cloze card
 * without a hole throws RangeError with the card's name.
 */
export function toStudyCards(
  decks: readonly { readonly deck: AuthoredDeck; readonly place: DeckPlace }[],
): readonly StudyCard[] {
  const units = new Map<string, readonly number[]>();
  const kept = new Map<string, Set<string>>();
  const at = (id: string): Set<string> => {
    const set = kept.get(id) ?? new Set<string>();
    kept.set(id, set);
    return set;
  };
  for (const { deck } of decks)
    for (const card of deck.cards) {
      const holes = card.kind === "cloze" ? holesOf(card.prompt) : [1];
      if (holes.length === 0)
        throw new RangeError(`${deck.deck}: card ${card.id} is a cloze without a hole.`);
      units.set(card.id, holes);
      for (const sibling of card.siblings) {
        at(card.id).add(sibling);
        at(sibling).add(card.id);
      }
    }
  const unitsOf = (id: string): readonly string[] => {
    const holes = units.get(id) ?? [];
    return holes.map((hole) => unitId(id, hole, holes[0] ?? 1));
  };
  return decks.flatMap(({ deck, place }) =>
    deck.cards.flatMap((card): StudyCard[] => {
      const { retired, replaces, source, siblings: _siblings, ...rest } = card;
      const own = unitsOf(card.id);
      return (units.get(card.id) ?? []).map((hole, which): StudyCard => {
        const id = own[which] ?? card.id;
        const near = [...own, ...[...at(card.id)].flatMap(unitsOf)];
        return {
          ...rest,
          ...(rest.kind === "cloze" && { hole }),
          id,
          card: card.id,
          deck: deck.deck,
          deckTitle: deck.title,
          lesson: deck.lesson,
          module: place.module,
          source: place.cite(source),
          siblings: near.filter((other) => other !== id),
          ...(retired !== undefined && { retired }),
          ...(replaces !== undefined && { replaces }),
        } as StudyCard;
      });
    }),
  );
}
