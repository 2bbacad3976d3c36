// What is asked about a call over gRPC-Web and how the run answers (PROTOCOL-WEB.md, http-grpc-status-mapping.md).
import type { Answers, Finding, Question } from "#kit/lab.ts";
import type { StatusName } from "#protocols/grpc/index.ts";
import { fieldValue } from "#trace/index.ts";
import type { Seen } from "./observe.ts";
import { framesOf } from "./read-body.ts";
import type { Answer, Setup } from "./setup.ts";

const OUTCOMES = ["OK", "NOT_FOUND", "UNAVAILABLE", "UNKNOWN", "DEADLINE_EXCEEDED"] as const;

/** Where a gRPC status may stand. */
const PLACES = {
  frame: "in the content: a last frame whose flag is 0x80",
  fields: "in the response’s fields, in front of everything",
  trailers: "in trailers of HTTP, behind the content",
  nowhere: "nowhere: none arrives",
} as const;
type Place = keyof typeof PLACES;

const HTTP = {
  200: "200",
  404: "404",
  503: "503",
  504: "504",
  none: "none before the client gives up",
} as const;

const QUESTIONS: readonly Question[] = [
  {
    kind: "choice",
    id: "outcome",
    ask: "What does the client report to its application?",
    options: OUTCOMES.map((value) => ({
      value,
      text: value === "OK" ? "a value, no error" : value,
    })),
  },
  {
    kind: "choice",
    id: "http",
    ask: "Which HTTP status is on the wire?",
    options: Object.entries(HTTP).map(([value, text]) => ({ value, text })),
  },
  {
    kind: "choice",
    id: "where",
    ask: "Where does the gRPC status stand?",
    options: Object.entries(PLACES).map(([value, text]) => ({ value, text })),
  },
];

/** What must be predicted, for every setup the same. */
export const questions = (): readonly Question[] => QUESTIONS;

/** The status that the client reported. */
export const outcomeOf = ({ told }: Seen): StatusName => told.error?.name ?? "OK";

/** Where the status stood in what the service had sent by then. */
export function placeOf({ call }: Seen): Place {
  const response = call?.response;
  if (response === null || response === undefined) return "nowhere";
  if (fieldValue(response.fields, "grpc-status") !== null) return "fields";
  const trailers = framesOf(response.content).frames.some(({ frame }) => frame.kind === "trailers");
  return trailers ? "frame" : "nowhere";
}

const WHY_OUTCOME: Readonly<Record<Answer, string>> = {
  ok: "A message and grpc-status 0: only both together are a success.",
  error: "HTTP says 200, and the last frame says grpc-status 5: that is what counts.",
  only: "Nothing but fields came, and grpc-status 5 was among them: Trailers-Only.",
  proxy: "No grpc-status came, so the client looked HTTP’s 503 up in the table.",
  hidden:
    "The service sent grpc-status 5, but the script was not shown that field: its client knows only that no status came.",
  cut: "Without a status nobody knows whether the call went well: Connect says UNKNOWN, “missing trailer”.",
  slow: "The status came in time.",
};

/** The document that decides about an outcome. */
const OUTCOME_SOURCE: Readonly<Record<Answer, string>> = {
  ok: "grpc-protocol-http2#responses",
  error: "grpc-protocol-http2#responses",
  only: "grpc-protocol-http2#responses",
  proxy: "grpc-status-mapping",
  hidden: "fetch#cors-safelisted-response-header-name",
  cut: "grpc-status-mapping",
  slow: "grpc-deadlines",
};

const WHY_HTTP: Readonly<Record<string, string>> = {
  200: "HTTP’s part went well; how the call went is gRPC’s to say.",
  503: "The proxy answers for itself, in HTTP alone.",
  none: "The client stopped waiting before a response had begun.",
};

const WHY_PLACE: Readonly<Record<Place, string>> = {
  frame:
    "A script in a page sees no HTTP trailers, so gRPC-Web writes them into the content, behind the flag 0x80.",
  fields: "Nothing came before it, so one section of fields is head and end in one.",
  trailers: "gRPC itself does it so; gRPC-Web cannot.",
  nowhere: "Then the client has to make one up from what it has.",
};

/** Lays what was seen beside what was predicted. */
export function judge({ answer }: Setup, answers: Answers, seen: Seen): readonly Finding[] {
  const outcome = outcomeOf(seen);
  const late = outcome === "DEADLINE_EXCEEDED";
  const http = String(seen.call?.response?.status ?? "none");
  const place = placeOf(seen);
  return [
    {
      question: "outcome",
      right: answers["outcome"] === outcome,
      observed: outcome === "OK" ? "a value, no error" : outcome,
      why: late
        ? "The deadline passed in the client, which needs nobody’s word for it."
        : WHY_OUTCOME[answer],
      source: late ? "grpc-deadlines" : OUTCOME_SOURCE[answer],
    },
    {
      question: "http",
      right: answers["http"] === http,
      observed: http === "none" ? HTTP.none : http,
      why: WHY_HTTP[http] ?? "It is what stood in front of the content.",
      source: http === "none" ? "grpc-deadlines" : "grpc-status-mapping",
    },
    {
      question: "where",
      right: answers["where"] === place,
      observed: PLACES[place],
      why: WHY_PLACE[place],
      source: "grpc-protocol-web#protocol-differences-vs-grpc-over-http2",
    },
  ];
}
