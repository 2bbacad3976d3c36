// Two lines in one event, a page that hears nothing, and a stream that only leaves a mark. WHATWG HTML §9.2.5.
import type { Answers, Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import { readStream, show, type Seen } from "./reading.ts";
import { bytesOf, type Setup } from "./stream.ts";

const INTERPRETATION = "html-sse#event-stream-interpretation";

const CITIES = ["Lyon", "Oslo", "Riga", "Basel", "Porto", "Turku"] as const;
const TYPES = ["scan", "arrival", "delay", "pickup"] as const;

interface Wanted {
  readonly type: string;
  readonly id: string;
  readonly data: string;
}

function judgeEvent(text: string, wanted: Wanted): Verdict {
  const { events } = readStream(bytesOf({ text, lineEnd: "lf" }));
  const [event] = events;
  if (event === undefined) {
    return text.includes("data")
      ? refuse(
          "No event was dispatched: a blank line must end the block, the end of the text does not.",
          INTERPRETATION,
        )
      : refuse("No event was dispatched: a block without a data field gives none.", INTERPRETATION);
  }
  if (events.length > 1) {
    return refuse(
      `${events.length} events were dispatched: a blank line ends each one.`,
      INTERPRETATION,
    );
  }
  if (event.data !== wanted.data) {
    if (event.data.replaceAll(/^ +/gm, "") === wanted.data) {
      return refuse(
        "The data begin with a space: only one behind the colon is taken away.",
        INTERPRETATION,
      );
    }
    return event.data.includes("\n")
      ? refuse(`The data are two lines, but not these: “${show(event.data)}”.`, INTERPRETATION)
      : refuse(
          `The data are “${show(event.data)}”: each line needs a data field of its own.`,
          INTERPRETATION,
        );
  }
  if (event.type !== wanted.type) {
    return refuse(
      `The data are right, but the type is ${event.type}, not ${wanted.type}.`,
      INTERPRETATION,
    );
  }
  return event.lastEventId === wanted.id
    ? {
        solved: true,
        why: "Each data field is one line; they are joined by a line feed, and the blank line dispatches the event.",
        source: INTERPRETATION,
      }
    : refuse(
        event.lastEventId === ""
          ? "The event has no id: after a cut the server could not know where to go on."
          : `The event's id is ${show(event.lastEventId)}, not ${wanted.id}.`,
        "html-sse#the-last-event-id-header",
      );
}

/** One event of two lines, written by hand. */
export const twoLines: Challenge<Setup, Seen> = {
  id: "two-lines",
  title: "Two lines in one event",
  pose(chance) {
    const [one, other] = chance.shuffle(CITIES) as [string, string];
    const type = chance.pick(TYPES);
    const id = String(chance.between(10, 99));
    return {
      ask: `Write the stream for one event of type ${type} with the id ${id} whose data are two lines: ${one} and ${other}.`,
      form: [{ kind: "text", id: "stream", ask: "Your stream", lines: 6 }],
      check: ({ stream = "" }) => judgeEvent(stream, { type, id, data: `${one}\n${other}` }),
    };
  },
};

/** Why a page that listens with onmessage hears nothing; `clue` tells the cause in the stream. */
const CAUSES = [
  {
    value: "unended",
    text: "No blank line ends the block",
    stream: (type: string, number: number) => `id: ${number}\\ndata: ${type} ${number}\\n`,
    not: "A blank line stands at the end: two line feeds in a row.",
  },
  {
    value: "named",
    text: "The event has a type of its own",
    stream: (type: string, number: number) => `event: ${type}\\ndata: ${number}\\n\\n`,
    not: "No event field is read in this stream, so the type would be message.",
  },
  {
    value: "no-data",
    text: "The block has no data field",
    stream: (type: string, number: number) => `id: ${number}\\nscan: ${type}\\n\\n`,
    not: "A data field is there, or what looks like one; look closer at the rest.",
  },
  {
    value: "case",
    text: "The field name is in capitals",
    stream: (type: string, number: number) => `id: ${number}\\nDATA: ${type}\\n\\n`,
    not: "The field names of this stream are in lower case.",
  },
  {
    value: "comment",
    text: "The data stand in a comment",
    stream: (type: string, number: number) => `id: ${number}\\n:data: ${type}\\n\\n`,
    not: "No line of this stream begins with a colon.",
  },
  {
    value: "indented",
    text: "A space stands before the field name",
    stream: (type: string, number: number) => `id: ${number}\\n data: ${type}\\n\\n`,
    not: "Every line of this stream begins with its field name.",
  },
] as const;

/** Which of six causes keeps a page from hearing anything. */
export const silence: Challenge<Setup, Seen> = {
  id: "silence",
  title: "Why onmessage hears nothing",
  pose(chance) {
    const cause = chance.pick(CAUSES);
    const stream = cause.stream(chance.pick(TYPES), chance.between(10, 99));
    return {
      ask: `This is the whole stream, \\n being a line feed: ${stream} — a page listens with onmessage alone and hears nothing. Why?`,
      form: [
        {
          kind: "choice",
          id: "cause",
          ask: "The cause",
          options: chance.shuffle(CAUSES.map(({ value, text }) => ({ value, text }))),
        },
      ],
      check({ cause: chosen }: Answers): Verdict {
        if (chosen === cause.value) {
          return {
            solved: true,
            why: `${cause.text}. Field names are compared literally, a colon at the start makes a comment, and only a blank line behind data dispatches.`,
            source: INTERPRETATION,
          };
        }
        return refuse(
          CAUSES.find(({ value }) => value === chosen)?.not ?? "Choose a cause.",
          INTERPRETATION,
        );
      },
    };
  },
};

/** A stream without any event after which the browser waits and resumes as asked. */
export const onlyAMark: Challenge<Setup, Seen> = {
  id: "only-a-mark",
  title: "A mark without an event",
  pose(chance) {
    const id = chance.between(100, 999);
    const wait = 250 * chance.between(2, 20);
    return {
      ask: `Compose and run a stream that dispatches no event, but after which the browser waits ${wait} ms and then connects with Last-Event-ID: ${id}.`,
      form: [],
      watch(setup, { heard }): Verdict | null {
        const { text } = setup;
        if (!/^(id|retry)/m.test(text) || !text.includes(String(id))) return null;
        const { lastEventId, reconnectionTime } = readStream(bytesOf(setup));
        if (heard.length > 0) {
          return refuse(
            `${heard.length} ${heard.length === 1 ? "event was" : "events were"} dispatched: leave the data fields out.`,
            INTERPRETATION,
          );
        }
        if (lastEventId !== String(id)) {
          return refuse(
            lastEventId === ""
              ? "The id was read, but no blank line ended its block: only then it holds."
              : `The browser would send ${show(lastEventId)}, not ${id}.`,
            "html-sse#the-last-event-id-header",
          );
        }
        if (reconnectionTime !== wait) {
          return refuse(
            reconnectionTime === null
              ? "The id is right, but the stream sets no reconnection time: a retry field with digits only does."
              : `The browser would wait ${reconnectionTime} ms, not ${wait}: retry counts milliseconds.`,
            INTERPRETATION,
          );
        }
        return {
          solved: true,
          why: "A block without data dispatches nothing, and its blank line still keeps the id. A retry field counts at once.",
          source: INTERPRETATION,
        };
      },
      stage: { text: "data: \n\n", lineEnd: "lf", pieces: "whole" },
    };
  },
};
