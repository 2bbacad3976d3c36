// Challenge: which of ten requests may a program repeat when the connection broke before an answer? RFC 9110 §9.2.2.
import type { Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import type { Seen, Setup } from "./storm.ts";

interface Case {
  readonly text: string;
  readonly may: boolean;
  /** Why it may, or may not: shown to whoever thought otherwise. */
  readonly why: string;
  readonly source: string;
}

const may = (text: string, why: string, source = "rfc9110#9.2.2"): Case => ({
  text,
  may: true,
  why,
  source,
});
const mayNot = (text: string, why: string, source = "rfc9110#9.2.2"): Case => ({
  ...may(text, why, source),
  may: false,
});

/** By an id that stays; ten of them are asked at a time. */
export const POOL: Readonly<Record<string, Case>> = {
  get: may("GET /parcels/7", "GET is safe, so it is idempotent."),
  head: may("HEAD /labels/9.pdf", "HEAD is safe, so it is idempotent."),
  options: may("OPTIONS /orders", "OPTIONS is safe, so it is idempotent."),
  put: may("PUT /orders/44 with the whole order", "PUT says what shall be there; twice is once."),
  delete: may(
    "DELETE /orders/31",
    "DELETE is idempotent. The second answer may be 404, and the effect is the same.",
  ),
  query: may(
    'QUERY /orders with {"to":"oslo"}',
    "QUERY is safe and idempotent although it carries content.",
    "rfc10008#2",
  ),
  match: may(
    'PATCH {"add":10} with If-Match: "v3"',
    "The condition fails as soon as the first one was carried out: this PATCH is idempotent.",
    "rfc5789#2",
  ),
  keyed: may(
    "POST /orders with a key by which the service recognises a repetition",
    "The client knows from the service's documentation that this POST is idempotent.",
  ),
  unsent: may(
    "POST /orders, and the connection was refused before a byte was sent",
    "The client knows that the first one was never applied.",
  ),
  post: mayNot("POST /orders", "The first may have been carried out: then there are two orders."),
  scan: mayNot("POST /scans", "POST is not idempotent, and a scan counted twice is a wrong count."),
  add: mayNot(
    'PATCH {"add":10}',
    "PATCH is neither safe nor idempotent, and this document adds each time.",
    "rfc5789#2",
  ),
  append: mayNot(
    "PATCH with a JSON Patch that appends to a list",
    "Each delivery appends: PATCH is not idempotent by itself.",
    "rfc5789#2",
  ),
  proxy: mayNot(
    "POST /orders, and you are the proxy in between",
    "A proxy must never repeat a request by itself when the method is not idempotent.",
  ),
  timeout: mayNot(
    "POST /payments, and a gateway answered 504",
    "The server behind the gateway may have carried it out: nobody knows.",
  ),
  idle: mayNot(
    "POST /parcels on an idle connection that closed without an answer",
    "It often was not applied, but that is a guess; some clients take that risk.",
  ),
  again: mayNot(
    "GET /parcels/7, which was itself such an automatic repetition",
    "A client should not repeat a failed repetition by itself: three layers of three make 27.",
  ),
};

/** Requests asked at a time. */
const ASKED = 10;

function check(ids: readonly string[], chosen: readonly string[]): Verdict {
  const wrong = ids.find((id) => POOL[id]?.may !== chosen.includes(id));
  const found = wrong === undefined ? undefined : POOL[wrong];
  if (found === undefined) {
    return {
      solved: true,
      why: "By the method where it is idempotent, by knowledge of the request where it is not, and never by hope.",
      source: "rfc9110#9.2.2",
    };
  }
  return refuse(
    `${found.text}: ${found.may ? "a program may repeat it. " : "not by itself. "}${found.why}`,
    found.source,
  );
}

export const sortRequests: Challenge<Setup, Seen> = {
  id: "sort-requests",
  title: "Ten broken connections",
  pose(chance) {
    const ids = chance.shuffle(Object.keys(POOL)).slice(0, ASKED);
    return {
      ask: "Each of these was sent, and the connection broke before an answer came, unless it says otherwise. Nobody is there to ask.",
      form: [
        {
          kind: "several",
          id: "repeat",
          ask: "Which may a program send again by itself?",
          options: ids.map((id) => ({ value: id, text: POOL[id]?.text ?? "" })),
        },
      ],
      check: ({ repeat = "" }) => check(ids, repeat.split(" ")),
    };
  },
};
