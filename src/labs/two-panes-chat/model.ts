// Two-panes chat: two browsers, a server between them, and every byte. RFC 6455; WHATWG WebSockets.
import { createLab } from "#kit/create-lab.ts";
import { toldNothing } from "./challenges.ts";
import { fiveCodes } from "./close-situations.ts";
import { comeBack } from "./come-back.ts";
import { judge, questions } from "./judge.ts";
import { playScene, type Seen } from "./scene.ts";
import { change, decode, encode, START, type Change, type Setup } from "./setup.ts";

/** The chat's pure model: the scene is computed; the chat behind it is the reader's own. */
export const lab = createLab<Setup, Change, Seen>({
  id: "two-panes-chat",
  title: "A chat between two panes",
  badge: {
    kind: "MODEL",
    text: "WebSocket’s interface and every byte, by the course’s own mock: browsers, server and wire are in this page.",
  },
  question:
    "Ada writes a line, Ben reads it, and then Ada’s connection ends. What goes over the wire, and what is her script told?",
  setup: START,
  change,
  questions,
  judge,
  challenges: [fiveCodes, toldNothing, comeBack],
  simulate: playScene,
  encode,
  decode,
});
