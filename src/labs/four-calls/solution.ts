// The challenges on the kinds of call solved, and attempts that must be refused with their own explanation.
import type { Goal, Path, Solution } from "#kit/lab.ts";
import { answerWith, runWith } from "#kit/solve.ts";
import { call, type Seen } from "./call.ts";
import { lab } from "./model.ts";
import { KINDS, START, type Change, type Setup } from "./setup.ts";

type Walk = Path<Setup, Change, Seen>;

const choose = (what: "kind" | "framing" | "limit", value: string): Change => ({
  kind: "choose",
  what,
  value,
});
const after = (value: number): Change => ({ kind: "after", value });

const frameLike = (pattern: RegExp) => (goal: Goal) => {
  const [question] = goal.form;
  const found =
    question?.kind === "choice" && question.options.find(({ text }) => pattern.test(text));
  return { frame: found ? found.value : "" };
};

/** The kind and the framing that a challenge asks for. */
function askedOf({ ask }: Goal): Setup {
  const kind = KINDS.find((each) => ask.startsWith(`Give the ${each}`)) ?? "unary";
  return { ...START, kind, framing: ask.includes("cut in two") ? "cut" : "each" };
}
/** When the server is done, in milliseconds from the begin of the call. */
function doneAt(goal: Goal): number {
  const { began, concluded } = call(askedOf(goal));
  return (concluded.server?.at ?? began) - began;
}

const running = (value: (goal: Goal) => number): Walk =>
  runWith(
    (goal) => [after(value(goal))],
    () => ({ "half-close": "empty", headers: "2", ends: "OK OK" }),
  );

const numbers = ({ ask }: Goal): readonly number[] => (ask.match(/\d+/g) ?? []).map(Number);
const told = (goal: Goal): { sends: string; hears: string; server: string } => {
  const [deadline = 0, latency = 0, work = 0] = numbers(goal);
  const server = work < deadline ? "sent" : "stopped";
  return { sends: "reset", hears: String(deadline + latency), server };
};

export const solution: Solution<Setup, Change, Seen> = {
  lab,
  changes: [
    choose("kind", "server"),
    choose("kind", "client"),
    choose("kind", "bidi"),
    choose("kind", "fifth"),
    choose("framing", "cut"),
    choose("framing", "joined"),
    choose("limit", "deadline"),
    choose("limit", "cancel"),
    choose("limit", "none"),
    after(15),
    after(415),
    after(20),
    after(Number.NaN),
  ],
  challenges: {
    "half-close": {
      reach: answerWith(frameLike(/client: DATA.*0x01$/)),
      refused: [
        { because: "END_HEADERS, not END_STREAM", path: answerWith(frameLike(/client: HEADERS/)) },
        { because: "it is the server’s", path: answerWith(frameLike(/server: HEADERS.*0x05/)) },
        { because: "no END_STREAM", path: answerWith(frameLike(/client: DATA.*0x00$/)) },
        { because: "direction is its own", path: answerWith(frameLike(/server: DATA/)) },
      ],
    },
    apart: {
      reach: running((goal) => doneAt(goal) + 15),
      refused: [
        { because: "Too early", path: running(() => 15) },
        { because: "Too late", path: running(() => 415) },
      ],
    },
    "too-late": {
      reach: answerWith(told),
      refused: [
        {
          because: "never sends grpc-status",
          path: answerWith((goal) => ({ ...told(goal), sends: "status" })),
        },
        {
          because: "takes its way",
          path: answerWith((goal) => ({ ...told(goal), hears: String(numbers(goal)[0]) })),
        },
        {
          because: "one error code",
          path: answerWith((goal) => ({ ...told(goal), server: "told" })),
        },
        {
          because: "RST_STREAM came",
          path: answerWith((goal) => {
            const right = told(goal);
            return { ...right, server: right.server === "sent" ? "stopped" : "sent" };
          }),
        },
      ],
    },
  },
};
