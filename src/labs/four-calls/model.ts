// The four kinds of call: who half-closes when, which frames leave, and what each end concludes.
import { createLab } from "#kit/create-lab.ts";
import { call, type Seen } from "./call.ts";
import { apart, halfClose, tooLate } from "./challenges.ts";
import { judge, questions } from "./judge.ts";
import { change, decode, encode, START, type Change, type Setup } from "./setup.ts";

/** The lab's pure model; it computes its runs itself. */
export const lab = createLab<Setup, Change, Seen>({
  id: "four-calls",
  title: "Four kinds of call",
  badge: {
    kind: "MODEL",
    text: "Real HTTP/2 frames, HPACK and gRPC messages by the course’s own engines; a latency of 40 ms is the model’s.",
  },
  question:
    "One stream, two directions. Which frames leave in a call of each kind, when does the client half-close, and what do both ends know if the time runs out?",
  setup: START,
  change,
  questions,
  judge,
  challenges: [halfClose, apart, tooLate],
  simulate: call,
  encode,
  decode,
});
