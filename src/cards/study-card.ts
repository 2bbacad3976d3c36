// The card as the review page gets it: plain JSON that the build writes from content/cards.

export type GraderName = "text" | "integer" | "hex" | "status" | "header";

/** An answer to choose from: the right one, or a wrong one with its reason. */
export type StudyOption =
  | { readonly text: string; readonly correct: true }
  | { readonly text: string; readonly why: string };

/** What is known of a card whatever its kind. Texts are the Markdown subset of course/inline-text.ts. */
export interface StudyBase {
  /** Unit of memory and key of every event: the card's id, with `~n` for hole n ≥ 2 of a cloze. */
  readonly id: string;
  /** The authored id: address of the card's page, guid of its Anki note. */
  readonly card: string;
  readonly deck: string;
  readonly deckTitle: string;
  /** Lesson and module slug. */
  readonly lesson: string;
  readonly module: string;
  readonly depth: 1 | 2 | 3;
  readonly tags: readonly string[];
  readonly anchor: string;
  readonly source: { readonly text: string; readonly href: string };
  readonly updated: string;
  readonly meaning: number;
  readonly prompt: string;
  readonly explain: string;
  /** Units that are kept apart: the card's siblings in both directions, and the other holes. */
  readonly siblings: readonly string[];
  readonly retired?: string;
  readonly replaces?: string;
}

/** What each kind asks and takes for right. */
export type StudyKind =
  | { readonly kind: "basic"; readonly answer: string }
  /** `prompt` keeps the holes {{cN::hidden}}; `hole` is the N that is asked. */
  | { readonly kind: "cloze"; readonly hole: number }
  | {
      readonly kind: "type";
      readonly answer: string;
      readonly grader: GraderName;
      readonly alsoAccept: readonly string[];
      readonly wrong: readonly { readonly text: string; readonly why: string }[];
    }
  | { readonly kind: "choice"; readonly options: readonly StudyOption[] }
  | {
      readonly kind: "order";
      /** In the right order. */
      readonly steps: readonly string[];
      /** Other right orders, as places in `steps`. */
      readonly alsoAccept: readonly (readonly number[])[];
    }
  | { readonly kind: "bytes"; readonly hex: string; readonly wrong: readonly number[] }
  | {
      readonly kind: "header-fill";
      readonly fields: readonly {
        readonly name: string;
        readonly answer: string;
        readonly grader: GraderName;
      }[];
    }
  | { readonly kind: "compute"; readonly generator: string }
  | {
      readonly kind: "predict";
      readonly state: string;
      readonly event: string;
      readonly options: readonly StudyOption[];
    }
  | {
      readonly kind: "contrast";
      readonly pair: readonly [string, string];
      readonly cases: readonly {
        readonly text: string;
        readonly answer: 0 | 1;
        readonly why: string;
      }[];
    };

export type StudyCard = StudyBase & StudyKind;
export type CardKind = StudyKind["kind"];
/** The cards of one kind. */
export type CardOf<K extends CardKind> = Extract<StudyCard, { readonly kind: K }>;

/** Kinds that only the learner can grade; all others are graded by machine. */
export const SELF_GRADED: readonly CardKind[] = ["basic", "cloze"];

/** All cards of the course by unit id. */
export type Catalogue = ReadonlyMap<string, StudyCard>;
