// Fields, content and trailers as bytes, so that the reader finds the same end: RFC 9112 §6, §7.
import { concat, latin1 } from "#wire/index.ts";
import type { HeaderField } from "#protocols/semantics/index.ts";
import { writeChunk, writeLastChunk } from "./chunked.ts";
import { decideFraming, type FramingDecision, type MessageHead } from "./framing.ts";
import type { Framing } from "./message.ts";
import { fieldLineText } from "./write-fields.ts";

/** The parts that requests and responses share when they are written. */
export interface Writable {
  readonly version?: string;
  readonly fields?: readonly HeaderField[];
  readonly content?: Uint8Array;
  readonly trailers?: readonly HeaderField[];
}

/** How to cut chunked content. */
export interface WriteOptions {
  /** Most bytes of data in a chunk; all in one chunk unless told. */
  readonly chunkSize?: number;
}

type Start = { readonly kind: "request" } | { readonly kind: "response"; readonly status: number };

const contradiction = (why: string): RangeError =>
  new RangeError(`the message contradicts itself: ${why}. Correct its fields or its content.`);

const declaresFraming = ([name]: HeaderField): boolean =>
  /^(content-length|transfer-encoding)$/i.test(name);

/** The fields, with the framing field that content without one needs. */
function completeFields(
  fields: readonly HeaderField[],
  content: Uint8Array,
  framing: Framing | undefined,
  start: Start,
): readonly HeaderField[] {
  if (framing === "none" || framing === "close" || fields.some(declaresFraming)) return fields;
  if (framing === "chunked") return [...fields, ["Transfer-Encoding", "chunked"]];
  const openEnded =
    start.kind === "response" && decideFraming(headOf(start, "1.1", fields)).framing === "close";
  if (framing === "length" || content.length > 0 || openEnded) {
    return [...fields, ["Content-Length", String(content.length)]];
  }
  return fields;
}

const headOf = (start: Start, version: string, fields: readonly HeaderField[]): MessageHead =>
  start.kind === "request"
    ? { kind: "request", version, fields }
    : { kind: "response", status: start.status, requestMethod: "GET", version, fields };

function checkDecision(
  decision: FramingDecision,
  framing: Framing | undefined,
  content: Uint8Array,
  trailers: readonly HeaderField[],
): Framing {
  if (decision.framing === "fault") throw contradiction(decision.text);
  const actual = decision.framing;
  if (framing !== undefined && framing !== actual) {
    throw contradiction(`framing "${framing}" is asked for, its fields say "${actual}"`);
  }
  if (actual === "none" && content.length > 0) throw contradiction("it may not have content");
  if (decision.framing === "length" && decision.length !== content.length) {
    throw contradiction(`Content-Length is ${decision.length}, content ${content.length} bytes`);
  }
  if (actual !== "chunked" && trailers.length > 0) throw contradiction("trailers need chunked");
  return actual;
}

function chunksOf(content: Uint8Array, chunkSize: number): Uint8Array[] {
  if (!Number.isInteger(chunkSize) || chunkSize < 1) {
    throw new RangeError(`chunkSize ${chunkSize} is not a positive integer`);
  }
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < content.length; at += chunkSize) {
    chunks.push(writeChunk(content.subarray(at, at + chunkSize)));
  }
  return chunks;
}

/** Joins start line, fields, content and trailers; a message that contradicts itself throws RangeError. */
export function writeMessage(
  startLine: Uint8Array,
  message: Writable & { readonly version: string; readonly framing?: Framing },
  start: Start,
  options: WriteOptions,
): Uint8Array {
  const { version, content = new Uint8Array(), trailers = [], framing } = message;
  if (!/^1\.[0-9]$/.test(version)) throw new RangeError(`version ${version} is not HTTP/1`);
  const fields = completeFields(message.fields ?? [], content, framing, start);
  // A response to HEAD looks like any other: only `framing: "none"` can say what it is.
  const bare = framing === "none" && start.kind === "response" && content.length === 0;
  const decision = decideFraming(headOf(start, version, fields));
  const actual = bare ? "none" : checkDecision(decision, framing, content, trailers);
  const section = latin1(`${fields.map(fieldLineText).join("")}\r\n`);
  if (actual !== "chunked") return concat([startLine, section, content]);
  const { chunkSize = Math.max(1, content.length) } = options;
  return concat([startLine, section, ...chunksOf(content, chunkSize), writeLastChunk(trailers)]);
}
