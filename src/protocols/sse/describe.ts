// The field tree of an event stream, line by line: WHATWG HTML §9.2.4.
import { done, utf8Text, type Field, type Step } from "#wire/index.ts";
import { createEventStreamParser, type StreamEvent } from "./parser.ts";

const LF = 0x0a;
const CR = 0x0d;
const format = "WHATWG HTML §9.2.4";
const meaning = "WHATWG HTML §9.2.5";
const bom = [0xef, 0xbb, 0xbf];

const leaf = (bytes: Uint8Array, name: string, from: number, to: number, rule = format): Field => ({
  name,
  at: from,
  length: to - from,
  text: utf8Text(bytes.subarray(from, to)),
  rule,
});

const optional = (bytes: Uint8Array, name: string, from: number, to: number): Field[] =>
  to > from ? [leaf(bytes, name, from, to)] : [];

/** A line of the stream: its content ends at `end`, its line end at `next`. */
interface Line {
  readonly at: number;
  readonly end: number;
  readonly next: number;
}

function lineAt(bytes: Uint8Array, at: number): Line {
  let end = at;
  while (end < bytes.length && bytes[end] !== LF && bytes[end] !== CR) end += 1;
  const pair = bytes[end] === CR && bytes[end + 1] === LF;
  return { at, end, next: Math.min(end + (pair ? 2 : 1), bytes.length) };
}

function describeLineEnd(bytes: Uint8Array, { end, next }: Line): Field[] {
  const text = next - end === 2 ? "CR LF" : bytes[end] === CR ? "CR" : "LF";
  return next > end ? [{ ...leaf(bytes, "line end", end, next), text }] : [];
}

/** What a field does, or why it does nothing. */
function effectOf(name: string, value: string): string {
  switch (name) {
    case "data":
      return "a line of data";
    case "event":
      return value === "" ? "the default type, message" : `the type is ${value}`;
    case "id":
      if (value.includes("\0")) return "ignored: an id with U+0000";
      return value === "" ? "the last event id is reset" : `the last event id is ${value}`;
    case "retry":
      return /^[0-9]+$/.test(value) ? `reconnect after ${value} ms` : "ignored: not only digits";
    default:
      return "ignored: no field has this name";
  }
}

function describeLine(bytes: Uint8Array, line: Line): Field {
  const { at, end, next } = line;
  const tail = describeLineEnd(bytes, line);
  const whole = { at, length: next - at, rule: meaning };
  if (at === end) {
    return { ...whole, name: "blank line", text: "ends the block", children: tail };
  }
  const found = bytes.subarray(at, end).indexOf(0x3a);
  const colon = found < 0 ? end : at + found;
  const afterColon = Math.min(colon + 1, end);
  const valueAt = bytes[afterColon] === 0x20 && afterColon < end ? afterColon + 1 : afterColon;
  if (colon === at) {
    const parts = [leaf(bytes, "colon", at, at + 1), ...optional(bytes, "comment", at + 1, end)];
    return { ...whole, name: "comment line", text: "ignored", children: [...parts, ...tail] };
  }
  const name = utf8Text(bytes.subarray(at, colon));
  const children = [
    leaf(bytes, "field name", at, colon),
    ...optional(bytes, "colon", colon, afterColon),
    ...optional(bytes, "space", afterColon, valueAt),
    ...optional(bytes, "value", valueAt, end),
    ...tail,
  ];
  const text = effectOf(name, utf8Text(bytes.subarray(valueAt, end)));
  return { ...whole, name: "field line", text, children };
}

function describeBlock(bytes: Uint8Array, lines: readonly Line[], events: StreamEvent[]): Field {
  const [first, last] = [lines[0] as Line, lines.at(-1) as Line];
  const complete = last.at === last.end && last.next > last.end;
  const [event] = events;
  const text = event
    ? `dispatches ${event.type}: ${event.data}`
    : complete
      ? "dispatches nothing: it has no data"
      : "dropped if the stream ends here: no blank line";
  return {
    name: event ? "event" : complete ? "block" : "unfinished block",
    at: first.at,
    length: last.next - first.at,
    text,
    rule: meaning,
    children: lines.map((line) => describeLine(bytes, line)),
  };
}

/** The field tree of everything from `at`: blocks of lines, each down to its line end. Always done. */
export function describeStream(bytes: Uint8Array, at = 0): Step<Field> {
  const parser = createEventStreamParser();
  const children: Field[] = [];
  let cursor = at;
  if (bom.every((byte, index) => bytes[at + index] === byte)) {
    cursor += bom.length;
    children.push({ ...leaf(bytes, "byte order mark", at, cursor), text: "U+FEFF, stripped once" });
    parser.push(bytes.subarray(at, cursor));
  }
  while (cursor < bytes.length) {
    const lines: Line[] = [];
    let line: Line;
    do {
      line = lineAt(bytes, cursor);
      lines.push(line);
      cursor = line.next;
    } while (line.at !== line.end && cursor < bytes.length);
    const events = parser.push(bytes.subarray(lines[0]?.at, cursor));
    children.push(describeBlock(bytes, lines, events));
  }
  const blocks = children.filter(({ name }) => name === "event").length;
  const text = `${blocks} event${blocks === 1 ? "" : "s"}`;
  const length = bytes.length - at;
  return done({ name: "event stream", at, length, text, rule: format, children }, bytes.length);
}
