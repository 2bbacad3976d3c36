// gRPC framer: one call from HEADERS to trailers, and messages that DATA frames cut where they like. PROTOCOL-HTTP2.md.
import { createLab } from "#kit/create-lab.ts";
import { judge, questions } from "./judge.ts";
import { runCall, type Seen } from "./observe.ts";
import { reassemble } from "./reassemble.ts";
import { repair } from "./repair.ts";
import { change, decode, encode, START, type Change, type Setup } from "./setup.ts";
import { writeTimeouts } from "./write-timeouts.ts";

/** The lab's pure model; it computes its runs itself. */
export const lab = createLab<Setup, Change, Seen>({
  id: "grpc-framer",
  title: "gRPC framer",
  badge: {
    kind: "MODEL",
    text: "Real HTTP/2 frames, HPACK and gRPC messages by the course’s own engines; the server judges by gRPC’s documents.",
  },
  question:
    "You build a call and choose where DATA frames are cut. Who still reads the messages, and what does the server answer?",
  setup: START,
  change,
  questions,
  judge,
  challenges: [reassemble, writeTimeouts, repair],
  simulate: runCall,
  encode,
  decode,
});
