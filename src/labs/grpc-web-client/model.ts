// gRPC-Web as a page speaks it: a real client, a pretended service, and the bytes between them.
import { createLab } from "#kit/create-lab.ts";
import { findTrailers, unavailable, why200 } from "./challenges.ts";
import { judge, questions } from "./judge.ts";
import type { Seen } from "./observe.ts";
import { change, decode, encode, START, type Change, type Setup } from "./setup.ts";

/** The lab's pure model; its calls are made by observe.ts. */
export const lab = createLab<Setup, Change, Seen>({
  id: "grpc-web-client",
  title: "A real client over gRPC-Web",
  badge: {
    kind: "LIVE",
    text: "Connect’s client calls with your browser’s fetch; the service is pretended, its frames are by the course’s own engine.",
  },
  question:
    "A page calls the parcel service. What does its client report, what was on the wire, and where did the status stand?",
  setup: START,
  change,
  questions,
  judge,
  challenges: [findTrailers, unavailable, why200],
  encode,
  decode,
});
