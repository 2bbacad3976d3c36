// Poll meter: one stream of scans, fetched by short polling, long polling, SSE and WebSocket. RFC 6202; WHATWG HTML §9.2; RFC 6455.
import { createLab } from "#kit/create-lab.ts";
import { askingWins, holdTime, lostScan } from "./challenges.ts";
import { judge, questions } from "./judge.ts";
import type { Seen } from "./measured.ts";
import { change, decode, encode, START, type Change, type Setup } from "./setup.ts";

/** The poll meter's pure model; its view observes the runs. */
export const lab = createLab<Setup, Change, Seen>({
  id: "poll-meter",
  title: "Poll meter",
  badge: {
    kind: "LIVE",
    text: "Your browser sends every request and a service worker answers. The WebSocket is the course’s own, with real frames. Heads are counted as HTTP/1.1, reconstructed where a script cannot see them.",
  },
  question:
    "A depot scans parcels at random moments, and four clients want to know. Who is how late, and what does it cost? Three minutes of the depot pass here in six seconds.",
  setup: START,
  change,
  questions,
  judge,
  challenges: [holdTime, lostScan, askingWins],
  encode,
  decode,
});
