// The storm's challenges solved, and attempts that must be refused with their own explanation.
import type { Goal, Path, Solution } from "#kit/lab.ts";
import { answerWith, runWith } from "#kit/solve.ts";
import { practiceSpace } from "#mocks/practice.ts";
import { lab } from "./model.ts";
import { observeIn } from "./observe.ts";
import { POOL } from "./sort-requests.ts";
import type { Change, Seen, Setup } from "./storm.ts";

type Way = Path<Setup, Change, Seen>;

const wanted = ({ ask }: Goal): number => Number(/ends at (\d+)/.exec(ask)?.[1]);

/** Stages the challenge, changes the request and runs it, whatever is predicted. */
const send = (changesOf: (balance: number) => readonly Change[]): Way =>
  runWith(
    (goal) => changesOf(wanted(goal)),
    (goal) => ({ reached: "3", balance: String(wanted(goal)), told: "4" }),
  );

const fields = (text: string): Change => ({ kind: "fields", text });
const content = (value: unknown): Change => ({ kind: "content", text: JSON.stringify(value) });
const MERGE = "Content-Type: application/merge-patch+json";
const PATCH = "Content-Type: application/json-patch+json";

const askedIds = ({ form }: Goal): readonly string[] =>
  form[0]?.kind === "several" ? form[0].options.map(({ value }) => value) : [];
const right = (goal: Goal): readonly string[] => askedIds(goal).filter((id) => POOL[id]?.may);
const supported = ({ ask }: Goal): readonly string[] =>
  (/takes ([A-Z, ]+)\. Now/.exec(ask)?.[1] ?? "").split(", ");
const refused = ({ ask }: Goal): string => /sends ([A-Z]+) /.exec(ask)?.[1] ?? "";
const allow = (of: (goal: Goal) => readonly string[], status = "405"): Way =>
  answerWith((goal) => ({ status, allow: of(goal).join(", ") }));

export const solution: Solution<Setup, Change, Seen> = {
  lab,
  observe: () => {
    const space = practiceSpace("retry-storm");
    return observeIn(() => Promise.resolve(space));
  },
  changes: [
    { kind: "case", id: "cancel" },
    { kind: "case", id: "body" },
    { kind: "case", id: "nothing" },
    { kind: "lost", lost: 0 },
    { kind: "lost", lost: 9 },
    { kind: "lost", lost: 0.5 },
    { kind: "method", method: "patch" },
    { kind: "method", method: "BREW" },
    { kind: "target", text: "/orders/31" },
    { kind: "target", text: "https://elsewhere.example/\u0000 x" },
    { kind: "fields", text: 'If-Match: "v1"\nnonsense' },
    { kind: "content", text: "{" },
    { kind: "content", text: "x".repeat(2000) },
  ],
  challenges: {
    "harmless-patch": {
      reach: send(() => [fields('Content-Type: application/json\nIf-Match: "v1"')]),
      refused: [
        { because: "carried out 3 times", path: send(() => []) },
        { because: "Keep PATCH", path: send(() => [{ kind: "method", method: "PUT" }]) },
        { because: "proves nothing", path: send(() => [{ kind: "lost", lost: 0 }]) },
        { because: "refused all of them", path: send(() => [fields("")]) },
        {
          because: "carried out 3 times",
          path: send((balance) => [fields(MERGE), content({ balance: balance + 1 })]),
        },
        {
          because: "Carried out once, but",
          path: send((balance) => [
            fields(PATCH),
            content([
              { op: "test", path: "/balance", value: 50 },
              { op: "replace", path: "/balance", value: balance + 1 },
            ]),
          ]),
        },
      ],
    },
    "sort-requests": {
      reach: answerWith((goal) => ({ repeat: right(goal).join(" ") })),
      refused: [
        {
          because: "not by itself",
          path: answerWith((goal) => ({ repeat: askedIds(goal).join(" ") })),
        },
        { because: "a program may repeat it", path: answerWith(() => ({ repeat: "" })) },
      ],
    },
    "answer-405": {
      reach: allow(supported),
      refused: [
        { because: "blames the syntax", path: allow(supported, "400") },
        { because: "refuses this client", path: allow(supported, "403") },
        { because: "denies the resource", path: allow(supported, "404") },
        { because: "for any resource", path: allow(supported, "501") },
        { because: "just refused", path: allow((goal) => [...supported(goal), refused(goal)]) },
        { because: "separated by commas", path: allow((goal) => [supported(goal).join(" ")]) },
        { because: "is missing", path: allow((goal) => supported(goal).slice(1)) },
        { because: "is not supported here", path: allow((goal) => [...supported(goal), "TRACE"]) },
        {
          because: "case-sensitive",
          path: allow((goal) => supported(goal).map((method) => method.toLowerCase())),
        },
      ],
    },
  },
};
