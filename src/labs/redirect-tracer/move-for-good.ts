// Challenge: an address that moved for good must not lose a POST. RFC 9110 §15.4.
import type { Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import { START, type Seen, type Setup } from "./chain.ts";
import { SECTIONS } from "./judge.ts";
import { codes } from "./refusal.ts";

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

export const moveForGood: Challenge<Setup, Seen> = {
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
