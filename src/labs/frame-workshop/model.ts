// Frame workshop: reading, predicting, building and breaking HTTP/2 frames. RFC 9113 §4, §6.
import { createLab } from "#kit/create-lab.ts";
import type { Trace } from "#trace/index.ts";
import { breakIt } from "./break-it.ts";
import { buildByHand } from "./build-by-hand.ts";
import { judge, QUESTIONS, upTo } from "./judge.ts";
import { change, decode, encode, START, type Change, type Setup } from "./setup.ts";
import { whatHappens } from "./what-happens.ts";

/** The visit up to the predicted frame. */
export type Seen = Trace;

/** The workshop's pure model; it computes its runs itself. */
export const lab = createLab<Setup, Change, Seen>({
  id: "frame-workshop",
  title: "Frame workshop: read and build",
  badge: {
    kind: "MODEL",
    text: "Real bytes: frames and HPACK come from the course’s own HTTP/2 engine, and so does every refusal.",
  },
  question:
    "A browser and a server talk over one HTTP/2 connection. You know what they want: which frame comes next?",
  setup: START,
  change,
  questions: () => QUESTIONS,
  judge,
  challenges: [buildByHand, whatHappens, breakIt],
  simulate: upTo,
  encode,
  decode,
});
