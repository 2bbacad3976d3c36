// Challenge: a PATCH that may be delivered three times and adds once. RFC 5789 §2, RFC 9110 §13.1.1.
import type { Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import { exchangesOf } from "./judge.ts";
import { caseOf, MOST_LOST, stageOf, type Seen, type Setup } from "./storm.ts";

/** The requests that are offered are no attempts: somebody looks what they do. */
const isAttempt = (setup: Setup): boolean =>
  setup.target === "/accounts/7" &&
  ["PATCH", "PUT"].includes(setup.method) &&
  caseOf(setup) === undefined;

function judge(setup: Setup, seen: Seen, amount: number): Verdict {
  const { before, after } = seen;
  const wanted = before.balance + amount;
  if (setup.method !== "PATCH") {
    return refuse(
      `With ${setup.method} it is another request. Keep PATCH, and change what goes with it.`,
      "rfc5789#2",
    );
  }
  if (setup.lost < MOST_LOST) {
    return refuse(
      "Too few answers got lost: a request that is delivered once proves nothing.",
      "rfc9110#9.2.2",
    );
  }
  if (after.balance === wanted) {
    return {
      solved: true,
      why:
        after.changes === 1
          ? "Delivered three times, carried out once: the condition failed the second time. It also protects what somebody else wrote in between."
          : "Delivered three times, and each time it wrote the same value. It would overwrite what somebody else wrote in between; If-Match would not.",
      source: "rfc5789#2",
    };
  }
  const changes = after.changes - before.changes;
  if (changes === 0) {
    const status = exchangesOf(seen).at(-1)?.response.status;
    return refuse(
      `Nothing was added: the service refused all of them, the last with ${status ?? "nothing"}.`,
      "rfc9110#15.5",
    );
  }
  return refuse(
    changes > 1 && after.balance !== before.balance
      ? `The balance is ${after.balance} €, not ${wanted} €: the document was carried out ${changes} times.`
      : `Carried out once, but the balance is ${after.balance} €, not ${wanted} €.`,
    "rfc5789#2",
  );
}

export const harmless: Challenge<Setup, Seen> = {
  id: "harmless-patch",
  title: "A PATCH that may come twice",
  pose(chance) {
    const amount = chance.between(11, 40);
    return {
      ask: `Two answers get lost, so this PATCH is delivered three times and adds three times. Change its fields or its content, not its method or address, so that account 7 ends at ${50 + amount} €.`,
      form: [],
      watch: (setup, seen) => (isAttempt(setup) ? judge(setup, seen, amount) : null),
      stage: { ...stageOf("add"), content: JSON.stringify({ add: amount }) },
    };
  },
};
