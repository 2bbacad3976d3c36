// The HTTP/1.1 head that a handshake consists of: start line and fields, strictly (RFC 9112 §2–§5).
import {
  fieldValues,
  isFieldValue,
  isToken,
  listMembers,
  trimBlanks,
  type HeaderField,
} from "#protocols/semantics/index.ts";
import { concat, done, fault, latin1, latin1Text, more, type Step } from "#wire/index.ts";

/** Field lines in order, names as sent. */
export type HandshakeFields = readonly HeaderField[];

/** A start line, not yet taken apart, and the fields below it. */
export interface HandshakeHead {
  readonly startLine: string;
  readonly fields: HandshakeFields;
}

/** Most bytes of a head; a longer one is a fault, so that memory stays bounded. */
export const MAX_HEAD = 16_384;

/** Reads up to and with the empty line. Every line ends in CRLF; nothing is folded. */
export function readHead(bytes: Uint8Array, at = 0): Step<HandshakeHead> {
  const fields: [string, string][] = [];
  let startLine: string | null = null;
  let lineAt = at;
  for (let index = at; index < bytes.length; index += 1) {
    if (index - at >= MAX_HEAD) {
      return fault("HEAD_TOO_LARGE", index, "RFC 9112 §3", `the head exceeds ${MAX_HEAD} bytes`);
    }
    const byte = bytes[index];
    if (byte === 0x0a) {
      return fault("BARE_LF", index, "RFC 9112 §2.2", "a line ends in LF without CR before it");
    }
    if (byte !== 0x0d) continue;
    const next = bytes[index + 1];
    if (next === undefined) break;
    if (next !== 0x0a) {
      return fault("BARE_CR", index, "RFC 9112 §2.2", "a CR is not followed by LF");
    }
    const line = latin1Text(bytes.subarray(lineAt, index));
    if (startLine === null) {
      startLine = line;
    } else if (line === "") {
      return done({ startLine, fields }, index + 2);
    } else {
      const field = parseFieldLine(line);
      if (typeof field === "string") return fault("BAD_FIELD", lineAt, "RFC 9112 §5", field);
      fields.push(field);
    }
    index += 1;
    lineAt = index + 1;
  }
  return more(1);
}

function parseFieldLine(line: string): [string, string] | string {
  if (/^[ \t]/.test(line)) return "a line begins with white space: folding is not allowed (§5.2)";
  const colon = line.indexOf(":");
  if (colon < 0) return "a field line has no colon";
  const name = line.slice(0, colon);
  if (!isToken(name)) return `the field name ${JSON.stringify(name)} is no token`;
  const value = trimBlanks(line.slice(colon + 1));
  if (!isFieldValue(value)) return `the value of ${name} holds a control character`;
  return [name, value];
}

/** Bytes of a head; a name, value or start line that would break out of its line throws RangeError. */
export function writeHead({ startLine, fields }: HandshakeHead): Uint8Array {
  if (!isFieldValue(startLine))
    throw new RangeError(`start line with a control character: ${startLine}`);
  for (const [name, value] of fields) {
    if (!isToken(name)) throw new RangeError(`field name ${JSON.stringify(name)} is no token.`);
    if (!isFieldValue(value))
      throw new RangeError(`field ${name} holds a character beyond its line.`);
  }
  const lines = fields.map(([name, value]) => latin1(`${name}: ${value}\r\n`));
  return concat([latin1(`${startLine}\r\n`), ...lines, latin1("\r\n")]);
}

/** Elements of a comma-separated field over all its lines (RFC 9110 §5.3, §5.6.1.2). */
export const listOf = (fields: HandshakeFields, name: string): string[] =>
  fieldValues(fields, name).flatMap(listMembers);
