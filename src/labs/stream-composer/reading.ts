// What our engine makes of the bytes, event by event, and what hasty readers would make of them. WHATWG HTML §9.2.5.
// The parser alone: what describes a stream is loaded with the first run.
import { createEventStreamParser, type StreamEvent } from "#protocols/sse/parser.ts";
import type { Exchange } from "#trace/index.ts";
import type { Reach } from "#mocks/index.ts";
import { utf8Text } from "#wire/index.ts";

/** What a listener of an EventSource is told. */
export type Heard = Pick<StreamEvent, "type" | "data" | "lastEventId">;

/** What one run showed. */
export interface Seen {
  readonly reach: Reach;
  /** Events of the parser that is not ours: the browser's, or that of the package `eventsource`. */
  readonly heard: readonly Heard[];
  readonly exchanges: readonly Exchange[];
  /** What happened to the page meanwhile, in sentences. */
  readonly happened: readonly string[];
}

/** An event and the number of bytes with which it was complete. */
export interface Dispatched extends Heard {
  readonly after: number;
}

/** What our engine reads in a whole stream. */
export interface Reading {
  readonly events: readonly Dispatched[];
  /** What a reconnection would send as Last-Event-ID; "" sends no such field. */
  readonly lastEventId: string;
  /** Milliseconds; null when the stream sets none. */
  readonly reconnectionTime: number | null;
}

/** Reads byte by byte, so that each event is told with the byte that completed it. */
export function readStream(bytes: Uint8Array): Reading {
  const parser = createEventStreamParser();
  const events = [...bytes.keys()].flatMap((at) =>
    parser.push(bytes.subarray(at, at + 1)).map((event) => ({ ...event, after: at + 1 })),
  );
  parser.end();
  const { lastEventId, reconnectionTime } = parser;
  return { events, lastEventId, reconnectionTime };
}

/** Whether two readers heard the same, event for event. */
export const agree = (one: readonly Heard[], other: readonly Heard[]): boolean =>
  one.length === other.length &&
  one.every((event, index) => {
    const same = other[index];
    return (
      same?.type === event.type &&
      same.data === event.data &&
      same.lastEventId === event.lastEventId
    );
  });

/** Control characters and the two marks that no glyph shows. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/g;
const NAMED: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\0": "\\0",
};

/** A text on one line: what would break it or could not be seen stands as an escape. */
export const show = (text: string): string =>
  text.replaceAll(
    UNSEEN,
    (character) =>
      NAMED[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** What people take the first event's data for, the right answer not among them by design but by chance. */
export function misreadings(bytes: Uint8Array): readonly string[] {
  const lines = utf8Text(bytes).split(/\r\n|[\r\n]/);
  const first = lines.findIndex((line) => line.startsWith("data:"));
  const end = lines.indexOf("", first);
  const block = lines.slice(Math.max(0, first), end < 0 ? undefined : end);
  const values = block.filter((line) => line.startsWith("data:")).map((line) => line.slice(5));
  const trimmed = values.map((value) => value.trim());
  return [
    trimmed[0] ?? "",
    values.join("\n"),
    trimmed.join(""),
    trimmed.join(" "),
    `${trimmed.join("\n")}\n`,
    trimmed.at(-1) ?? "",
  ];
}
