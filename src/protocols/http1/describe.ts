// The field tree of a message, down to every colon and line end: RFC 9112 §2.1.
import { done, latin1Text, type Field, type Step } from "#wire/index.ts";
import type { ChunkedBody, Chunk, ChunkExtension } from "./chunked.ts";
import type { FieldLine } from "./field-lines.ts";
import { defaultLimits } from "./message.ts";
import type { ReadResponseOptions } from "./response.ts";
import { scanRequest, scanResponse, type Layout } from "./scan.ts";
import type { RequestLine, StatusLine } from "./start-line.ts";
import { describeTarget } from "./describe-target.ts";
import { cutter, type Cut } from "./cut.ts";

const lineEnd = "RFC 9112 §2.2";
const blanks = "RFC 9110 §5.6.3";

function describeVersion(cut: Cut, at: number): Field {
  return cut.parent("version", at, at + 8, "RFC 9112 §2.3", [
    cut.leaf("protocol name", at, at + 4),
    cut.leaf("slash", at + 4, at + 5),
    cut.leaf("major version", at + 5, at + 6),
    cut.leaf("full stop", at + 6, at + 7),
    cut.leaf("minor version", at + 7, at + 8),
  ]);
}

function describeRequestLine(cut: Cut, { at, methodEnd, targetEnd, next }: RequestLine): Field {
  return cut.parent("request line", at, next, "RFC 9112 §3", [
    cut.leaf("method", at, methodEnd, "RFC 9110 §9.1"),
    cut.leaf("space", methodEnd, methodEnd + 1),
    describeTarget(cut, methodEnd + 1, targetEnd),
    cut.leaf("space", targetEnd, targetEnd + 1),
    describeVersion(cut, targetEnd + 1),
    cut.leaf("line end", next - 2, next, lineEnd),
  ]);
}

function describeStatusLine(cut: Cut, { at, reasonAt, next }: StatusLine): Field {
  return cut.parent("status line", at, next, "RFC 9112 §4", [
    describeVersion(cut, at),
    cut.leaf("space", at + 8, at + 9),
    cut.leaf("status code", at + 9, at + 12, "RFC 9110 §15"),
    ...cut.optional("space", at + 12, reasonAt),
    ...cut.optional("reason phrase", reasonAt, next - 2, "RFC 9112 §4"),
    cut.leaf("line end", next - 2, next, lineEnd),
  ]);
}

function describeFieldLine(cut: Cut, line: FieldLine): Field {
  const { at, nameEnd, valueAt, valueEnd, next } = line;
  return cut.parent("field line", at, next, "RFC 9112 §5", [
    cut.leaf("field name", at, nameEnd, "RFC 9110 §5.1"),
    cut.leaf("colon", nameEnd, nameEnd + 1),
    ...cut.optional("white space", nameEnd + 1, valueAt, blanks),
    cut.leaf("field value", valueAt, valueEnd, "RFC 9110 §5.5"),
    ...cut.optional("white space", valueEnd, next - 2, blanks),
    cut.leaf("line end", next - 2, next, lineEnd),
  ]);
}

function describeSection(cut: Cut, name: string, lines: readonly FieldLine[]): Field[] {
  const [first, last] = [lines[0], lines.at(-1)];
  if (!first || !last) return [];
  const children = lines.map((line) => describeFieldLine(cut, line));
  const text = `${lines.length} field line${lines.length === 1 ? "" : "s"}`;
  return [{ ...cut.parent(name, first.at, last.next, "RFC 9110 §5.4", children), text }];
}

function describeExtension(cut: Cut, extension: ChunkExtension): Field {
  const { at, semicolon, nameAt, nameEnd, equals, valueAt, end } = extension;
  const value =
    equals === null
      ? []
      : [
          ...cut.optional("white space", nameEnd, equals, blanks),
          cut.leaf("equals sign", equals, equals + 1),
          ...cut.optional("white space", equals + 1, valueAt, blanks),
          cut.leaf("extension value", valueAt, end),
        ];
  return cut.parent("chunk extension", at, end, "RFC 9112 §7.1.1", [
    ...cut.optional("white space", at, semicolon, blanks),
    cut.leaf("semicolon", semicolon, semicolon + 1),
    ...cut.optional("white space", semicolon + 1, nameAt, blanks),
    cut.leaf("extension name", nameAt, nameEnd),
    ...value,
  ]);
}

function describeChunk(cut: Cut, { at, size, sizeEnd, extensions, dataAt, next }: Chunk): Field {
  const data =
    size === 0
      ? []
      : [cut.leaf("chunk data", dataAt, dataAt + size), cut.leaf("line end", next - 2, next)];
  const name = size === 0 ? "last chunk" : "chunk";
  const sizeField = cut.leaf("chunk size", at, sizeEnd, "RFC 9112 §7.1");
  return {
    ...cut.parent(name, at, next, "RFC 9112 §7.1", [
      { ...sizeField, text: `${sizeField.text} = ${size} bytes` },
      ...extensions.map((extension) => describeExtension(cut, extension)),
      cut.leaf("line end", dataAt - 2, dataAt, lineEnd),
      ...data,
    ]),
    text: `${size} bytes`,
  };
}

function describeChunked(cut: Cut, body: ChunkedBody, next: number): Field[] {
  const first = body.chunks[0] as Chunk;
  const children = body.chunks.map((chunk) => describeChunk(cut, chunk));
  return [
    cut.parent("chunked body", first.at, body.trailerAt, "RFC 9112 §7.1", children),
    ...describeSection(cut, "trailer section", body.trailerLines),
    cut.leaf("empty line", next - 2, next, "RFC 9112 §7.1.2"),
  ];
}

/** The parts behind the start line, and before it the empty lines that a server ignores. */
function describeMessage<Start extends { readonly at: number }>(
  cut: Cut,
  name: string,
  layout: Layout<Start>,
  startLine: Field,
): Field {
  const { at, start, fieldLines, contentAt, chunked, next } = layout;
  const body = chunked
    ? describeChunked(cut, chunked, next)
    : cut.optional("content", contentAt, next, "RFC 9110 §6.4");
  return cut.parent(name, at, next, "RFC 9112 §2.1", [
    ...cut.optional("ignored empty lines", at, start.at, lineEnd),
    startLine,
    ...describeSection(cut, "header section", fieldLines),
    cut.leaf("empty line", contentAt - 2, contentAt, "RFC 9112 §2.1"),
    ...body,
  ]);
}

/** The field tree of the request that {@link readRequest} would read. */
export function describeRequest(bytes: Uint8Array, at = 0): Step<Field> {
  const step = scanRequest(bytes, at, defaultLimits);
  if (step.kind !== "done") return step;
  const cut = cutter(bytes);
  const { start, next } = step.value;
  const line = describeRequestLine(cut, start);
  const text = latin1Text(bytes.subarray(start.at, start.targetEnd));
  return done({ ...describeMessage(cut, "request", step.value, line), text }, next);
}

/** The field tree of the response that {@link readResponse} would read with the same options. */
export function describeResponse(
  bytes: Uint8Array,
  at = 0,
  { method = "GET", ended = false }: Omit<ReadResponseOptions, "limits"> = {},
): Step<Field> {
  const step = scanResponse(bytes, at, { method, ended }, defaultLimits);
  if (step.kind !== "done") return step;
  const cut = cutter(bytes);
  const { start, next } = step.value;
  const line = describeStatusLine(cut, start);
  const text = latin1Text(bytes.subarray(start.at + 9, start.next - 2));
  return done({ ...describeMessage(cut, "response", step.value, line), text }, next);
}
