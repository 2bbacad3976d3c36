// What is asked about the learner's frames and how the receiver's engine answers. RFC 6455 §5, §7.
import type { Answers, Finding, Option, Question } from "#kit/lab.ts";
import { parseNumber } from "#kit/question.ts";
import type { Outcome, Seen } from "./receive.ts";
import type { Setup } from "./setup.ts";

/** How a run can end, in the learner's words. */
export const OUTCOMES: Readonly<Record<Outcome, string>> = {
  message: "hands its application a message and reads on",
  waits: "waits: the message is not complete",
  pong: "answers with a pong; its application hears nothing",
  nothing: "takes note and does nothing",
  closed: "answers the Close with a Close",
  "1002": "fails the connection with 1002, protocol error",
  "1007": "fails the connection with 1007, data that does not fit its type",
  "1009": "fails the connection with 1009, too big",
};

// Keys that look like numbers come first in an object, so the order is told here.
const ORDER: readonly Outcome[] = [
  "message",
  "waits",
  "pong",
  "nothing",
  "closed",
  "1002",
  "1007",
  "1009",
];

const options: readonly Option[] = ORDER.map((value) => ({ value, text: OUTCOMES[value] }));

/** What must be predicted for this setup. */
export const questions = ({ frames, from }: Setup): readonly Question[] => [
  {
    kind: "number",
    id: "header",
    ask: `How many bytes stand before the payload of ${frames.length === 1 ? "the frame" : "the first frame"}?`,
    unit: "bytes",
    tolerance: 0,
  },
  {
    kind: "choice",
    id: "outcome",
    ask: `The ${from === "client" ? "server" : "browser"} has read ${frames.length === 1 ? "it" : "them all"}. What comes of it in the end?`,
    options,
  },
];

const WHY: Readonly<Partial<Record<Outcome, { readonly why: string; readonly source: string }>>> = {
  message: {
    why: "A data frame with FIN ends its message; the payloads of its fragments together are what the application gets.",
    source: "rfc6455#5.4",
  },
  waits: {
    why: "The last data frame has FIN = 0, so more of the message must follow. Nothing limits how long that may take.",
    source: "rfc6455#5.4",
  },
  pong: {
    why: "The endpoint itself answers a ping, with the same data. A browser’s script never hears of it.",
    source: "rfc6455#5.5.2",
  },
  nothing: {
    why: "A pong that nobody asked for is a one-way heartbeat: it needs no answer.",
    source: "rfc6455#5.5.3",
  },
  closed: {
    why: "Whoever receives a Close and has not sent one sends one back, usually with the same code; then TCP is closed.",
    source: "rfc6455#5.5.1",
  },
};

/** "RFC 6455 §5.2" as a citation: "rfc6455#5.2". */
const citationOf = (rule: string): string => rule.replace("RFC ", "rfc").replace(" §", "#");

function whyHeader({ frames }: Seen): string {
  const first = frames[0];
  if (first === undefined) return "";
  const extended = first.header - 2 - (first.spec.masked ? 4 : 0);
  const length =
    extended === 0
      ? "the length fits its 7 bits"
      : `the 7 bits say ${extended === 2 ? "126" : "127"}, so ${extended} bytes of length follow`;
  return `2 bytes always; ${length}; ${first.spec.masked ? "4 more for the masking key" : "no key, since it is not masked"}.`;
}

/** Lays what was seen beside what was predicted. */
export function judge(_: Setup, answers: Answers, seen: Seen): readonly Finding[] {
  const header = seen.frames[0]?.header ?? 0;
  const { fault, outcome } = seen;
  const told =
    fault === null
      ? (WHY[outcome] ?? { why: "The receiver reads on.", source: "rfc6455#5.2" })
      : { why: fault.text, source: citationOf(fault.rule) };
  return [
    {
      question: "header",
      right: parseNumber(answers["header"] ?? "") === header,
      observed: `${header} bytes`,
      why: whyHeader(seen),
      source: "rfc6455#5.2",
    },
    {
      question: "outcome",
      right: answers["outcome"] === outcome,
      observed: `it ${OUTCOMES[outcome]}`,
      ...told,
    },
  ];
}
