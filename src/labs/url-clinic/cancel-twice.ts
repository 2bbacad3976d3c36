// Challenge: "cancel order 101", said in two ways that are both resources. RFC 9110 §9.3.3, §9.3.4.
import type { Answers, Challenge, Question, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import { METHODS, type Seen, type Setup } from "./clinic.ts";

type Way = "state" | "part";

/** Which of the two ways a request is, or what is wrong with it. */
function wayOf(order: number, method: string, path: string): Way | Verdict {
  const at = path.trim();
  if (/\b(do)?cancel(order)?\b/i.test(at)) {
    return refuse(
      `${at} has the deed in the address. A cancellation is a thing: it has a time, a reason and somebody who asked for it.`,
      "rfc9110#3.1",
    );
  }
  if (method === "GET" || method === "QUERY") {
    return refuse(
      `${method} is safe: the first crawler that sees the link cancels the order.`,
      "rfc9110#9.2.1",
    );
  }
  if (method === "DELETE" && at === `/orders/${order}`) {
    return refuse(
      "That removes the order. A cancelled order is still there: for the invoice, the customer and the statistics.",
      "rfc9110#9.3.5",
    );
  }
  if (at === `/orders/${order}` && method === "PATCH") return "state";
  if (new RegExp(`^/orders/${order}/(state|status)$`).test(at)) {
    return method === "PUT" || method === "PATCH"
      ? "state"
      : refuse(
          `The state is replaced, so PUT it: ${method} does not say that twice is once.`,
          "rfc9110#9.3.4",
        );
  }
  if (at === `/orders/${order}` && method === "PUT") {
    return refuse(
      "PUT replaces the whole order, and the client would have to send all of it. PATCH it, or give the state its own address.",
      "rfc9110#9.3.4",
    );
  }
  if (new RegExp(`^/orders/${order}/cancellations?$`).test(at) || at === "/cancellations") {
    return method === "POST" || (method === "PUT" && at.endsWith("cancellation"))
      ? "part"
      : refuse(
          `A cancellation is made with POST or PUT; ${method} does something else.`,
          "rfc9110#9.3.3",
        );
  }
  return refuse(
    `${at} does not belong to order ${order}: use its state, or a cancellation as a part of it.`,
    "rfc9205#4.2",
  );
}

const pair = (id: string, which: string): readonly Question[] => [
  {
    kind: "choice",
    id: `${id}-method`,
    ask: `${which} way, method`,
    options: METHODS.map((method) => ({ value: method, text: method })),
  },
  { kind: "text", id: `${id}-path`, ask: `${which} way, address`, lines: 1 },
];

export const cancelTwice: Challenge<Setup, Seen> = {
  id: "cancel-twice",
  title: "One cancellation, two resources",
  pose(chance) {
    const order = chance.between(101, 899);
    return {
      ask: `“Cancel order ${order}.” Say it in two ways without a verb in the address: once as a change of the order's state, once as a resource that belongs to the order.`,
      form: [...pair("first", "First"), ...pair("second", "Second")],
      check(answers: Answers) {
        const ways = ["first", "second"].map((id) =>
          wayOf(order, answers[`${id}-method`] ?? "", answers[`${id}-path`] ?? ""),
        );
        const wrong = ways.find((way) => typeof way !== "string");
        if (wrong !== undefined) return wrong;
        if (ways[0] === ways[1]) {
          return refuse(
            ways[0] === "state"
              ? "Both change the state. The other way makes the cancellation a thing of its own."
              : "Both make a cancellation. The other way changes the order's state.",
            "rfc9205#4.2",
          );
        }
        return {
          solved: true,
          why: "The state may be repeated safely; the cancellation can carry a reason, be refused, and be read again later. Both leave the order in place.",
          source: "rfc9205#4.2",
        };
      },
    };
  },
};
