// The chat's challenges solved, and attempts that must be refused with their own explanation.
import type { Path, Solution } from "#kit/lab.ts";
import { answerWith, runWith } from "#kit/solve.ts";
import { lab } from "./model.ts";
import type { Seen } from "./scene.ts";
import type { Change, Setup } from "./setup.ts";

type Step = Path<Setup, Change, Seen>;

const ending = (name: string): Change => ({ kind: "ending", ending: name });

/** Goes to the challenge's start, chooses the ending, predicts something and runs. */
const ended = (name: string): Step =>
  runWith(
    () => [ending(name)],
    () => ({ up: "16", down: "12", code: "1000" }),
  );

/** Fills in a form and has it checked. */
const RIGHT: Readonly<Record<string, string>> = {
  leave: "1000",
  deploy: "1012",
  huge: "1009",
  token: "4001",
  text: "1007",
  masked: "1002",
  load: "1013",
};

/** The right codes, but for the n-th question, which gets a wrong one. */
const codes = (wrongAt = -1): Step =>
  answerWith(({ form }) =>
    Object.fromEntries(
      form.map((question, index) => {
        const right = RIGHT[question.id] ?? "";
        const options = question.kind === "choice" ? question.options : [];
        const wrong = options.find(({ value }) => value !== right)?.value ?? "";
        return [question.id, index === wrongAt ? wrong : right];
      }),
    ),
  );

const loop = (change: Readonly<Record<string, string>> = {}): Step =>
  answerWith(() => ({
    first: "8",
    growth: "double",
    cap: "45",
    jitter: "full",
    reset: "stable",
    ...change,
  }));

export const solution: Solution<Setup, Change, Seen> = {
  lab,
  changes: [
    { kind: "text", text: "Grüß Gott" },
    { kind: "text", text: "x".repeat(99) },
    { kind: "delay", delay: 150 },
    { kind: "delay", delay: 7 },
    ending("ada-none"),
    ending("broken"),
    ending("nobody"),
  ],
  challenges: {
    "five-codes": {
      reach: codes(),
      refused: [
        { because: "", path: codes(0) },
        { because: "", path: codes(4) },
      ],
    },
    "told-nothing": {
      reach: ended("broken"),
      refused: [
        { because: "TCP broke", path: ended("drop") },
        { because: "without a code", path: ended("ada-none") },
        { because: "in good order", path: ended("hub-1001") },
      ],
    },
    "come-back": {
      reach: loop(),
      refused: [
        { because: "in the same second", path: loop({ jitter: "none" }) },
        { because: "hardly spreads", path: loop({ jitter: "tenth" }) },
        { because: "never grows", path: loop({ growth: "same" }) },
        { because: "no backoff at all", path: loop({ reset: "open" }) },
        { because: "a longer first delay", path: loop({ first: "0.5" }) },
        { because: "longest delay be longer", path: loop({ cap: "8" }) },
        { because: "longest delay be shorter", path: loop({ cap: "600" }) },
        { because: "cannot be shorter", path: loop({ cap: "1" }) },
      ],
    },
  },
};
