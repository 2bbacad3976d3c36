// The loss tank's challenges solved, and attempts that must be refused with their own explanation.
import type { LabAction, Path, Solution } from "#kit/lab.ts";
import { runWith } from "#kit/solve.ts";
import { CASES, DRAWS } from "./cases.ts";
import { lab } from "./model.ts";
import type { Seen } from "./pages.ts";
import { RANGES, type Change, type Setup } from "./setup.ts";
import { runTank } from "./tank.ts";
import { computeHandshakes, work } from "./work.ts";

type Action = LabAction<Change, Seen>;

const handshakes = await computeHandshakes();

const lose = (packet: number): Change => ({ kind: "lose", packet });
const choose = (what: string, value: string): Change => ({ kind: "choose", what, value });
const dial = (name: string, value: number): Change => ({ kind: "dial", dial: name, value });
const table = (on: boolean): Change => ({ kind: "table", on });

/** Goes to the challenge's start, makes changes, predicts something and runs. */
const running = (...changes: readonly Change[]): Path<Setup, Change, Seen> =>
  runWith(
    () => changes,
    () => ({ http2: "app.js", http3: "app.js", wait: "one", first: "http3" }),
  );

/** Tries the packets as a learner would, until one does what was asked. */
const searching =
  (wanted: (seen: Seen) => boolean, ...changes: readonly Change[]): Path<Setup, Change, Seen> =>
  (state, goal) => {
    const staged = lab.step(state, { type: "stage", challenge: goal.id });
    const setup = changes.reduce(lab.definition.change, staged.setup);
    const found = Array.from({ length: RANGES.drop.max }, (_, index) => index + 1).find((packet) =>
      wanted(runTank({ ...setup, loss: "packet", drop: packet }, handshakes)),
    );
    return running(...changes, ...(found === undefined ? [] : [lose(found)]))(state, goal);
  };

const answering =
  (requests: string): Path<Setup, Change, Seen> =>
  (_, { id }): readonly Action[] => [
    { type: "answer", challenge: id, question: "requests", value: requests },
    { type: "check", challenge: id },
  ];

/** Gives each case a reason: its own, or the one that `wrong` names instead. */
const matching =
  (wrong: Readonly<Record<string, string>> = {}): Path<Setup, Change, Seen> =>
  (_, { id }): readonly Action[] => [
    ...DRAWS.map((draw): Action => ({
      type: "answer",
      challenge: id,
      question: draw.id,
      value: wrong[draw.id] ?? draw.id,
    })),
    { type: "check", challenge: id },
  ];

const behind = ({ http1, http2, http3 }: Seen): boolean =>
  http3.load.total > Math.min(http1.load.total, http2.load.total);

export const solution: Solution<Setup, Change, Seen> = {
  lab,
  observe:
    () =>
    async ({ setup }) => {
      const { seen } = await work({ what: "run", setup });
      if (seen === null) throw new RangeError("the run was not computed");
      return seen;
    },
  changes: [
    dial("rtt", 60),
    dial("rtt", 61),
    dial("rtt", Number.NaN),
    dial("toString", 1),
    dial("drop", 12),
    dial("drop", 0),
    dial("rate", 5),
    dial("seed", 7),
    dial("bandwidth", 4),
    dial("moves", 200),
    lose(3),
    lose(41),
    choose("page", "one"),
    choose("page", "none"),
    choose("loss", "bursts"),
    choose("loss", "none"),
    choose("order", "sequential"),
    choose("order", "backwards"),
    choose("handshake", "early"),
    choose("toString", "full"),
    table(true),
    table(false),
    ...CASES.map(({ setup }): Change => ({ kind: "case", setup })),
  ],
  challenges: {
    "only-http2": {
      reach: searching(
        ({ http2, http3 }) => http2.stalled.length > 1 && http3.stalled.length === 1,
      ),
      refused: [
        { because: "Choose one packet", path: running() },
        {
          because: "Lose an earlier one",
          path: searching(({ http2 }) => http2.stalled.length < 2),
        },
      ],
    },
    "two-at-once": {
      reach: searching(({ http3 }) => http3.stalled.length > 1, table(true)),
      refused: [
        { because: "only one", path: running(choose("loss", "none")) },
        {
          because: "streams do not know of each other",
          path: searching(({ http3 }) => http3.stalled.length === 1),
        },
      ],
    },
    "no-gain": {
      reach: matching(),
      refused: [
        { because: "several losses in a row", path: matching({ "one-stream": "bursts" }) },
        { because: "sends one answer whole", path: matching({ sequential: "one-stream" }) },
        { because: "Nothing is lost", path: matching({ "no-loss": "qpack" }) },
      ],
    },
    "not-first": {
      reach: searching(behind),
      refused: [
        { because: "Choose one packet", path: running() },
        { because: "lose an earlier one", path: searching((seen) => !behind(seen)) },
        { because: "begins anew", path: running(lose(2), dial("moves", 200)) },
      ],
    },
    "early-data": {
      reach: answering("track check"),
      refused: [
        { because: "books a second parcel", path: answering("track check book") },
        { because: "undo a newer PUT", path: answering("track check move") },
        { because: "not safe", path: answering("drop") },
        { because: "may go", path: answering("track") },
      ],
    },
  },
};
