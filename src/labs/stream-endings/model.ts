// How streams and connections end: GOAWAY and what may go again, rapid reset and what stops it. RFC 9113 §6.8, §10.5.
import { createLab } from "#kit/create-lab.ts";
import { afterGoaway, proofs, rightLimit } from "./challenges.ts";
import { judge, questions, type Seen } from "./judge.ts";
import { leaveWith } from "./leaving.ts";
import { resetMany } from "./resetting.ts";
import { change, decode, encode, START, type Change, type Setup } from "./setup.ts";

/** The lab's pure model; it computes its runs itself. */
export const lab = createLab<Setup, Change, Seen>({
  id: "stream-endings",
  title: "Frame workshop: GOAWAY and rapid reset",
  badge: {
    kind: "MODEL",
    text: "Real frames of the course’s own engine at both ends, and its own limit on resets.",
  },
  question:
    "A server leaves while requests are under way, or a client cancels faster than it asks. What is safe, and who stops whom?",
  setup: START,
  change,
  questions,
  judge,
  challenges: [afterGoaway, proofs, rightLimit],
  simulate: (setup) => (setup.scene === "goaway" ? leaveWith(setup) : resetMany(setup)),
  encode,
  decode,
});
