// Redirect tracer: what arrives behind 301, 302, 303, 307 and 308. RFC 9110 §15.4, Fetch "HTTP-redirect fetch".
import { createLab } from "#kit/create-lab.ts";
import { change, decode, encode, START, type Change, type Seen, type Setup } from "./chain.ts";
import { judge, questions } from "./judge.ts";
import { moveForGood } from "./move-for-good.ts";
import { readyLater } from "./ready-later.ts";
import { showResult } from "./show-result.ts";

/** The tracer's pure model; its runs are observed by observe.ts. */
export const lab = createLab<Setup, Change, Seen>({
  id: "redirect-tracer",
  title: "Redirect tracer",
  badge: {
    kind: "LIVE",
    text: "Your browser's own engine follows the redirects; only the service is pretended.",
  },
  question: "Method and content set out together. Which of them arrive, hop by hop?",
  setup: START,
  change,
  questions,
  judge,
  challenges: [moveForGood, showResult, readyLater],
  encode,
  decode,
});
