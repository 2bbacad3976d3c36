// Handshake builder: a WebSocket handshake composed line by line, judged by both ends. RFC 6455 §4, RFC 8441.
import { createLab } from "#kit/create-lab.ts";
import { accept } from "./accept.ts";
import { judge, questions } from "./judge.ts";
import { origins } from "./origins.ts";
import { repair } from "./repair.ts";
import type { Seen } from "./seen.ts";
import { change, decode, encode, START, type Change, type Setup } from "./setup.ts";
import { silent } from "./silent.ts";

/** The handshake builder's pure model; seen.ts plays its runs. */
export const lab = createLab<Setup, Change, Seen>({
  id: "handshake-builder",
  title: "Handshake builder",
  badge: {
    kind: "MODEL",
    text: "Real bytes by the course’s HTTP/1, HTTP/2 and WebSocket engines, which judge them as a server and a browser do. The hash below is LIVE.",
  },
  question: "Compose both halves of a handshake. Does it become a WebSocket, and who says no?",
  setup: START,
  change,
  questions,
  judge,
  challenges: [repair, accept, silent, origins],
  encode,
  decode,
});
