// Challenge: the answer to work that takes a while. RFC 9110 §15.3.3, §10.2.3.
import type { Answers, Challenge, Verdict } from "#kit/lab.ts";
import { parseNumber, refuse } from "#kit/question.ts";
import type { Seen, Setup } from "./chain.ts";
import { SECTIONS } from "./judge.ts";
import { codes } from "./refusal.ts";

const LATER: Readonly<Record<string, Verdict>> = {
  "200": refuse(
    "200 says that the work is done and this is its result. There is no report yet.",
    "rfc9110#15.3.1",
  ),
  "201": refuse(
    "201 says that the report exists already. It does not, and may still fail.",
    "rfc9110#15.3.2",
  ),
  "204": refuse(
    "204 says that all went well and there is nothing to show. The client would never ask again.",
    "rfc9110#15.3.5",
  ),
  "303": refuse(
    "303 sends the client to a result at once; the report's address would answer 404 for minutes.",
    SECTIONS[303],
  ),
  "503": refuse(
    "503 says that the service cannot handle the request. It can, and it has begun.",
    "rfc9110#15.6.4",
  ),
};

const FINDING_OUT: Readonly<Record<string, Verdict>> = {
  hold: refuse(
    "Holding the connection open for minutes is what 202 is there to avoid.",
    "rfc9110#15.3.3",
  ),
  code: refuse(
    "HTTP has no way to send a status a second time for a request that was already answered.",
    "rfc9110#15.3.3",
  ),
  again: refuse(
    "Sending the POST again orders a second report: POST is not idempotent.",
    "rfc9110#9.2.2",
  ),
};

export const readyLater: Challenge<Setup, Seen> = {
  id: "ready-later",
  title: "Ready in a few minutes",
  pose(chance) {
    const minutes = chance.between(3, 12);
    const job = chance.between(20, 99);
    return {
      ask: `A client orders a report with POST. It will be ready in ${minutes} minutes, unless something goes wrong. Which answer is right, now?`,
      form: [
        {
          kind: "choice",
          id: "status",
          ask: "Status",
          options: codes(
            [200, "OK"],
            [201, "Created"],
            [202, "Accepted"],
            [204, "No Content"],
            [303, "See Other"],
            [503, "Service Unavailable"],
          ),
        },
        {
          kind: "choice",
          id: "how",
          ask: "How does the client find out?",
          options: [
            { value: "hold", text: "the answer stays open until the report is there" },
            { value: "monitor", text: `the answer points to a status monitor, /jobs/${job}` },
            { value: "code", text: "a second status follows later" },
            { value: "again", text: "it sends the same POST again" },
          ],
        },
        { kind: "text", id: "wait", ask: "Retry-After", lines: 1 },
      ],
      check: (answers) => checkLater(answers, minutes),
    };
  },
};

function checkLater(answers: Answers, minutes: number): Verdict {
  const wrong = LATER[answers["status"] ?? ""] ?? FINDING_OUT[answers["how"] ?? ""];
  if (wrong !== undefined) return wrong;
  const text = (answers["wait"] ?? "").trim();
  const seconds = /^\d+$/.test(text) ? parseNumber(text) : null;
  if (seconds === null) {
    return refuse(
      "Retry-After takes a whole number of seconds (or a date), without a unit.",
      "rfc9110#10.2.3",
    );
  }
  if (seconds === minutes) {
    return refuse(
      `Retry-After counts seconds: the client would ask again after ${seconds} s, not minutes.`,
      "rfc9110#10.2.3",
    );
  }
  if (seconds !== minutes * 60) {
    return refuse(
      `${minutes} minutes are ${minutes * 60} seconds; this says ${seconds}.`,
      "rfc9110#10.2.3",
    );
  }
  return {
    solved: true,
    why: "202 promises nothing but that the request was taken on; the monitor tells the rest.",
    source: "rfc9110#15.3.3",
  };
}
