// A review session as data: its phases, what can happen, what is to be written.
import type { EventBody, LearnerEvent, Rating, Sureness } from "#learner/index.ts";
import type { ComputeItem, Generate, Given, Verdict } from "./grade.ts";
import type { Catalogue } from "./study-card.ts";

/** review: moves the schedule. drill: the same for a chosen part of the course, due or not new first.
 *  cram: practice events only. two-minute: review that ends after two minutes. */
export type SessionMode = "review" | "drill" | "cram" | "two-minute";

/** Which cards take part; all empty: the whole deck of the learner. */
export interface Scope {
  readonly lesson?: string;
  readonly module?: string;
  readonly tag?: string;
  readonly kind?: string;
  /** Exactly these units. */
  readonly cards?: readonly string[];
}

/** A session that can start: what `planSession` returns. */
export interface SessionPlan {
  readonly mode: SessionMode;
  readonly scope: Scope;
  readonly seed: number;
  /** Units in the order they come. */
  readonly queue: readonly string[];
}

export type Phase = "overview" | "locked" | "empty" | "question" | "answer" | "saving" | "summary";

export type Overlay = "paused" | "confirm-end" | "help";

/** One card on the screen, once. */
export interface Showing {
  readonly card: string;
  /** Counts the showings of the session from 0. */
  readonly no: number;
  /** Order of the options and numbers of a `compute` card. */
  readonly seed: number;
  /** Milliseconds of the shell's clock. */
  readonly since: number;
  readonly item?: ComputeItem;
  readonly sure?: Sureness;
  readonly given?: Given;
  readonly verdict?: Verdict;
  /** Wrong tries before a right one: a right answer then counts as Hard. */
  readonly tries: number;
  readonly hinted: boolean;
  readonly overruled: boolean;
  /** The answer is on the screen. */
  readonly revealed: boolean;
}

/** A card dealt with, for undo and the summary. */
export interface Turn {
  readonly event: LearnerEvent;
  /** Queue and showing before it, which an undo restores. */
  readonly before: { readonly queue: readonly Place[]; readonly showing: Showing };
}

/** A unit waiting; `after`: not before the showing of that number, unless nothing else is left. */
export interface Place {
  readonly card: string;
  readonly after: number;
}

export interface SessionState {
  readonly phase: Phase;
  readonly overlay?: Overlay;
  readonly plan?: SessionPlan;
  /** Id of the session event. */
  readonly session?: string;
  readonly queue: readonly Place[];
  readonly showing?: Showing;
  readonly turns: readonly Turn[];
  /** In `saving`: what the shell has to append before it says SAVED or SAVE_FAILED. */
  readonly pending?: EventBody;
  /** The text of a failed write; the card is kept. */
  readonly failure?: string;
  /** Milliseconds of the shell's clock at the start, pauses added; two-minute ends by it. */
  readonly began: number;
  /** When the pause began. */
  readonly paused?: number;
}

export type SessionAction =
  /** `now`, here and below: milliseconds of the shell's clock, for thinking time only. */
  | { readonly type: "START"; readonly plan: SessionPlan; readonly now: number }
  | { readonly type: "HINT" }
  | { readonly type: "SURE"; readonly sure: Sureness }
  | { readonly type: "REVEAL" }
  | { readonly type: "SUBMIT"; readonly given: Given }
  /** After a wrong answer: try once more (a right one then counts as Hard). */
  | { readonly type: "TRY_AGAIN" }
  /** "I was right" or "I was wrong": turns the verdict round. */
  | { readonly type: "OVERRULE" }
  | { readonly type: "RATE"; readonly rating: Rating; readonly now: number }
  | { readonly type: "UNDO" }
  /** To the end of the queue; nothing is written. */
  | { readonly type: "SKIP"; readonly now: number }
  | { readonly type: "BURY" }
  | { readonly type: "SUSPEND" }
  | { readonly type: "FLAG" }
  | { readonly type: "UNFLAG" }
  | { readonly type: "SAVED"; readonly event: LearnerEvent; readonly now: number }
  | { readonly type: "SAVE_FAILED"; readonly text: string }
  | { readonly type: "PAUSE"; readonly now: number }
  | { readonly type: "HELP" }
  | { readonly type: "END" }
  | { readonly type: "CONFIRM" }
  | { readonly type: "BACK"; readonly now: number }
  | { readonly type: "LOCK_REFUSED" }
  | { readonly type: "LOCK_LOST" }
  | { readonly type: "LOCK_TAKEN" };

/** What the reducer needs besides state and action. */
export interface SessionWorld {
  readonly catalogue: Catalogue;
  /** From #cards/generators/load.ts; needed only where `compute` cards take part. */
  readonly generate?: Generate;
}
