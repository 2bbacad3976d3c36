// A whole response judged as a client library does: messages, metadata and outcome (PROTOCOL-HTTP2.md,
// PROTOCOL-WEB.md, statuscodes.md).
import { fieldValues, type HeaderField } from "#protocols/semantics/index.ts";
import type { Fault } from "#wire/index.ts";
import { parseContentType } from "./call.ts";
import { createMessageReader, createWebFrameReader, type ReaderOptions } from "./message-reader.ts";
import type { GrpcMessage } from "./message.ts";
import { isMetadata } from "./metadata.ts";
import { outcome, readOutcome, type Outcome } from "./outcome.ts";
import { parseTrailerBlock } from "./trailer-block.ts";
import type { WebFrame } from "./web-frame.ts";

/** Undoes one encoding for one message; null when the bytes are not of that encoding. */
export type Decompress = (encoding: string, data: Uint8Array) => Uint8Array | null;

/** What the caller expects and can read. */
export interface CallExpectation extends ReaderOptions {
  /** How many responses the method has: unary and client streaming "one", the others "many". */
  readonly responses: "one" | "many";
  /** Message formats that are read. Default proto alone. */
  readonly formats?: readonly string[] | undefined;
  /** Encodings that `decompress` knows; "identity" is always understood. */
  readonly encodings?: readonly string[] | undefined;
  readonly decompress?: Decompress | undefined;
}

/** A response as it arrived; `content` is all its DATA joined. */
export interface ArrivedResponse {
  readonly status: number;
  readonly headers: readonly HeaderField[];
  readonly content: Uint8Array;
  readonly trailers: readonly HeaderField[] | null;
}

/** What a client library hands to the application. */
export interface JudgedResponse {
  readonly messages: readonly Uint8Array[];
  /** Metadata of headers and trailers; those of a Trailers-Only response are all trailers. */
  readonly headers: readonly HeaderField[];
  readonly trailers: readonly HeaderField[];
  readonly outcome: Outcome;
}

const EMPTY = new Uint8Array(0);

/** Decompresses messages until one cannot be read. */
function openMessages(
  messages: readonly GrpcMessage[],
  headers: readonly HeaderField[],
  { encodings = [], decompress }: CallExpectation,
): { readonly opened: Uint8Array[]; readonly failure: Outcome | null } {
  const encoding = fieldValues(headers, "grpc-encoding").join() || "identity";
  const opened: Uint8Array[] = [];
  for (const { compressed, data } of messages) {
    if (!compressed) {
      opened.push(data);
      continue;
    }
    if (encoding === "identity") {
      const why = "a message is flagged as compressed, but no grpc-encoding says how";
      return { opened, failure: outcome("INTERNAL", why) };
    }
    const plain = encodings.includes(encoding) ? (decompress?.(encoding, data) ?? null) : null;
    if (!plain) return { opened, failure: outcome("INTERNAL", `cannot decompress ${encoding}`) };
    opened.push(plain);
  }
  return { opened, failure: null };
}

/** What overrules the status that the server sent; null when nothing does. */
function overrule(
  messages: readonly Uint8Array[],
  fault: Fault | null,
  failure: Outcome | null,
  { responses }: CallExpectation,
): Outcome | null {
  if (fault?.code === "MESSAGE_TOO_LARGE") return outcome("RESOURCE_EXHAUSTED", fault.text);
  if (fault) return outcome("INTERNAL", fault.text);
  if (failure) return failure;
  if (responses === "many" || messages.length === 1) return null;
  return outcome("UNIMPLEMENTED", `${messages.length} responses arrived where exactly one is due`);
}

/** The outcome with its formats checked: another one than asked for cannot be read. */
function judgeFormat(headers: readonly HeaderField[], formats: readonly string[]): Outcome | null {
  const type = parseContentType(fieldValues(headers, "content-type").join(", "));
  if (!type || type.format === "" || formats.includes(type.format)) return null;
  return outcome("INTERNAL", `the messages are ${type.format}, not ${formats.join(" or ")}`);
}

/** Judges a gRPC response. */
export function judgeResponse(response: ArrivedResponse, call: CallExpectation): JudgedResponse {
  const reader = createMessageReader(call);
  const { messages, fault } = reader.push(response.content);
  return conclude(response, call, messages, fault ?? reader.end());
}

/** Judges a gRPC-Web response: its trailers are the last frame of the content, or its headers. */
export function judgeWebResponse(
  response: Omit<ArrivedResponse, "trailers">,
  call: CallExpectation,
): JudgedResponse {
  const reader = createWebFrameReader(call);
  const { messages: frames, fault } = reader.push(response.content);
  const messages = frames.filter(({ kind }) => kind === "message");
  const closing = frames.find(({ kind }) => kind === "trailers");
  const { trailers, failure } = closing
    ? openTrailers(closing, response.headers, call)
    : { trailers: null, failure: null };
  // Content that is trailers alone still makes the headers' status void.
  const content = frames.length > 0 ? response.content : EMPTY;
  const judged = conclude(
    { ...response, content, trailers },
    call,
    messages,
    fault ?? reader.end(),
  );
  return failure ? { ...judged, outcome: failure } : judged;
}

function openTrailers(
  frame: WebFrame,
  headers: readonly HeaderField[],
  call: CallExpectation,
): { readonly trailers: readonly HeaderField[] | null; readonly failure: Outcome | null } {
  const { opened, failure } = openMessages([frame], headers, call);
  const fields = parseTrailerBlock(opened[0] ?? EMPTY);
  if (Array.isArray(fields)) return { trailers: fields, failure };
  return { trailers: null, failure: outcome("INTERNAL", fields.text) };
}

function conclude(
  response: ArrivedResponse,
  call: CallExpectation,
  arrived: readonly GrpcMessage[],
  fault: Fault | null,
): JudgedResponse {
  const { headers, content, trailers } = response;
  const hasContent = content.length > 0;
  const sent = readOutcome({ ...response, hasContent });
  const { opened, failure } = openMessages(arrived, headers, call);
  const overruled =
    sent.name === "OK"
      ? (judgeFormat(headers, call.formats ?? ["proto"]) ?? overrule(opened, fault, failure, call))
      : null;
  const trailersOnly = !hasContent && !(trailers && trailers.length > 0);
  return {
    messages: opened,
    headers: trailersOnly ? [] : headers.filter(isMetadata),
    trailers: (trailersOnly ? headers : (trailers ?? [])).filter(isMetadata),
    outcome: overruled ?? sent,
  };
}
