// The time machine's challenges solved, and attempts that must be refused with their own explanation.
import type { Answers, Goal, Path, Solution } from "#kit/lab.ts";
import { answerWith, runWith } from "#kit/solve.ts";
import { lab } from "./model.ts";
import type { Seen } from "./seen.ts";
import { DELETING, type Change, type Setup } from "./setup.ts";
import { travel } from "./travel.ts";

type Way = Path<Setup, Change, Seen>;

/** The field that is to go, as the challenge names it. */
const fieldIn = ({ ask }: Goal): readonly [name: string, number: string] => {
  const [, name = "", number = ""] = /needs (\w+), number (\d+)/.exec(ask) ?? [];
  return [name, number];
};

/** Edits v2 and runs; the edit sees the text, the field's line, its name and its number. */
const edit = (change: (text: string, line: string, name: string, number: string) => string): Way =>
  runWith(
    (goal) => {
      const [name, number] = fieldIn(goal);
      const line = DELETING.v2.split("\n").find((each) => each.includes(` ${name} =`)) ?? "";
      return [{ kind: "text", which: "v2", text: change(DELETING.v2, line, name, number) }];
    },
    () => ({ notice: "fine" }),
  );

const type = (answer: string | ((from: string) => string)): Way =>
  answerWith(({ ask }) => {
    const from = /hold (\w+) weight/.exec(ask)?.[1] ?? "";
    return { type: typeof answer === "string" ? answer : answer(from) };
  });
const WIDER: Readonly<Record<string, string>> = {
  int32: "int64",
  uint32: "uint64",
  sint32: "sint64",
  fixed32: "new",
};
/** A type that reads varints and still is not the one. */
const OTHER: Readonly<Record<string, string>> = {
  int32: "sint64",
  uint32: "sint64",
  sint32: "int64",
  fixed32: "uint64",
};

/** Who was the first to send without the field, by the log in the question. */
const culpritIn = ({ ask }: Goal): string => {
  const sent = [...ask.matchAll(/the (\w+) sends ([0-9a-f ]+)/g)];
  const whole = sent[0]?.[2]?.trim();
  return sent.find(([, , bytes]) => bytes?.trim() !== whole)?.[1] ?? "";
};
const blame = (answers: (goal: Goal) => Answers): Way =>
  answerWith((goal) => ({ who: culpritIn(goal), how: "between", ...answers(goal) }));
/** Somebody on the way who did not lose it. */
const innocentIn = (goal: Goal): string => {
  const culprit = culpritIn(goal);
  const programs = goal.form[0];
  if (programs?.kind !== "choice") return "";
  return (
    programs.options.find(({ value }) => !["app", "screen", culprit].includes(value))?.value ?? ""
  );
};

export const solution: Solution<Setup, Change, Seen> = {
  lab,
  observe:
    () =>
    ({ setup }) =>
      Promise.resolve(travel(setup)),
  changes: [
    { kind: "preset", id: "oneof" },
    { kind: "preset", id: "nobody" },
    { kind: "writer", version: "v2" },
    { kind: "reader", version: "v1" },
    { kind: "reader", version: "v9" },
    { kind: "proxy", proxy: "json" },
    { kind: "proxy", proxy: "lose" },
    { kind: "text", which: "v2", text: 'syntax = "proto3"; message Π { int32 a = 1; }' },
    { kind: "text", which: "sent1", text: "{ broken" },
    { kind: "text", which: "sent2", text: '{"note": "é😀\\u0000"}' },
    { kind: "text", which: "v1", text: '\u0000"'.repeat(5000) },
    { kind: "text", which: "elsewhere", text: "" },
    { kind: "leave" },
  ],
  challenges: {
    "delete-safely": {
      reach: edit((text, line, name, number) =>
        text.replace(line, `  reserved ${number};\n  reserved "${name}";`),
      ),
      refused: [
        { because: "is still in v2", path: edit((text) => text) },
        {
          because: "under another number",
          path: edit((text, line, _, number) =>
            text.replace(line, line.replace(`= ${number}`, "= 9")),
          ),
        },
        {
          because: "is used again",
          path: edit((text, line, name) => text.replace(line, line.replace(name, "another"))),
        },
        {
          because: "went, too",
          path: edit((text, line, name, number) =>
            text
              .replace(line, `  reserved ${number};\n  reserved "${name}";`)
              .replace("  int32 number = 1;\n", ""),
          ),
        },
        { because: "Reserve the number", path: edit((text, line) => text.replace(line, "")) },
        {
          because: "Reserve the name as well",
          path: edit((text, line, _, number) => text.replace(line, `  reserved ${number};`)),
        },
        {
          because: "Nothing was compiled",
          path: edit((text, line, name, number) =>
            text.replace(line, `  reserved ${number}, "${name}";`),
          ),
        },
      ],
    },
    widen: {
      reach: type((from) => WIDER[from] ?? ""),
      refused: [
        { because: "", path: type((from) => OTHER[from] ?? "") },
        { because: "", path: type("fixed64") },
        { because: "length before it", path: type("string") },
        { because: "eight bytes wide", path: type("double") },
      ],
    },
    "which-hop": {
      reach: blame(() => ({})),
      refused: [
        { because: "The app sent it", path: blame(() => ({ who: "app" })) },
        { because: "it shows what it gets", path: blame(() => ({ who: "screen" })) },
        { because: "the", path: blame((goal) => ({ who: innocentIn(goal) })) },
        { because: "Parsing keeps", path: blame(() => ({ how: "parse" })) },
        { because: "Any number up to", path: blame(() => ({ how: "number" })) },
      ],
    },
  },
};
