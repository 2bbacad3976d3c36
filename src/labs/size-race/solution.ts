// The race's challenges solved, and attempts that must be refused with their own explanation.
import type { Path, Solution } from "#kit/lab.ts";
import { answerWith, runWith } from "#kit/solve.ts";
import { SENTENCES } from "./challenges.ts";
import { lab } from "./model.ts";
import { race } from "./race.ts";
import type { Seen } from "./seen.ts";
import { EXAMPLE, type Change, type Setup } from "./setup.ts";

type Way = Path<Setup, Change, Seen>;

const guesses = { raw: "json", gzip: "json", cross: "json" };

/** Stages the challenge, makes the changes and runs. */
const after = (...changes: readonly Change[]): Way =>
  runWith(
    () => changes,
    () => guesses,
  );

const own = (value: unknown): Change => ({
  kind: "text",
  text: typeof value === "string" ? value : JSON.stringify(value),
});
const list = (count: number, make: (index: number) => unknown): unknown[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** Long names without a value to send. */
const EMPTY = { leftWithTheNeighbour: false, cannotBeDelivered: false };

const prepared = (source: string, share = "all"): readonly Change[] => [
  { kind: "source", source },
  { kind: "share", share },
];

/** Measures a hundred positions: protobuf is smaller raw, and by less after gzip. */
const say =
  (sentence: string, measured = true): Way =>
  (state, goal) => [
    ...(measured ? after(...prepared("positions", "100"))(state, goal) : []),
    ...answerWith<Setup, Change, Seen>(() => ({ sentence }))(state, goal),
  ];

export const solution: Solution<Setup, Change, Seen> = {
  lab,
  observe:
    () =>
    ({ setup }) =>
      race(setup),
  changes: [
    { kind: "source", source: "flags" },
    { kind: "source", source: "own" },
    { kind: "source", source: "elsewhere" },
    { kind: "share", share: "10" },
    { kind: "share", share: "-3" },
    { kind: "text", text: '{"é": [1, null, "\\ud83d\\ude00"]}' },
    { kind: "text", text: "[1, 2" },
    { kind: "text", text: EXAMPLE },
    { kind: "schema", schema: 'syntax = "proto3"; message Root { int32 a = 1; }' },
    { kind: "schema", schema: null },
    { kind: "adopt" },
    { kind: "leave" },
  ],
  challenges: {
    "gzip-wins": {
      reach: after(...prepared("customers", "100")),
      refused: [
        { because: "Nothing was measured", path: after(own("[1, 2")) },
        { because: "take more records", path: after(...prepared("customers", "1")) },
        { because: "do not repeat", path: after(...prepared("positions", "10")) },
        { because: "little left to lose", path: after(own(list(20, () => EMPTY))) },
        {
          because: "The right kind of data",
          path: after(own(list(30, (index) => ({ number: (377 * index) % 991, zone: index % 7 })))),
        },
      ],
    },
    "ten-times": {
      reach: after(own(list(20, () => EMPTY))),
      refused: [
        { because: "Nothing was measured", path: after(own("{")) },
        { because: "were prepared", path: after(...prepared("flags")) },
        { because: "too few", path: after(own({ fragile: false })) },
        {
          because: "Leave the texts out",
          path: after(own(list(20, () => ({ place: "somewhere in Lyon" })))),
        },
        {
          because: "Let the numbers be small",
          path: after(own(list(60, (index) => 1_000_000 + index))),
        },
        {
          because: "Let the names be longer",
          path: after(own(list(40, () => ({ a: true, b: false })))),
        },
        {
          because: "Longer names still",
          path: after(own(list(40, (index) => ({ parcelNumber: index })))),
        },
      ],
    },
    claim: {
      reach: say("shrinks"),
      refused: [
        { because: "Nothing is measured yet", path: say("shrinks", false) },
        ...Object.keys(SENTENCES)
          .filter((sentence) => sentence !== "shrinks")
          .map((sentence) => ({
            because: sentence === "less" ? "Compare both" : "×",
            path: say(sentence),
          })),
      ],
    },
  },
};
