// The bench's challenges solved, and attempts that must be refused with their own explanation.
import type { Goal, LabAction, Path, Solution } from "#kit/lab.ts";
import { runWith } from "#kit/solve.ts";
import { opcodeName, readFrame } from "#protocols/websocket/index.ts";
import { parseHex, utf8Text } from "#wire/index.ts";
import { lab } from "./model.ts";
import { observe } from "./observe.ts";
import type { Seen } from "./receive.ts";
import type { Change, FrameSpec, Setup } from "./setup.ts";

type Action = LabAction<Change, Seen>;
type Step = Path<Setup, Change, Seen>;

/** What the frame of the challenge holds, read by the engine. */
function readAsked({ ask }: Goal): { opcode: string; length: string; payload: string } {
  const hex = /receives ([0-9a-f ]+)\./.exec(ask)?.[1] ?? "";
  const step = readFrame(parseHex(hex) ?? new Uint8Array(0));
  if (step.kind !== "done") throw new RangeError(`no frame in: ${ask}`);
  const { opcode, payload } = step.value;
  return {
    opcode: opcodeName(opcode),
    length: String(payload.length),
    payload: utf8Text(payload),
  };
}

const decoded =
  (change: Partial<ReturnType<typeof readAsked>>): Step =>
  (_, goal) => {
    const answers = { ...readAsked(goal), ...change };
    return [
      ...Object.entries(answers).map(([question, value]): Action => ({
        type: "answer",
        challenge: goal.id,
        question,
        value,
      })),
      { type: "check", challenge: goal.id },
    ];
  };

const set = (frame: number, change: Partial<FrameSpec>): Change => ({
  kind: "frame",
  frame,
  set: change,
});

/** Goes to the challenge's start, makes changes that may depend on its numbers, predicts and runs. */
const running = (changes: (goal: Goal) => readonly Change[]): Step =>
  runWith(changes, () => ({ header: "6", outcome: "1002" }));

const numberIn = (pattern: RegExp, { ask }: Goal): number => Number(pattern.exec(ask)?.[1]);
const lengthIn = (goal: Goal): number => numberIn(/exactly (\d+) bytes/, goal);
const limitIn = (goal: Goal): number => numberIn(/up to (\d+) bytes/, goal);

const hexOf = (byte: string, count: number): Partial<FrameSpec> => ({
  kind: "hex",
  payload: byte.repeat(count),
});

const letters = (count: number): Partial<FrameSpec> => ({
  kind: "letters",
  payload: String(count),
});

export const solution: Solution<Setup, Change, Seen> = {
  lab,
  observe: () => observe,
  changes: [
    { kind: "preset", name: "Fragments with a ping between" },
    { kind: "preset", name: "Compressed, twice" },
    { kind: "preset", name: "constructor" },
    { kind: "from", from: "server" },
    { kind: "from", from: "proxy" },
    { kind: "limit", limit: 48 },
    { kind: "limit", limit: 49 },
    { kind: "deflate", on: true },
    { kind: "add" },
    { kind: "remove", frame: 0 },
    { kind: "remove", frame: 9 },
    set(0, { rsv: 5, opcode: 3, fin: false }),
    set(0, { opcode: 16 }),
    set(1, { kind: "hex", payload: "c3 zz 28" }),
    set(0, { key: "12 34 5g" }),
    set(0, { form: "64" }),
    set(0, letters(99_999)),
    set(0, { kind: "close", payload: "99999 nobody" }),
    set(7, { masked: false }),
  ],
  challenges: {
    "hand-decode": {
      reach: decoded({}),
      refused: [
        { because: "The low half of the first byte", path: decoded({ opcode: "close" }) },
        { because: "take the MASK bit", path: decoded({ length: "133" }) },
        { because: "XOR the first payload byte", path: decoded({ payload: "abc" }) },
      ],
    },
    "bad-text": {
      reach: running((goal) => [set(0, hexOf("ff", lengthIn(goal)))]),
      refused: [
        {
          because: "1007 it is",
          path: running((goal) => [set(0, hexOf("ff", lengthIn(goal) + 1))]),
        },
        { because: "valid UTF-8", path: running((goal) => [set(0, hexOf("61", lengthIn(goal)))]) },
        {
          because: "Binary may hold",
          path: running((goal) => [set(0, { ...hexOf("ff", lengthIn(goal)), opcode: 2 })]),
        },
        { because: "broke a rule", path: running(() => [set(0, { masked: false })]) },
        { because: "did not fail", path: running(() => [set(0, { opcode: 9 })]) },
      ],
    },
    "too-big-in-pieces": {
      reach: running((goal) => [
        set(0, { ...letters(limitIn(goal) - 6), fin: false }),
        { kind: "add" },
        set(1, letters(limitIn(goal) - 6)),
      ]),
      refused: [
        {
          because: "that alone is over",
          path: running((goal) => [set(0, letters(limitIn(goal) + 1))]),
        },
        {
          because: "order of fragments",
          path: running(() => [{ kind: "add" }]),
        },
        {
          because: "messages of their own",
          path: running(() => [{ kind: "add" }, set(1, { opcode: 1 })]),
        },
        { because: "stay within", path: running(() => []) },
      ],
    },
  },
};
