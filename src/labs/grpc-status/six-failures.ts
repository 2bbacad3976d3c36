// Six failures, each to be given its code. statuscodes.md; http-grpc-status-mapping.md; PROTOCOL-HTTP2.md §Errors.
import type { Answers, Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import type { StatusName } from "#protocols/grpc/index.ts";
import type { Setup } from "./setup.ts";
import { meaningOf } from "./statuses.ts";
import type { Seen } from "./theatre.ts";

interface Failure {
  readonly what: string;
  readonly right: StatusName;
  /** Codes that are taken for it. */
  readonly wrong: readonly StatusName[];
  readonly why: string;
  readonly source: string;
}

const MAPPING = "grpc-status-mapping";
const LIBRARY = "grpc-statuscodes";
const ERRORS = "grpc-protocol-http2#errors";

const failure = (
  what: string,
  right: StatusName,
  wrong: readonly StatusName[],
  why: string,
  source: string,
): Failure => ({ what, right, wrong, why, source });

const FAILURES: readonly Failure[] = [
  failure(
    "A proxy answers HTTP 503 with a page of HTML; there is no grpc-status",
    "UNAVAILABLE",
    ["UNKNOWN", "INTERNAL", "UNIMPLEMENTED"],
    "502, 503 and 504 without a status are UNAVAILABLE, and so is 429.",
    MAPPING,
  ),
  failure(
    "A load balancer answers HTTP 404; there is no grpc-status",
    "UNIMPLEMENTED",
    ["NOT_FOUND", "UNAVAILABLE", "UNKNOWN"],
    "404 speaks of the path, and the path is the method, not the thing asked for.",
    MAPPING,
  ),
  failure(
    "A gateway answers HTTP 401; there is no grpc-status",
    "UNAUTHENTICATED",
    ["PERMISSION_DENIED", "UNKNOWN", "UNAVAILABLE"],
    "401 asks who you are; 403 would be PERMISSION_DENIED.",
    MAPPING,
  ),
  failure(
    "The answer is HTTP 200 with content-type text/html",
    "UNKNOWN",
    ["OK", "INTERNAL", "UNAVAILABLE"],
    "success would have said grpc-status 0.",
    MAPPING,
  ),
  failure(
    "RST_STREAM with REFUSED_STREAM",
    "UNAVAILABLE",
    ["CANCELLED", "PERMISSION_DENIED", "INTERNAL"],
    "the server did nothing with it, and it may be sent again, elsewhere perhaps.",
    ERRORS,
  ),
  failure(
    "RST_STREAM with ENHANCE_YOUR_CALM",
    "RESOURCE_EXHAUSTED",
    ["UNAVAILABLE", "INTERNAL", "CANCELLED"],
    "what is used up is bandwidth.",
    ERRORS,
  ),
  failure(
    "The method of the server throws an exception",
    "UNKNOWN",
    ["INTERNAL", "ABORTED", "UNAVAILABLE"],
    "the library has only an exception, and no status that anybody chose.",
    LIBRARY,
  ),
  failure(
    "The connection breaks when the request has been written",
    "UNAVAILABLE",
    ["CANCELLED", "DEADLINE_EXCEEDED", "INTERNAL"],
    "part of the call was sent before it broke.",
    LIBRARY,
  ),
  failure(
    "The server has no method of this name",
    "UNIMPLEMENTED",
    ["NOT_FOUND", "INVALID_ARGUMENT", "UNAVAILABLE"],
    "NOT_FOUND is for things that a method looks for.",
    LIBRARY,
  ),
  failure(
    "A message is larger than the receiver allows",
    "RESOURCE_EXHAUSTED",
    ["INVALID_ARGUMENT", "OUT_OF_RANGE", "INTERNAL"],
    "a configured limit is a resource, too.",
    LIBRARY,
  ),
  failure(
    "The bytes of the response are no Parcel",
    "INTERNAL",
    ["DATA_LOSS", "INVALID_ARGUMENT", "UNKNOWN"],
    "both sides agreed on the schema, so this must not happen.",
    LIBRARY,
  ),
  failure(
    "The request is compressed in a way that the server does not know",
    "UNIMPLEMENTED",
    ["INVALID_ARGUMENT", "INTERNAL", "UNAVAILABLE"],
    "that way is not offered here; INTERNAL is for bytes that a known way cannot undo.",
    LIBRARY,
  ),
  failure(
    "The reader leaves the page, and the application gives the call up",
    "CANCELLED",
    ["ABORTED", "DEADLINE_EXCEEDED", "UNAVAILABLE"],
    "the caller itself ended it.",
    LIBRARY,
  ),
];

/** Gives each its code. */
export const sixFailures: Challenge<Setup, Seen> = {
  id: "six-failures",
  title: "A code for six failures",
  pose(chance) {
    const asked = chance.shuffle(FAILURES).slice(0, 6);
    const form = asked.map(({ right, what, wrong }, index) => ({
      kind: "choice" as const,
      id: `failure-${index + 1}`,
      ask: `${what}.`,
      options: chance.shuffle([right, ...wrong]).map((name) => ({ value: name, text: name })),
    }));
    return {
      ask: "Which status does the client’s code see?",
      form,
      check(answers: Answers): Verdict {
        for (const [index, { right, source, what, why }] of asked.entries()) {
          const given = answers[`failure-${index + 1}`] as StatusName;
          if (given === right) continue;
          const says = `${what}: ${given} would say that ${meaningOf(given)}.`;
          return refuse(`${says} But ${why}`, source);
        }
        return {
          solved: true,
          why: "All six. Where a status came, it counts; where none came, a table or the library makes one.",
          source: MAPPING,
        };
      },
    };
  },
};
