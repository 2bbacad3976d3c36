// Tag & bytes: a .proto and a value become bytes that the learner predicts first. protobuf.dev, Encoding.
import { createLab } from "#kit/create-lab.ts";
import { handDecode } from "./hand-decode.ts";
import { judge, questions } from "./judge.ts";
import { change, decode, encode, START, type Change, type Setup } from "./setup.ts";
import { shorter } from "./shorter.ts";
import { target } from "./target.ts";
import type { Seen } from "./weigh.ts";

/** The bench's pure model; its runs are made by observe.ts. */
export const lab = createLab<Setup, Change, Seen>({
  id: "tag-bytes",
  title: "Tag & bytes",
  badge: {
    kind: "MODEL",
    text: "Your .proto is really compiled here, by protobufjs; the bytes are our engine’s, which protoc and @bufbuild/protobuf read alike.",
  },
  question: "Write a message and its value. How many bytes is it, and which byte begins it?",
  setup: START,
  change,
  questions,
  judge,
  challenges: [target, handDecode, shorter],
  encode,
  decode,
});
