// Challenge: after a form's POST show a result that can be bookmarked. RFC 9110 §15.4.4.
import type { Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import { ADDRESSES, START, type Seen, type Setup } from "./chain.ts";
import { SECTIONS } from "./judge.ts";

const RESULTS = ["/receipts/42", "/parcels/42", "/depots/7"] as const;

export const showResult: Challenge<Setup, Seen> = {
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
