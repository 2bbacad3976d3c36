// The chunked transfer coding: RFC 9112 §7.1.
import { isOctet, octet, skipOctets, type HeaderField } from "#protocols/semantics/index.ts";
import { concat, done, fault, latin1, type Step } from "#wire/index.ts";
import { scanFieldLines, type FieldLine } from "./field-lines.ts";
import { expectLineEnd, unexpectedOctet, withinLimit, type Complaint } from "./line.ts";
import type { Http1Limits } from "./message.ts";
import { fieldLineText } from "./write-fields.ts";

/** Offsets of one chunk extension: blanks, semicolon, blanks, name, and perhaps = and a value. */
export interface ChunkExtension {
  readonly at: number;
  readonly semicolon: number;
  readonly nameAt: number;
  readonly nameEnd: number;
  /** Offset of the equals sign; null when the extension has no value. */
  readonly equals: number | null;
  readonly valueAt: number;
  readonly end: number;
}

/** Offsets of one chunk; the last one has size 0 and no data line. */
export interface Chunk {
  readonly at: number;
  readonly size: number;
  readonly sizeEnd: number;
  readonly extensions: readonly ChunkExtension[];
  /** First byte of the data, behind the size line. */
  readonly dataAt: number;
  /** Behind the CR LF that follows the data. */
  readonly next: number;
}

/** Where everything of a chunked body lies. */
export interface ChunkedBody {
  readonly chunks: readonly Chunk[];
  readonly trailerAt: number;
  readonly trailerLines: readonly FieldLine[];
}

const semicolonSign = 0x3b;
const equalsSign = 0x3d;
const quoteSign = 0x22;
const backslash = 0x5c;
/** "0" CR LF CR LF, the shortest end of a chunked body. */
const shortestEnd = 5;

const badSize: Complaint = {
  code: "BAD_CHUNK_SIZE",
  rule: "RFC 9112 §7.1",
  text: "A chunk does not start with its size in hexadecimal digits and CR LF. Count the data's bytes.",
};
const badExtension: Complaint = {
  code: "BAD_CHUNK_EXTENSION",
  rule: "RFC 9112 §7.1.1",
  text: "A chunk extension is not ;name or ;name=value. Write a token or a quoted string.",
};
const badData: Complaint = {
  code: "BAD_CHUNK_END",
  rule: "RFC 9112 §7.1",
  text: "The chunk's data is not followed by CR LF: its size is wrong. Count bytes, not characters.",
};
const longLine: Complaint = {
  code: "CHUNK_LINE_TOO_LONG",
  rule: "RFC 9112 §7.1.1",
  text: "The chunk size line with its extensions is longer than this reader accepts. Send less.",
};

/** End of a quoted string that opens at `at`; null where the input ends or an octet does not fit. */
function skipQuoted(bytes: Uint8Array, at: number): { end: number; closed: boolean } {
  let cursor = at + 1;
  for (;;) {
    cursor = skipOctets(bytes, cursor, octet.quoted);
    if (bytes[cursor] === quoteSign) return { end: cursor + 1, closed: true };
    if (bytes[cursor] !== backslash) return { end: cursor, closed: false };
    if (!isOctet(bytes[cursor + 1], octet.fieldValue)) return { end: cursor + 1, closed: false };
    cursor += 2;
  }
}

/** One extension, whose semicolon has been seen at `semicolon`. */
function scanExtension(bytes: Uint8Array, at: number, semicolon: number): Step<ChunkExtension> {
  const nameAt = skipOctets(bytes, semicolon + 1, octet.blank);
  const nameEnd = skipOctets(bytes, nameAt, octet.token);
  if (nameEnd === nameAt) return unexpectedOctet(bytes, nameEnd, badExtension);
  const equals = skipOctets(bytes, nameEnd, octet.blank);
  if (bytes[equals] !== equalsSign) {
    const end = nameEnd; // blanks behind belong to the next extension, if there is one
    return done({ at, semicolon, nameAt, nameEnd, equals: null, valueAt: end, end }, end);
  }
  const valueAt = skipOctets(bytes, equals + 1, octet.blank);
  if (bytes[valueAt] === quoteSign) {
    const { end, closed } = skipQuoted(bytes, valueAt);
    if (!closed) return unexpectedOctet(bytes, end, badExtension);
    return done({ at, semicolon, nameAt, nameEnd, equals, valueAt, end }, end);
  }
  const end = skipOctets(bytes, valueAt, octet.token);
  if (end === valueAt) return unexpectedOctet(bytes, end, badExtension);
  return done({ at, semicolon, nameAt, nameEnd, equals, valueAt, end }, end);
}

interface SizeLine {
  readonly size: number;
  readonly sizeEnd: number;
  readonly extensions: readonly ChunkExtension[];
}

/** Size, extensions and CR LF. A size beyond 2^53 − 1 is a fault, not a rounding error. */
function scanSizeLine(bytes: Uint8Array, at: number): Step<SizeLine> {
  const sizeEnd = skipOctets(bytes, at, octet.hex);
  let size = 0;
  for (let index = at; index < sizeEnd; index += 1) {
    size = size * 16 + Number.parseInt(String.fromCharCode(bytes[index] ?? 0), 16);
    if (size > Number.MAX_SAFE_INTEGER) {
      return fault(
        "CHUNK_TOO_LARGE",
        index,
        "RFC 9112 §7.1",
        "The chunk size does not fit 53 bits: it would lose precision. Send smaller chunks.",
      );
    }
  }
  if (sizeEnd === at) return unexpectedOctet(bytes, at, badSize, shortestEnd);
  const extensions: ChunkExtension[] = [];
  let cursor = sizeEnd;
  for (;;) {
    const semicolon = skipOctets(bytes, cursor, octet.blank);
    if (bytes[semicolon] !== semicolonSign) {
      // White space is allowed before a semicolon only.
      if (semicolon > cursor) return unexpectedOctet(bytes, semicolon, badSize);
      break;
    }
    const extension = scanExtension(bytes, cursor, semicolon);
    if (extension.kind !== "done") return extension;
    extensions.push(extension.value);
    cursor = extension.next;
  }
  const behind = size === 0 ? 2 : size + 2 + shortestEnd;
  const line = expectLineEnd(bytes, cursor, behind, extensions.length > 0 ? badExtension : badSize);
  return line.kind === "done" ? done({ size, sizeEnd, extensions }, line.next) : line;
}

/** Scans a chunked body up to and with the empty line behind the trailer section. */
export function scanChunked(bytes: Uint8Array, at: number, limits: Http1Limits): Step<ChunkedBody> {
  const chunks: Chunk[] = [];
  let cursor = at;
  let content = 0;
  for (;;) {
    const scanned = scanSizeLine(bytes, cursor);
    const line = withinLimit(scanned, bytes, cursor, limits.chunkLine, longLine);
    if (line.kind !== "done") return line;
    const { size, sizeEnd, extensions } = line.value;
    content += size;
    if (content > limits.content) return contentTooLarge(cursor);
    const dataAt = line.next;
    if (size === 0) {
      chunks.push({ at: cursor, size, sizeEnd, extensions, dataAt, next: dataAt });
      const trailers = scanFieldLines(bytes, dataAt, limits, "trailer");
      if (trailers.kind !== "done") return trailers;
      return done({ chunks, trailerAt: dataAt, trailerLines: trailers.value }, trailers.next);
    }
    const left = Math.max(0, size - (bytes.length - dataAt));
    const end = expectLineEnd(bytes, dataAt + size, left + shortestEnd, badData);
    if (end.kind !== "done") return end;
    chunks.push({ at: cursor, size, sizeEnd, extensions, dataAt, next: end.next });
    cursor = end.next;
  }
}

/** The fault for content beyond the caller's limit; `at` points to where the length was declared. */
export const contentTooLarge = (at: number): Step<never> =>
  fault(
    "CONTENT_TOO_LARGE",
    at,
    "RFC 9110 §15.5.14",
    "The content is longer than this reader accepts: a server answers 413. Send less.",
  );

/** The content of a chunked body: all chunks' data joined. */
export const contentOf = (bytes: Uint8Array, chunks: readonly Chunk[]): Uint8Array =>
  concat(chunks.map(({ dataAt, size }) => bytes.subarray(dataAt, dataAt + size)));

/** One chunk on the wire. Empty data would be the last chunk, so it throws RangeError. */
export function writeChunk(data: Uint8Array): Uint8Array {
  if (data.length === 0) {
    throw new RangeError("a chunk is empty: that would end the body. Use writeLastChunk instead.");
  }
  return concat([latin1(`${data.length.toString(16)}\r\n`), data, latin1("\r\n")]);
}

/** The last chunk, the trailer section and the empty line. */
export const writeLastChunk = (trailers: readonly HeaderField[] = []): Uint8Array =>
  latin1(`0\r\n${trailers.map(fieldLineText).join("")}\r\n`);
