// The challenges on streams and windows solved, and attempts that must be refused with their own explanation.
import type { Goal, LabAction, Path, Solution } from "#kit/lab.ts";
import { runWith } from "#kit/solve.ts";
import { lab } from "./model.ts";
import type { Seen } from "./pipe.ts";
import { STREAMS, type Change, type Setup } from "./setup.ts";

type Action = LabAction<Change, Seen>;
type Walk = Path<Setup, Change, Seen>;

const choose = (what: "order" | "window" | "credit", value: string): Change => ({
  kind: "choose",
  what,
  value,
});
const grant = (stream: number, value: number): Change => ({ kind: "grant", stream, value });
const size = (stream: number, value: number): Change => ({ kind: "size", stream, value });

/** Goes to the challenge's start, makes changes, predicts something and runs. */
const running = (changes: (goal: Goal) => readonly Change[]): Walk =>
  runWith(changes, () => ({ before: "2", stop: "stream", first: "5" }));

/** The stream with more than its window holds, by the sizes in the words of the challenge. */
function largest({ ask }: Goal): number {
  const [one = 0, three = 0, five = 0] = (/(\d+), (\d+) and (\d+) kB/.exec(ask) ?? [])
    .slice(1)
    .map(Number);
  const sizes = [one, three, five];
  return STREAMS[sizes.indexOf(Math.max(...sizes))] ?? 1;
}

interface Numbers {
  readonly initial: number;
  readonly lowered: number;
  readonly sent: number;
  readonly other: number;
  readonly credit: number;
}

function numbersOf({ ask }: Goal): Numbers {
  const [initial = 0, first = 0, second = 0, , other = 0, , lowered = 0, credit = 0] = [
    ...ask.matchAll(/\d+/g),
  ].map(Number);
  return { initial, lowered, sent: first + second, other, credit };
}

const streamWindow = ({ lowered, sent, credit }: Numbers): number => lowered - sent + credit;
const connectionWindow = ({ sent, other }: Numbers): number => 65_535 - sent - other;
const both = (numbers: Numbers): number =>
  Math.max(0, Math.min(streamWindow(numbers), connectionWindow(numbers)));

const answering =
  (answer: (numbers: Numbers) => number): Walk =>
  (_, goal): readonly Action[] => [
    {
      type: "answer",
      challenge: goal.id,
      question: "bytes",
      value: String(answer(numbersOf(goal))),
    },
    { type: "check", challenge: goal.id },
  ];

export const solution: Solution<Setup, Change, Seen> = {
  lab,
  changes: [
    choose("order", "sequential"),
    choose("order", "priority"),
    choose("order", "random"),
    choose("window", "8000"),
    choose("window", "65535"),
    choose("window", "1"),
    choose("credit", "auto"),
    choose("credit", "hand"),
    choose("credit", "nobody"),
    grant(0, 60),
    grant(3, 16),
    grant(7, 16),
    grant(1, 61),
    size(1, 48),
    size(5, 4),
    size(0, 4),
    size(3, Number.NaN),
  ],
  challenges: {
    "fewest-updates": {
      reach: running((goal) => [grant(0, 60), grant(largest(goal), 60)]),
      refused: [
        { because: "its own window", path: running(() => [grant(0, 60)]) },
        { because: "stream 0 is the connection", path: running(() => []) },
        {
          because: "Complete, but",
          path: running(() => [grant(0, 60), grant(1, 60), grant(3, 60), grant(5, 60)]),
        },
      ],
    },
    "window-by-hand": {
      reach: answering(both),
      refused: [
        {
          because: "needs room in both",
          path: answering((numbers) => Math.max(streamWindow(numbers), connectionWindow(numbers))),
        },
        {
          because: "moves the windows of open streams",
          path: answering((numbers) => streamWindow(numbers) + numbers.initial - numbers.lowered),
        },
        {
          because: "does not open the connection’s window",
          path: answering((numbers) => connectionWindow(numbers) + numbers.credit),
        },
        { because: "nine bytes", path: answering((numbers) => both(numbers) - 18) },
        { because: "Take what was sent", path: answering(() => 1) },
      ],
    },
    "urgent-first": {
      reach: running(() => [choose("order", "priority"), choose("window", "65535")]),
      refused: [
        { because: "In turns", path: running(() => [choose("window", "65535")]) },
        {
          because: "One after the other",
          path: running(() => [choose("order", "sequential"), choose("window", "65535")]),
        },
        { because: "ran dry", path: running(() => [choose("order", "priority")]) },
      ],
    },
  },
};
