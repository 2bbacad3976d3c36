// The held line's challenges solved, and attempts that must be refused with their own explanation.
import type { Answers, Goal, Path, Solution } from "#kit/lab.ts";
import { answerWith, runWith } from "#kit/solve.ts";
import type { Seen } from "./line.ts";
import { lab } from "./model.ts";
import type { Change, Setup } from "./setup.ts";

type Way = Path<Setup, Change, Seen>;

const trouble = (name: string): Change => ({ kind: "trouble", trouble: name });
const dial = (name: string, value: number): Change => ({ kind: "dial", dial: name, value });
const turn = (name: string, on: boolean): Change => ({ kind: "switch", name, on });

/** Goes to the challenge's start, makes the changes, predicts something and runs. */
const running = (changesOf: (goal: Goal) => readonly Change[]): Way =>
  runWith(changesOf, () => ({
    delay: "1",
    together: "1",
    cuts: "1",
    cost: "1",
    live: "1",
    saved: "sent",
  }));

const numbersIn = ({ ask }: Goal): readonly number[] => (ask.match(/\d+/g) ?? []).map(Number);

/** The event with which the buffer of the challenge is full, and the seconds between two events. */
const fullIn = (goal: Goal): readonly [number, number] => {
  const [every = 0, size = 1, , bytes = 0] = numbersIn(goal);
  return [Math.ceil(bytes / size), every];
};
const fill = (answersOf: (number: number, every: number) => Answers): Way =>
  answerWith((goal) => answersOf(...fullIn(goal)));
const cure = (chosen: string): Way =>
  fill((number, every) => ({ wait: String((number - 1) * every), cure: chosen }));

const timeoutIn = (goal: Goal): number => numbersIn(goal)[0] ?? 0;
const beat = (secondsOf: (timeout: number) => number): Way =>
  running((goal) => [dial("heartbeat", secondsOf(timeoutIn(goal)))]);

export const solution: Solution<Setup, Change, Seen> = {
  lab,
  changes: [
    trouble("idle"),
    trouble("six"),
    trouble("buffer"),
    trouble("rain"),
    dial("size", 400),
    dial("every", 20),
    dial("buffer", 1),
    dial("buffer", 0),
    dial("tabs", 12),
    dial("tabs", 1.5),
    dial("toString", 1),
    turn("asks", true),
    turn("knows", true),
    turn("shared", true),
    turn("http2", true),
    turn("trouble", true),
  ],
  challenges: {
    burst: {
      reach: cure("incremental"),
      refused: [
        {
          because: "count from the first event",
          path: fill((number, every) => ({ wait: String(number * every), cure: "incremental" })),
        },
        { because: "rounded up", path: fill(() => ({ wait: "0", cure: "incremental" })) },
        { because: "does not know the field", path: cure("field") },
        { because: "Here none is lost", path: cure("retry") },
        { because: "keep the line from being idle", path: cure("comment") },
        { because: "not collecting it", path: cure("no-store") },
      ],
    },
    heartbeat: {
      reach: beat((timeout) => timeout - 5),
      refused: [
        { because: "Without a heartbeat", path: beat(() => 0) },
        { because: "is too slow", path: beat((timeout) => timeout) },
        { because: "more often than needed", path: beat((timeout) => timeout - 10) },
      ],
    },
    "many-tabs": {
      reach: running(() => [turn("shared", true)]),
      refused: [
        { because: "does not speak it", path: running(() => [turn("http2", true)]) },
        { because: "hold a connection each", path: running(() => []) },
      ],
    },
  },
};
