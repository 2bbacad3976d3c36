// Loss tank: the same page, network and lost packet over HTTP/1.1, 2 and 3. RFC 9112, 9113, 9114, 9002.
import { createLab } from "#kit/create-lab.ts";
import { earlyData, notFirst, onlyHttp2, twoAtOnce } from "./challenges.ts";
import { judge, questions } from "./judge.ts";
import { noGain } from "./no-gain.ts";
import type { Seen } from "./pages.ts";
import { change, decode, encode, START, type Change, type Setup } from "./setup.ts";

/** The loss tank's pure model; its runs are computed outside of the page's thread. */
export const lab = createLab<Setup, Change, Seen>({
  id: "loss-tank",
  title: "Loss tank",
  badge: {
    kind: "MODEL",
    text: "Real HTTP frames over a simulated TCP and QUIC with NewReno. TCP’s TLS has measured lengths; QUIC’s is computed for real.",
  },
  question:
    "The same page, the same network, the same losses. Who has to wait for the repair, over HTTP/1.1, 2 and 3?",
  setup: START,
  change,
  questions,
  judge,
  challenges: [onlyHttp2, twoAtOnce, noGain, notFirst, earlyData],
  encode,
  decode,
});
