// The status theatre: ways in which a call ends, and what the client's code sees of them. PROTOCOL-HTTP2.md; statuscodes.md.
import { createLab } from "#kit/create-lab.ts";
import { judge, QUESTIONS } from "./judge.ts";
import { change, decode, encode, START, type Change, type Setup } from "./setup.ts";
import { sixFailures } from "./six-failures.ts";
import { sortSituations } from "./sort-situations.ts";
import { playScene, type Seen } from "./theatre.ts";
import { writeTrailers } from "./write-trailers.ts";

/** The lab's pure model; it computes its runs itself. */
export const lab = createLab<Setup, Change, Seen>({
  id: "grpc-status",
  title: "gRPC status theatre",
  badge: {
    kind: "MODEL",
    text: "Real HTTP/2 frames by the course’s own engines; the client judges them by gRPC’s documents.",
  },
  question:
    "Most of these answers begin with HTTP 200, and some have no status at all. What does the caller get to see?",
  setup: START,
  change,
  questions: () => QUESTIONS,
  judge,
  challenges: [sixFailures, sortSituations, writeTrailers],
  simulate: playScene,
  encode,
  decode,
});
