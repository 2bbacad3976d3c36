// URL clinic: what generic programs can do for a service whose methods and addresses mean what they say.
import { createLab } from "#kit/create-lab.ts";
import { cancelTwice } from "./cancel-twice.ts";
import { change, decode, encode, START, type Change, type Seen, type Setup } from "./clinic.ts";
import { flatten } from "./flatten.ts";
import { followLinks } from "./follow-links.ts";
import { judge, questions } from "./judge.ts";
import { redesigns } from "./redesign.ts";

/** The clinic's pure model; its programs are run by observe.ts. */
export const lab = createLab<Setup, Change, Seen>({
  id: "url-clinic",
  title: "URL clinic",
  badge: {
    kind: "LIVE",
    text: "Your browser's fetch sends what the three programs send; the programs are ours and know methods and fields, not the service.",
  },
  question:
    "Eleven operations came in with bad addresses. Give one a method and an address that mean what it does: which programs can help it then?",
  setup: START,
  change,
  questions,
  judge,
  challenges: [cancelTwice, followLinks, flatten, ...redesigns],
  encode,
  decode,
});
