// The waterfall's challenges solved, and attempts that must be refused with their own explanation.
import type { Path, Solution } from "#kit/lab.ts";
import { runWith } from "#kit/solve.ts";
import { lab } from "./model.ts";
import type { Seen } from "./page-load.ts";
import type { Change, Setup } from "./setup.ts";

const dial = (name: "connections" | "place", value: number): Change => ({
  kind: "dial",
  dial: name,
  value,
});
const use = (name: string): Change => ({ kind: "use", use: name });

/** Goes to the challenge's start, makes changes, predicts something and runs. */
const running = (...changes: readonly Change[]): Path<Setup, Change, Seen> =>
  runWith(
    () => changes,
    () => ({ total: "1000", last: "style.css" }),
  );

export const solution: Solution<Setup, Change, Seen> = {
  lab,
  changes: [
    { kind: "dial", dial: "rtt", value: 50 },
    { kind: "dial", dial: "rtt", value: 55 },
    { kind: "dial", dial: "rtt", value: Number.NaN },
    { kind: "dial", dial: "connections", value: 0 },
    { kind: "dial", dial: "connections", value: 6 },
    { kind: "dial", dial: "slow", value: 1500 },
    { kind: "dial", dial: "place", value: 12 },
    { kind: "dial", dial: "place", value: 13 },
    { kind: "dial", dial: "constructor", value: 1 },
    use("close"),
    use("keep"),
    use("pipeline"),
    use("multiplex"),
  ],
  challenges: {
    "fast-enough": {
      reach: running(use("pipeline")),
      refused: [
        { because: "opens a connection of its own", path: running(use("close")) },
        { because: "too few connections", path: running(dial("connections", 5)) },
        { because: "Even with six", path: running(dial("connections", 6)) },
        {
          because: "On one connection",
          path: running(use("pipeline"), dial("connections", 1)),
        },
      ],
    },
    "pipelining-loses": {
      reach: running(dial("connections", 1), dial("place", 1)),
      refused: [
        { because: "Pipelining won", path: running() },
        { because: "only by", path: running(dial("connections", 2), dial("place", 5)) },
      ],
    },
    "order-costs-nothing": {
      reach: running(dial("place", 12)),
      refused: [{ because: "held back", path: running(dial("place", 1)) }],
    },
  },
};
