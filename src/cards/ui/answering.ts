// What every form that takes an answer is given.
import type { Given, StudyCard } from "#cards/index.ts";

/** A card in question, and where the answer goes. */
export interface Answering<C extends StudyCard = StudyCard> {
  readonly card: C;
  /** Order of options and steps on the screen. */
  readonly seed: number;
  readonly give: (given: Given) => void;
}
