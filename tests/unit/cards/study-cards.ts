// A small course of cards of every kind, for the tests of the deck.
import { toStudyCards, type AuthoredCard, type Catalogue, type StudyCard } from "#cards/index.ts";

const common = (id: string): Omit<AuthoredCard, "kind"> => ({
  id,
  depth: 1,
  tags: [id.startsWith("http") ? "http" : "other"],
  anchor: "crisp",
  source: "rfc9110#15",
  updated: "2026-11-20",
  meaning: 1,
  prompt: `What about ${id}?`,
  explain: `Because of ${id}.`,
  siblings: [],
});

const options = [
  { text: "no", why: "It is not." },
  { text: "yes", correct: true },
  { text: "maybe", why: "It is certain." },
] as const;

/** One card of every kind; the cloze has two holes. */
export const EVERY_KIND: readonly AuthoredCard[] = [
  { ...common("http.basic"), kind: "basic", answer: "It is so." },
  {
    ...common("http.cloze"),
    kind: "cloze",
    prompt: "A {{c1::client}} asks, a {{c2::server}} answers a {{c1::request}}.",
  },
  {
    ...common("http.type"),
    kind: "type",
    answer: "412",
    grader: "status",
    alsoAccept: ["428"],
    wrong: [{ text: "409", why: "That is a conflict." }],
  },
  { ...common("http.choice"), kind: "choice", options },
  {
    ...common("http.order"),
    kind: "order",
    steps: ["a", "b", "c", "d"],
    alsoAccept: [[1, 0, 2, 3]],
  },
  { ...common("http.bytes"), kind: "bytes", hex: "00 01 02 ff", wrong: [1, 3] },
  {
    ...common("http.fill"),
    kind: "header-fill",
    fields: [
      { name: "length", answer: "16", grader: "integer" },
      { name: "type", answer: "DATA", grader: "text" },
    ],
  },
  { ...common("http.compute"), kind: "compute", generator: "quic-varint" },
  { ...common("http.predict"), kind: "predict", state: "idle", event: "HEADERS", options },
  {
    ...common("http.contrast"),
    kind: "contrast",
    pair: ["409", "412"],
    cases: [
      { text: "Conflict", answer: 0, why: "state" },
      { text: "If-Match fails", answer: 1, why: "precondition" },
    ],
  },
];

const cite = (citation: string) => ({ text: citation, href: `https://example.org/${citation}` });

/** `count` plain cards spread over lessons by `lessonOf`. */
export function plainDeck(
  count: number,
  lessonOf: (at: number) => string,
  more: (at: number) => {
    readonly siblings?: readonly string[];
    readonly retired?: string;
  } = () => ({}),
): readonly StudyCard[] {
  const groups = Map.groupBy(
    Array.from({ length: count }, (_, at) => at),
    lessonOf,
  );
  return toStudyCards(
    [...groups].map(([lesson, places]) => ({
      place: { module: `m-${lesson}`, cite },
      deck: {
        deck: lesson,
        title: lesson,
        lesson,
        cards: places.map((at): AuthoredCard => ({
          ...common(`c${at}`),
          kind: "basic",
          answer: "yes",
          ...more(at),
        })),
      },
    })),
  );
}

/** Units of one card of every kind. */
export const everyKind = (): readonly StudyCard[] =>
  toStudyCards([
    {
      place: { module: "01-http", cite },
      deck: { deck: "http", title: "HTTP", lesson: "http", cards: EVERY_KIND },
    },
  ]);

/** Cards as a catalogue. */
export const catalogueOf = (cards: readonly StudyCard[]): Catalogue =>
  new Map(cards.map((card) => [card.id, card]));
