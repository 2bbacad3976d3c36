// What the learner did, as events that are only ever added: the truth from which all else is folded.
import type { Settings } from "./settings.ts";

/** The version of the events that this code writes. */
export const EVENT_VERSION = 1;

/** 1 Again, 2 Hard, 3 Good, 4 Easy: the ratings of FSRS. */
export type Rating = 1 | 2 | 3 | 4;

/** How sure the learner was before the answer showed: 1 a guess, 2 fairly, 3 certain. */
export type Sureness = 1 | 2 | 3;

/** One answer to one showing of a card. */
export interface Answered {
  readonly card: string;
  readonly r: Rating;
  /** Thinking time in milliseconds, from the question to the rating. */
  readonly ms: number;
  /** The card's `meaning` that was answered. */
  readonly m: number;
  /** 1: graded by machine. */
  readonly auto?: 1;
  /** 1: the learner overruled the machine. */
  readonly over?: 1;
  readonly sure?: Sureness;
  /** Seed of the very item shown: order of the options, numbers of a `compute` card. */
  readonly seed?: number;
  /** Id of the session event under which it happened. */
  readonly session?: string;
}

/** Something that happened to a card besides an answer. */
export type CardMark =
  "suspend" | "unsuspend" | "bury" | "reset" | "collect" | "drop" | "flag" | "unflag";

/** What an event says, without the stamp of when and where. */
export type EventBody =
  /** Moves the card's schedule. */
  | ({ readonly kind: "review"; readonly algo: "fsrs6" } & Answered)
  /** A cram or lesson check: kept, but moves no schedule. */
  | ({ readonly kind: "practice" } & Answered)
  /** Takes back the event `undoes`; `card` is that event's card. */
  | {
      readonly kind: "undo";
      readonly undoes: string;
      readonly card: string;
      readonly session?: string;
    }
  | { readonly kind: CardMark; readonly card: string; readonly session?: string }
  /** A session began, with the cards in the order that its seed gave. */
  | {
      readonly kind: "session";
      readonly mode: string;
      readonly seed: number;
      readonly queue: readonly string[];
      /** The part of the course that was asked, by what names it: { lesson: "…" }. */
      readonly scope?: Readonly<Record<string, string>>;
    }
  | { readonly kind: "session-end"; readonly session: string }
  /** A memory state that came by link or QR code; seeds a card without newer history of its own. */
  | {
      readonly kind: "snapshot";
      readonly card: string;
      /** Stability in days and difficulty 1–10. */
      readonly s: number;
      readonly d: number;
      /** Learner days (see clock.ts) of the last review and of the next. */
      readonly last: number;
      readonly due: number;
      readonly m: number;
    }
  | { readonly kind: "lesson"; readonly lesson: string; readonly state: "visited" | "done" }
  | {
      readonly kind: "prediction";
      readonly lab: string;
      readonly question: string;
      readonly answer: string;
      readonly right?: boolean;
    }
  | { readonly kind: "challenge"; readonly lab: string; readonly challenge: string }
  | { readonly kind: "settings"; readonly set: Partial<Settings> };

/** When, where and by which device an event happened. */
export interface Stamp {
  readonly v: typeof EVENT_VERSION;
  /** Unique for ever; two logs are merged by it. */
  readonly id: string;
  /** Milliseconds since 1970 UTC. */
  readonly t: number;
  /** Minutes that the learner's local time is ahead of UTC (India 330, New York −300). */
  readonly tz: number;
  /** Random name of the browser profile. */
  readonly dev: string;
}

/** One line of the log. */
export type LearnerEvent = Stamp & EventBody;
export type EventKind = EventBody["kind"];
/** The events of one kind. */
export type EventOf<K extends EventKind> = Extract<LearnerEvent, { readonly kind: K }>;
/** Events that concern a card. */
export type CardEvent = Extract<LearnerEvent, { readonly card: string }>;

/** Whether the event concerns a card. */
export const isCardEvent = (event: LearnerEvent): event is CardEvent => "card" in event;
