// Size race: the same data as JSON and as protobuf, raw and compressed. protobuf.dev Encoding; RFC 9110 §8.4.1.
import { createLab } from "#kit/create-lab.ts";
import { claim, gzipWins, tenTimes } from "./challenges.ts";
import { judge, questions } from "./judge.ts";
import type { Seen } from "./seen.ts";
import { change, decode, encode, START, type Change, type Setup } from "./setup.ts";

/** The race's pure model; its runs are measured by observe.ts. */
export const lab = createLab<Setup, Change, Seen>({
  id: "size-race",
  title: "Size race",
  badge: {
    kind: "LIVE",
    text: "Your browser parses, encodes and compresses these very data: its own JSON, the course's protobuf encoder, its own gzip.",
  },
  question:
    "The same data as JSON and as protobuf, as they are and compressed. Which is smaller, and by how much?",
  setup: START,
  change,
  questions,
  judge,
  challenges: [gzipWins, tenTimes, claim],
  encode,
  decode,
});
