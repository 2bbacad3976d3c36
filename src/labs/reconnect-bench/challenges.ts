// Nothing lost and nothing twice, and an end that holds. WHATWG HTML §9.2.3.
import type { Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import { deliveryOf, heardIn } from "./judge.ts";
import type { Seen } from "./observe.ts";
import type { Setup } from "./setup.ts";

const PROCESSING = "html-sse#sse-processing-model";
const LAST_ID = "html-sse#the-last-event-id-header";

/** Two cuts, and the page hears every event once. */
export const lossless: Challenge<Setup, Seen> = {
  id: "lossless",
  title: "Two cuts, nothing lost, nothing twice",
  pose(chance) {
    const total = chance.between(6, 12);
    const retry = 100 * chance.between(1, 5);
    return {
      ask: `A feed of ${total} events. The first two connections are cut. Set the stream and the server so that the page hears every event exactly once all the same.`,
      form: [],
      watch(setup, seen): Verdict | null {
        const [first, second] = setup.answers;
        if (setup.total !== total || first !== "cut" || second !== "cut") return null;
        const delivery = deliveryOf(setup, seen);
        if (delivery === "once") {
          return {
            solved: true,
            why: "Each event says its id, the client hands back the last one that it heard whole, and the server begins behind it. Three parts; without one of them it fails.",
            source: LAST_ID,
          };
        }
        if (setup.resume === "now") {
          return refuse(
            "The server goes on with what happens now: the events of the gap are lost. It has to keep them for a while and look at Last-Event-ID.",
            LAST_ID,
          );
        }
        if (setup.resume === "start") {
          return refuse(
            `The server begins at the start each time: ${heardIn(seen).length - total} events too many were heard.`,
            LAST_ID,
          );
        }
        return setup.ids
          ? refuse(
              "The third request was not answered with the rest, so it never came.",
              PROCESSING,
            )
          : refuse(
              "The server would resume by id, but the stream names none: the client has nothing to send.",
              LAST_ID,
            );
      },
      stage: { total, retry, ids: false, resume: "now", answers: ["cut", "cut", "rest", "204"] },
    };
  },
};

/** All events once, and then no request any more. */
export const farewell: Challenge<Setup, Seen> = {
  id: "farewell",
  title: "An end that holds",
  pose(chance) {
    const total = chance.between(6, 12);
    return {
      ask: `A feed of ${total} events has come to its end. Let the page hear each of them once and then stay away, without making it look like a failure.`,
      form: [],
      watch(setup, seen): Verdict | null {
        if (setup.total !== total || setup.answers[0] === "cut") return null;
        const last = seen.visits.at(-1)?.answer;
        if (seen.end === "again") {
          return refuse(
            "The server closes the stream, the client takes that for a lost connection and asks again, for ever.",
            PROCESSING,
          );
        }
        if (seen.end === "open") {
          return refuse(
            "The connection is still open: it costs both sides, and nothing will come.",
            PROCESSING,
          );
        }
        if (deliveryOf(setup, seen) !== "once") {
          return refuse(
            "The client stays away, but it has not heard every event once.",
            PROCESSING,
          );
        }
        if (last === "500") {
          return refuse(
            "It stays away, but every such farewell counts as a failure of the server; alarms will ring.",
            PROCESSING,
          );
        }
        if (last === "html") {
          return refuse(
            "It stays away, because the media type is wrong. That is an accident to everyone who reads the log.",
            PROCESSING,
          );
        }
        return {
          solved: true,
          why: "The request after the end is answered with 204: the one answer that means “do not come back”.",
          source: "html-sse#server-sent-events-intro",
        };
      },
      stage: {
        total,
        retry: 100,
        ids: true,
        resume: "by-id",
        answers: ["rest", "rest", "rest", "rest"],
      },
    };
  },
};
