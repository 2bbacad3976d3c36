// What is asked before the storm, and how its end compares: RFC 9110 §9.2, RFC 5789 §2.
import type { Answers, Finding, Question } from "#kit/lab.ts";
import { isRight } from "#kit/question.ts";
import { fieldsOf } from "#kit/request-draft.ts";
import { methodNamed } from "#protocols/semantics/index.ts";
import { fieldValue, type Exchange } from "#trace/index.ts";
import { isAboutAccount, type Seen, type Setup } from "./storm.ts";

const REACHED: Question = {
  kind: "number",
  id: "reached",
  ask: "How many requests reach the service?",
  unit: "",
  tolerance: 0,
};
const BALANCE: Question = {
  kind: "number",
  id: "balance",
  ask: "Balance of account 7 afterwards (it is 50 before)",
  unit: "€",
  tolerance: 0,
};
const ORDERS: Question = {
  kind: "number",
  id: "orders",
  ask: "Orders in the ledger afterwards (there is 1 before)",
  unit: "",
  tolerance: 0,
};
const TOLD: Question = {
  kind: "choice",
  id: "told",
  ask: "What is the script told in the end?",
  options: [
    { value: "2", text: "2xx: done" },
    { value: "4", text: "4xx: the request must change" },
    { value: "none", text: "a TypeError, and nothing was sent" },
  ],
};

/** Three: what arrives, what it does and what the script hears. */
export const questions = (setup: Setup): readonly Question[] => [
  REACHED,
  isAboutAccount(setup) ? BALANCE : ORDERS,
  TOLD,
];

/** What the service saw, in order. */
export const exchangesOf = ({ sends }: Seen): readonly Exchange[] =>
  sends.flatMap(({ exchanges }) => exchanges);

interface Reason {
  readonly why: string;
  readonly source: string;
}

const refusedUnsent: Reason = {
  why: "Fetch refuses content with GET and HEAD before anything is sent.",
  source: "fetch#dom-request",
};

/** Why the ledger stands as it does. */
function reasonOf(setup: Setup, seen: Seen): Reason {
  const { method } = setup;
  const arrived = exchangesOf(seen);
  const changes = seen.after.changes - seen.before.changes;
  if (arrived.length === 0) return refusedUnsent;
  if (methodNamed(method)?.safe === true) {
    return {
      why: `${method} is safe: it asks for no change, however often it arrives.`,
      source: method === "QUERY" ? "rfc10008#2" : "rfc9110#9.2.1",
    };
  }
  if (changes === 0) {
    return { why: "The service refused the request and changed nothing.", source: "rfc9110#15.5" };
  }
  switch (method) {
    case "POST":
      return {
        why: `POST is not idempotent: each of the ${arrived.length} that arrived was carried out.`,
        source: "rfc9110#9.2.2",
      };
    case "PUT":
      return {
        why: "PUT says what shall be there. Said again, the same is there.",
        source: "rfc9110#9.3.4",
      };
    case "DELETE":
      return {
        why: "DELETE is idempotent: what is gone stays gone, whatever the later answers say.",
        source: "rfc9110#9.2.2",
      };
    default:
      return patchReason(setup, changes);
  }
}

function patchReason(setup: Setup, changes: number): Reason {
  if (fieldValue(fieldsOf(setup), "if-match") !== null && changes === 1) {
    return {
      why: "If-Match held for the first only: its change gave the account another entity tag.",
      source: "rfc9110#13.1.1",
    };
  }
  if (setup.content.includes('"add"')) {
    return {
      why: "PATCH is not idempotent by itself: this document adds, so each delivery adds.",
      source: "rfc5789#2",
    };
  }
  return changes === 1
    ? {
        why: "The patch tests the value that it was written for; the second time the test fails.",
        source: "rfc6902#4.6",
      }
    : {
        why: "This document names the value itself, so another delivery writes the same value.",
        source: "rfc7396#2",
      };
}

function reasonTold({ method }: Setup, seen: Seen): Reason {
  const status = exchangesOf(seen).at(-1)?.response.status;
  if (status === undefined) return refusedUnsent;
  if (status === 405) {
    return method === "patch"
      ? {
          why: "Fetch puts six methods into capitals, and PATCH is none of them; methods are case-sensitive.",
          source: "fetch#concept-method-normalize",
        }
      : {
          why: "The resource does not take this method; Allow says which.",
          source: "rfc9110#15.5.6",
        };
  }
  if (status === 412) {
    return {
      why: "The last delivery met its own earlier success: the tag had changed, so the condition failed.",
      source: "rfc9110#13.1.1",
    };
  }
  if (status === 404 && method === "DELETE") {
    return {
      why: "Idempotent speaks of the effect, not of the answer: the second DELETE finds nothing.",
      source: "rfc9110#9.2.2",
    };
  }
  return status < 300
    ? { why: "The answer that arrived is the last one.", source: "rfc9110#15.3" }
    : { why: "The service refused the request as it stands.", source: "rfc9110#15.5" };
}

/** Lays the observation beside what was predicted. */
export function judge(setup: Setup, answers: Answers, seen: Seen): readonly Finding[] {
  const arrived = exchangesOf(seen);
  const status = arrived.at(-1)?.response.status;
  const lost = arrived.filter((exchange) => exchange.lost === true).length;
  const [, ledger] = questions(setup) as readonly [Question, Question, Question];
  const amount = isAboutAccount(setup) ? seen.after.balance : seen.after.orders.length;
  return [
    {
      question: REACHED.id,
      right: isRight(REACHED, answers, String(arrived.length)),
      observed: String(arrived.length),
      ...(arrived.length === 0
        ? refusedUnsent
        : {
            why: `${lost} ${lost === 1 ? "answer was" : "answers were"} lost, and the script sent once more after each.`,
            source: "rfc9110#9.2.2",
          }),
    },
    {
      question: ledger.id,
      right: isRight(ledger, answers, String(amount)),
      observed: ledger.id === "balance" ? `${amount} €` : String(amount),
      ...reasonOf(setup, seen),
    },
    {
      question: TOLD.id,
      right: isRight(
        TOLD,
        answers,
        status === undefined ? "none" : String(Math.floor(status / 100)),
      ),
      observed: status === undefined ? "a TypeError, and nothing was sent" : String(status),
      ...reasonTold(setup, seen),
    },
  ];
}
