// The poll meter's challenges solved, and attempts that must be refused with their own explanation.
import type { Goal, LabAction, Path, Solution } from "#kit/lab.ts";
import { runWith } from "#kit/solve.ts";
import { practiceSpace } from "#mocks/practice.ts";
import type { Seen } from "./measured.ts";
import { SOME_BROWSER } from "./message-size.ts";
import { lab } from "./model.ts";
import { observeIn } from "./observe.ts";
import type { Change, Setup } from "./setup.ts";
import { createVirtualSpring } from "./virtual-spring.ts";

type Action = LabAction<Change, Seen>;
type Way = Path<Setup, Change, Seen>;

const dial = (name: string, value: number): Change => ({ kind: "dial", dial: name, value });
const turn = (what: string, on: boolean): Change => ({ kind: "switch", what, on });

/** Goes to the challenge's start, makes changes, predicts something and runs. */
const running = (changesOf: (goal: Goal) => readonly Change[]): Way =>
  runWith(changesOf, () => ({ empty: "9", delay: "5", requests: "15", most: "short" }));

const numberIn = ({ ask }: Goal, pattern: RegExp): number => Number(pattern.exec(ask)?.[1]);
const proxyOf = (goal: Goal): number => numberIn(goal, /after (\d+) s/);
const oldestOf = (goal: Goal): number => numberIn(goal, /be (\d+) s behind/);
const firstOf = (goal: Goal): number => numberIn(goal, /Scan (\d+) comes/);

const answering =
  (lost: (first: number) => readonly number[], cursor: string): Way =>
  (_, goal): readonly Action[] => [
    {
      type: "answer",
      challenge: goal.id,
      question: "lost",
      value: lost(firstOf(goal)).join(" "),
    },
    { type: "answer", challenge: goal.id, question: "cursor", value: cursor },
    { type: "check", challenge: goal.id },
  ];

export const solution: Solution<Setup, Change, Seen> = {
  lab,
  observe: () => {
    const spring = createVirtualSpring();
    const space = practiceSpace("poll-meter", spring.now);
    return observeIn({
      open: () => Promise.resolve(space),
      spring,
      browser: () => SOME_BROWSER,
      random: (length) => new Uint8Array(length),
    });
  },
  changes: [
    dial("interval", 5),
    dial("interval", 60),
    dial("interval", 7),
    dial("rate", 12),
    dial("rate", 61),
    dial("rate", Number.NaN),
    dial("hold", 45),
    dial("hold", 44),
    dial("gap", 0.5),
    dial("gap", 0.7),
    dial("proxy", 20),
    dial("proxy", 25),
    dial("stream", 20),
    dial("stream", 0),
    dial("toString", 1),
    turn("cursor", false),
    turn("cursor", true),
    turn("newest", true),
    turn("valueOf", true),
  ],
  challenges: {
    "hold-time": {
      reach: running((goal) => [dial("hold", proxyOf(goal) - 5)]),
      refused: [
        { because: "The proxy cut", path: running(() => []) },
        {
          because: "ends in silence too often",
          path: running(() => [dial("hold", 5), dial("gap", 0)]),
        },
        {
          because: "Without a cursor",
          path: running((goal) => [
            dial("hold", proxyOf(goal) - 5),
            dial("gap", 5),
            turn("cursor", false),
          ]),
        },
      ],
    },
    "lost-scan": {
      reach: answering((first) => [first + 1], "last"),
      refused: [
        { because: "what the answer was waiting for", path: answering((first) => [first], "last") },
        {
          because: "ends that one",
          path: answering((first) => [first + 1, first + 2], "last"),
        },
        { because: "no request was held", path: answering(() => [], "last") },
        { because: "two clocks never agree", path: answering((first) => [first + 1], "time") },
        { because: "not which", path: answering((first) => [first + 1], "count") },
        { because: "never zero", path: answering((first) => [first + 1], "faster") },
      ],
    },
    "asking-wins": {
      reach: running((goal) => [dial("interval", oldestOf(goal)), turn("newest", true)]),
      refused: [
        {
          because: "are allowed",
          path: running(() => [dial("interval", 60), turn("newest", true)]),
        },
        {
          because: "does not need them all",
          path: running((goal) => [dial("interval", oldestOf(goal))]),
        },
        { because: "Ask less often", path: running(() => [turn("newest", true)]) },
      ],
    },
  },
};
