// The framer's challenges solved, and attempts that must be refused with their own explanation.
import type { Goal, Path, Solution } from "#kit/lab.ts";
import { answerWith, runWith } from "#kit/solve.ts";
import { createMessageReader, PREFIX_LENGTH } from "#protocols/grpc/index.ts";
import { concat, formatHex, parseHex } from "#wire/index.ts";
import { lab } from "./model.ts";
import type { Seen } from "./observe.ts";
import { PATHS, type Change, type Setup } from "./setup.ts";

type Step = Path<Setup, Change, Seen>;

const set = (values: Partial<Setup>): Change => ({ kind: "set", set: values });

/** The frames of the challenge, and the messages that the engine reads out of them. */
function readAsked({ ask }: Goal) {
  const frames = (/stream: (.*)\. Two/.exec(ask)?.[1] ?? "")
    .split(" ┊ ")
    .map((hex) => parseHex(hex) ?? new Uint8Array(0));
  const { messages } = createMessageReader().push(concat(frames));
  const [one, two] = messages.map(({ data }) => data);
  if (one === undefined || two === undefined) throw new RangeError(`no messages in: ${ask}`);
  const first = frames[0]?.length ?? 0;
  return {
    at: String(PREFIX_LENGTH + one.length),
    one: formatHex(one),
    two: formatHex(two),
    first,
  };
}

const reassembled = (
  change: (asked: ReturnType<typeof readAsked>) => Partial<Record<"at" | "one" | "two", string>>,
): Step =>
  answerWith((goal) => {
    const asked = readAsked(goal);
    const { at, one, two } = { ...asked, ...change(asked) };
    return { at, one, two };
  });

/** Deadlines of the challenge as the field says them. */
function timeoutsIn({ form }: Goal): Record<string, string> {
  const number = (index: number): number => Number.parseFloat(form[index]?.ask ?? "");
  return {
    half: `${number(0) * 1000}m`,
    micro: `${number(1)}u`,
    days: `${number(2) * 24}H`,
  };
}

const timed = (change: (right: Record<string, string>) => Record<string, string>): Step =>
  answerWith((goal) => {
    const right = timeoutsIn(goal);
    return { ...right, ...change(right) };
  });

/** Puts everything right, then breaks what `values` say, predicts and runs. */
const running = (values: Partial<Setup>): Step =>
  runWith(
    () => [
      set({
        path: PATHS[0],
        te: true,
        type: "application/grpc+proto",
        timeout: "1500m",
        end: "last",
        ...values,
      }),
    ],
    () => ({ cuts: "0", fate: "throws", answer: "served" }),
  );

export const solution: Solution<Setup, Change, Seen> = {
  lab,
  changes: [
    { kind: "preset", name: "Two messages, three frames" },
    { kind: "preset", name: "Never half-closed" },
    { kind: "preset", name: "constructor" },
    set({ cuts: [5, 12] }),
    set({ messages: 2 }),
    set({ messages: 1 }),
    set({ timeout: "1 n€" }),
    set({ timeout: "99999999H" }),
    set({ timeout: "20m" }),
    set({ note: "Größe\u0000 — дом" }),
    set({ encoding: "snappy", flagged: true }),
    set({ type: "application/json", end: "never" }),
    set({ method: "GET", te: false }),
    { kind: "set", set: { cuts: [99, 0] } },
    { kind: "set", set: { path: "/nowhere" } },
    { kind: "set", set: { number: 7 } },
  ],
  challenges: {
    reassemble: {
      reach: reassembled(() => ({})),
      refused: [
        {
          because: "frames say nothing about messages",
          path: reassembled(({ first }) => ({ at: String(first) })),
        },
        {
          because: "come on top of it",
          path: reassembled(({ at }) => ({ at: String(Number(at) - PREFIX_LENGTH) })),
        },
        { because: "end behind", path: reassembled(() => ({ at: "99" })) },
        { because: "no hex", path: reassembled(() => ({ one: "parcel" })) },
        {
          because: "still has its prefix",
          path: reassembled(({ two }) => ({ two: `0000000002${two}` })),
        },
        {
          because: "goes on in the next frame",
          path: reassembled(({ one }) => ({ one: one.slice(0, 2) })),
        },
        { because: "take as many", path: reassembled(({ two }) => ({ two: `${two}00` })) },
      ],
    },
    "write-timeouts": {
      reach: timed(() => ({})),
      refused: [
        { because: "a whole one", path: timed(() => ({ half: "1.5S" })) },
        { because: "belongs behind the digits", path: timed(() => ({ half: "1500" })) },
        { because: "one letter", path: timed(({ half }) => ({ half: `${half}s` })) },
        {
          because: "Milliseconds are m",
          path: timed(({ half }) => ({ half: (half ?? "").toUpperCase() })),
        },
        { because: "eight are allowed", path: timed(() => ({ days: "864000000m" })) },
        { because: "no value of it", path: timed(() => ({ micro: "50x" })) },
        { because: "999 ms", path: timed(() => ({ micro: "999m" })) },
      ],
    },
    repair: {
      reach: running({}),
      refused: [
        { because: "case-sensitive", path: running({ path: PATHS[2] }) },
        { because: "must begin with", path: running({ type: "application/json" }) },
        { because: "waits for END_STREAM", path: running({ end: "never" }) },
        { because: "swallows trailers", path: running({ te: false }) },
        { because: "one letter", path: running({ timeout: "1500ms" }) },
        { because: "not another method", path: running({ path: PATHS[1] }) },
        { because: "keep a deadline", path: running({ timeout: "" }) },
        { because: "DEADLINE_EXCEEDED now", path: running({ timeout: "1m" }) },
        { because: "knows no other", path: running({ method: "GET" }) },
      ],
    },
  },
};
