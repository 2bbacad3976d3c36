// Challenge: a checkout that is finished by following links, whatever the addresses are. RFC 8288 §1.
import type { Answers, Challenge, Question, Table, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import type { Chance } from "#kit/seeded.ts";
import type { Seen, Setup } from "./clinic.ts";

interface Link {
  readonly rel: string;
  readonly method: string;
  /** Where it leads: another document of the shop. */
  readonly to: string;
}

/** The shop: documents by name, and the links that each offers. */
const SHOP: Readonly<Record<string, readonly Link[]>> = {
  start: [
    { rel: "depots", method: "GET", to: "depots" },
    { rel: "cart", method: "GET", to: "cart" },
    { rel: "help", method: "GET", to: "help" },
  ],
  cart: [
    { rel: "start", method: "GET", to: "start" },
    { rel: "empty", method: "DELETE", to: "start" },
    { rel: "order", method: "POST", to: "order" },
  ],
  order: [
    { rel: "cancellation", method: "POST", to: "cancelled" },
    { rel: "payment", method: "PUT", to: "paid" },
  ],
  paid: [
    { rel: "receipt", method: "GET", to: "receipt" },
    { rel: "refund", method: "POST", to: "cancelled" },
  ],
};
/** From the first document to the receipt. */
const WAY = ["cart", "order", "payment", "receipt"] as const;
const DOCUMENTS = Object.keys(SHOP);
const BUILT = "built";

const SIDEWAYS: Readonly<Record<string, string>> = {
  depots: "That leads to the depots, and nothing is bought there.",
  help: "That explains how to buy and sells nothing.",
  start: "Back where it began: round in circles.",
  empty: "The cart is empty now. There is nothing left to order.",
  cancellation: "The order is cancelled instead of paid.",
  refund: "The money goes back, and there is no receipt for that.",
};

/** Addresses that nobody could guess, new each time. */
const addressesOf = (chance: Chance): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...DOCUMENTS, ...Object.values(SHOP).flatMap((links) => links.map(({ to }) => to))].map(
      (name) => [name, name === "start" ? "/" : `/${chance.between(0x1000, 0xffff).toString(16)}`],
    ),
  );

function walk(answers: Answers, addresses: Readonly<Record<string, string>>): Verdict {
  const rows: (readonly string[])[] = [["GET /", "links from the start"]];
  const shown = (): Table => ({ head: ["the client sent", "and stands at"], rows });
  const stray = (why: string, source: string): Verdict => ({
    ...refuse(why, source),
    shown: shown(),
  });
  for (const [at, name] of DOCUMENTS.entries()) {
    const chosen = answers[name] ?? "";
    if (chosen === BUILT) {
      rows.push([`${SHOP[name]?.[1]?.method ?? "GET"} /shop/${WAY[at] ?? ""}`, "404 Not Found"]);
      return stray(
        "The client made an address up, and it is not there. Only the service knows its addresses; that is why it sends links.",
        "rfc9205#4.4",
      );
    }
    const link = SHOP[name]?.find(({ rel }) => rel === chosen);
    if (link === undefined) return stray("This link is not offered there.", "rfc8288#1");
    rows.push([`${link.method} ${addresses[link.to] ?? ""} (${link.rel})`, link.to]);
    if (link.rel !== WAY[at]) {
      return stray(SIDEWAYS[link.rel] ?? "That leads elsewhere.", "rfc8288#1");
    }
  }
  return {
    solved: true,
    why: "The client knew one address and the names of relations. The service may move every other address tomorrow.",
    source: "rfc8288#1",
    shown: shown(),
  };
}

export const followLinks: Challenge<Setup, Seen> = {
  id: "follow-links",
  title: "A checkout by links alone",
  pose(chance) {
    const addresses = addressesOf(chance);
    const question = (name: string): Question => ({
      kind: "choice",
      id: name,
      ask:
        name === "start"
          ? "At the start it finds these links, and follows"
          : `At “${name}” it follows`,
      options: [
        ...chance.shuffle(
          (SHOP[name] ?? []).map(({ rel, method, to }) => ({
            value: rel,
            text: `${rel}: ${method} ${addresses[to] ?? ""}`,
          })),
        ),
        { value: BUILT, text: "none: it puts an address together from what it knows of shops" },
      ],
    });
    return {
      ask: "A client knows the address / and the names of relations, nothing else. Lead it to the receipt of a paid order.",
      form: DOCUMENTS.map(question),
      check: (answers) => walk(answers, addresses),
    };
  },
};
