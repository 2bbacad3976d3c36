// Interim timeline: what 100 (Continue) and 103 (Early Hints) gain and cost. RFC 9110 §15.2, RFC 8297.
import { createLab } from "#kit/create-lab.ts";
import { fullGain, silence } from "./challenges.ts";
import { judge, questions } from "./judge.ts";
import { change, decode, encode, START, type Change } from "./setup.ts";
import { computeTimeline, type Setup, type Timeline } from "./timeline.ts";

/** The timeline's pure model; it computes its runs itself. */
export const lab = createLab<Setup, Change, Timeline>({
  id: "interim-timeline",
  title: "Interim timeline",
  badge: {
    kind: "MODEL",
    text: "Computed from round trip, thinking time and bandwidth: no script can see a 1xx answer.",
  },
  question: "A server that needs a while can say something at once. What does that gain?",
  setup: START,
  change,
  questions,
  judge,
  challenges: [fullGain, silence],
  simulate: computeTimeline,
  encode,
  decode,
});
