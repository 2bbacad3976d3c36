// What is asked about the end of a call, and how the client's library answers. PROTOCOL-HTTP2.md; http-grpc-status-mapping.md; statuscodes.md.
import type { Answers, Finding, Question } from "#kit/lab.ts";
import { isRight, optionsOf } from "#kit/question.ts";
import type { StatusName } from "#protocols/grpc/index.ts";
import type { Setup } from "./setup.ts";
import { retryOf } from "./statuses.ts";
import type { Maker, Seen } from "./theatre.ts";

/** Statuses that the scenes can end with. */
const STATUSES: readonly StatusName[] = [
  "OK",
  "CANCELLED",
  "UNKNOWN",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "UNAUTHENTICATED",
];

const MAKERS: Readonly<Record<Maker, string>> = {
  trailers: "it stands in the trailers",
  only: "it stands in the only HEADERS frame of the answer",
  http: "the client makes it of the HTTP status",
  reset: "the client makes it of an RST_STREAM",
  client: "the client finds the fault itself",
};

/** What must be predicted. */
export const QUESTIONS: readonly Question[] = [
  {
    kind: "choice",
    id: "status",
    ask: "Which status does the client’s code see?",
    options: STATUSES.map((name) => ({ value: name, text: name })),
  },
  {
    kind: "choice",
    id: "maker",
    ask: "Where does that status come from?",
    options: optionsOf(MAKERS),
  },
  {
    kind: "number",
    id: "messages",
    ask: "How many whole messages had arrived by then?",
    unit: "messages",
    tolerance: 0,
  },
];

interface Reason {
  readonly why: string;
  readonly source: string;
}

function whyStatus({ scene, http, reset }: Setup): Reason {
  switch (scene) {
    case "served":
      return {
        why: "A status is owed even for success: grpc-status 0, in the trailers.",
        source: "grpc-protocol-http2#responses",
      };
    case "only":
      return {
        why: "The error is the server’s own answer, so HTTP says 200: HTTP did its work.",
        source: "grpc-protocol-http2#responses",
      };
    case "after":
      return {
        why: "HTTP’s 200 has long been sent when the error happens. Only trailers can still tell it.",
        source: "grpc-protocol-http2#responses",
      };
    case "proxy":
      return {
        why:
          http === 200
            ? "200 and no grpc-status: whoever answered does not speak gRPC, and nothing says that it worked. (@grpc/grpc-js takes <h1>2 for flag and length, and says RESOURCE_EXHAUSTED.)"
            : `No grpc-status came, so the client looks HTTP ${http} up in a table. Its “all other codes” are UNKNOWN.`,
        source: "grpc-status-mapping",
      };
    case "swallowed":
      return {
        why: "The parcel is there, and nobody says that the call succeeded. 200 without grpc-status is UNKNOWN. (@grpc/grpc-js says INTERNAL.)",
        source: "grpc-status-mapping",
      };
    case "twice":
      return {
        why: "The method promises exactly one response. A second one breaks its contract, whatever the trailers say. (@grpc/grpc-js does not read that far, and waits for its deadline.)",
        source: "grpc-statuscodes",
      };
    case "reset":
      return {
        why:
          reset === "REFUSED_STREAM"
            ? "REFUSED_STREAM promises that nothing was done, so the call may be sent again, elsewhere perhaps."
            : reset === "NO_ERROR"
              ? "No error, and yet no status: OK should have been said explicitly."
              : `The document has a table for RST_STREAM; ${reset} stands in it.`,
        source: "grpc-protocol-http2#errors",
      };
    case "lost":
      return {
        why: "Part of the call was sent before the connection broke. Whether the server acted on it, nobody knows.",
        source: "grpc-statuscodes",
      };
    case "deadline":
      return {
        why: "The client’s own clock decides, and RST_STREAM with CANCEL tells the server. It may be done with its work all the same.",
        source: "grpc-protocol-http2#client-cancellation",
      };
  }
}

const WHY_MAKER: Readonly<Record<Maker, Reason>> = {
  trailers: {
    why: "Trailers are the HEADERS frame behind the last DATA, with END_STREAM.",
    source: "grpc-protocol-http2#responses",
  },
  only: {
    why: "Trailers-Only: where nothing came before the error, one HEADERS frame is head and trailers in one.",
    source: "grpc-protocol-http2#responses",
  },
  http: {
    why: "The table is for answers without grpc-status, and only for them.",
    source: "grpc-status-mapping",
  },
  reset: {
    why: "RST_STREAM ends both directions at once; its error code is all there is.",
    source: "grpc-protocol-http2#errors",
  },
  client: {
    why: "Nothing on the wire says this status: the library makes it where the call cannot be good any more.",
    source: "grpc-statuscodes",
  },
};

function whyMessages({ scene }: Setup, count: number): Reason {
  if (scene === "proxy") {
    const why = "HTML is no length-prefixed message: its first byte would be the flag, 0 or 1.";
    return { why, source: "grpc-protocol-http2#requests" };
  }
  const why =
    count === 0
      ? "No DATA frame came."
      : "A message counts as soon as its last byte is there, whatever comes behind it.";
  return { why, source: "grpc-protocol-http2#data-frames" };
}

/** Lays what was seen beside what was predicted. */
export function judge(setup: Setup, answers: Answers, seen: Seen): readonly Finding[] {
  const { maker, messages, outcome } = seen;
  const [, , counted] = QUESTIONS;
  const status = whyStatus(setup);
  return [
    {
      question: "status",
      right: answers["status"] === outcome.name,
      observed: `${outcome.code} ${outcome.name}`,
      why:
        outcome.name === "OK"
          ? status.why
          : `${status.why} May it be sent again? ${retryOf(outcome.name)}`,
      source: status.source,
    },
    {
      question: "maker",
      right: answers["maker"] === maker,
      observed: MAKERS[maker],
      ...WHY_MAKER[maker],
    },
    {
      question: "messages",
      right: counted !== undefined && isRight(counted, answers, String(messages)),
      observed: messages === 1 ? "1 message" : `${messages} messages`,
      ...whyMessages(setup, messages),
    },
  ];
}
