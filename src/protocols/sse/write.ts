// From events to bytes: the event stream format of WHATWG HTML §9.2.4.
import { utf8 } from "#wire/index.ts";

/** What one block of a stream shall say; every part may be absent. */
export interface WritableEvent {
  /** "" resets the last event id. */
  readonly id?: string;
  readonly event?: string;
  /** Any text; each of its lines becomes a data field, whatever ends it. */
  readonly data?: string;
  /** Milliseconds before a reconnection, a whole number. */
  readonly retry?: number;
  /** Ignored by the reader; keeps proxies from closing an idle connection. */
  readonly comment?: string;
}

const lines = (text: string): string[] => text.split(/\r\n|[\r\n]/);

/** A value that must stay on its line. */
function oneLine(name: string, value: string): string {
  if (/[\r\n]/.test(value)) {
    throw new RangeError(`${name} has a line end: the rest would become a field of its own.`);
  }
  return `${name}: ${value}\n`;
}

/**
 * One block with the blank line that dispatches it, in UTF-8. A line end in `id` or `event`, U+0000
 * in `id`, or a `retry` that is no whole number throws RangeError.
 */
export function writeEvent({ id, event, data, retry, comment }: WritableEvent): Uint8Array {
  let block = "";
  for (const line of comment === undefined ? [] : lines(comment)) block += `: ${line}\n`;
  if (event !== undefined) block += oneLine("event", event);
  if (id !== undefined) {
    if (id.includes("\0")) throw new RangeError("id has U+0000: a reader ignores such an id.");
    block += oneLine("id", id);
  }
  if (retry !== undefined) {
    if (!Number.isSafeInteger(retry) || retry < 0) {
      throw new RangeError(`retry ${retry} is not a whole number: a reader ignores it.`);
    }
    block += oneLine("retry", String(retry));
  }
  for (const line of data === undefined ? [] : lines(data)) block += `data: ${line}\n`;
  return utf8(`${block}\n`);
}
