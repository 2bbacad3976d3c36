// Back pressure: a fast producer, a slow wire, and a queue that only bufferedAmount shows.
import { createLab } from "#kit/create-lab.ts";
import { fillTheWire, keepFresh, whichWay } from "./challenges.ts";
import { flood, type Seen } from "./flood.ts";
import { judge, questions } from "./judge.ts";
import { change, decode, encode, START, type Change, type Setup } from "./setup.ts";

/** The lab's pure model; it computes its runs itself. */
export const lab = createLab<Setup, Change, Seen>({
  id: "back-pressure",
  title: "Back pressure",
  badge: {
    kind: "MODEL",
    text: "WebSocket’s interface and real frames, by the course’s own mock, over a wire of your speed; ten seconds pass at once.",
  },
  question:
    "A van sends its position faster than the wire takes it. Where is what does not fit, and how old is what arrives?",
  setup: START,
  change,
  questions,
  judge,
  challenges: [keepFresh, fillTheWire, whichWay],
  simulate: flood,
  encode,
  decode,
});
