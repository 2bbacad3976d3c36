// What is asked about a stream before it is sent, and how what was heard compares. WHATWG HTML §9.2.5.
import type { Answers, Finding, Option, Question } from "#kit/lab.ts";
import { isRight } from "#kit/question.ts";
import { utf8Text } from "#wire/index.ts";
import { misreadings, readStream, show, type Seen } from "./reading.ts";
import { bytesOf, type Setup } from "./stream.ts";

const NOTHING = "nothing";
const INTERPRETATION = "html-sse#event-stream-interpretation";
/** Options offered at most; more would be a reading exercise. */
const MOST_OPTIONS = 5;

/** The value of an option stays one word whatever the text holds. */
const valueOf = (text: string): string => `d:${encodeURIComponent(text)}`;
const byText = (one: Option, other: Option): number =>
  one.text < other.text ? -1 : Number(one.text > other.text);

function dataOptions(bytes: Uint8Array): readonly Option[] {
  const [first] = readStream(bytes).events;
  const texts = new Set([...(first === undefined ? [] : [first.data]), ...misreadings(bytes)]);
  const options = [...texts].slice(0, MOST_OPTIONS).map((text) => ({
    value: valueOf(text),
    text: `“${show(text)}”`,
  }));
  // In the order of the alphabet, so that the place says nothing about the answer.
  return [...options.toSorted(byText), { value: NOTHING, text: "there is no event" }];
}

function idOptions(bytes: Uint8Array): readonly Option[] {
  const named = utf8Text(bytes)
    .split(/\r\n|[\r\n]/)
    .flatMap((line) => /^id: ?(.+)$/.exec(line)?.[1] ?? []);
  const { lastEventId } = readStream(bytes);
  const ids = new Set([...(lastEventId === "" ? [] : [lastEventId]), ...named]);
  const options = [...ids].slice(0, MOST_OPTIONS).map((id) => ({
    value: valueOf(id),
    text: `Last-Event-ID: ${show(id)}`,
  }));
  return [...options.toSorted(byText), { value: NOTHING, text: "no such field" }];
}

/** What must be predicted. */
export function questions(setup: Setup): readonly Question[] {
  const bytes = bytesOf(setup);
  return [
    {
      kind: "number",
      id: "count",
      ask: "How many events does the EventSource dispatch before the stream ends?",
      unit: "events",
      tolerance: 0,
    },
    {
      kind: "number",
      id: "heard",
      ask: "How many of them does onmessage hear?",
      unit: "of them",
      tolerance: 0,
    },
    {
      kind: "choice",
      id: "data",
      ask: "What is the data of the first one? (\\n is a line feed.)",
      options: dataOptions(bytes),
    },
    {
      kind: "choice",
      id: "id",
      ask: "When the stream has ended and the browser connects again, what does it send?",
      options: idOptions(bytes),
    },
  ];
}

function whyCount(setup: Setup, count: number): string {
  const text = utf8Text(bytesOf(setup));
  if (!/(\n\n|\r\r|\r\n\r\n)$/.test(text) && text !== "") {
    return "A blank line dispatches, and what no blank line has completed when the stream ends is dropped.";
  }
  return count === 0
    ? "Only a blank line behind at least one data field dispatches an event."
    : "Each blank line behind at least one data field dispatches one event; comments and blocks without data give none.";
}

/** Lays what was heard beside what was predicted. */
export function judge(setup: Setup, answers: Answers, { heard }: Seen): readonly Finding[] {
  const { lastEventId } = readStream(bytesOf(setup));
  const messages = heard.filter(({ type }) => type === "message").length;
  const [first] = heard;
  const right: Readonly<Record<string, string>> = {
    count: String(heard.length),
    heard: String(messages),
    data: first === undefined ? NOTHING : valueOf(first.data),
    id: lastEventId === "" ? NOTHING : valueOf(lastEventId),
  };
  const told: Readonly<Record<string, Omit<Finding, "question" | "right">>> = {
    count: {
      observed: `${heard.length} ${heard.length === 1 ? "event" : "events"}`,
      why: whyCount(setup, heard.length),
      source: INTERPRETATION,
    },
    heard: {
      observed: `${messages} of ${heard.length}`,
      why: "An event field gives the event another type; only addEventListener with that type hears it. Without one, or with an empty one, the type is message.",
      source: "html-sse#dispatchMessage",
    },
    data: {
      observed: first === undefined ? "there is no event" : `“${show(first.data)}”`,
      why: "One space behind the colon is taken away, no more. Several data fields are joined by line feeds, and the last line feed is cut.",
      source: INTERPRETATION,
    },
    id: {
      observed: lastEventId === "" ? "no such field" : `Last-Event-ID: ${show(lastEventId)}`,
      why: "An id holds from the blank line that ends its block, with or without data, until another id replaces it; an empty one takes it away, one with a NULL is ignored. Our engine says this: the next lab shows it on the wire.",
      source: "html-sse#the-last-event-id-header",
    },
  };
  return questions(setup).map((question): Finding => {
    const finding = told[question.id];
    if (finding === undefined) throw new RangeError(`no finding for ${question.id}`);
    const wanted = right[question.id] ?? "";
    return { question: question.id, right: isRight(question, answers, wanted), ...finding };
  });
}
