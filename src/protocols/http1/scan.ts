// One pass over a message, from which both its value and its field tree are made: RFC 9112 §2.
import { done, fault, more, type Step } from "#wire/index.ts";
import { contentTooLarge, scanChunked, type ChunkedBody } from "./chunked.ts";
import { fieldsOf, scanFieldLines, type FieldLine } from "./field-lines.ts";
import { decideFraming, type FramingDecision, type MessageHead } from "./framing.ts";
import { CR, LF, unexpectedOctet, withinLimit } from "./line.ts";
import type { Framing, Http1Limits } from "./message.ts";
import {
  scanRequestLine,
  scanStatusLine,
  type RequestLine,
  type StatusLine,
} from "./start-line.ts";
import type { HeaderField } from "#protocols/semantics/index.ts";

/** Where everything of a message lies. */
export interface Layout<Start> {
  readonly at: number;
  /** First byte of the start line; empty lines before it are ignored. */
  readonly start: Start;
  readonly fieldLines: readonly FieldLine[];
  readonly fields: readonly HeaderField[];
  readonly framing: Framing;
  readonly contentAt: number;
  readonly chunked: ChunkedBody | null;
  readonly next: number;
}

/** What the reader of a response must know beside the bytes. */
export interface ResponseContext {
  /** Method of the request that this response answers. */
  readonly method: string;
  /** Whether the connection has been closed behind these bytes. */
  readonly ended: boolean;
}

interface Head<Start> {
  readonly at: number;
  readonly start: Start;
  readonly fieldLines: readonly FieldLine[];
  readonly contentAt: number;
}

function scanHead<Start extends { readonly next: number }>(
  bytes: Uint8Array,
  at: number,
  start: Step<Start>,
  limits: Http1Limits,
): Step<Head<Start>> {
  if (start.kind !== "done") return start;
  const lines = scanFieldLines(bytes, start.next, limits, "header");
  if (lines.kind !== "done") return lines;
  const head = { at, start: start.value, fieldLines: lines.value, contentAt: lines.next };
  return done(head, lines.next);
}

/** Offset of the field line that a framing fault is about; the last one, where the conflict shows. */
function offendingLine(
  { fieldLines }: Head<unknown>,
  fields: readonly HeaderField[],
  name: string,
): number {
  const index = fields.findLastIndex(([each]) => each.toLowerCase() === name);
  return fieldLines[index]?.at ?? 0;
}

function scanContent<Start>(
  bytes: Uint8Array,
  head: Head<Start>,
  fields: readonly HeaderField[],
  decision: FramingDecision,
  limits: Http1Limits,
  ended: boolean,
): Step<Layout<Start>> {
  const { at, start, fieldLines, contentAt } = head;
  if (decision.framing === "fault") {
    const where = offendingLine(head, fields, decision.field);
    return fault(decision.code, where, decision.rule, decision.text);
  }
  const { framing } = decision;
  const finish = (next: number, chunked: ChunkedBody | null = null): Step<Layout<Start>> =>
    done({ at, start, fieldLines, fields, framing, contentAt, chunked, next }, next);
  const arrived = Math.max(0, bytes.length - contentAt);
  switch (framing) {
    case "none":
      return finish(contentAt);
    case "length": {
      if (decision.length > limits.content) {
        return contentTooLarge(offendingLine(head, fields, "content-length"));
      }
      const missing = decision.length - arrived;
      return missing > 0 ? more(missing) : finish(contentAt + decision.length);
    }
    case "chunked": {
      const body = scanChunked(bytes, contentAt, limits);
      return body.kind === "done" ? finish(body.next, body.value) : body;
    }
    case "close":
      if (arrived > limits.content) return contentTooLarge(contentAt + limits.content);
      return ended ? finish(bytes.length) : more(1);
  }
}

function scanMessage<Start extends { readonly next: number }>(
  bytes: Uint8Array,
  head: Step<Head<Start>>,
  describe: (start: Start, fields: readonly HeaderField[]) => MessageHead,
  limits: Http1Limits,
  ended: boolean,
): Step<Layout<Start>> {
  if (head.kind !== "done") return head;
  const fields = fieldsOf(bytes, head.value.fieldLines);
  const decision = decideFraming(describe(head.value.start, fields));
  return scanContent(bytes, head.value, fields, decision, limits, ended);
}

/** Version text of a message: the two digits with their full stop. */
export const versionAt = (bytes: Uint8Array, at: number): string =>
  String.fromCharCode(bytes[at + 5] ?? 0, 0x2e, bytes[at + 7] ?? 0);

/** The status code of a scanned status line. */
export const statusAt = (bytes: Uint8Array, { at }: StatusLine): number =>
  [9, 10, 11].reduce((sum, index) => sum * 10 + (bytes[at + index] ?? 0) - 0x30, 0);

/** Offset of the request line behind the empty lines that a server ignores: RFC 9112 §2.2. */
function skipEmptyLines(bytes: Uint8Array, at: number, limit: number): Step<number> {
  let cursor = at;
  while (bytes[cursor] === CR && bytes[cursor + 1] === LF) cursor += 2;
  const outcome: Step<number> =
    bytes[cursor] === CR || bytes[cursor] === LF
      ? unexpectedOctet(bytes, cursor, manyEmptyLines, 1)
      : done(cursor, cursor);
  return withinLimit(outcome, bytes, at, limit, manyEmptyLines);
}

const manyEmptyLines = {
  code: "TOO_MANY_EMPTY_LINES",
  rule: "RFC 9112 §2.2",
  text: "More empty lines than this reader ignores stand before the request line. Send none.",
};

/** Lays out a request: syntax and framing only. */
export function scanRequest(
  bytes: Uint8Array,
  at: number,
  limits: Http1Limits,
): Step<Layout<RequestLine>> {
  const begin = skipEmptyLines(bytes, at, limits.startLine);
  if (begin.kind !== "done") return begin;
  const line = scanRequestLine(bytes, begin.next, limits.startLine);
  const head = scanHead(bytes, at, line, limits);
  return scanMessage(
    bytes,
    head,
    ({ targetEnd }, fields) => ({
      kind: "request",
      version: versionAt(bytes, targetEnd + 1),
      fields,
    }),
    limits,
    false,
  );
}

/** Lays out a response. With `ended`, a message that would need more bytes is incomplete for good. */
export function scanResponse(
  bytes: Uint8Array,
  at: number,
  { method, ended }: ResponseContext,
  limits: Http1Limits,
): Step<Layout<StatusLine>> {
  const head = scanHead(bytes, at, scanStatusLine(bytes, at, limits.startLine), limits);
  const step = scanMessage(
    bytes,
    head,
    (start, fields) => ({
      kind: "response",
      status: statusAt(bytes, start),
      requestMethod: method,
      version: versionAt(bytes, start.at),
      fields,
    }),
    limits,
    ended,
  );
  if (step.kind !== "more" || !ended) return step;
  return fault(
    "INCOMPLETE_MESSAGE",
    bytes.length,
    "RFC 9112 §8",
    "The connection closed inside a message: the rest will never come. Treat it as incomplete.",
  );
}
