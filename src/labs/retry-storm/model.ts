// Retry storm: what a request does when it arrives more than once. RFC 9110 §9.2, RFC 5789 §2.
import { createLab } from "#kit/create-lab.ts";
import { harmless } from "./harmless.ts";
import { judge, questions } from "./judge.ts";
import { notAllowed } from "./not-allowed.ts";
import { sortRequests } from "./sort-requests.ts";
import { change, decode, encode, START, type Change, type Seen, type Setup } from "./storm.ts";

/** The storm's pure model; its requests are sent by observe.ts. */
export const lab = createLab<Setup, Change, Seen>({
  id: "retry-storm",
  title: "Retry storm",
  badge: {
    kind: "LIVE",
    text: "Your browser sends each request with its own fetch; the service is pretended, and it drops its answers on purpose.",
  },
  question:
    "The wire swallows the first answers, so the script sends again until one arrives. What has happened in the end?",
  setup: START,
  change,
  questions,
  judge,
  challenges: [harmless, sortRequests, notAllowed],
  encode,
  decode,
});
