// The HPACK table: what indexing saves over three requests, and what lengths give away. RFC 7541.
import { createLab } from "#kit/create-lab.ts";
import { indexByHand, keepTheSecret, spy } from "./challenges.ts";
import { judge, QUESTIONS } from "./judge.ts";
import { sendAll, type Seen } from "./requests.ts";
import { change, decode, encode, START, type Change, type Setup } from "./setup.ts";

/** The lab's pure model; it computes its runs itself. */
export const lab = createLab<Setup, Change, Seen>({
  id: "hpack-table",
  title: "Frame workshop: the HPACK table",
  badge: {
    kind: "MODEL",
    text: "Real field blocks by the course’s own HPACK; the eavesdropper sees their true lengths.",
  },
  question:
    "A gateway sends the requests of several clients over one connection. What does the table save, and what does it give away?",
  setup: START,
  change,
  questions: () => QUESTIONS,
  judge,
  challenges: [keepTheSecret, indexByHand, spy],
  simulate: sendAll,
  encode,
  decode,
});
