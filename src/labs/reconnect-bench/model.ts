// Reconnect bench: a feed that breaks, and what ids, retry and status codes make of it. WHATWG HTML §9.2.3.
import { createLab } from "#kit/create-lab.ts";
import { farewell, lossless } from "./challenges.ts";
import { judge, questions } from "./judge.ts";
import type { Seen } from "./observe.ts";
import { change, decode, encode, START, type Change, type Setup } from "./setup.ts";

/** The bench's pure model; its runs are observed by observe.ts. */
export const lab = createLab<Setup, Change, Seen>({
  id: "reconnect-bench",
  title: "Reconnect bench",
  badge: {
    kind: "LIVE",
    text: "Real requests and streams in your browser, read by the package eventsource; the note below says why not by the browser's own class.",
  },
  question:
    "A feed of events breaks twice on its way. What gets lost, what comes twice, and who stops whom?",
  setup: START,
  change,
  questions,
  judge,
  challenges: [lossless, farewell],
  encode,
  decode,
});
