// What is asked about endings and how the run answers. RFC 9113 §6.8, §8.7, §10.5.
import type { Answers, Finding, Question } from "#kit/lab.ts";
import { isRight, optionsOf } from "#kit/question.ts";
import { REQUESTS, type Fate, type Left } from "./leaving.ts";
import { CONCURRENT, type Reset } from "./resetting.ts";
import type { Farewell, Setup } from "./setup.ts";

/** What came of a run, by scene. */
export type Seen = Left | Reset;

const AGAIN: readonly Fate[] = ["idempotent", "unprocessed"];

const ENDS = {
  calm: "the server ends the connection: ENHANCE_YOUR_CALM",
  concurrency: "the server refuses streams: more than 100 at once",
  nothing: "not at all; the server takes all of it",
} as const;

const LEAVING: readonly Question[] = [
  {
    kind: "several",
    id: "again",
    ask: "Which requests may the client send again by itself, on a new connection?",
    options: REQUESTS.map(([id, method]) => ({ value: String(id), text: `${id}: ${method}` })),
  },
  {
    kind: "choice",
    id: "last",
    ask: "Which last stream does the last GOAWAY name?",
    options: [
      ...["0", "1", "3", "5", "7", "9"].map((value) => ({ value, text: value })),
      { value: "none", text: "there is none" },
    ],
  },
];

const RESETTING: readonly Question[] = [
  {
    kind: "number",
    id: "begun",
    ask: "How many requests does the server begin to work on?",
    unit: "requests",
    tolerance: 1,
  },
  {
    kind: "number",
    id: "open",
    ask: "How many streams are open at once at most?",
    unit: "streams",
    tolerance: 0,
  },
  {
    kind: "choice",
    id: "end",
    ask: "How does it end?",
    options: optionsOf(ENDS),
  },
];

/** What must be predicted for this setup. */
export const questions = ({ scene }: Setup): readonly Question[] =>
  scene === "goaway" ? LEAVING : RESETTING;

/** Requests that may be sent again, as the answer to the question. */
export const againOf = ({ fates }: Left): string =>
  REQUESTS.flatMap(([id]) => (AGAIN.includes(fates[id]) ? [String(id)] : [])).join(" ");

const WHY_AGAIN: Readonly<Record<Farewell, string>> = {
  one: "Above GOAWAY’s number nothing was processed: all of it may go again, POST included. At or below it, without an answer, only what is idempotent.",
  two: "The first GOAWAY only stopped new requests; those under way were all taken up and answered.",
  none: "Without GOAWAY any stream might have been processed. Only idempotent requests may go again.",
};

const WHY_LAST: Readonly<Record<Farewell, string>> = {
  one: "The highest stream that the server acted on, or might have; 0 if there was none.",
  two: "First 2³¹ − 1, then, a round trip later, the highest stream that had come by then.",
  none: "The connection was cut without one, which counts as the highest possible number.",
};

function judgeLeaving({ farewell }: Setup, answers: Answers, seen: Left): readonly Finding[] {
  const again = againOf(seen);
  const last = seen.last === null ? "none" : String(seen.last);
  return [
    {
      question: "again",
      right: (answers["again"] ?? "") === again,
      observed: again === "" ? "none" : again.replaceAll(" ", ", "),
      why: WHY_AGAIN[farewell],
      source: farewell === "one" ? "rfc9113#8.7" : "rfc9113#6.8",
    },
    {
      question: "last",
      right: answers["last"] === last,
      observed: last === "none" ? "there is none" : last,
      why: WHY_LAST[farewell],
      source: "rfc9113#6.8",
    },
  ];
}

function judgeReset({ limit }: Setup, answers: Answers, { attack }: Reset): readonly Finding[] {
  const end = attack.ended === null ? "nothing" : "calm";
  const right = (id: string, truth: string): boolean => {
    const question = RESETTING.find((each) => each.id === id);
    return question !== undefined && isRight(question, answers, truth);
  };
  return [
    {
      question: "begun",
      right: right("begun", String(attack.begun)),
      observed: `${attack.begun} requests`,
      why:
        attack.ended === null
          ? "Every one of them: the counter did not pass its limit."
          : `The counter bears ${limit}; the next reset is one too many, and its request had begun.`,
      source: "rfc9113#10.5",
    },
    {
      question: "open",
      right: right("open", String(attack.open)),
      observed: attack.open === 1 ? "1 stream" : `${attack.open} streams`,
      why: `RST_STREAM closes a stream at once, so the limit of ${CONCURRENT} at a time is never near.`,
      source: "rfc9113#5.1.2",
    },
    {
      question: "end",
      right: right("end", end),
      observed: ENDS[end],
      why:
        end === "calm"
          ? "Suspicious activity may end the connection; somebody has to count it for that."
          : "Each reset is allowed, and nobody counted so far.",
      source: "rfc9113#10.5",
    },
  ];
}

/** Lays what was seen beside what was predicted. */
export const judge = (setup: Setup, answers: Answers, seen: Seen): readonly Finding[] =>
  seen.scene === "goaway" ? judgeLeaving(setup, answers, seen) : judgeReset(setup, answers, seen);
