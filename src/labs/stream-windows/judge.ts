// What is asked about three responses in one pipe, and how the run answers. RFC 9113 §5.2, §6.9.
import type { Answers, Finding, Question } from "#kit/lab.ts";
import { isRight, optionsOf } from "#kit/question.ts";
import { firstOf, type Cause, type Seen } from "./pipe.ts";
import { STREAMS, type Order, type Setup } from "./setup.ts";

const STOPS: Readonly<Record<Cause | "nothing", string>> = {
  nothing: "nothing",
  stream: "the window of a stream",
  connection: "the window of the connection",
};

/** What must be predicted. */
export const QUESTIONS: readonly Question[] = [
  {
    kind: "number",
    id: "before",
    ask: "How many DATA frames leave before the first one of stream 5?",
    unit: "frames",
    tolerance: 0,
  },
  {
    kind: "choice",
    id: "stop",
    ask: "What makes a response wait first?",
    options: optionsOf(STOPS),
  },
  {
    kind: "choice",
    id: "first",
    ask: "Which response is complete first?",
    options: [
      ...STREAMS.map((stream) => ({ value: String(stream), text: `stream ${stream}` })),
      { value: "none", text: "none ever is" },
    ],
  },
];

const WHY_ORDER: Readonly<Record<Order, { readonly why: string; readonly source: string }>> = {
  "round-robin": {
    why: "In turns: a frame of each stream that may send, then the next round.",
    source: "rfc9113#5",
  },
  sequential: {
    why: "The lowest stream goes first until it is done or may not go on; then the next takes over.",
    source: "rfc9113#5",
  },
  priority: {
    why: "Stream 5 asked with u=1, the others with the default 3: the lower number goes first.",
    source: "rfc9218#4.1",
  },
};

function whyStop({ waits, updates }: Seen, { credit, window }: Setup): string {
  const by = waits[0]?.by;
  if (by === "stream") {
    return credit === "auto"
      ? `A stream may have ${window} bytes under way; its WINDOW_UPDATE needs a round trip.`
      : `A stream may send ${window} bytes, and nobody has opened its window meanwhile.`;
  }
  if (by === "connection") {
    return "All streams together may send 65,535 bytes; INITIAL_WINDOW_SIZE does not change that.";
  }
  return updates > 0
    ? "The client gave credit before a window was empty."
    : "The windows were larger than what there was to send.";
}

function whyFirst(seen: Seen, { order, sizes }: Setup): string {
  const first = firstOf(seen);
  if (first === null) return "All three ran out of credit before they were complete.";
  const wait = seen.waits.find(({ stream }) => stream !== first);
  if (order === "round-robin") {
    return `In turns the smallest is done first, if its windows let it: ${sizes[first]} kB.`;
  }
  return wait === undefined
    ? "It was served first, and nothing stopped it."
    : `It could go on while stream ${wait.stream} waited for credit.`;
}

/** Lays what was seen beside what was predicted. */
export function judge(setup: Setup, answers: Answers, seen: Seen): readonly Finding[] {
  const before = String(seen.beforeFive);
  const stop = seen.waits[0]?.by ?? "nothing";
  const first = String(firstOf(seen) ?? "none");
  const right = (id: string, truth: string): boolean => {
    const question = QUESTIONS.find((each) => each.id === id);
    return question !== undefined && isRight(question, answers, truth);
  };
  const at = seen.waits[0];
  return [
    {
      question: "before",
      right: right("before", before),
      observed: before === "1" ? "1 frame" : `${before} frames`,
      ...WHY_ORDER[setup.order],
    },
    {
      question: "stop",
      right: right("stop", stop),
      observed: at === undefined ? STOPS.nothing : `${STOPS[stop]}, on stream ${at.stream}`,
      why: whyStop(seen, setup),
      source: stop === "connection" ? "rfc9113#6.9.2" : "rfc9113#5.2.1",
    },
    {
      question: "first",
      right: right("first", first),
      observed: first === "none" ? "none" : `stream ${first}`,
      why: whyFirst(seen, setup),
      source: "rfc9113#6.9.1",
    },
  ];
}
