// The tracer's challenges solved, and attempts that must be refused with their own explanation.
import type { Goal, LabAction, Path, Solution } from "#kit/lab.ts";
import { answerWith } from "#kit/solve.ts";
import { practiceSpace } from "#mocks/practice.ts";
import { ADDRESSES, START, type Change, type Seen, type Setup } from "./chain.ts";
import { lab } from "./model.ts";
import { observeIn } from "./observe.ts";

type Action = LabAction<Change, Seen>;
type Way = Path<Setup, Change, Seen>;

/** The address that the challenge asks for: the last path in its text. */
const pathsIn = ({ ask }: Goal): readonly string[] => ask.match(/\/[a-z0-9/-]+/g) ?? [];
const newAddress = (goal: Goal): string => pathsIn(goal)[1] ?? "";
const oldAddress = (goal: Goal): string => pathsIn(goal)[0] ?? "";
const minutes = ({ ask }: Goal): number => Number(/(\d+) minutes/.exec(ask)?.[1]);

/** Builds one hop with `status` to the address that is asked for, predicts anything and runs. */
const runHop =
  (status: number, more: readonly Change[] = []): Way =>
  (_, goal) => {
    const to = pathsIn(goal).find((path) => path !== ADDRESSES[0]) ?? "";
    const changes: readonly Change[] = [
      { kind: "method", method: "POST" },
      { kind: "content", hasContent: true },
      { kind: "to", hop: 0, to },
      { kind: "status", hop: 0, status },
      ...more,
    ];
    return [
      { type: "reset" },
      ...Array.from({ length: goal.round }, (): Action => ({ type: "redo", challenge: goal.id })),
      ...changes.map((change): Action => ({ type: "change", change })),
      { type: "guess", question: "hop0", value: "GET without" },
      { type: "guess", question: "end", value: "answer" },
      { type: "commit" },
      { type: "run" },
    ];
  };

const moved = (status: string, because: string) => ({
  because,
  path: answerWith<Setup, Change, Seen>((goal) => ({ status, location: newAddress(goal) })),
});
const later = (because: string, change: (goal: Goal) => Readonly<Record<string, string>>) => ({
  because,
  path: answerWith<Setup, Change, Seen>((goal) => ({
    status: "202",
    how: "monitor",
    wait: String(minutes(goal) * 60),
    ...change(goal),
  })),
});

export const solution: Solution<Setup, Change, Seen> = {
  lab,
  observe: () => {
    const space = practiceSpace("redirect-tracer");
    return observeIn(() => Promise.resolve(space));
  },
  changes: [
    { kind: "method", method: "PUT" },
    { kind: "method", method: "GET" },
    { kind: "method", method: "BREW" },
    { kind: "content", hasContent: true },
    { kind: "content", hasContent: false },
    { kind: "status", hop: 0, status: 303 },
    { kind: "status", hop: 1, status: 308 },
    { kind: "status", hop: 9, status: 308 },
    { kind: "status", hop: 0, status: 200 },
    { kind: "to", hop: 0, to: "/desk" },
    { kind: "to", hop: 1, to: START.hops[0]?.to ?? "" },
    { kind: "to", hop: 0, to: "/parcels" },
    { kind: "to", hop: 0, to: "https://elsewhere.example/" },
    { kind: "add" },
    { kind: "add" },
    { kind: "remove" },
    { kind: "length", length: 20 },
    { kind: "length", length: 21 },
    { kind: "length", length: 7 },
    { kind: "redirect", redirect: "manual" },
    { kind: "redirect", redirect: "follow" },
  ],
  challenges: {
    "move-for-good": {
      reach: answerWith((goal) => ({ status: "308", location: newAddress(goal) })),
      refused: [
        moved("301", "repeat a POST as GET"),
        moved("302", "for now"),
        moved("303", "fetch a result with GET"),
        moved("307", "only for now"),
        moved("410", "nothing is there any more"),
        {
          because: "round in circles",
          path: answerWith<Setup, Change, Seen>((goal) => ({
            status: "308",
            location: oldAddress(goal),
          })),
        },
        {
          because: "not to /v",
          path: answerWith(() => ({ status: "308", location: "/elsewhere" })),
        },
        {
          because: "nowhere",
          path: answerWith(() => ({ status: "308", location: "over there" })),
        },
      ],
    },
    "show-result": {
      reach: runHop(303),
      refused: [
        { because: "moved for good", path: runHop(301) },
        { because: "A client that keeps POST", path: runHop(302) },
        { because: "307 keeps the method", path: runHop(307) },
        { because: "308 keeps the method", path: runHop(308) },
        {
          because: "does not follow",
          path: runHop(303, [{ kind: "redirect", redirect: "manual" }]),
        },
      ],
    },
    "ready-later": {
      reach: later("", () => ({})).path,
      refused: [
        later("There is no report yet", () => ({ status: "200" })),
        later("exists already", () => ({ status: "201" })),
        later("nothing to show", () => ({ status: "204" })),
        later("404 for minutes", () => ({ status: "303" })),
        later("it has begun", () => ({ status: "503" })),
        later("what 202 is there to avoid", () => ({ how: "hold" })),
        later("no way to send a status a second time", () => ({ how: "code" })),
        later("orders a second report", () => ({ how: "again" })),
        later("counts seconds", (goal) => ({ wait: String(minutes(goal)) })),
        later("without a unit", () => ({ wait: "five minutes" })),
        later("this says 1000", () => ({ wait: "1000" })),
      ],
    },
  },
};
