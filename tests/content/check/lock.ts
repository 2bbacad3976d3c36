// The list of all card ids that were ever shipped: learners' schedules hang on them.
import { z } from "astro/zod";
import type { DeckFile } from "./cards.ts";
import { problem, type Problem } from "./problem.ts";
import { checkShape } from "./shape.ts";
import { readYaml } from "./yaml-file.ts";

const lockShape = z.strictObject({ ids: z.array(z.string()) });

/** Compares the lock with the decks: no card without an entry, no entry without a card. */
export function checkLock(
  file: string,
  text: string,
  decks: readonly DeckFile[],
): readonly Problem[] {
  const { yaml, problems } = readYaml(file, text);
  if (!yaml) return problems;
  const shaped = checkShape(yaml, lockShape);
  if (!shaped.value) return shaped.problems;
  const { ids } = shaped.value;
  const found: Problem[] = [];
  ids.forEach((id, at) => {
    const before = ids[at - 1];
    if (before !== undefined && !(before < id))
      found.push(
        problem(file, yaml.lineAt(["ids", at]), `"${id}" does not sort after "${before}"`),
      );
  });
  const locked = new Set(ids);
  const cards = new Set<string>();
  for (const { yaml: deckYaml, deck } of decks)
    deck.cards.forEach(({ id }, at) => {
      cards.add(id);
      if (!locked.has(id))
        found.push(
          problem(
            deckYaml.file,
            deckYaml.lineAt(["cards", at, "id"]),
            `card id "${id}" is missing from ${file}; add it once, then never change it`,
          ),
        );
    });
  ids.forEach((id, at) => {
    if (!cards.has(id))
      found.push(
        problem(
          file,
          yaml.lineAt(["ids", at]),
          `"${id}" was shipped and is in no deck; retire a card, do not delete it`,
        ),
      );
  });
  return found;
}
