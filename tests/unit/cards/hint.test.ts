// A hint helps and never gives the answer away.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hintOf, type StudyCard } from "#cards/index.ts";
import { generate, GENERATOR_NAMES } from "#cards/generators/index.ts";
import { everyKind } from "./study-cards.ts";

const cards = everyKind();
const seeds = fc.nat(2 ** 32 - 1);
const find = (kind: StudyCard["kind"]): StudyCard => {
  const card = cards.find((each) => each.kind === kind);
  if (card === undefined) throw new Error(`no card of kind ${kind}`);
  return card;
};

describe("a hint", () => {
  it("names a wrong option as wrong, whichever the seed picks", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        for (const kind of ["choice", "predict"] as const)
          expect(hintOf(find(kind), seed)).toMatch(/^Not this: (no|maybe)$/);
      }),
      { numRuns: 1000 },
    );
  });

  it("is the same for the same showing", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        for (const card of cards) expect(hintOf(card, seed)).toBe(hintOf(card, seed));
      }),
      { numRuns: 1000 },
    );
  });

  it("does not contain the number that a generated card asks for", () => {
    fc.assert(
      fc.property(fc.constantFrom(...GENERATOR_NAMES), seeds, (name, seed) => {
        const item = generate(name, seed);
        const hint = hintOf(find("compute"), seed, item) ?? "";
        // "A number of 1 digits." may hold the digit 1 by chance, no more.
        if (item.answer.length > 2) expect(hint).not.toContain(item.answer);
      }),
      { numRuns: 1000 },
    );
  });

  it("says what each kind can say", () => {
    const said = Object.fromEntries(cards.map((card) => [card.id, hintOf(card, 1)]));
    expect(said).toMatchObject({
      "http.cloze": "It begins with “c” and is 16 characters long.",
      "http.type": "A status 4xx.",
      "http.order": "First comes: a",
      "http.bytes": "2 bytes are wrong.",
      "http.fill": "length: 16",
    });
    expect(said["http.contrast"]).toMatch(/^\d of \d are 409\.$/);
  });

  it("is not given where it would be the answer", () => {
    expect(hintOf(find("basic"), 1)).toBeUndefined();
    const two: StudyCard = {
      ...(find("choice") as Extract<StudyCard, { kind: "choice" }>),
      options: [
        { text: "yes", correct: true },
        { text: "no", why: "It is not." },
      ],
    };
    expect(hintOf(two, 1)).toBeUndefined();
  });
});
