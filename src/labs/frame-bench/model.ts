// Frame bench: WebSocket frames bit by bit into an endpoint that answers as the rules say. RFC 6455 §5, §7.
import { createLab } from "#kit/create-lab.ts";
import { badText, handDecode, tooBigInPieces } from "./challenges.ts";
import { judge, questions } from "./judge.ts";
import type { Seen } from "./receive.ts";
import { change, decode, encode, START, type Change, type Setup } from "./setup.ts";

/** The bench's pure model; its runs are made by observe.ts. */
export const lab = createLab<Setup, Change, Seen>({
  id: "frame-bench",
  title: "Frame bench",
  badge: {
    kind: "MODEL",
    text: "Real bytes into the course’s own WebSocket engine, which passes the public Autobahn cases.",
  },
  question:
    "You set every bit of the frames. How long is the header, and what does the other side make of them?",
  setup: START,
  change,
  questions,
  judge,
  challenges: [handDecode, badText, tooBigInPieces],
  encode,
  decode,
});
