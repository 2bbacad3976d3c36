// The composer's challenges solved, and attempts that must be refused with their own explanation.
import type { Goal, LabAction, Path, Solution } from "#kit/lab.ts";
import { answerWith } from "#kit/solve.ts";
import type { PageWatch } from "#kit/page-watch.ts";
import { practiceSpace } from "#mocks/practice.ts";
import { lab } from "./model.ts";
import { observeIn } from "./observe.ts";
import type { Seen } from "./reading.ts";
import { EXAMPLES, LONGEST_TEXT, type Change, type Setup } from "./stream.ts";

type Action = LabAction<Change, Seen>;
type Way = Path<Setup, Change, Seen>;

const fill = (question: string, answer: (goal: Goal) => string): Way =>
  answerWith((goal) => ({ [question]: answer(goal) }));

/** What "Two lines in one event" asks for: type, id and the two lines. */
const asked = ({ ask }: Goal): readonly [string, string, string, string] => {
  const found = /type (\w+) with the id (\d+) .*: (\w+) and (\w+)\./.exec(ask) ?? [];
  return [found[1] ?? "", found[2] ?? "", found[3] ?? "", found[4] ?? ""];
};
const write = (stream: (type: string, id: string, one: string, other: string) => string): Way =>
  fill("stream", (goal) => stream(...asked(goal)));

/** The cause, found in the stream that the challenge shows. */
const causeIn = ({ ask }: Goal): string => {
  if (!ask.includes("\\n\\n")) return "unended";
  if (ask.includes(": event:")) return "named";
  if (ask.includes("DATA")) return "case";
  if (ask.includes("\\n:data")) return "comment";
  return ask.includes("\\n data") ? "indented" : "no-data";
};
const CAUSES = ["unended", "named", "no-data", "case", "comment", "indented"];
const wrongCause = (nth: number): Way =>
  fill("cause", (goal) => CAUSES.filter((cause) => cause !== causeIn(goal))[nth] ?? "");

/** Goes to the challenge's start, writes a stream, predicts something and runs it. */
const compose =
  (text: (id: string, wait: string) => string): Way =>
  (_, goal) => {
    const [wait = "", id = ""] = goal.ask.match(/\d+/g) ?? [];
    return [
      { type: "stage", challenge: goal.id },
      { type: "change", change: { kind: "text", text: text(id, wait) } },
      ...["count", "heard"].map((question): Action => ({ type: "guess", question, value: "0" })),
      { type: "guess", question: "data", value: "nothing" },
      { type: "guess", question: "id", value: "nothing" },
      { type: "commit" },
      { type: "run" },
    ];
  };

/** Without a page nothing happens to it, and what is awaited comes. */
const unwatched = (): PageWatch => ({
  alive: () => undefined,
  lost: Promise.withResolvers<never>().promise,
  stop: () => [],
});

export const solution: Solution<Setup, Change, Seen> = {
  lab,
  observe: () => {
    const space = practiceSpace("stream-composer");
    const none = (): never => {
      throw new RangeError("there is no browser here");
    };
    return observeIn(() => Promise.resolve(space), none, unwatched);
  },
  changes: [
    { kind: "text", text: "data: é\r\ndata: \\xff\r\r" },
    { kind: "text", text: '<img src=x onerror="alert(1)">\u2028\ud83d\udce6 "\\\\' },
    { kind: "text", text: "\u0007" },
    { kind: "text", text: "\ud800" },
    { kind: "text", text: "\uffff".repeat(LONGEST_TEXT + 9) },
    { kind: "line-end", lineEnd: "cr" },
    { kind: "line-end", lineEnd: "crlf" },
    { kind: "line-end", lineEnd: "vt" },
    { kind: "pieces", pieces: "bytes" },
    { kind: "pieces", pieces: "lines" },
    { kind: "pieces", pieces: "toString" },
    ...EXAMPLES.map(({ name }): Change => ({ kind: "example", name })),
    { kind: "example", name: "no such example" },
  ],
  challenges: {
    "two-lines": {
      reach: write((t, id, a, b) => `event: ${t}\nid: ${id}\ndata: ${a}\ndata: ${b}\n\n`),
      refused: [
        {
          because: "must end the block",
          path: write((t, id, a, b) => `event: ${t}\nid: ${id}\ndata: ${a}\ndata: ${b}`),
        },
        { because: "without a data field", path: write((t, id) => `event: ${t}\nid: ${id}\n\n`) },
        {
          because: "2 events were dispatched",
          path: write((t, id, a, b) => `event: ${t}\nid: ${id}\ndata: ${a}\n\ndata: ${b}\n\n`),
        },
        {
          because: "a data field of its own",
          path: write((t, id, a, b) => `event: ${t}\nid: ${id}\ndata: ${a}\n${b}\n\n`),
        },
        {
          because: "begin with a space",
          path: write((t, id, a, b) => `event: ${t}\nid: ${id}\ndata:  ${a}\ndata: ${b}\n\n`),
        },
        {
          because: "but not these",
          path: write((t, id, a, b) => `event: ${t}\nid: ${id}\ndata: ${b}\ndata: ${a}\n\n`),
        },
        {
          because: "the type is message",
          path: write((_, id, a, b) => `id: ${id}\ndata: ${a}\ndata: ${b}\n\n`),
        },
        {
          because: "has no id",
          path: write((t, _, a, b) => `event: ${t}\ndata: ${a}\ndata: ${b}\n\n`),
        },
        {
          because: "id is 1",
          path: write((t, _, a, b) => `event: ${t}\nid: 1\ndata: ${a}\ndata: ${b}\n\n`),
        },
      ],
    },
    silence: {
      reach: fill("cause", causeIn),
      refused: Array.from({ length: CAUSES.length - 1 }, (_, nth) => ({
        because: "",
        path: wrongCause(nth),
      })),
    },
    "only-a-mark": {
      reach: compose((id, wait) => `id: ${id}\nretry: ${wait}\n\n`),
      refused: [
        {
          because: "leave the data fields out",
          path: compose((id, wait) => `id: ${id}\nretry: ${wait}\ndata\n\n`),
        },
        {
          because: "no blank line ended its block",
          path: compose((id, wait) => `retry: ${wait}\nid: ${id}\n`),
        },
        { because: "would send", path: compose((id) => `id: ${id}0\nretry: 1\n\n`) },
        { because: "sets no reconnection time", path: compose((id) => `id: ${id}\n\n`) },
        { because: "counts milliseconds", path: compose((id) => `id: ${id}\nretry: 2\n\n`) },
      ],
    },
  },
};
