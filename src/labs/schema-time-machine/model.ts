// Schema time machine: old and new programs on one wire, and what becomes of each field. protobuf.dev proto3 guide.
import { createLab } from "#kit/create-lab.ts";
import { deleteSafely } from "./delete-safely.ts";
import { judge, questions } from "./judge.ts";
import type { Seen } from "./seen.ts";
import { change, decode, encode, START, type Change, type Setup } from "./setup.ts";
import { whichHop } from "./which-hop.ts";
import { widen } from "./widen.ts";

/** The time machine's pure model; its journeys are computed by travel.ts. */
export const lab = createLab<Setup, Change, Seen>({
  id: "schema-time-machine",
  title: "Schema time machine",
  badge: {
    kind: "MODEL",
    text: "Your .proto texts are really parsed; the course's own encoder and decoder make and read every byte.",
  },
  question:
    "One program has the old schema, the other the new one, and perhaps a third stands between. Which fields survive?",
  setup: START,
  change,
  questions,
  judge,
  challenges: [deleteSafely, widen, whichHop],
  encode,
  decode,
});
