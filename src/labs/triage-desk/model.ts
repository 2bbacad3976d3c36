// Triage desk: requests that fail in every way, and the answers they deserve. RFC 9110 §15.5, §15.6, RFC 9457.
import { createLab } from "#kit/create-lab.ts";
import { encodeDraft } from "#kit/request-draft.ts";
import { answering } from "./answering.ts";
import { configureRetrier } from "./configure-retrier.ts";
import { judge, questions } from "./judge.ts";
import { change, decode, START, type Change, type Seen, type Setup } from "./request.ts";
import { satisfy } from "./satisfy.ts";
import { twoFields } from "./two-fields.ts";

/** The desk's pure model; its requests are sent by observe.ts. */
export const lab = createLab<Setup, Change, Seen>({
  id: "triage-desk",
  title: "Triage desk",
  badge: {
    kind: "LIVE",
    text: "Your browser sends each request with its own fetch; only the service is pretended.",
  },
  question:
    "Something goes wrong at the parcel service. Whose turn is it now, and may a robot just try again?",
  setup: START,
  change,
  questions,
  judge,
  challenges: [satisfy, twoFields, configureRetrier, ...answering],
  encode: encodeDraft,
  decode,
});
