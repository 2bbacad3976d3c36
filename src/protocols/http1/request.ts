// Requests between bytes and value: RFC 9112 §3, §6.
import { isToken } from "#protocols/semantics/index.ts";
import { done, latin1, latin1Text, type Step } from "#wire/index.ts";
import { contentOf } from "./chunked.ts";
import { fieldsOf } from "./field-lines.ts";
import { defaultLimits, type Http1Limits, type Http1Request } from "./message.ts";
import { scanRequest, versionAt } from "./scan.ts";
import { writeMessage, type Writable, type WriteOptions } from "./write-message.ts";

/**
 * Reads one request: syntax and framing only, strictly. Bare LF or CR, folded values and a
 * Content-Length beside Transfer-Encoding are faults; other rules are {@link checkRequest}'s.
 */
export function readRequest(
  bytes: Uint8Array,
  at = 0,
  limits: Partial<Http1Limits> = {},
): Step<Http1Request> {
  const step = scanRequest(bytes, at, { ...defaultLimits, ...limits });
  if (step.kind !== "done") return step;
  const { start, fields, framing, contentAt, chunked, next } = step.value;
  const value: Http1Request = {
    method: latin1Text(bytes.subarray(start.at, start.methodEnd)),
    target: latin1Text(bytes.subarray(start.methodEnd + 1, start.targetEnd)),
    version: versionAt(bytes, start.targetEnd + 1),
    fields,
    content: chunked ? contentOf(bytes, chunked.chunks) : bytes.slice(contentAt, next),
    trailers: chunked ? fieldsOf(bytes, chunked.trailerLines) : [],
    framing: framing as Http1Request["framing"],
  };
  return done(value, next);
}

/** A request to write: what is absent is taken as empty, version 1.1, framed as its fields say. */
export type WritableRequest = Pick<Http1Request, "method" | "target"> &
  Writable & { readonly framing?: Http1Request["framing"] };

/**
 * The bytes of a request. Content without a framing field gets a Content-Length (or, with framing
 * "chunked", a Transfer-Encoding) behind the other fields; a contradiction throws RangeError.
 */
export function writeRequest(request: WritableRequest, options: WriteOptions = {}): Uint8Array {
  const { method, target, version = "1.1" } = request;
  if (!isToken(method)) throw new RangeError(`method ${JSON.stringify(method)} is not a token`);
  if (!/^[!-~\x80-\xff]+$/.test(target)) {
    throw new RangeError(`target ${JSON.stringify(target)} is empty or holds white space`);
  }
  const startLine = latin1(`${method} ${target} HTTP/${version}\r\n`);
  return writeMessage(startLine, { ...request, version }, { kind: "request" }, options);
}
