// Waterfall: what connections, keep-alive and pipelining do to a page of twelve resources. RFC 9112 §9.
import { createLab } from "#kit/create-lab.ts";
import { fastEnough, orderCostsNothing, pipeliningLoses } from "./challenges.ts";
import { judge, questions } from "./judge.ts";
import { loadPage, type Seen } from "./page-load.ts";
import { change, decode, encode, START, type Change, type Setup } from "./setup.ts";

/** The waterfall's pure model; it computes its runs itself. */
export const lab = createLab<Setup, Change, Seen>({
  id: "waterfall",
  title: "Waterfall",
  badge: {
    kind: "MODEL",
    text: "Real HTTP/1 bytes over a simulated TCP with slow start, at 20 Mbit/s, without TLS and loss.",
  },
  question:
    "A page needs twelve resources, and one of them is slow. What do the others wait for, and where?",
  setup: START,
  change,
  questions,
  judge,
  challenges: [fastEnough, pipeliningLoses, orderCostsNothing],
  simulate: loadPage,
  encode,
  decode,
});
