// What is asked about a feed that breaks, and how the run answers. WHATWG HTML §9.2.3 and §9.2.5.
import type { Answers, Finding, Option, Question } from "#kit/lab.ts";
import { isRight, optionsOf } from "#kit/question.ts";
import type { End, Seen } from "./observe.ts";
import { BEFORE_CUT, MOST_REQUESTS, type Setup } from "./setup.ts";

const NONE = "none";
const NO_SECOND = "no-second";
const PROCESSING = "html-sse#sse-processing-model";
const LAST_ID = "html-sse#the-last-event-id-header";

/** How the events of the feed reached the page. */
export type Delivery = "once" | "twice" | "lost" | "both";

const DELIVERIES: Readonly<Record<Delivery, string>> = {
  once: "every event, each once",
  twice: "every event, some of them twice",
  lost: "some events never, the others once",
  both: "some events never, others twice",
};

const ENDS: Readonly<Record<End, string>> = {
  open: "It is connected and waits for more",
  closed: "It has given up and stays away",
  again: "It connects again and again",
};

/** What the second request may carry: the last whole event, the half one, the last of all. */
function secondOptions({ total }: Setup): readonly Option[] {
  const ids = new Set([BEFORE_CUT, BEFORE_CUT + 1, total]);
  return [
    ...[...ids].map((id) => ({ value: String(id), text: `Last-Event-ID: ${id}` })),
    { value: NONE, text: "no Last-Event-ID" },
    { value: NO_SECOND, text: "there is no second request" },
  ];
}

/** What must be predicted. */
export const questions = (setup: Setup): readonly Question[] => [
  {
    kind: "number",
    id: "requests",
    ask: `How many requests does the service see? (The lab hangs up after ${MOST_REQUESTS}.)`,
    unit: "requests",
    tolerance: 0,
  },
  {
    kind: "choice",
    id: "second",
    ask: "What does the second request carry?",
    options: secondOptions(setup),
  },
  {
    kind: "choice",
    id: "delivery",
    ask: `Which of the ${setup.total} events does the page hear?`,
    options: optionsOf(DELIVERIES),
  },
  {
    kind: "choice",
    id: "end",
    ask: "What is the EventSource doing when the script is through?",
    options: optionsOf(ENDS),
  },
];

/** Numbers of the events that the page heard, in order, repeated ones included. */
export const heardIn = ({ visits }: Seen): readonly number[] =>
  visits.flatMap(({ heard }) => heard.map((data) => Number(data.replace("scan ", ""))));

/** Sums up what the page heard. */
export function deliveryOf({ total }: Setup, seen: Seen): Delivery {
  const heard = heardIn(seen);
  const distinct = new Set(heard).size;
  if (distinct < total) return heard.length > distinct ? "both" : "lost";
  return heard.length > distinct ? "twice" : "once";
}

function whySecond({ ids }: Setup, second: string): Pick<Finding, "why" | "source"> {
  if (second === NO_SECOND) {
    return {
      why: "The first answer already ended the matter: the client stays connected or has given up.",
      source: PROCESSING,
    };
  }
  if (second !== NONE) {
    return {
      why: "The id of the last event that its blank line completed. The half event behind it was dropped, its id too.",
      source: LAST_ID,
    };
  }
  return ids
    ? { why: "No event with an id was complete, so there is nothing to tell.", source: LAST_ID }
    : { why: "The stream names no ids, so the client cannot say where it was.", source: LAST_ID };
}

const WHY_DELIVERED: Readonly<Record<Delivery, string>> = {
  once: "Ids in the stream and a server that begins behind Last-Event-ID: nothing lost, nothing twice.",
  twice: "After a cut the server began at the start again, and nobody took out doubles.",
  lost: "What was sent while nobody listened is gone, unless the server keeps it and the client can say where it was.",
  both: "The server repeated what was known, not the rest.",
};

function whyEnd(end: End, { visits }: Seen): Pick<Finding, "why" | "source"> {
  const last = visits.at(-1)?.answer;
  if (end === "open") {
    return { why: "An open stream is the normal state.", source: PROCESSING };
  }
  if (end === "again") {
    return {
      why: "The end of a 200 is no end to an EventSource: whether closed properly or cut, it connects again.",
      source: PROCESSING,
    };
  }
  if (last === "204") {
    return {
      why: "204 is the server's way of saying: do not come back.",
      source: "html-sse#server-sent-events-intro",
    };
  }
  const what = last === "html" ? "A 200 with another media type" : "Any other status than 200";
  return {
    why: `${what} fails the connection: one error event, and no further attempt.`,
    source: PROCESSING,
  };
}

/** Lays the observation beside what was predicted. */
export function judge(setup: Setup, answers: Answers, seen: Seen): readonly Finding[] {
  const count = seen.visits.length;
  const [, next] = seen.visits;
  const second = next === undefined ? NO_SECOND : (next.lastEventId ?? NONE);
  const delivery = deliveryOf(setup, seen);
  const told: Readonly<Record<string, Omit<Finding, "question" | "right"> & { right: string }>> = {
    requests: {
      right: String(count),
      observed: `${count} ${count === 1 ? "request" : "requests"}`,
      why: "Every lost connection leads to a new request, after the reconnection time; only a failed one does not.",
      source: "html-sse#reestablish-the-connection",
    },
    second: {
      right: second,
      observed:
        secondOptions(setup).find(({ value }) => value === second)?.text ??
        `Last-Event-ID: ${second}`,
      ...whySecond(setup, second),
    },
    delivery: {
      right: delivery,
      observed: `${DELIVERIES[delivery]}: ${heardIn(seen).join(" ") || "none"}`,
      why: WHY_DELIVERED[delivery],
      source: LAST_ID,
    },
    end: { right: seen.end, observed: ENDS[seen.end], ...whyEnd(seen.end, seen) },
  };
  return questions(setup).map((question): Finding => {
    const finding = told[question.id];
    if (finding === undefined) throw new RangeError(`no finding for ${question.id}`);
    const { right, ...rest } = finding;
    return { question: question.id, right: isRight(question, answers, right), ...rest };
  });
}
