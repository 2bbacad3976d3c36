// Stream composer: from bytes to events, in the browser's own parser and in ours. WHATWG HTML §9.2.
import { createLab } from "#kit/create-lab.ts";
import { onlyAMark, silence, twoLines } from "./challenges.ts";
import { judge, questions } from "./judge.ts";
import type { Seen } from "./reading.ts";
import { change, decode, encode, START, type Change, type Setup } from "./stream.ts";

/** The composer's pure model; its runs are observed by observe.ts. */
export const lab = createLab<Setup, Change, Seen>({
  id: "stream-composer",
  title: "Stream composer",
  badge: {
    kind: "LIVE",
    text: "Your browser's own EventSource reads these bytes; only the service is pretended.",
  },
  question:
    "You write the bytes of an event stream. Which of them become events, and why not the rest?",
  setup: START,
  change,
  questions,
  judge,
  challenges: [twoLines, silence, onlyAMark],
  encode,
  decode,
});
