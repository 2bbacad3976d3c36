// What is asked about the scene and how it answers. RFC 6455 §5, §7; WHATWG WebSockets.
import type { Answers, Finding, Question } from "#kit/lab.ts";
import { parseNumber } from "#kit/question.ts";
import { utf8 } from "#wire/index.ts";
import type { Seen } from "./scene.ts";
import type { Ending, Setup } from "./setup.ts";

/** The endings in the learner's words. */
export const ENDING_NAMES: Readonly<Record<Ending, string>> = {
  "ada-1000": "Ada’s script calls close(1000)",
  "ada-none": "Ada’s script calls close()",
  "hub-1001": "the server stops in good order (1001)",
  drop: "the server’s process is killed",
  broken: "the server sends a masked frame",
};

const CODES = ["1000", "1001", "1002", "1005", "1006"] as const;

/** What must be predicted. */
export const questions = ({ text }: Setup): readonly Question[] => [
  {
    kind: "number",
    id: "up",
    ask: `“${text}” has ${utf8(text).length} bytes in UTF-8. How long is the frame from Ada to the server?`,
    unit: "bytes",
    tolerance: 0,
  },
  {
    kind: "number",
    id: "down",
    ask: "And the frame from the server to Ben?",
    unit: "bytes",
    tolerance: 0,
  },
  {
    kind: "choice",
    id: "code",
    ask: "Which code does the close event of Ada’s script show in the end?",
    options: CODES.map((code) => ({ value: code, text: code })),
  },
];

const WHY: Readonly<Record<Ending, { readonly why: string; readonly source: string }>> = {
  "ada-1000": {
    why: "The event shows the code that was received: the server sent Ada’s own code back, as is usual.",
    source: "rfc6455#5.5.1",
  },
  "ada-none": {
    why: "Without a code the Close has no body, nor has the answer; 1005 is how an API says that.",
    source: "rfc6455#7.1.5",
  },
  "hub-1001": {
    why: "The server’s Close came with 1001, Ada’s browser sent one back, and the script is told what was received.",
    source: "rfc6455#7.1.5",
  },
  drop: {
    why: "TCP broke and no Close was received: 1006. Why it broke is nothing that a script may know.",
    source: "rfc6455#7.1.5",
  },
  broken: {
    why: "Ada’s browser sent 1002, but the event shows what was received, and that was no Close: 1006.",
    source: "rfc6455#7.1.7",
  },
};

/** Lays what was seen beside what was predicted. */
export function judge({ ending, text }: Setup, answers: Answers, seen: Seen): readonly Finding[] {
  const length = utf8(text).length;
  const long = length > 125;
  const number = (id: string): number | null => parseNumber(answers[id] ?? "");
  return [
    {
      question: "up",
      right: number("up") === seen.up,
      observed: `${seen.up} bytes`,
      why: `${long ? "2 bytes of header and 2 of length" : "2 bytes of header"}, 4 of masking key, ${length} of text.`,
      source: "rfc6455#5.2",
    },
    {
      question: "down",
      right: number("down") === seen.down,
      observed: `${seen.down} bytes`,
      why: `${long ? "2 bytes of header and 2 of length" : "2 bytes of header"}, ${length} of text: a server does not mask. It is a new frame, and only the payload is the same.`,
      source: "rfc6455#5.1",
    },
    {
      question: "code",
      right: answers["code"] === String(seen.code),
      observed: `${seen.code}, wasClean ${String(seen.wasClean)}`,
      ...WHY[ending],
    },
  ];
}
