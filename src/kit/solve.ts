// How a lab's own solution walks: stage, change, guess, run; or answer and check. Read by tests alone.
import type { Answers, Goal, LabAction, Path } from "./lab.ts";

/** Stages the challenge, makes the changes, guesses (right or wrong, no matter) and runs. */
export const runWith =
  <Setup, Change, Seen>(
    changesOf: (goal: Goal) => readonly Change[],
    guesses: (goal: Goal) => Answers,
  ): Path<Setup, Change, Seen> =>
  (_, goal) => [
    { type: "stage", challenge: goal.id },
    ...changesOf(goal).map((change): LabAction<Change, Seen> => ({ type: "change", change })),
    ...Object.entries(guesses(goal)).map(([question, value]): LabAction<Change, Seen> => ({
      type: "guess",
      question,
      value,
    })),
    { type: "commit" },
    { type: "run" },
  ];

/** Answers the questions of the challenge and has them checked. */
export const answerWith =
  <Setup, Change, Seen>(answersOf: (goal: Goal) => Answers): Path<Setup, Change, Seen> =>
  (_, goal) => [
    ...Object.entries(answersOf(goal)).map(([question, value]): LabAction<Change, Seen> => ({
      type: "answer",
      challenge: goal.id,
      question,
      value,
    })),
    { type: "check", challenge: goal.id },
  ];
