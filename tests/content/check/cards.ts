// Decks and their cards: what a schema cannot see.
import type { Card, CardDeck } from "../../../src/course/schemas.ts";
import { cardDeck } from "../../../src/course/schemas.ts";
import { problem, type Problem } from "./problem.ts";
import { checkShape } from "./shape.ts";
import { faultOfCitation, type Registry } from "./sources.ts";
import { faultsOfWording } from "./wording.ts";
import type { YamlFile } from "./yaml-file.ts";

/** A deck with the place that it was read from. */
export interface DeckFile {
  readonly yaml: YamlFile;
  readonly deck: CardDeck;
}

/** What decks are compared with. */
export interface DeckSurroundings {
  readonly registry: Registry;
  /** Ids in every written lesson, by slug. */
  readonly lessons: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Share of a deck's cards that a machine must be able to grade. */
const leastGradable = 0.5;

const isSelfGraded = ({ kind }: Card): boolean => kind === "basic" || kind === "cloze";

const isPermutation = (order: readonly number[], length: number): boolean =>
  order.length === length && new Set(order).size === length && Math.max(...order) === length - 1;

const repeated = (texts: readonly string[]): string | undefined =>
  texts.find((text, at) => texts.indexOf(text) !== at);

const correctCount = (options: readonly object[]): number =>
  options.filter((option) => "correct" in option).length;

/** What is wrong inside one card, apart from its surroundings. */
export function faultsOfCard(card: Card): readonly string[] {
  const faults: string[] = [];
  if (card.explain.trim() === "") faults.push("has an empty explain");
  switch (card.kind) {
    case "basic":
    case "header-fill":
    case "compute":
      break;
    case "cloze":
      if (!/\{\{c\d+::[^}]+\}\}/.test(card.prompt))
        faults.push("is a cloze without a hole {{c1::…}}");
      break;
    case "type": {
      const right = [card.answer, ...card.alsoAccept];
      const both = card.wrong.find(({ text }) => right.includes(text));
      if (both) faults.push(`has "${both.text}" both as right and as wrong`);
      break;
    }
    case "choice":
    case "predict": {
      const count = correctCount(card.options);
      if (count !== 1) faults.push(`has ${count} correct options, not one`);
      const twice = repeated(card.options.map(({ text }) => text));
      if (twice !== undefined) faults.push(`has the option "${twice}" twice`);
      break;
    }
    case "order": {
      const twice = repeated(card.steps);
      if (twice !== undefined) faults.push(`has the step "${twice}" twice`);
      if (card.alsoAccept.some((order) => !isPermutation(order, card.steps.length)))
        faults.push("accepts an order that is no permutation of its steps");
      break;
    }
    case "bytes": {
      const length = card.hex.replaceAll(" ", "").length / 2;
      const outside = card.wrong.find((offset) => offset >= length);
      if (outside !== undefined) faults.push(`marks byte ${outside} of only ${length}`);
      break;
    }
    case "contrast":
      if (new Set(card.cases.map(({ answer }) => answer)).size < 2)
        faults.push("contrasts a pair of which only one side is ever the answer");
      break;
  }
  return faults;
}

/** Places of the right option in cards with options; a deck in which it is always the same gives it away. */
const rightPlaces = (cards: readonly Card[]): readonly number[] =>
  cards.flatMap((card) =>
    card.kind === "choice" || card.kind === "predict"
      ? [card.options.findIndex((option) => "correct" in option)]
      : [],
  );

/** Every text that a learner reads on a card, code and the key of its source left out. */
const prose = (value: unknown): string =>
  typeof value === "string"
    ? value.replaceAll(/`[^`]*`/g, "")
    : typeof value === "object" && value !== null
      ? Object.entries(value)
          .map(([name, inner]) => (name === "source" ? "" : prose(inner)))
          .join("\n")
      : "";

function checkDeck({ yaml, deck }: DeckFile, around: DeckSurroundings): readonly Problem[] {
  const problems: Problem[] = [];
  const complain = (path: readonly PropertyKey[], message: string): number =>
    problems.push(problem(yaml.file, yaml.lineAt(path), message));
  const name = yaml.file.replace(/^.*\//, "").replace(/\.yaml$/, "");
  if (deck.deck !== name) complain(["deck"], `deck "${deck.deck}" lies in a file named "${name}"`);
  const ids = around.lessons.get(deck.lesson);
  if (!ids) complain(["lesson"], `lesson "${deck.lesson}" is not written`);
  const alive = deck.cards.filter(({ retired }) => retired === undefined);
  const gradable = alive.filter((card) => !isSelfGraded(card)).length;
  if (gradable < alive.length * leastGradable)
    complain(["cards"], `only ${gradable} of ${alive.length} cards can be graded by a machine`);
  const places = rightPlaces(alive);
  if (places.length > 2 && new Set(places).size === 1)
    complain(["cards"], "the right option stands in the same place on every card");
  deck.cards.forEach((card, at) => {
    const path = ["cards", at];
    for (const fault of faultsOfCard(card)) complain(path, `card "${card.id}" ${fault}`);
    if (ids && !ids.has(card.anchor))
      complain(
        [...path, "anchor"],
        `card "${card.id}" points at "${card.anchor}", which its lesson lacks`,
      );
    const fault = faultOfCitation(card.source, around.registry);
    if (fault !== undefined) complain([...path, "source"], `card "${card.id}" ${fault}`);
    for (const wording of faultsOfWording(prose(card)))
      complain(path, `card "${card.id}" ${wording}`);
  });
  return problems;
}

/** Reads one deck; a deck of the wrong shape is all complaints. */
export function readDeck(yaml: YamlFile): {
  readonly deck?: DeckFile;
  readonly problems: readonly Problem[];
} {
  const shaped = checkShape(yaml, cardDeck);
  return shaped.value
    ? { deck: { yaml, deck: shaped.value }, problems: [] }
    : { problems: shaped.problems };
}

/** Checks all decks together: each by itself, then ids and siblings across files. */
export function checkDecks(
  decks: readonly DeckFile[],
  around: DeckSurroundings,
): readonly Problem[] {
  const problems = decks.flatMap((deck) => checkDeck(deck, around));
  const first = new Map<string, string>();
  for (const { yaml, deck } of decks)
    deck.cards.forEach(({ id }, at) => {
      const other = first.get(id);
      const line = yaml.lineAt(["cards", at, "id"]);
      if (other === undefined) first.set(id, `${yaml.file}:${line}`);
      else problems.push(problem(yaml.file, line, `card id "${id}" is also at ${other}`));
    });
  for (const { yaml, deck } of decks)
    deck.cards.forEach((card, at) => {
      card.siblings.forEach((sibling, index) => {
        if (!first.has(sibling) || sibling === card.id)
          problems.push(
            problem(
              yaml.file,
              yaml.lineAt(["cards", at, "siblings", index]),
              `card "${card.id}" has sibling "${sibling}", which is no other card`,
            ),
          );
      });
      if (card.replaces !== undefined && !first.has(card.replaces))
        problems.push(
          problem(
            yaml.file,
            yaml.lineAt(["cards", at, "replaces"]),
            `card "${card.id}" replaces "${card.replaces}", which is no card`,
          ),
        );
    });
  return problems;
}
