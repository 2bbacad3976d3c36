// When a hint gains nothing more, and what a client does that hears nothing. RFC 8297 §2, RFC 9110 §10.1.1.
import type { Challenge, Verdict } from "#kit/lab.ts";
import { parseNumber, refuse } from "#kit/question.ts";
import { START } from "./setup.ts";
import type { Setup, Timeline } from "./timeline.ts";

/** From which thinking time on a 103 gains all that it can. */
export const fullGain: Challenge<Setup, Timeline> = {
  id: "full-gain",
  title: "How slow must the server be?",
  pose(chance) {
    const rtt = 20 * chance.between(2, 10);
    const css = 10 * chance.between(1, 9);
    return {
      ask: `The round trip takes ${rtt} ms, the stylesheet's transfer ${css} ms. From which thinking time of the server on does 103 gain all that it can?`,
      form: [{ kind: "number", id: "think", ask: "Thinking time", unit: "ms", tolerance: 0 }],
      check({ think = "" }) {
        const guess = parseNumber(think);
        if (guess === rtt + css) {
          return {
            solved: true,
            why: `The stylesheet costs a round trip and its transfer, ${rtt + css} ms. A server that thinks that long hides all of it.`,
            source: "rfc8297#2",
          };
        }
        if (guess === rtt) {
          return refuse("That hides the round trip, but not the transfer.", "rfc8297#2");
        }
        if (guess === css) {
          return refuse("That hides the transfer, but not the round trip.", "rfc8297#2");
        }
        if (guess === 2 * rtt + css) {
          return refuse(
            "One round trip too many: the first one passes before the hint arrives and is needed either way.",
            "rfc8297#2",
          );
        }
        return refuse(
          "Compare two moments: when the stylesheet is there, fetched on the hint, and when the page arrives.",
          "rfc8297#2",
        );
      },
      stage: { ...START, rtt: 100, think: 0 },
    };
  },
};

const SILENCE: Readonly<Record<string, Verdict>> = {
  wait: refuse(
    "Waiting without end is what a client should not do: a hop that speaks HTTP/1.0 can never forward a 100.",
    "rfc9110#10.1.1",
  ),
  close: refuse(
    "Closing gives up on an upload that nobody refused; silence is no answer.",
    "rfc9110#10.1.1",
  ),
  drop: refuse(
    "Repeating the request without Expect is for 417; here no status came at all.",
    "rfc9110#10.1.1",
  ),
  expect: refuse(
    "The request is under way; a second head would be read as its content.",
    "rfc9112#6",
  ),
};

/** What to do when no 100 comes. */
export const silence: Challenge<Setup, Timeline> = {
  id: "silence",
  title: "No 100 comes",
  pose(chance) {
    const megabytes = chance.between(3, 90);
    const seconds = chance.between(2, 5);
    return {
      ask: `A client sent the head of a ${megabytes} MB upload with Expect: 100-continue. For ${seconds} seconds, nothing came back. What now?`,
      form: [
        {
          kind: "choice",
          id: "what",
          ask: "The client",
          options: chance.shuffle([
            { value: "wait", text: "waits until 100 comes" },
            { value: "send", text: "sends the content" },
            { value: "close", text: "closes the connection" },
            { value: "drop", text: "sends the request again, without Expect" },
            { value: "expect", text: "sends the head once more" },
          ]),
        },
      ],
      check: ({ what = "" }) =>
        SILENCE[what] ?? {
          solved: true,
          why: "Expect obliges the client to no particular wait: it may send, and should not wait for ever.",
          source: "rfc9110#10.1.1",
        },
      stage: { ...START, scene: "upload", answer: "accepted" },
    };
  },
};
