// What is asked about each trouble, and how the run answers. RFC 10036 §3, WHATWG HTML §9.2.6.
import type { Answers, Finding, Question } from "#kit/lab.ts";
import { isRight } from "#kit/question.ts";
import { HEARTBEAT_LENGTH, LEAST_STREAMS, MOST_CONNECTIONS, SPAN, type Seen } from "./line.ts";
import type { Setup, Trouble } from "./setup.ts";

const NEVER = -1;
const MINUTES = SPAN / 60;

const QUESTIONS: Readonly<Record<Trouble, readonly Question[]>> = {
  buffer: [
    {
      kind: "number",
      id: "delay",
      ask: `How long after it happened does the first event reach the page? (${NEVER} for: not within ${MINUTES} minutes.)`,
      unit: "s",
      tolerance: 0,
    },
    {
      kind: "number",
      id: "together",
      ask: "How many events are complete at the page at that moment?",
      unit: "events",
      tolerance: 0,
    },
  ],
  idle: [
    {
      kind: "number",
      id: "cuts",
      ask: `How often does the proxy hang up within ${MINUTES} minutes?`,
      unit: "times",
      tolerance: 0,
    },
    {
      kind: "number",
      id: "cost",
      ask: "And how many bytes of heartbeats does the server send in that time?",
      unit: "bytes",
      tolerance: 6,
    },
  ],
  six: [
    {
      kind: "number",
      id: "live",
      ask: "Each tab holds a stream of the same host. How many tabs show events?",
      unit: "tabs",
      tolerance: 0,
    },
    {
      kind: "choice",
      id: "saved",
      ask: "Then somebody presses Save in the first tab: a POST to that host. What becomes of it?",
      options: [
        { value: "sent", text: "It is sent at once" },
        { value: "waits", text: "It waits until a tab is closed" },
      ],
    },
  ],
};

/** What must be predicted. */
export const questions = ({ trouble }: Setup): readonly Question[] => QUESTIONS[trouble];

type Told = Omit<Finding, "question" | "right"> & { readonly right: string };

const tellBuffer = (
  { size, every, buffer, asks, knows }: Setup,
  { delay, together }: Seen,
): Readonly<Record<string, Told>> => {
  const number = Math.ceil((buffer * 1024) / size);
  const why =
    asks && knows
      ? "The response says Incremental: ?1, and this proxy knows the field: it passes on what it has as it comes."
      : asks
        ? `This proxy does not know the field and goes on collecting: ${buffer * 1024} bytes are full with event ${number}.`
        : `${buffer * 1024} bytes are full with event ${number}, ${(number - 1) * every} s after the first. A proxy may collect as much as it likes.`;
  return {
    delay: {
      right: String(delay ?? NEVER),
      observed: delay === null ? `not within ${MINUTES} minutes` : `${delay} s`,
      why,
      source: "rfc10036#3",
    },
    together: {
      right: String(together),
      observed: `${together} ${together === 1 ? "event" : "events"}`,
      why:
        together > 1
          ? "What a proxy held back comes all at once: the page sees nothing, and then a burst."
          : "Each event comes by itself, as it was sent.",
      source: "rfc10036#1",
    },
  };
};

const tellIdle = (
  { gap, timeout, heartbeat }: Setup,
  { cuts, heartbeatBytes }: Seen,
): Readonly<Record<string, Told>> => {
  const quiet = heartbeat === 0 ? gap : Math.min(gap, heartbeat);
  return {
    cuts: {
      right: String(cuts),
      observed: `${cuts} times`,
      why:
        cuts === 0
          ? `The line is never silent for more than ${quiet} s, and the proxy waits ${timeout} s.`
          : `The line is silent for up to ${quiet} s and the proxy waits only ${timeout} s. It counts bytes, not events: any comment would do.`,
      source: "html-sse#authoring-notes",
    },
    cost: {
      right: String(heartbeatBytes),
      observed: `${heartbeatBytes} bytes`,
      why:
        heartbeat === 0
          ? "No heartbeat, no bytes."
          : `A comment line with its blank line is ${HEARTBEAT_LENGTH} bytes; where an event falls on the same second, it is heartbeat enough.`,
      source: "html-sse#parsing-an-event-stream",
    },
  };
};

const tellSix = (
  { tabs, http2, shared }: Setup,
  { live, saved }: Seen,
): Readonly<Record<string, Told>> => {
  const limit = http2
    ? `Over HTTP/2 all tabs share one connection; a server ought to allow ${LEAST_STREAMS} streams on it or more.`
    : `Over HTTP/1.1 each stream keeps a connection, and a browser opens about ${MOST_CONNECTIONS} to a host, for all tabs together.`;
  const source = http2 ? "rfc9113#6.5.2" : "mdn-eventsource";
  return {
    live: {
      right: String(live),
      observed: `${live} of ${tabs}`,
      why: shared ? "One tab holds the stream and passes its events to the others." : limit,
      source: shared ? "html-sse#authoring-notes" : source,
    },
    saved: {
      right: saved ? "sent" : "waits",
      observed: saved ? "It is sent at once" : "It waits until a tab is closed",
      why: saved
        ? "There is room beside the streams that are held."
        : "Nothing of the POST ever leaves the browser, so no server sees it and no log tells it.",
      source,
    },
  };
};

const TELL = { buffer: tellBuffer, idle: tellIdle, six: tellSix } as const;

/** Lays what was seen beside what was predicted. */
export function judge(setup: Setup, answers: Answers, seen: Seen): readonly Finding[] {
  const told = TELL[setup.trouble](setup, seen);
  return questions(setup).map((question): Finding => {
    const finding = told[question.id];
    if (finding === undefined) throw new RangeError(`no finding for ${question.id}`);
    const { right, ...rest } = finding;
    return { question: question.id, right: isRight(question, answers, right), ...rest };
  });
}
