// The timeline's challenges solved, and attempts that must be refused with their own explanation.
import type { Goal, LabAction, Path, Solution } from "#kit/lab.ts";
import { lab } from "./model.ts";
import type { Change } from "./setup.ts";
import type { Setup, Timeline } from "./timeline.ts";

const answer =
  (question: string, valueOf: (goal: Goal) => string): Path<Setup, Change, Timeline> =>
  (_, { id, ...goal }) => [
    { type: "answer", challenge: id, question, value: valueOf({ id, ...goal }) },
    { type: "check", challenge: id } satisfies LabAction<Change, Timeline>,
  ];

const numbers = ({ ask }: Goal): readonly [rtt: number, css: number] => {
  const [rtt, css] = (ask.match(/\d+(?= ms)/g) ?? []).map(Number);
  return [rtt ?? 0, css ?? 0];
};
const think = (compute: (rtt: number, css: number) => number) =>
  answer("think", (goal) => String(compute(...numbers(goal))));
const what = (value: string) => answer("what", () => value);

export const solution: Solution<Setup, Change, Timeline> = {
  lab,
  changes: [
    { kind: "dial", dial: "rtt", value: 50 },
    { kind: "dial", dial: "rtt", value: 51 },
    { kind: "dial", dial: "rtt", value: Number.NaN },
    { kind: "dial", dial: "think", value: 0 },
    { kind: "dial", dial: "think", value: 800 },
    { kind: "dial", dial: "bandwidth", value: 0 },
    { kind: "dial", dial: "bandwidth", value: 50 },
    { kind: "dial", dial: "stylesheet", value: 200 },
    { kind: "dial", dial: "upload", value: 1 },
    { kind: "dial", dial: "constructor", value: 1 },
    { kind: "scene", scene: "upload" },
    { kind: "scene", scene: "hints" },
    { kind: "answer", answer: "accepted" },
    { kind: "answer", answer: "refused" },
  ],
  challenges: {
    "full-gain": {
      reach: think((rtt, css) => rtt + css),
      refused: [
        { because: "not the transfer", path: think((rtt) => rtt) },
        { because: "One round trip too many", path: think((rtt, css) => 2 * rtt + css) },
        { because: "Compare two moments", path: think((rtt, css) => rtt + css + 1) },
      ],
    },
    silence: {
      reach: what("send"),
      refused: [
        { because: "Waiting without end", path: what("wait") },
        { because: "nobody refused", path: what("close") },
        { because: "is for 417", path: what("drop") },
        { because: "read as its content", path: what("expect") },
      ],
    },
  },
};
