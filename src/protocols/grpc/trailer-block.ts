// The trailers of gRPC-Web: a block of HTTP/1 field lines inside the body (PROTOCOL-WEB.md).
import { isFieldValue, isToken, trimBlanks, type HeaderField } from "#protocols/semantics/index.ts";
import { concat, latin1, latin1Text, type Fault } from "#wire/index.ts";
import { RULES } from "./status.ts";

/** One line with its place in the block; `length` counts its CRLF. */
export interface TrailerLine {
  readonly at: number;
  readonly length: number;
  readonly field: HeaderField;
}

/**
 * Reads the lines: "name: value" each, CRLF behind each but perhaps the last, no empty line. The
 * document asks for lower-case names; others are read all the same.
 */
export function readTrailerLines(block: Uint8Array): TrailerLine[] | Fault {
  const lines: TrailerLine[] = [];
  const text = latin1Text(block);
  for (let at = 0; at < block.length;) {
    const end = text.indexOf("\r\n", at);
    const line = text.slice(at, end < 0 ? text.length : end);
    const length = end < 0 ? line.length : end + 2 - at;
    const colon = line.indexOf(":");
    const name = line.slice(0, Math.max(0, colon));
    const value = trimBlanks(line.slice(colon + 1));
    if (!isToken(name) || !isFieldValue(value)) {
      const why = `The trailer line ${JSON.stringify(line.slice(0, 60))} is not "name: value".`;
      return { code: "BAD_TRAILERS", at, rule: RULES.web, text: `${why} End each line in CRLF.` };
    }
    lines.push({ at, length, field: [name, value] });
    at += length;
  }
  return lines;
}

/** The fields of a block; see {@link readTrailerLines}. */
export function parseTrailerBlock(block: Uint8Array): HeaderField[] | Fault {
  const lines = readTrailerLines(block);
  return Array.isArray(lines) ? lines.map(({ field }) => field) : lines;
}

/** Bytes of a block with lower-case names; what would break out of a line throws RangeError. */
export const writeTrailerBlock = (fields: readonly HeaderField[]): Uint8Array =>
  concat(
    fields.map(([name, value]) => {
      if (!isToken(name) || !isFieldValue(value)) {
        throw new RangeError(`trailer ${JSON.stringify(name)} does not fit a field line.`);
      }
      return latin1(`${name.toLowerCase()}: ${value}\r\n`);
    }),
  );
