// From bytes to events: WHATWG HTML §9.2.5, "Interpreting an event stream".

/** An event as a page receives it. */
export interface StreamEvent {
  /** "message" unless the stream names a type. */
  readonly type: string;
  /** The data lines joined by LF. */
  readonly data: string;
  /** The last id that the stream has set, "" when none. */
  readonly lastEventId: string;
}

/** Reads one event stream as it arrives, in pieces of any size. */
export interface EventStreamParser {
  /** Takes the next bytes and returns the events that they complete. */
  push(bytes: Uint8Array): StreamEvent[];
  /**
   * Ends the stream: whatever no blank line has completed is dropped, so no event ever comes of it.
   * The parser is then ready for the next connection and keeps id and reconnection time.
   */
  end(): StreamEvent[];
  /** What a reconnection sends as Last-Event-ID: set when a block is dispatched, not before. */
  readonly lastEventId: string;
  /** Milliseconds to wait before reconnecting; null until the stream has set it. */
  readonly reconnectionTime: number | null;
}

const LF = 0x0a;
const COLON = 0x3a;
const SPACE = 0x20;
const BOM = 0xfeff;
/** First letters of the four field names. */
const letters = { data: 0x64, event: 0x65, id: 0x69, retry: 0x72 } as const;

/** Whether the line text[from, to) is a field of that name, with a colon or without. */
function isField(text: string, from: number, to: number, name: string): boolean {
  const end = from + name.length;
  if (end < to ? text.charCodeAt(end) !== COLON : end !== to) return false;
  for (let index = 1; index < name.length; index += 1) {
    if (text.charCodeAt(from + index) !== name.charCodeAt(index)) return false;
  }
  return true;
}

/** The value behind a field name that ends at `at`: without its colon and one space. */
function valueAt(text: string, at: number, to: number): string {
  if (at === to) return "";
  const from = text.charCodeAt(at + 1) === SPACE && at + 1 < to ? at + 2 : at + 1;
  return text.slice(from, to);
}

/** The state between two pieces; a class, because its methods are compiled once for all streams. */
class Parser implements EventStreamParser {
  lastEventId = "";
  reconnectionTime: number | null = null;
  // The one byte order mark is stripped here: a decoder that sees it alone in a piece may strip a
  // second one too (Node 24 does).
  #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #atStart = true;
  // The buffers of §9.2.5. The data is null while no data field has been seen.
  #data: string | null = null;
  #type = "";
  #id = "";
  // A line that has not ended yet, and whether the last one ended with a CR whose LF may follow.
  #unfinished = "";
  #afterCr = false;
  // Whether any U+0000 has come: until then no id needs to be searched for one.
  #nullSeen = false;

  push(bytes: Uint8Array): StreamEvent[] {
    const text = this.#decoder.decode(bytes, { stream: true });
    const events: StreamEvent[] = [];
    if (text === "") return events;
    this.#nullSeen ||= text.includes("\0");
    const skipped = this.#atStart ? BOM : LF;
    const skips = (this.#atStart || this.#afterCr) && text.charCodeAt(0) === skipped;
    this.#atStart = false;
    this.#afterCr = false;
    this.#takeText(text, skips ? 1 : 0, events);
    return events;
  }

  end(): StreamEvent[] {
    this.#decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    this.#atStart = true;
    this.#data = null;
    this.#type = "";
    this.#id = this.lastEventId;
    this.#unfinished = "";
    this.#afterCr = false;
    return [];
  }

  #takeText(text: string, from: number, events: StreamEvent[]): void {
    let at = from;
    // Each kind of line end is looked for once and remembered until it is passed.
    let lf = text.indexOf("\n", at);
    let cr = text.indexOf("\r", at);
    while (lf >= 0 || cr >= 0) {
      const endsWithCr = cr >= 0 && (lf < 0 || cr < lf);
      const end = endsWithCr ? cr : lf;
      if (this.#unfinished === "") this.#takeLine(text, at, end, events);
      else {
        const line = this.#unfinished + text.slice(at, end);
        this.#unfinished = "";
        this.#takeLine(line, 0, line.length, events);
      }
      at = end + 1;
      if (endsWithCr) {
        if (at === text.length) this.#afterCr = true;
        else if (lf === at) at += 1;
        cr = text.indexOf("\r", at);
      }
      // A blank line, the most frequent of all, needs no search.
      if (lf >= 0 && lf < at) lf = text.charCodeAt(at) === LF ? at : text.indexOf("\n", at);
    }
    if (at < text.length) this.#unfinished += text.slice(at);
  }

  /** The line text[from, to), by its first letter; what is no known field is ignored. */
  #takeLine(text: string, from: number, to: number, events: StreamEvent[]): void {
    if (from === to) {
      this.#dispatch(events);
      return;
    }
    switch (text.charCodeAt(from)) {
      case letters.data:
        if (isField(text, from, to, "data")) {
          const value = valueAt(text, from + 4, to);
          this.#data = this.#data === null ? value : `${this.#data}\n${value}`;
        }
        break;
      case letters.event:
        if (isField(text, from, to, "event")) this.#type = valueAt(text, from + 5, to);
        break;
      case letters.id:
        if (isField(text, from, to, "id")) {
          const value = valueAt(text, from + 2, to);
          if (!this.#nullSeen || !value.includes("\0")) this.#id = value;
        }
        break;
      case letters.retry:
        if (isField(text, from, to, "retry")) {
          const value = valueAt(text, from + 5, to);
          if (/^[0-9]+$/.test(value)) {
            this.reconnectionTime = Math.min(Number(value), Number.MAX_SAFE_INTEGER);
          }
        }
        break;
    }
  }

  #dispatch(events: StreamEvent[]): void {
    this.lastEventId = this.#id;
    if (this.#data !== null) {
      const type = this.#type === "" ? "message" : this.#type;
      events.push({ type, data: this.#data, lastEventId: this.#id });
    }
    this.#data = null;
    this.#type = "";
  }
}

/** Opens a parser at the start of a stream. */
export const createEventStreamParser = (): EventStreamParser => new Parser();
