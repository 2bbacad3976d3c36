// Responses between bytes and value: RFC 9112 §4, §6.
import { isFieldValue } from "#protocols/semantics/index.ts";
import { done, latin1, latin1Text, type Step } from "#wire/index.ts";
import { contentOf } from "./chunked.ts";
import { fieldsOf } from "./field-lines.ts";
import { defaultLimits, type Http1Limits, type Http1Response } from "./message.ts";
import { scanResponse, statusAt, versionAt } from "./scan.ts";
import { writeMessage, type Writable, type WriteOptions } from "./write-message.ts";

/** How to read a response: the request's method, whether the connection has ended, and limits. */
export interface ReadResponseOptions {
  /** Method of the request answered; GET unless told. HEAD and CONNECT change the framing. */
  readonly method?: string;
  /** Whether the connection was closed behind these bytes; a close-delimited response needs it. */
  readonly ended?: boolean;
  readonly limits?: Partial<Http1Limits>;
}

/**
 * Reads one response, interim (1xx) or final; the next one starts at `next`. Without a declared
 * length the answer is `more` until `ended` is true.
 */
export function readResponse(
  bytes: Uint8Array,
  { method = "GET", ended = false, limits = {} }: ReadResponseOptions = {},
  at = 0,
): Step<Http1Response> {
  const step = scanResponse(bytes, at, { method, ended }, { ...defaultLimits, ...limits });
  if (step.kind !== "done") return step;
  const { start, fields, framing, contentAt, chunked, next } = step.value;
  const value: Http1Response = {
    status: statusAt(bytes, start),
    reason: latin1Text(bytes.subarray(start.reasonAt, start.next - 2)),
    version: versionAt(bytes, start.at),
    fields,
    content: chunked ? contentOf(bytes, chunked.chunks) : bytes.slice(contentAt, next),
    trailers: chunked ? fieldsOf(bytes, chunked.trailerLines) : [],
    framing,
  };
  return done(value, next);
}

/** A response to write: what is absent is taken as empty, version 1.1, framed as its fields say. */
export type WritableResponse = Pick<Http1Response, "status"> &
  Writable & { readonly reason?: string; readonly framing?: Http1Response["framing"] };

/**
 * The bytes of a response. A missing framing field is added (Content-Length, or as `framing` asks),
 * unless `framing` is "close" or the status has no content. Framing "none" writes no content whatever
 * Content-Length says, as the answer to HEAD needs. A contradiction throws RangeError.
 */
export function writeResponse(response: WritableResponse, options: WriteOptions = {}): Uint8Array {
  const { status, reason = "", version = "1.1" } = response;
  if (!Number.isInteger(status) || status < 0 || status > 999) {
    throw new RangeError(`status ${status} is not three digits`);
  }
  if (!isFieldValue(reason)) throw new RangeError("the reason phrase holds a control character");
  const digits = String(status).padStart(3, "0");
  const startLine = latin1(`HTTP/${version} ${digits} ${reason}\r\n`);
  return writeMessage(startLine, { ...response, version }, { kind: "response", status }, options);
}
