// The loss tank's challenges solved, and attempts that must be refused with their own explanation.
import type { LabAction, Path, Solution } from "#kit/lab.ts";
import { lab } from "./model.ts";
import type { Change, Setup } from "./setup.ts";
import { runTank, type Seen } from "./tank.ts";

type Action = LabAction<Change, Seen>;

const drop = (value: number): Change => ({ kind: "dial", dial: "drop", value });
const table = (on: boolean): Change => ({ kind: "table", on });

/** Goes to the challenge's start, makes changes, predicts something and runs. */
const running =
  (...changes: readonly Change[]): Path<Setup, Change, Seen> =>
  (_, { id }): readonly Action[] => [
    { type: "stage", challenge: id },
    ...changes.map((change): Action => ({ type: "change", change })),
    { type: "guess", question: "http2", value: "app.js" },
    { type: "guess", question: "http3", value: "app.js" },
    { type: "guess", question: "first", value: "http3" },
    { type: "commit" },
    { type: "run" },
  ];

/** Tries the packets as a learner would, until one does what was asked. */
const searching =
  (wanted: (seen: Seen) => boolean, ...changes: readonly Change[]): Path<Setup, Change, Seen> =>
  (state, goal) => {
    const staged = lab.step(state, { type: "stage", challenge: goal.id });
    const setup = changes.reduce(lab.definition.change, staged.setup);
    const found = Array.from({ length: 24 }, (_, index) => index + 1).find((place) =>
      wanted(runTank({ ...setup, drop: place })),
    );
    return running(...changes, drop(found ?? 0))(state, goal);
  };

const answering =
  (requests: string): Path<Setup, Change, Seen> =>
  (_, { id }): readonly Action[] => [
    { type: "answer", challenge: id, question: "requests", value: requests },
    { type: "check", challenge: id },
  ];

export const solution: Solution<Setup, Change, Seen> = {
  lab,
  changes: [
    { kind: "dial", dial: "rtt", value: 60 },
    { kind: "dial", dial: "rtt", value: 61 },
    { kind: "dial", dial: "rtt", value: Number.NaN },
    { kind: "dial", dial: "toString", value: 1 },
    drop(0),
    drop(12),
    drop(25),
    { kind: "choose", what: "order", value: "sequential" },
    { kind: "choose", what: "order", value: "backwards" },
    { kind: "choose", what: "handshake", value: "early" },
    { kind: "choose", what: "handshake", value: "none" },
    table(true),
    table(false),
  ],
  challenges: {
    "only-http2": {
      reach: searching(
        ({ http2, http3 }) => http2.stalled.length > 1 && http3.stalled.length === 1,
      ),
      refused: [
        { because: "Nothing was lost", path: running() },
        {
          because: "Lose an earlier one",
          path: searching(({ http2 }) => http2.stalled.length < 2),
        },
      ],
    },
    "two-at-once": {
      reach: searching(({ http3 }) => http3.stalled.length > 1, table(true)),
      refused: [
        { because: "Nothing was lost", path: running(drop(0)) },
        {
          because: "streams do not know of each other",
          path: searching(({ http3 }) => http3.stalled.length === 1),
        },
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
