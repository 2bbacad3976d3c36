// The challenges on endings solved, and attempts that must be refused with their own explanation.
import type { Goal, Path, Solution } from "#kit/lab.ts";
import { answerWith, runWith } from "#kit/solve.ts";
import type { Seen } from "./judge.ts";
import { lab } from "./model.ts";
import type { Change, Setup } from "./setup.ts";

type Walk = Path<Setup, Change, Seen>;

const choose = (what: "scene" | "farewell", value: string): Change => ({
  kind: "choose",
  what,
  value,
});
const dial = (name: string, value: number): Change => ({ kind: "dial", dial: name, value });

const answering = (question: string, answer: (goal: Goal) => readonly (string | number)[]): Walk =>
  answerWith((goal) => ({ [question]: answer(goal).join(" ") }));

/** Goes to the challenge's start, makes changes, predicts something and runs. */
const running = (changes: (goal: Goal) => readonly Change[]): Walk =>
  runWith(changes, () => ({ begun: "100", open: "1", end: "calm" }));

const STREAMS = [1, 3, 5, 7, 9];
const numberIn = ({ ask }: Goal, before: string): number =>
  Number(new RegExp(`${before} (\\d+)`).exec(ask)?.[1] ?? 0);
const lastOf = (goal: Goal): number => numberIn(goal, "last stream");
const doneOf = (goal: Goal): number => numberIn(goal, "Stream");
const safeOf = (goal: Goal): number[] => STREAMS.filter((id) => id > lastOf(goal));

const PROOFS = [/REFUSED/, /stream below/];

/** Places of the endings that do prove something, or do not. */
const endingsOf = ({ form }: Goal, proof: boolean): string[] =>
  form[0]?.kind !== "several"
    ? []
    : form[0].options.flatMap(({ text, value }) =>
        PROOFS.some((pattern) => pattern.test(text)) === proof ? [value] : [],
      );

const burstOf = (goal: Goal): number => numberIn(goal, "gives up");

export const solution: Solution<Setup, Change, Seen> = {
  lab,
  changes: [
    choose("scene", "reset"),
    choose("scene", "goaway"),
    choose("scene", "elsewhere"),
    choose("farewell", "two"),
    choose("farewell", "none"),
    choose("farewell", "three"),
    dial("taken", 0),
    dial("taken", 5),
    dial("answered", 5),
    dial("answered", 6),
    dial("attack", 300),
    dial("limit", 10),
    dial("limit", 15),
    dial("burst", 100),
    dial("burst", Number.NaN),
    dial("constructor", 1),
  ],
  challenges: {
    "after-goaway": {
      reach: answering("streams", safeOf),
      refused: [
        { because: "has its answer", path: answering("streams", () => STREAMS) },
        {
          because: "guarantees",
          path: answering("streams", (goal) => safeOf(goal).slice(1)),
        },
        {
          because: "Stream",
          path: answering("streams", (goal) => [
            ...STREAMS.filter((id) => id <= lastOf(goal) && id !== doneOf(goal)).slice(-1),
            ...safeOf(goal).slice(0, -1),
          ]),
        },
      ],
    },
    proofs: {
      reach: answering("endings", (goal) => endingsOf(goal, true)),
      refused: [
        { because: "proof", path: answering("endings", (goal) => endingsOf(goal, false)) },
        { because: "is missing", path: answering("endings", () => []) },
        {
          because: "No proof",
          path: answering("endings", (goal) => [
            ...endingsOf(goal, true),
            ...endingsOf(goal, false).slice(-1),
          ]),
        },
      ],
    },
    "right-limit": {
      reach: running((goal) => [dial("limit", burstOf(goal))]),
      refused: [
        { because: "cut off", path: running((goal) => [dial("limit", burstOf(goal) - 10)]) },
        { because: "only after", path: running((goal) => [dial("limit", burstOf(goal) + 60)]) },
      ],
    },
  },
};
