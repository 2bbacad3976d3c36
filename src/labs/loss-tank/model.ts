// Loss tank: the same page, network and lost packet over HTTP/1.1, 2 and 3. RFC 9112, 9113, 9114, 9002.
import { createLab } from "#kit/create-lab.ts";
import { earlyData, onlyHttp2, twoAtOnce } from "./challenges.ts";
import { judge, questions } from "./judge.ts";
import { change, decode, encode, START, type Change, type Setup } from "./setup.ts";
import { runTank, type Seen } from "./tank.ts";

/** The loss tank's pure model; it computes its runs itself. */
export const lab = createLab<Setup, Change, Seen>({
  id: "loss-tank",
  title: "Loss tank",
  badge: {
    kind: "MODEL",
    text: "Real HTTP frames over a simulated TCP and QUIC with NewReno, at 20 Mbit/s. The handshakes have measured lengths.",
  },
  question:
    "Three resources of equal size, one lost packet. Who has to wait for the repair, over HTTP/1.1, 2 and 3?",
  setup: START,
  change,
  questions,
  judge,
  challenges: [onlyHttp2, twoAtOnce, earlyData],
  simulate: runTank,
  encode,
  decode,
});
