// Held line: what proxies and connection limits do to a stream that keeps talking. RFC 10036, WHATWG HTML §9.2.6.
import { createLab } from "#kit/create-lab.ts";
import { burst, heartbeat, manyTabs } from "./challenges.ts";
import { judge, questions } from "./judge.ts";
import { runLine, type Seen } from "./line.ts";
import { change, decode, encode, START, type Change, type Setup } from "./setup.ts";

/** The held line's pure model; it computes its runs itself. */
export const lab = createLab<Setup, Change, Seen>({
  id: "held-line",
  title: "Held line",
  badge: {
    kind: "MODEL",
    text: "Real event-stream bytes through simulated proxies and tabs: no service worker can play a proxy between you and it.",
  },
  question: "The server sends each event at once. What keeps it from the page, and what helps?",
  setup: START,
  change,
  questions,
  judge,
  challenges: [burst, heartbeat, manyTabs],
  simulate: runLine,
  encode,
  decode,
});
