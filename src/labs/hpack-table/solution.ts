// The HPACK lab's challenges solved, and attempts that must be refused with their own explanation.
import type { Goal, Path, Solution } from "#kit/lab.ts";
import { answerWith, runWith } from "#kit/solve.ts";
import { lab } from "./model.ts";
import type { Seen } from "./requests.ts";
import type { Change, Setup } from "./setup.ts";

const secret = (value: string): Change => ({ kind: "secret", value });
const table = (value: string): Change => ({ kind: "table", value });
const huffman = (on: boolean): Change => ({ kind: "huffman", on });

/** Goes to the challenge's start, makes changes, predicts something and runs. */
const running = (...changes: readonly Change[]): Path<Setup, Change, Seen> =>
  runWith(
    () => changes,
    () => ({ second: "6", entries: "4", tell: "yes" }),
  );

const answering = (question: string, answer: (goal: Goal) => string): Path<Setup, Change, Seen> =>
  answerWith((goal) => ({ [question]: answer(goal) }));

/** Places of the wanted field from the newest and from the oldest, both from 0. */
function placesOf({ ask }: Goal): { readonly newest: number; readonly oldest: number } {
  const sent = (/sent (.*), in this order/.exec(ask)?.[1] ?? "").split(", ");
  const oldest = sent.indexOf(/stands for (.*)\.$/.exec(ask)?.[1] ?? "");
  return { oldest, newest: sent.length - 1 - oldest };
}

const byteOf = (index: number): string => (0x80 + index).toString(16);

interface Watched {
  readonly value: string;
  readonly guess: string;
  readonly length: number;
}

const watchedIn = ({ form }: Goal): readonly Watched[] =>
  form[0]?.kind !== "choice"
    ? []
    : form[0].options.map(({ text, value }) => {
        const [, guess = "", length = ""] = /\. (\d+): (\d+) bytes/.exec(text) ?? [];
        return { value, guess, length: Number(length) };
      });

/** Guesses that are shorter than the longest: the right one, and the repeated one. */
function short(goal: Goal, repeated: boolean): string {
  const all = watchedIn(goal);
  const longest = Math.max(...all.map(({ length }) => length));
  const found = all.find(
    ({ guess, length }, at) =>
      length < longest && all.slice(0, at).some((other) => other.guess === guess) === repeated,
  );
  return found?.value ?? "";
}

function long(goal: Goal): string {
  const all = watchedIn(goal);
  const longest = Math.max(...all.map(({ length }) => length));
  return all.find(({ length }) => length === longest)?.value ?? "";
}

export const solution: Solution<Setup, Change, Seen> = {
  lab,
  changes: [
    secret("index"),
    secret("literal"),
    secret("never"),
    secret("always"),
    table("default"),
    table("crowded"),
    table("none"),
    table("17"),
    huffman(true),
    huffman(false),
  ],
  challenges: {
    "keep-the-secret": {
      reach: running(secret("never")),
      refused: [
        { because: "differ in length", path: running() },
        { because: "the next one may", path: running(secret("literal")) },
        { because: "Nothing but the table", path: running(table("none")) },
        { because: "plain octets", path: running(secret("never"), huffman(false)) },
        { because: "need their table", path: running(secret("never"), table("none")) },
      ],
    },
    "index-by-hand": {
      reach: answering("hex", (goal) => byteOf(62 + placesOf(goal).newest)),
      refused: [
        { because: "two hexadecimal digits", path: answering("hex", () => "be be") },
        { because: "begins with a bit 1", path: answering("hex", () => "3e") },
        { because: "static table", path: answering("hex", () => "82") },
        { because: "another entry", path: answering("hex", () => "ff") },
      ],
    },
    spy: {
      reach: answering("guess", (goal) => short(goal, false)),
      refused: [
        { because: "guessed before", path: answering("guess", (goal) => short(goal, true)) },
        { because: "written out", path: answering("guess", long) },
      ],
    },
  },
};
