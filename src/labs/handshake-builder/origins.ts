// Whom a service lets in: its own page and its app, and nobody who merely looks like them. RFC 6455 §10.2, RFC 6454 §4.
import type { Answers, Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import type { Seen } from "./seen.ts";
import type { Setup } from "./setup.ts";

const SOURCE = "rfc6455#10.2";

/** Handshakes that arrive; `why` says what is wrong with accepting it, empty for those to accept. */
const arrivals = (shop: string) =>
  [
    { value: "own", text: `Origin: https://app.${shop}.example`, why: "" },
    {
      value: "app",
      text: "no Origin, and an access token in Authorization: the mobile app",
      why: "",
    },
    {
      value: "stranger",
      text: "Origin: https://evil.example, with the session cookie",
      why: "The cookie only says whose browser it is, not whose page.",
    },
    {
      value: "longer",
      text: `Origin: https://app.${shop}.example.evil.example`,
      why: "The name begins like yours and belongs to evil.example.",
    },
    {
      value: "prefixed",
      text: `Origin: https://not-app.${shop}.example`,
      why: "The name ends like yours, but it is another host: whoever runs it is not you, or not only you.",
    },
    {
      value: "plain",
      text: `Origin: http://app.${shop}.example`,
      why: "Another scheme is another origin: whoever holds the network can write that page.",
    },
    {
      value: "null",
      text: "Origin: null",
      why: "A sandboxed frame has this origin, whoever wrote what is in it.",
    },
  ] as const;

const comparisons = (shop: string) =>
  [
    { value: "equal", text: "equal to an entry of a list, character for character", why: "" },
    {
      value: "ends",
      text: `ends with ${shop}.example`,
      why: `Then https://not-app.${shop}.example and even https://not${shop}.example come in.`,
    },
    {
      value: "contains",
      text: `contains app.${shop}.example`,
      why: `Then https://app.${shop}.example.evil.example comes in.`,
    },
    {
      value: "host",
      text: "equal to the Host field",
      why: "Host says where the request goes. It is the same for every page that connects, and your page may live on another host than your socket.",
    },
  ] as const;

function judge(answers: Answers, shop: string): Verdict {
  const how = comparisons(shop).find(({ value }) => value === answers["how"]);
  if (how === undefined || how.why !== "")
    return refuse(how?.why ?? "Choose a comparison.", SOURCE);
  const chosen = (answers["accepted"] ?? "").split(" ").filter(Boolean);
  for (const { value, text, why } of arrivals(shop)) {
    if (why !== "" && chosen.includes(value)) return refuse(`“${text}”: ${why}`, SOURCE);
  }
  if (!chosen.includes("own")) return refuse("You shut out your own page.", SOURCE);
  if (!chosen.includes("app")) {
    return refuse(
      "You shut out the app. A request without Origin is not from a browser’s page; no cookie is lent to it, so judge its token.",
      "rfc6455#4.2.1",
    );
  }
  return {
    solved: true,
    why: "Exact comparison lets in your page. Without Origin no page is behind it, and the app must prove itself by its token: other programs can send any Origin they like.",
    source: "rfc6455#10.1",
  };
}

/** Decide whom to let in. */
export const origins: Challenge<Setup, Seen> = {
  id: "origins",
  title: "Refuse the stranger, keep the app",
  pose(chance) {
    const shop = chance.pick(["parcels", "tulips", "ferries", "pianos", "maps", "seeds", "kites"]);
    return {
      ask: `Your page is https://app.${shop}.example, your socket wss://${shop}.example. Pages are known by a session cookie, your mobile app by an access token. Which of these handshakes do you accept, and how do you compare?`,
      form: [
        {
          kind: "several",
          id: "accepted",
          ask: "Accept",
          options: chance.shuffle(arrivals(shop).map(({ value, text }) => ({ value, text }))),
        },
        {
          kind: "choice",
          id: "how",
          ask: "An Origin is accepted when it is",
          options: chance.shuffle(comparisons(shop).map(({ value, text }) => ({ value, text }))),
        },
      ],
      check: (answers: Answers) => judge(answers, shop),
    };
  },
};
