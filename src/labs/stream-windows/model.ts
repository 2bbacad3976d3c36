// Three streams, one pipe: interleaving, windows that run dry and reopen, urgency. RFC 9113 §5.2, §6.9.
import { createLab } from "#kit/create-lab.ts";
import { fewestUpdates, urgentFirst, windowByHand } from "./challenges.ts";
import { judge, QUESTIONS } from "./judge.ts";
import { runPipe, type Seen } from "./pipe.ts";
import { change, decode, encode, START, type Change, type Setup } from "./setup.ts";

/** The lab's pure model; it computes its runs itself. */
export const lab = createLab<Setup, Change, Seen>({
  id: "stream-windows",
  title: "Frame workshop: three streams, one pipe",
  badge: {
    kind: "MODEL",
    text: "Real frames and windows of the course’s own engine; the pipe has 8 Mbit/s, a round trip of 40 ms, no loss.",
  },
  question:
    "Three responses are ready, and one connection carries them. In which order do their frames leave, and what makes them wait?",
  setup: START,
  change,
  questions: () => QUESTIONS,
  judge,
  challenges: [fewestUpdates, windowByHand, urgentFirst],
  simulate: runPipe,
  encode,
  decode,
});
