// Cards that were suspended or flagged, and the way back for each.
import type { JSX } from "preact";
import type { CardMemory, StudyCard } from "#cards/index.ts";
import type { EventBody } from "#learner/index.ts";
import type { Desk } from "./desk.ts";
import { Text } from "./text.tsx";

interface Kind {
  readonly title: string;
  readonly has: (memory: CardMemory) => boolean;
  readonly undo: string;
  readonly back: (card: string) => EventBody;
}

const KINDS: readonly Kind[] = [
  {
    title: "Suspended: not asked",
    has: ({ suspended }) => suspended,
    undo: "Ask it again",
    back: (card) => ({ kind: "unsuspend", card }),
  },
  {
    title: "Flagged by you",
    has: ({ flagged }) => flagged,
    undo: "Take the flag off",
    back: (card) => ({ kind: "unflag", card }),
  },
];

/** Nothing while there are none. */
export function Aside({
  desk,
  cards,
}: {
  readonly desk: Desk;
  readonly cards: string;
}): JSX.Element | null {
  const all = [...desk.memory.all().values()];
  const lists = KINDS.map((kind) => ({
    ...kind,
    cards: all.filter(kind.has).flatMap((memory): StudyCard[] => {
      const card = desk.catalogue.get(memory.card);
      return card === undefined ? [] : [card];
    }),
  })).filter((list) => list.cards.length > 0);
  if (lists.length === 0) return null;
  return (
    <section aria-labelledby="aside">
      <h2 id="aside">Put aside</h2>
      {lists.map(({ title, undo, back, cards: put }) => (
        <details key={title} class="settings">
          <summary>
            {title} ({put.length})
          </summary>
          <ul class="aside">
            {put.map((card) => (
              <li key={card.id}>
                <a href={`${cards}${card.deck}/#${card.card}`}>
                  <Text text={card.prompt.replace(/\[([^\]]+)\]\([^)]+\)/g, "$1")} />
                </a>
                <button type="button" onClick={() => void desk.learner.append(back(card.id))}>
                  {undo}
                </button>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}
