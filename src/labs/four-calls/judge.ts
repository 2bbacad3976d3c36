// What is asked about a call and how its run answers (PROTOCOL-HTTP2.md; grpc.io, "Core concepts").
import type { Answers, Finding, Question } from "#kit/lab.ts";
import { isRight } from "#kit/question.ts";
import type { HalfClose, Seen } from "./call.ts";
import type { Limit, Setup } from "./setup.ts";

const HALF_CLOSE: Readonly<Record<HalfClose, string>> = {
  "with-message": "by END_STREAM on the DATA frame of its last message",
  empty: "by END_STREAM on an empty DATA frame",
  never: "not at all: RST_STREAM comes first",
};

/** Conclusions of both ends, the client's first, by the values of the question. */
const ENDS = {
  "OK OK": "OK at both ends",
  "DEADLINE_EXCEEDED CANCELLED": "client DEADLINE_EXCEEDED, server CANCELLED",
  "DEADLINE_EXCEEDED OK": "client DEADLINE_EXCEEDED, server OK",
  "CANCELLED CANCELLED": "CANCELLED at both ends",
  "CANCELLED OK": "client CANCELLED, server OK",
} as const;

const POSSIBLE: Readonly<Record<Limit, readonly (keyof typeof ENDS)[]>> = {
  none: ["OK OK"],
  deadline: ["OK OK", "DEADLINE_EXCEEDED CANCELLED", "DEADLINE_EXCEEDED OK"],
  cancel: ["OK OK", "CANCELLED CANCELLED", "CANCELLED OK"],
};

const BETWEEN: readonly Question[] = [
  {
    kind: "choice",
    id: "half-close",
    ask: "How does the client half-close?",
    options: Object.entries(HALF_CLOSE).map(([value, text]) => ({ value, text })),
  },
  {
    kind: "number",
    id: "headers",
    ask: "How many HEADERS frames does the server send?",
    unit: "frames",
    tolerance: 0,
  },
];
const DATA: Question = {
  kind: "number",
  id: "data",
  ask: "And how many DATA frames?",
  unit: "frames",
  tolerance: 0,
};

/** What must be predicted: without a limit the frames, with one how each end judges the call. */
export function questions({ limit }: Setup): readonly Question[] {
  if (limit === "none") return [...BETWEEN, DATA];
  const options = POSSIBLE[limit].map((value) => ({ value, text: ENDS[value] }));
  return [...BETWEEN, { kind: "choice", id: "ends", ask: "How does the call end?", options }];
}

/** Both conclusions as the answer to the question. */
export const endsOf = ({ concluded: { client, server } }: Seen): string =>
  `${client?.name ?? "none"} ${server?.name ?? "none"}`;

const WHY_HALF_CLOSE: Readonly<Record<HalfClose, string>> = {
  "with-message":
    "One request is all there is, so its DATA frame can say that it is the last. The server may answer from here on.",
  empty:
    "When the stream ends nothing is left to send, and a DATA frame must carry END_STREAM all the same: an empty one.",
  never: "Whoever resets a stream closes both of its directions at once; no END_STREAM follows.",
};

function whyHeaders({ reset, sent: { server } }: Seen): string {
  if (server.headers === 2) {
    return reset
      ? "Head and trailers had left before the client’s RST_STREAM arrived."
      : "One in front with :status 200, one behind with grpc-status: the trailers.";
  }
  return server.headers === 0
    ? "RST_STREAM arrived before the server had anything to say."
    : "The head had left; RST_STREAM arrived before the trailers could.";
}

function whyEnds(seen: Seen): string {
  switch (endsOf(seen)) {
    case "DEADLINE_EXCEEDED OK":
    case "CANCELLED OK":
      return "The status was on its way when the client gave up: each end judges the call by itself, and the two may differ.";
    case "OK OK":
      return "The status had arrived before; the call was over and nothing more is sent.";
    default:
      return "The client judges at once and sends RST_STREAM with CANCEL; the server hears of it one latency later and stops.";
  }
}

/** Lays what was seen beside what was predicted. */
export function judge(setup: Setup, answers: Answers, seen: Seen): readonly Finding[] {
  const truth: Readonly<Record<string, Omit<Finding, "question" | "right"> & { of: string }>> = {
    "half-close": {
      of: seen.halfClose,
      observed: HALF_CLOSE[seen.halfClose],
      why: WHY_HALF_CLOSE[seen.halfClose],
      source: seen.halfClose === "never" ? "rfc9113#6.4" : "grpc-protocol-http2#requests",
    },
    headers: {
      of: String(seen.sent.server.headers),
      observed: `${seen.sent.server.headers} frames`,
      why: whyHeaders(seen),
      source: "grpc-protocol-http2#responses",
    },
    data: {
      of: String(seen.sent.server.data),
      observed: `${seen.sent.server.data} for ${seen.sent.server.messages} messages`,
      why:
        seen.sent.server.data === seen.sent.server.messages
          ? "Here each message has a frame of its own; nothing obliges a sender to that."
          : "DATA frames have no relation to messages: only the prefix says where one ends.",
      source: "grpc-protocol-http2#data-frames",
    },
    ends: {
      of: endsOf(seen),
      observed: ENDS[endsOf(seen) as keyof typeof ENDS],
      why: whyEnds(seen),
      source: "grpc-core-concepts#rpc-termination",
    },
  };
  return questions(setup).flatMap((question) => {
    const found = truth[question.id];
    if (found === undefined) return [];
    const { of, ...finding } = found;
    return [{ ...finding, question: question.id, right: isRight(question, answers, of) }];
  });
}
