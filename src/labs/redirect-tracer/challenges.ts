// Three things to build: a move that keeps POST, a result that can be bookmarked, a report that takes a while.
import type { Answers, Challenge, Option, Verdict } from "#kit/lab.ts";
import { parseNumber } from "#kit/question.ts";
import { ADDRESSES, START, type Seen, type Setup } from "./chain.ts";
import { SECTIONS } from "./judge.ts";

const refuse = (why: string, source: string): Verdict => ({ solved: false, why, source });

const codes = (...rows: readonly (readonly [status: number, name: string])[]): readonly Option[] =>
  rows.map(([status, name]) => ({ value: String(status), text: `${status} ${name}` }));

/** What each code would do to a POST that must move for good. */
const MOVING: Readonly<Record<string, Verdict>> = {
  "301": refuse(
    "301 is permanent, but browsers repeat a POST as GET after it: the parcel's content is lost.",
    SECTIONS[301],
  ),
  "302": refuse(
    "302 says “for now”, so clients keep asking the old address, and browsers turn POST into GET.",
    SECTIONS[302],
  ),
  "303": refuse(
    "303 tells the client to fetch a result with GET; no POST would ever reach the new address.",
    SECTIONS[303],
  ),
  "307": refuse(
    "307 keeps POST and content, but only for now: nobody may learn the new address from it.",
    SECTIONS[307],
  ),
  "410": refuse(
    "410 says that nothing is there any more, and names no new address.",
    "rfc9110#15.5.11",
  ),
};

const pathOf = (reference: string, from: string): string | null =>
  URL.canParse(reference, `https://parcels.example${from}`)
    ? new URL(reference, `https://parcels.example${from}`).pathname
    : null;

const moveForGood: Challenge<Setup, Seen> = {
  id: "move-for-good",
  title: "Move without losing a POST",
  pose(chance) {
    const version = chance.between(2, 9);
    const from = chance.pick(["/intake", "/parcels", "/shop/parcels", "/drop-off"]);
    const to = `/v${version}${from}`;
    return {
      ask: `From today ${from} lives at ${to}, for good. Shops go on sending POST to the old address. What should the old address answer, so that no parcel is lost?`,
      form: [
        {
          kind: "choice",
          id: "status",
          ask: "Status",
          options: codes(
            [301, "Moved Permanently"],
            [302, "Found"],
            [303, "See Other"],
            [307, "Temporary Redirect"],
            [308, "Permanent Redirect"],
            [410, "Gone"],
          ),
        },
        { kind: "text", id: "location", ask: "Location", lines: 1 },
      ],
      check(answers) {
        const wrong = MOVING[answers["status"] ?? ""];
        if (wrong !== undefined) return wrong;
        const reference = (answers["location"] ?? "").trim();
        const path = /\s/.test(reference) ? null : pathOf(reference, from);
        if (path === from) {
          return refuse(
            "This Location is the old address again: clients would go round in circles until they give up.",
            "rfc9110#15.4",
          );
        }
        if (path !== to) {
          return refuse(
            `308 is right, but this Location leads to ${path ?? "nowhere"}, not to ${to}.`,
            "rfc9110#10.2.2",
          );
        }
        return {
          solved: true,
          why: "308 is permanent and forbids changing the method, so content and method arrive.",
          source: SECTIONS[308],
        };
      },
      stage: { ...START, hops: [{ status: 301, to: "/v2/parcels" }] },
    };
  },
};

const RESULTS = ["/receipts/42", "/parcels/42", "/depots/7"] as const;

const showResult: Challenge<Setup, Seen> = {
  id: "show-result",
  title: "A result that can be bookmarked",
  pose(chance) {
    const to = chance.pick(RESULTS);
    return {
      ask: `A form sends POST with content to ${ADDRESSES[0]}. Build the one redirect after which the browser shows ${to}, a page that can be bookmarked and reloaded without sending the form again. Predict, then run it.`,
      form: [],
      watch: (setup, seen) => watchResult(setup, seen, to),
      stage: { ...START, hops: [{ status: 307, to }] },
    };
  },
};

function watchResult(setup: Setup, { exchanges }: Seen, to: string): Verdict | null {
  const status = setup.hops[0]?.status;
  const arrived = exchanges[1]?.request;
  if (setup.method !== "POST" || !setup.hasContent || setup.hops.length !== 1) return null;
  if (setup.hops[0]?.to !== to || setup.length !== null) return null;
  if (arrived === undefined) {
    return refuse("Nothing arrived: redirect: “manual” does not follow.", "rfc9110#15.4");
  }
  switch (status) {
    case 303:
      return {
        solved: true,
        why: `303 hands out an address of its own for the result: ${arrived.method} ${to} may be bookmarked, reloaded and cached.`,
        source: SECTIONS[303],
      };
    case 301:
      return refuse(
        "GET arrives, but 301 declares that the form's own address has moved for good; a cache may keep that, and the next form is never sent.",
        SECTIONS[301],
      );
    case 302:
      return refuse(
        "It works in browsers, because they turn POST into GET after 302. A client that keeps POST is right as well; 303 says what you mean.",
        SECTIONS[302],
      );
    default:
      return refuse(
        `${status ?? ""} keeps the method: POST arrives with its content, and a reload sends the form again.`,
        SECTIONS[status ?? 307],
      );
  }
}

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

const readyLater: Challenge<Setup, Seen> = {
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

/** In the order in which they are shown. */
export const challenges: readonly Challenge<Setup, Seen>[] = [moveForGood, showResult, readyLater];
