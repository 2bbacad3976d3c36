// The lab's challenges solved, and attempts that must be refused with their own explanation.
import type { Goal, LabAction, Path, Solution } from "#kit/lab.ts";
import { runWith } from "#kit/solve.ts";
import { fastestFor } from "./challenges.ts";
import type { Seen } from "./flood.ts";
import { lab } from "./model.ts";
import type { Change, Setup } from "./setup.ts";

type Action = LabAction<Change, Seen>;
type Step = Path<Setup, Change, Seen>;

const bound = (bytes: number | null): Change => ({ kind: "bound", bound: bytes });
const rate = (value: number): Change => ({ kind: "dial", dial: "rate", value });

/** Goes to the challenge's start, makes changes that may depend on its numbers, predicts and runs. */
const running = (changes: (goal: Goal) => readonly Change[]): Step =>
  runWith(changes, () => ({ course: "rises", age: "5" }));

/** The rate that just fits the challenge's wire. */
function fastestIn({ ask }: Goal): number {
  const [, size, speed] = /of (\d+) bytes over (\d+) kbit/.exec(ask) ?? [];
  return fastestFor(Number(size), Number(speed));
}

const WAYS: Readonly<Record<string, string>> = { position: "skip", chat: "keep", file: "pause" };

const ways =
  (change: Readonly<Record<string, string>> = {}): Step =>
  (_, { id }) => [
    ...Object.entries({ ...WAYS, ...change }).map(([question, value]): Action => ({
      type: "answer",
      challenge: id,
      question,
      value,
    })),
    { type: "check", challenge: id },
  ];

export const solution: Solution<Setup, Change, Seen> = {
  lab,
  changes: [
    rate(10),
    rate(11),
    rate(Number.NaN),
    { kind: "dial", dial: "size", value: 1000 },
    { kind: "dial", dial: "constructor", value: 1 },
    { kind: "speed", speed: 128 },
    { kind: "speed", speed: 0 },
    bound(0),
    bound(10_000),
    bound(1),
  ],
  challenges: {
    "keep-fresh": {
      reach: running(() => [bound(0)]),
      refused: [
        { because: "everything is sent", path: running(() => []) },
        { because: "is bounded, but", path: running(() => [bound(10_000)]) },
      ],
    },
    "fill-the-wire": {
      reach: running((goal) => [rate(fastestIn(goal))]),
      refused: [
        { because: "go faster", path: running(() => []) },
        { because: "wait after", path: running((goal) => [rate(fastestIn(goal) + 4)]) },
      ],
    },
    "which-way": {
      reach: ways(),
      refused: [
        { because: "nobody wants the old ones", path: ways({ position: "keep" }) },
        { because: "would be lost", path: ways({ chat: "skip" }) },
        { because: "breaks it", path: ways({ file: "skip" }) },
      ],
    },
  },
};
