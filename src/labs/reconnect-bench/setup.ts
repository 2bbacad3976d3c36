// The reconnect bench's controls: what each request for the feed is answered with, and how the server resumes.
import { isOnDial } from "#kit/dial.ts";

/** What a request for the feed may be answered with. */
export const ANSWERS = ["cut", "rest", "hold", "204", "500", "html"] as const;
export type Answer = (typeof ANSWERS)[number];

/** Where the server begins when a client is back. */
export const RESUMES = ["by-id", "start", "now"] as const;
export type Resume = (typeof RESUMES)[number];

/** Answers that are set; every later request is answered like the last. */
export const SLOTS = 4;
/** Events before the connection is cut, in the middle of the next one. */
export const BEFORE_CUT = 2;
/** Requests after which the lab hangs up. */
export const MOST_REQUESTS = 6;

/** What the learner sets. */
export interface Setup {
  /** Events of the whole feed, numbered from 1. */
  readonly total: number;
  /** Milliseconds that the stream tells the client to wait. */
  readonly retry: number;
  /** Whether each event carries its number as id. */
  readonly ids: boolean;
  readonly resume: Resume;
  /** One for each of the first {@link SLOTS} requests. */
  readonly answers: readonly Answer[];
}

/** Lowest, highest and step of each number, with its unit. */
export const RANGES = {
  total: { min: 5, max: 12, step: 1, unit: "events" },
  retry: { min: 0, max: 1000, step: 100, unit: "ms" },
} as const;
export type Dial = keyof typeof RANGES;

/** What the controls send. */
export type Change =
  | { readonly kind: "dial"; readonly dial: string; readonly value: number }
  | { readonly kind: "ids"; readonly on: boolean }
  | { readonly kind: "resume"; readonly resume: string }
  | { readonly kind: "answer"; readonly slot: number; readonly answer: string };

export const START: Setup = {
  total: 8,
  retry: 200,
  ids: true,
  resume: "by-id",
  answers: ["cut", "cut", "rest", "204"],
};

const isDial = (name: string): name is Dial => Object.hasOwn(RANGES, name);
const isAnswer = (value: unknown): value is Answer => ANSWERS.some((each) => each === value);
const isResume = (value: unknown): value is Resume => RESUMES.some((each) => each === value);

/** Applies a change; an impossible one gives the same setup. */
export function change(setup: Setup, made: Change): Setup {
  switch (made.kind) {
    case "dial":
      return isDial(made.dial) && isOnDial(RANGES[made.dial], made.value)
        ? { ...setup, [made.dial]: made.value }
        : setup;
    case "ids":
      return { ...setup, ids: made.on };
    case "resume":
      return isResume(made.resume) ? { ...setup, resume: made.resume } : setup;
    case "answer": {
      const { slot, answer } = made;
      if (!isAnswer(answer) || setup.answers[slot] === undefined) return setup;
      return { ...setup, answers: setup.answers.with(slot, answer) };
    }
  }
}

/** [total, retry, ids, resume, [answers]] */
export const encode = ({ total, retry, ids, resume, answers }: Setup): unknown => [
  total,
  retry,
  Number(ids),
  RESUMES.indexOf(resume),
  answers.map((answer) => ANSWERS.indexOf(answer)),
];

const at = <T>(values: readonly T[], index: unknown): T | undefined =>
  typeof index === "number" ? values[index] : undefined;

/** The setup of a link; null for anything that the controls cannot reach. */
export function decode(data: unknown): Setup | null {
  if (!Array.isArray(data) || data.length !== 5) return null;
  const [total, retry, ids, resumeIndex, answerIndexes] = data as readonly unknown[];
  if (!isOnDial(RANGES.total, total) || !isOnDial(RANGES.retry, retry)) return null;
  if ((ids !== 0 && ids !== 1) || !Array.isArray(answerIndexes)) return null;
  const resume = at(RESUMES, resumeIndex);
  const answers = answerIndexes.flatMap((index) => at(ANSWERS, index) ?? []);
  if (resume === undefined || answerIndexes.length !== SLOTS || answers.length !== SLOTS) {
    return null;
  }
  return { total, retry, ids: ids === 1, resume, answers };
}
