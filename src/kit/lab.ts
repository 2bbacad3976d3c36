// The contract of a lab: what a model offers, what the frame draws and what every-lab.test.ts drives.

import type { Chance } from "./seeded.ts";

/** LIVE: the browser's own engine did it. MODEL: our simulator did it, by the rule it cites. */
export interface Badge {
  readonly kind: "LIVE" | "MODEL";
  /** One sentence: what exactly is real here. */
  readonly text: string;
}

/** One thing to choose. */
export interface Option {
  readonly value: string;
  readonly text: string;
}

interface Asked {
  readonly id: string;
  readonly ask: string;
}

/** Something a learner answers: a prediction, or a line of a challenge's form. */
export type Question = Asked &
  (
    | { readonly kind: "choice"; readonly options: readonly Option[] }
    /** Any number of them; none is an answer too. */
    | { readonly kind: "several"; readonly options: readonly Option[] }
    /** Right within `tolerance`, both in `unit`. */
    | { readonly kind: "number"; readonly unit: string; readonly tolerance: number }
    /** Options as first shown; the answer is another order of them. */
    | { readonly kind: "order"; readonly options: readonly Option[] }
    | {
        readonly kind: "text";
        /** Lines shown; more than one gives a text area. */
        readonly lines: number;
        /** What stands there before the learner writes. */
        readonly given?: string;
      }
  );

/**
 * Answers by question id, always as text: the option's value, values joined by spaces ("several"
 * and "order"), the number or the text as typed.
 */
export type Answers = Readonly<Record<string, string>>;

/** What was observed for one predicted question. */
export interface Finding {
  readonly question: string;
  readonly right: boolean;
  /** The observation in words, to be read beside the guess. */
  readonly observed: string;
  /** One line. */
  readonly why: string;
  /** Key of content/sources.yaml with section: "rfc9110#15.4.3". */
  readonly source: string;
}

/** Rows that show how a verdict came about. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** How an attempt at a challenge ended; a refusal explains this very mistake. */
export interface Verdict {
  readonly solved: boolean;
  readonly why: string;
  readonly source: string;
  readonly shown?: Table;
}

/** A challenge with its numbers filled in. */
export interface Posed<Setup, Seen> {
  readonly ask: string;
  /** What the learner fills in; empty for a challenge that is solved by running the lab. */
  readonly form: readonly Question[];
  /** Judges the filled-in form; `seen` is the last run's observation, for what asks about it. */
  readonly check?: (answers: Answers, seen?: Seen) => Verdict;
  /** Judges a run; null when the run was no attempt at this challenge. */
  readonly watch?: (setup: Setup, seen: Seen) => Verdict | null;
  /** Puts the lab's controls where the challenge begins. */
  readonly stage?: Setup;
}

/** A challenge of a lab: each redo poses it with fresh numbers. */
export interface Challenge<Setup, Seen> {
  readonly id: string;
  readonly title: string;
  /** Where it is drawn; the frame draws those without a group itself. */
  readonly group?: string;
  readonly pose: (chance: Chance) => Posed<Setup, Seen>;
}

/** What one lab says about itself; kit/create-lab.ts makes a {@link LabModel} of it. */
export interface LabDefinition<Setup, Change, Seen> {
  /** Folder name, and the key of links to a state. */
  readonly id: string;
  readonly title: string;
  readonly badge: Badge;
  /** The question above the lab. */
  readonly question: string;
  readonly setup: Setup;
  /** Applies what a control sends; an impossible change gives the same setup. */
  readonly change: (setup: Setup, change: Change) => Setup;
  /** What must be predicted before this setup may run. */
  readonly questions: (setup: Setup) => readonly Question[];
  readonly judge: (setup: Setup, answers: Answers, seen: Seen) => readonly Finding[];
  readonly challenges: readonly Challenge<Setup, Seen>[];
  /** MODEL labs compute what a LIVE lab's view observes. */
  readonly simulate?: (setup: Setup) => Seen;
  /** A setup as JSON for a link, and back; null for anything that is no setup. */
  readonly encode: (setup: Setup) => unknown;
  readonly decode: (data: unknown) => Setup | null;
}

/** One attempt in the making. */
export interface Try {
  /** 0, and one more with each redo. */
  readonly round: number;
  readonly answers: Answers;
  readonly verdict: Verdict | null;
}

/** The whole state of a lab: plain data. */
export interface LabState<Setup, Seen> {
  readonly seed: number;
  readonly setup: Setup;
  readonly guesses: Answers;
  /** Run is locked in "predict"; guesses are locked in all others. */
  readonly phase: "predict" | "committed" | "running" | "seen";
  /** Runs begun; an observation of an older run is dropped. */
  readonly run: number;
  /** Observations since the last reset, oldest first; the last belongs to phase "seen". */
  readonly history: readonly Seen[];
  readonly tries: Readonly<Record<string, Try>>;
  /** Ids of challenges solved now or on an earlier visit. */
  readonly solved: readonly string[];
  /** The status line: what just happened, in one sentence. */
  readonly notice: string;
}

/** Everything that may happen to a lab. */
export type LabAction<Change, Seen> =
  | { readonly type: "guess"; readonly question: string; readonly value: string }
  | { readonly type: "commit" }
  | { readonly type: "run" }
  | { readonly type: "seen"; readonly run: number; readonly seen: Seen }
  | { readonly type: "failed"; readonly run: number; readonly why: string }
  | { readonly type: "again" }
  | { readonly type: "change"; readonly change: Change }
  | { readonly type: "open"; readonly data: unknown }
  | { readonly type: "remember"; readonly solved: readonly string[] }
  | {
      readonly type: "answer";
      readonly challenge: string;
      readonly question: string;
      readonly value: string;
    }
  | { readonly type: "check"; readonly challenge: string }
  | { readonly type: "redo"; readonly challenge: string }
  | { readonly type: "stage"; readonly challenge: string }
  | { readonly type: "notice"; readonly text: string }
  | { readonly type: "reset" };

/** A challenge as it stands. */
export interface Goal {
  readonly id: string;
  readonly title: string;
  readonly group: string | null;
  readonly ask: string;
  readonly form: readonly Question[];
  readonly round: number;
  readonly answers: Answers;
  /** "solved" and "refused" speak of the last attempt in this round. */
  readonly status: "open" | "refused" | "solved";
  readonly verdict: Verdict | null;
  /** Solved in any round, on this visit or an earlier one. */
  readonly solvedBefore: boolean;
  /** Whether the lab's controls can be put where it begins. */
  readonly staged: boolean;
}

/** A lab's pure heart: no DOM, clock, network or storage. `step` never throws. */
export interface LabModel<Setup, Change, Seen> {
  readonly definition: LabDefinition<Setup, Change, Seen>;
  readonly start: (seed: number) => LabState<Setup, Seen>;
  readonly step: (
    state: LabState<Setup, Seen>,
    action: LabAction<Change, Seen>,
  ) => LabState<Setup, Seen>;
  readonly questions: (state: LabState<Setup, Seen>) => readonly Question[];
  /** Empty before the observation is in. */
  readonly findings: (state: LabState<Setup, Seen>) => readonly Finding[];
  readonly goals: (state: LabState<Setup, Seen>) => readonly Goal[];
}

/** A LIVE lab's one effect: runs the setup and says what was seen. Rejects only for our own bugs. */
export type Observe<Setup, Seen> = (state: LabState<Setup, Seen>) => Promise<Seen>;

/** One way to a challenge's end, from any state in which it is posed. */
export type Path<Setup, Change, Seen> = (
  state: LabState<Setup, Seen>,
  goal: Goal,
) => readonly LabAction<Change, Seen>[];

/** What `solution.ts` exports: for each challenge the way to its goal and ways that must not lead there. */
export interface Solution<Setup, Change, Seen> {
  readonly lab: LabModel<Setup, Change, Seen>;
  /** Opens a fresh copy of the service and observes without a browser; absent for MODEL labs. */
  readonly observe?: () => Observe<Setup, Seen>;
  /** A sample of what the controls may send, the impossible included. */
  readonly changes: readonly Change[];
  readonly challenges: Readonly<
    Record<
      string,
      {
        readonly reach: Path<Setup, Change, Seen>;
        readonly refused: readonly {
          /** Words that the explanation must contain: this mistake's own. */
          readonly because: string;
          readonly path: Path<Setup, Change, Seen>;
        }[];
      }
    >
  >;
}
