// Challenge: set a retrier so that it repeats what may be repeated, when it may. RFC 9110 §9.2.2, §10.2.3.
import type { Answers, Challenge, Table, Verdict } from "#kit/lab.ts";
import { parseNumber } from "#kit/question.ts";
import type { Chance } from "#kit/seeded.ts";
import { statusCode } from "#protocols/semantics/index.ts";
import type { Seen, Setup } from "./request.ts";
import { play, type Case, type Config, type Send } from "./retrier.ts";

/** Statuses on offer. */
export const OFFERED = [
  400, 401, 403, 404, 408, 409, 412, 422, 425, 429, 500, 502, 503, 504,
] as const;

/** 4xx that a robot may repeat as they are: never processed, or only too soon. */
const WAITING = [408, 425, 429];
/** 5xx of which a later attempt may know nothing. */
const PASSING = [502, 503, 504];
/** Sends of one request that are still polite. */
const MOST = { min: 2, max: 6 };

function casesOf(chance: Chance): readonly Case[] {
  const after = chance.between(5, 40);
  const order = chance.between(100, 999);
  return [
    { method: "GET", target: "/quotes", replies: [{ status: 429, after }, { status: 200 }] },
    { method: "POST", target: "/signup", replies: [{ status: 422 }] },
    {
      method: "GET",
      target: "/reports/today",
      replies: [{ status: 503, after: after * 3 }, { status: 503 }, { status: 200 }],
    },
    { method: "POST", target: "/orders", replies: [{ status: 504 }, { status: 201 }] },
    { method: "PUT", target: `/orders/${order}`, replies: [{ status: 502 }, { status: 200 }] },
    { method: "POST", target: "/scans", replies: [{ status: 408 }, { status: 201 }] },
    { method: "GET", target: "/orders", replies: [{ status: 425 }, { status: 200 }] },
    { method: "GET", target: `/orders/${order + 1}`, replies: [{ status: 404 }] },
    { method: "GET", target: "/weather", replies: [{ status: 504 }] },
  ];
}

interface Played {
  readonly case: Case;
  readonly sends: readonly Send[];
}

const clock = (seconds: number): string => `${seconds} s`;

const tableOf = (played: readonly Played[]): Table => ({
  head: ["request", "what the retrier did"],
  rows: played.map(({ case: { method, target }, sends }) => [
    `${method} ${target}`,
    sends
      .map(({ at, reply: { status, after }, pause }) => {
        const asked = after === undefined ? "" : ` (Retry-After: ${after})`;
        return `${clock(at)}: ${status}${asked}${pause === null ? (status < 400 ? "" : ", stops") : ""}`;
      })
      .join(" · "),
  ]),
});

type Mistake = { readonly why: string; readonly source: string } | null;

/** What is wrong with the settings, the gravest first, each with its own sentence. */
function findMistake({ statuses, pause, methods, most }: Config): Mistake {
  const stubborn = statuses.find((each) => each < 500 && !WAITING.includes(each));
  if (stubborn !== undefined) {
    const row = statusCode(stubborn);
    return {
      why: `It sends a ${stubborn} again. ${row?.retry.why ?? ""}`,
      source: row?.source ?? "rfc9110#15.5",
    };
  }
  const missed = WAITING.find((each) => !statuses.includes(each));
  if (missed !== undefined) {
    const row = statusCode(missed);
    return {
      why: `It gives up on ${missed}, a 4xx that may be repeated. ${row?.retry.why ?? ""}`,
      source: row?.source ?? "rfc9110#15.5",
    };
  }
  const lost = PASSING.find((each) => !statuses.includes(each));
  if (lost !== undefined) {
    return {
      why: `It gives up on ${lost}, which may be over a moment later.`,
      source: statusCode(lost)?.source ?? "rfc9110#15.6",
    };
  }
  if (methods === "any") {
    return {
      why: "POST /orders was sent again after 504: the first one may have been carried out, so there are two orders.",
      source: "rfc9110#9.2.2",
    };
  }
  if (pause === "at-once") {
    return {
      why: "It asks again in the same moment: whoever said “too many” or “overloaded” gets even more.",
      source: "rfc9110#10.2.3",
    };
  }
  if (pause === "steady") {
    return {
      why: "It asks again after one second although Retry-After named the time.",
      source: "rfc9110#10.2.3",
    };
  }
  if (most < MOST.min) {
    return { why: "One send is no retry.", source: "rfc9110#9.2.2" };
  }
  if (most > MOST.max) {
    return {
      why: `${most} sends to a service that is down: many clients like this one keep it down.`,
      source: "rfc9110#9.2.2",
    };
  }
  return null;
}

const configOf = ({ statuses = "", pause = "", methods = "", most = "" }: Answers): Config => ({
  statuses: statuses.split(" ").map(Number),
  pause: pause === "asked" || pause === "steady" ? pause : "at-once",
  methods: methods === "idempotent" ? "idempotent" : "any",
  most: Math.min(20, Math.max(1, Math.floor(parseNumber(most) ?? 1))),
});

function judge(answers: Answers, cases: readonly Case[]): Verdict {
  const config = configOf(answers);
  const shown = tableOf(cases.map((each) => ({ case: each, sends: play(config, each) })));
  const mistake = findMistake(config);
  return mistake === null
    ? {
        solved: true,
        why: "It repeats what was never processed, what may pass and may safely be repeated, when it was asked to, and then lets go.",
        source: "rfc9110#9.2.2",
        shown,
      }
    : { solved: false, ...mistake, shown };
}

export const configureRetrier: Challenge<Setup, Seen> = {
  id: "retrier",
  title: "Set the retrier",
  pose(chance) {
    const cases = casesOf(chance);
    const wait = cases[0]?.replies[0]?.after ?? 0;
    return {
      ask: `Nine requests meet a bad day; the first is told to come back after ${wait} seconds. Set the retrier so that it never repeats a 4xx except 408, 425 and 429, loses nothing that a later attempt could save, orders nothing twice, and comes back when it was asked to.`,
      form: [
        {
          kind: "several",
          id: "statuses",
          ask: "Send again after",
          options: OFFERED.map((code) => ({ value: String(code), text: String(code) })),
        },
        {
          kind: "choice",
          id: "pause",
          ask: "Pause",
          options: [
            { value: "at-once", text: "none" },
            { value: "steady", text: "one second" },
            { value: "asked", text: "Retry-After, else growing pauses" },
          ],
        },
        {
          kind: "choice",
          id: "methods",
          ask: "After 5xx, repeat",
          options: [
            { value: "any", text: "any method" },
            { value: "idempotent", text: "idempotent methods only" },
          ],
        },
        { kind: "number", id: "most", ask: "Sends at most", unit: "in all", tolerance: 0 },
      ],
      check: (answers) => judge(answers, cases),
    };
  },
};
