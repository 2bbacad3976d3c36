// What is asked about cuts and about the call, and how the run answers. PROTOCOL-HTTP2.md §Requests, §Data Frames.
import type { Answers, Finding, Option, Question } from "#kit/lab.ts";
import { optionsOf } from "#kit/question.ts";
import type { Answer, Seen } from "./observe.ts";
import type { Fate } from "./parsers.ts";
import { contentLength, MESSAGE_LENGTH, type Setup } from "./setup.ts";

/** What becomes of messages in a naive reader's hands. */
export const FATES: Readonly<Record<Fate, string>> = {
  reads: "reads every message",
  throws: "throws an error",
  wrong: "hands over something wrong and does not notice",
};

/** How the call ends, in the learner's words. */
export const ANSWERS: readonly (readonly [Answer, string])[] = [
  ["served", "with grpc-status 0: the call is served"],
  ["415", "with HTTP status 415 and no grpc-status"],
  ["UNIMPLEMENTED", "with UNIMPLEMENTED"],
  ["INTERNAL", "with INTERNAL"],
  ["deadline", "with DEADLINE_EXCEEDED, since the answer takes too long"],
  ["waits", "it does not end"],
];

const cutName = (cut: number): string => (cut === 0 ? "no cut" : String(cut));

/** What must be predicted for this setup. */
export function questions(setup: Setup): readonly Question[] {
  const { messages } = setup;
  return [
    {
      kind: "several",
      id: "cuts",
      ask: `A naive reader takes each DATA frame for one message. ${messages === 1 ? "One message of" : "Two messages of"} ${MESSAGE_LENGTH} bytes, prefix included, and one cut: behind which bytes may it be so that this reader still reads everything?`,
      options: Array.from({ length: contentLength(setup) }, (_, cut): Option => {
        return { value: String(cut), text: cutName(cut) };
      }),
    },
    {
      kind: "choice",
      id: "fate",
      ask: "And with your own frames, as they stand above?",
      options: optionsOf(FATES).map(({ value, text }) => ({ value, text: `it ${text}` })),
    },
    {
      kind: "choice",
      id: "answer",
      ask: "The server reads as the specification says. How does the call end?",
      options: ANSWERS.map(([value, text]) => ({ value, text })),
    },
  ];
}

interface Reason {
  readonly why: string;
  readonly source: string;
}

const DATA = "grpc-protocol-http2#data-frames";
const REQUESTS = "grpc-protocol-http2#requests";

const whyCuts = ({ messages }: Setup): string =>
  messages === 1
    ? "Only uncut is one frame one message. A cut at 5 looks harmless, and leaves a length of 2 in front of nothing."
    : "Only the cut between the messages gives each a frame of its own. Without any cut the second message is lost.";

function whyFate(seen: Seen): string {
  const told = seen.naive.map((read, index) => `frame ${index + 1}: ${read.told}`).join("; ");
  return `${told}. A frame says nothing about messages: only the five bytes of prefix do.`;
}

/** What the server objects to, where it answered with a status or by plain HTTP. */
function whyRefused({ judged }: Seen, { encoding, type }: Setup): Reason {
  if (judged?.kind === "http") {
    const why = `${type} is not of gRPC, and who does not speak gRPC would take its status 200 for success. So the refusal is plain HTTP.`;
    return { why, source: REQUESTS };
  }
  const said = judged?.kind === "status" ? judged.outcome.message.replace(/\.$/, "") : "";
  const known = encoding !== "" && encoding !== "identity" && encoding !== "gzip";
  const source = known || said.includes("exactly one") ? "grpc-statuscodes" : REQUESTS;
  return { why: `The server says: ${said}. The HTTP status is 200 all the same.`, source };
}

function whyAnswer(seen: Seen, setup: Setup): Reason {
  switch (seen.answer) {
    case "served": {
      const fine =
        seen.notes.length === 0 ? "All of it is in order" : "The server has no objection";
      const why = `${fine}, and the engine’s reader does not care how DATA is cut. The status stands in the trailers, behind the message.`;
      return { why, source: "grpc-protocol-http2#responses" };
    }
    case "deadline": {
      const why =
        setup.end === "never"
          ? "The server waits for END_STREAM: more might come. When the time is over the client cancels with RST_STREAM."
          : "The time was over before the answer was there: a round trip and the server’s work take longer. The client cancels with RST_STREAM.";
      return { why, source: "grpc-protocol-http2#client-cancellation" };
    }
    case "waits": {
      const why =
        "Without END_STREAM more messages might come, so the server waits; without grpc-timeout nobody ever gives up.";
      return { why, source: REQUESTS };
    }
    default:
      return whyRefused(seen, setup);
  }
}

/** Lays what was seen beside what was predicted. */
export function judge(setup: Setup, answers: Answers, seen: Seen): readonly Finding[] {
  const good = seen.tried.filter(({ fate }) => fate === "reads").map(({ cut }) => cut);
  return [
    {
      question: "cuts",
      right: (answers["cuts"] ?? "") === good.join(" "),
      observed: `${good.map(cutName).join(", ")} alone; the other ${seen.tried.length - good.length} break it`,
      why: whyCuts(setup),
      source: DATA,
    },
    {
      question: "fate",
      right: answers["fate"] === seen.fate,
      observed: `it ${FATES[seen.fate]}`,
      why: whyFate(seen),
      source: DATA,
    },
    {
      question: "answer",
      right: answers["answer"] === seen.answer,
      observed: ANSWERS.find(([value]) => value === seen.answer)?.[1] ?? "",
      ...whyAnswer(seen, setup),
    },
  ];
}
