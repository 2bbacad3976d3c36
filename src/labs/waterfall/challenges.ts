// Fast without HTTP/2, pipelining that loses, and an order that costs nothing. RFC 9112 §9.3.2, §9.4.
import type { Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import { SLOW, type Seen } from "./page-load.ts";
import type { Setup } from "./setup.ts";

const ms = (value: number): string => `${Math.round(value)} ms`;

/** The page to stay below, in milliseconds. */
const LIMIT = 1200;

/** Why a load that is too slow is too slow. */
function whySlow({ use, connections }: Setup, total: number): Verdict {
  const took = `It took ${ms(total)}.`;
  if (use === "close") {
    return refuse(
      `${took} Every resource opens a connection of its own, which costs a round trip each time.`,
      "rfc9112#9.3",
    );
  }
  if (use === "pipeline") {
    return refuse(
      `${took} On one connection only so many requests are under way: the slow one is asked for when the first answers are here.`,
      "rfc9112#9.3.2",
    );
  }
  return connections === 6
    ? refuse(
        `${took} Even with six connections the slow one waits in the browser until one of them is free.`,
        "rfc9112#9.4",
      )
    : refuse(
        `${took} The resources queue in the browser: too few connections, one answer at a time on each.`,
        "rfc9112#9.4",
      );
}

/** Below 1.2 s although the slow resource is the last in line. */
export const fastEnough: Challenge<Setup, Seen> = {
  id: "fast-enough",
  title: "Under 1.2 seconds without HTTP/2",
  pose(chance) {
    const rtt = 10 * chance.between(18, 21);
    const slow = 50 * chance.between(10, 12);
    return {
      ask: `A round trip of ${rtt} ms, and ${SLOW}, the twelfth of twelve, takes the server ${slow} ms. Have the page complete in less than ${ms(LIMIT)}; change only the connections and how they are used.`,
      form: [],
      watch(setup, { own: { total } }) {
        if (setup.rtt !== rtt || setup.slow !== slow || setup.place !== 12) return null;
        if (total >= LIMIT) return whySlow(setup, total);
        return {
          solved: true,
          why: `${ms(total)}: the request for the slow one no longer waits for an answer to another.`,
          source: "rfc9112#9.3.2",
        };
      },
      stage: { rtt, slow, place: 12, connections: 2, use: "keep" },
    };
  },
};

/** How much slower pipelining has to be, in milliseconds. */
const SLOWER = 200;

/** Pipelining that loses against six connections without it. */
export const pipeliningLoses: Challenge<Setup, Seen> = {
  id: "pipelining-loses",
  title: "Pipelining that is slower than six connections",
  pose(chance) {
    const rtt = 10 * chance.between(10, 20);
    const slow = 50 * chance.between(8, 16);
    return {
      ask: `A round trip of ${rtt} ms, and ${SLOW} takes the server ${slow} ms. Let pipelining be at least ${SLOWER} ms slower than six connections without it. You choose the connections and the slow one’s place.`,
      form: [],
      watch(setup, { own, six, held }) {
        if (setup.rtt !== rtt || setup.slow !== slow || setup.use !== "pipeline") return null;
        const lost = own.total - six.total;
        const waited = Object.keys(held).length;
        if (lost >= SLOWER) {
          return {
            solved: true,
            why: `${ms(own.total)} against ${ms(six.total)}: ${waited} finished answers waited behind the slow one. That is head-of-line blocking.`,
            source: "rfc9112#9.3.2",
          };
        }
        return lost <= 0
          ? refuse(
              `Pipelining won: ${ms(own.total)} against ${ms(six.total)}. Too little of the page waited behind the slow one.`,
              "rfc9112#9.3.2",
            )
          : refuse(
              `Slower, but only by ${ms(lost)}. More requests have to follow the slow one on its connection.`,
              "rfc9112#9.3.2",
            );
      },
      stage: { rtt, slow, place: 12, connections: 6, use: "pipeline" },
    };
  },
};

/** A place for the slow resource at which the order of answers costs nothing. */
export const orderCostsNothing: Challenge<Setup, Seen> = {
  id: "order-costs-nothing",
  title: "When the order of answers costs nothing",
  pose(chance) {
    const rtt = 10 * chance.between(4, 20);
    const slow = 50 * chance.between(8, 20);
    const connections = chance.between(1, 2);
    return {
      ask: `Pipelining on ${connections === 1 ? "one connection" : "two connections"}, a round trip of ${rtt} ms, and ${SLOW} takes the server ${slow} ms. A server that could answer in any order would send each answer when it is ready. Find the place for the slow one at which that would save nothing.`,
      form: [],
      watch(setup, { held }) {
        const here =
          setup.rtt === rtt &&
          setup.slow === slow &&
          setup.connections === connections &&
          setup.use === "pipeline";
        if (!here) return null;
        const waits = Object.values(held);
        return waits.length === 0
          ? {
              solved: true,
              why: "No answer was ready before its turn: nothing was asked for behind the slow one. Order costs only what is stuck behind something slower.",
              source: "rfc9112#9.3.2",
            }
          : refuse(
              `${waits.length} ${waits.length === 1 ? "answer was" : "answers were"} ready and held back, for up to ${ms(Math.max(...waits))}.`,
              "rfc9112#9.3.2",
            );
      },
      stage: { rtt, slow, place: 2, connections, use: "pipeline" },
    };
  },
};
