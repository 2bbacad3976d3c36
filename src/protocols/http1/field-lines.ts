// Field lines of a header or trailer section: RFC 9112 §5.
import { isOctet, octet, skipOctets, type HeaderField } from "#protocols/semantics/index.ts";
import { done, fault, latin1Text, type Step } from "#wire/index.ts";
import { CR, expectLineEnd, LF, unexpectedOctet, type Complaint } from "./line.ts";
import type { Http1Limits } from "./message.ts";

/** Offsets of one field line: name, colon, blanks, value, blanks, CR LF. */
export interface FieldLine {
  readonly at: number;
  readonly nameEnd: number;
  readonly valueAt: number;
  readonly valueEnd: number;
  readonly next: number;
}

const colon = 0x3a;
/** A field line needs its colon and CR LF, and the section its empty line. */
const shortest = { name: 5, value: 4 };

const badName: Complaint = {
  code: "BAD_FIELD_NAME",
  rule: "RFC 9112 §5",
  text: "A field line does not start with a name and a colon. Use letters, digits and hyphens.",
};
const badValue: Complaint = {
  code: "BAD_FIELD_VALUE",
  rule: "RFC 9110 §5.5",
  text: "A field value holds a control character. Remove or encode it.",
};

const blankLineStart = (at: number, first: boolean): Step<never> =>
  first
    ? fault(
        "SPACE_AFTER_START_LINE",
        at,
        "RFC 9112 §2.2",
        "White space follows the start line: recipients disagree which field it hides. Remove it.",
      )
    : fault(
        "OBS_FOLD",
        at,
        "RFC 9112 §5.2",
        "A field line starts with white space: the obsolete folding of values. Put the value on one line.",
      );

function scanFieldLine(bytes: Uint8Array, at: number, first: boolean): Step<FieldLine> {
  if (isOctet(bytes[at], octet.blank)) return blankLineStart(at, first);
  const nameEnd = skipOctets(bytes, at, octet.token);
  if (nameEnd > at && isOctet(bytes[nameEnd], octet.blank)) {
    return fault(
      "SPACE_BEFORE_COLON",
      nameEnd,
      "RFC 9112 §5.1",
      "White space stands between field name and colon: a server answers 400. Remove it.",
    );
  }
  if (nameEnd === at || bytes[nameEnd] !== colon) {
    return unexpectedOctet(bytes, nameEnd, badName, shortest.name);
  }
  const valueAt = skipOctets(bytes, nameEnd + 1, octet.blank);
  const lineEnd = skipOctets(bytes, valueAt, octet.fieldValue);
  const end = expectLineEnd(bytes, lineEnd, shortest.value - 2, badValue);
  if (end.kind !== "done") return end;
  let valueEnd = lineEnd;
  while (valueEnd > valueAt && isOctet(bytes[valueEnd - 1], octet.blank)) valueEnd -= 1;
  return done({ at, nameEnd, valueAt, valueEnd, next: end.next }, end.next);
}

const tooLarge = (at: number, what: string): Step<never> =>
  fault(
    "FIELDS_TOO_LARGE",
    at,
    "RFC 6585 §5",
    `The field section has more ${what} than this reader accepts: a server answers 431. Send less.`,
  );

/** Reads field lines up to and with the empty line; `next` lies behind it. */
export function scanFieldLines(
  bytes: Uint8Array,
  at: number,
  limits: Http1Limits,
  section: "header" | "trailer",
): Step<readonly FieldLine[]> {
  const lines: FieldLine[] = [];
  const most = at + limits.fieldSection;
  let cursor = at;
  while (bytes[cursor] !== CR || (bytes[cursor + 1] ?? LF) !== LF) {
    if (cursor >= bytes.length) return unexpectedOctet(bytes, cursor, badName, 2);
    const line = scanFieldLine(bytes, cursor, section === "header" && lines.length === 0);
    const reached =
      line.kind === "done" ? line.next : line.kind === "fault" ? line.fault.at : bytes.length;
    if (reached > most) return tooLarge(most, "bytes");
    if (line.kind !== "done") return line;
    if (lines.length === limits.fieldLines) return tooLarge(cursor, "lines");
    lines.push(line.value);
    cursor = line.next;
  }
  const end = expectLineEnd(bytes, cursor, 0, badName);
  return end.kind === "done" ? done(lines, end.next) : end;
}

/** Name and value of each line, as latin-1 text. */
export const fieldsOf = (bytes: Uint8Array, lines: readonly FieldLine[]): HeaderField[] =>
  lines.map(({ at, nameEnd, valueAt, valueEnd }) => [
    latin1Text(bytes.subarray(at, nameEnd)),
    latin1Text(bytes.subarray(valueAt, valueEnd)),
  ]);
