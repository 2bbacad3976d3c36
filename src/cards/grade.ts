// types first
import type { StudyCard } from "./study-card.ts";

/** What the learner gave; its shape follows the card's kind. */
export type Given =
  /** type, compute: the text typed. */
  | { readonly kind: "text"; readonly text: string }
  /** choice, predict: place of the option in the card (not on the screen). */
  | { readonly kind: "option"; readonly at: number }
  /** order: places in `steps`, in the learner's order. */
  | { readonly kind: "order"; readonly order: readonly number[] }
  /** bytes: the offsets marked. */
  | { readonly kind: "offsets"; readonly offsets: readonly number[] }
  /** header-fill: one text a field, in the order of the fields. */
  | { readonly kind: "fields"; readonly texts: readonly string[] }
  /** contrast: 0 or 1 a case. */
  | { readonly kind: "cases"; readonly picks: readonly (0 | 1)[] };

/** One judged part: a field, a case, an offset, a step. */
export interface PartVerdict {
  readonly right: boolean;
  readonly label: string;
  /** What would have been right. */
  readonly answer: string;
  readonly why?: string;
}

/** The machine's judgement. */
export interface Verdict {
  readonly right: boolean;
  /** The right answer as a person reads it. */
  readonly answer: string;
  /** Why the given answer is wrong, where the card knows. */
  readonly why?: string;
  /** Per field, case, offset or step. */
  readonly parts: readonly PartVerdict[];
  /** order: length of the longest run of steps that follow one another rightly. */
  readonly run?: number;
}

/** An item that a generator made for a `compute` card. */
export interface ComputeItem {
  /** The question with its numbers, in the Markdown subset. */
  readonly question: string;
  /** Shown in monospace below the question: bytes, a header section. */
  readonly given?: string;
  readonly answer: string;
  readonly grader: "integer" | "hex" | "text";
  readonly unit?: string;
  /** How the engine got there, in one or two sentences. */
  readonly working: string;
}

/** Makes the item of a seed; an unknown name throws RangeError. */
export type Generate = (generator: string, seed: number) => ComputeItem;

/** Judges an answer; undefined for the kinds that the learner grades. See #cards/generators for `generate`. */
export type Grade = (card: StudyCard, given: Given, item?: ComputeItem) => Verdict | undefined;
