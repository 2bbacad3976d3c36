// Challenges solved and predictions made in the labs: a mirror for the next visit, and the outbox.
import type { EventBody } from "./event.ts";
import { putInOutbox } from "./outbox.ts";
import { openShelf, readShelf, writeShelf, type Shelf } from "./shelf.ts";

const keyOf = (lab: string): string => `lab.${lab}.solved`;

/** Ids solved on earlier visits; none where storage is refused or holds something else. */
export function recallSolved(lab: string, shelf: Shelf = openShelf()): readonly string[] {
  try {
    const kept: unknown = JSON.parse(readShelf(shelf, keyOf(lab)) ?? "[]");
    return Array.isArray(kept) ? kept.filter((each) => typeof each === "string") : [];
  } catch {
    return [];
  }
}

/** Makes the mirror say what the log says. */
export const mirrorSolved = (shelf: Shelf, lab: string, solved: readonly string[]): void =>
  writeShelf(shelf, keyOf(lab), JSON.stringify(solved));

/** Keeps them; where storage is refused they last as long as the page. */
export function keepSolved(lab: string, solved: readonly string[], shelf = openShelf()): void {
  const before = recallSolved(lab, shelf);
  const fresh = solved.filter((id) => !before.includes(id));
  if (fresh.length === 0) return;
  mirrorSolved(shelf, lab, solved);
  putInOutbox(
    shelf,
    ...fresh.map((challenge): EventBody => ({ kind: "challenge", lab, challenge })),
  );
}

/** Keeps a committed prediction and, where the run has judged it, how it came out. */
export function keepPredictions(
  lab: string,
  predictions: readonly { question: string; answer: string; right?: boolean }[],
  shelf = openShelf(),
): void {
  putInOutbox(
    shelf,
    ...predictions.map(({ question, answer, right }): EventBody => {
      const said = { kind: "prediction", lab, question, answer } as const;
      return right === undefined ? said : { ...said, right };
    }),
  );
}
