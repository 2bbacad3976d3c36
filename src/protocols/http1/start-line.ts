// The first line of a message: RFC 9112 §3 (request line) and §4 (status line).
import { isOctet, octet, skipOctets } from "#protocols/semantics/index.ts";
import { done, fault, more, type Step } from "#wire/index.ts";
import { CR, expectLineEnd, SP, unexpectedOctet, withinLimit, type Complaint } from "./line.ts";

/** Offsets of a request line: method, SP, target, SP, version (8 bytes), CR LF. */
export interface RequestLine {
  readonly at: number;
  readonly methodEnd: number;
  readonly targetEnd: number;
  readonly next: number;
}

/** Offsets of a status line: version (8 bytes), SP, three digits, SP, reason, CR LF. */
export interface StatusLine {
  readonly at: number;
  /** Behind the SP that follows the status; that SP may be missing before an absent reason. */
  readonly reasonAt: number;
  readonly next: number;
}

const badMethod: Complaint = {
  code: "BAD_METHOD",
  rule: "RFC 9112 §3.1",
  text: "The method is not a token followed by one space. Use letters such as GET.",
};
const badTarget: Complaint = {
  code: "BAD_TARGET",
  rule: "RFC 9112 §3.2",
  text: "The request target is empty or holds white space or a control character. Percent-encode it.",
};
const badVersion: Complaint = {
  code: "BAD_VERSION",
  rule: "RFC 9112 §2.3",
  text: "The version is not HTTP/ and two digits with a full stop. Write HTTP/1.1.",
};
const badRequestLine: Complaint = {
  code: "BAD_REQUEST_LINE",
  rule: "RFC 9112 §3",
  text: "A request line is method, target and version with one space between. Nothing else fits.",
};
const badStatus: Complaint = {
  code: "BAD_STATUS_CODE",
  rule: "RFC 9112 §4",
  text: "The status code is not three digits. Send three digits such as 200.",
};
const badStatusLine: Complaint = {
  code: "BAD_STATUS_LINE",
  rule: "RFC 9112 §4",
  text: "A status line is version, status code and reason with one space between. Nothing else fits.",
};
const badReason: Complaint = {
  code: "BAD_REASON",
  rule: "RFC 9112 §4",
  text: "The reason phrase holds a control character. Send visible text.",
};
const longRequestLine: Complaint = {
  code: "REQUEST_LINE_TOO_LONG",
  rule: "RFC 9110 §15.5.15",
  text: "The request line is longer than this reader accepts: a server answers 414. Shorten the target.",
};
const longStatusLine: Complaint = {
  code: "STATUS_LINE_TOO_LONG",
  rule: "RFC 9112 §4",
  text: "The status line is longer than this reader accepts. Shorten the reason phrase.",
};

/** The shortest end of a head: CR LF of this line and the empty line. */
const ends = 4;
const versionLength = 8;

/** "HTTP/" DIGIT "." DIGIT with major version 1; yields the offset behind it. */
function scanVersion(bytes: Uint8Array, at: number, behind: number): Step<number> {
  const name = "HTTP/";
  for (let index = 0; index < versionLength; index += 1) {
    const code = bytes[at + index];
    const missing = versionLength - index + behind;
    if (code === undefined) return more(missing);
    const fits =
      index < name.length
        ? code === name.charCodeAt(index)
        : index === 6
          ? code === 0x2e
          : isOctet(code, octet.digit);
    if (!fits) return unexpectedOctet(bytes, at + index, badVersion, missing);
    if (index === 5 && code !== 0x31) {
      return fault(
        "UNSUPPORTED_VERSION",
        at + index,
        "RFC 9110 §2.5",
        "The major version is not 1: its messages have another syntax. A server answers 505.",
      );
    }
  }
  return done(at + versionLength, at + versionLength);
}

function scanRequestLineParts(bytes: Uint8Array, at: number): Step<RequestLine> {
  const rest = 3 + versionLength + ends; // " / " at least, then the version
  const methodEnd = skipOctets(bytes, at, octet.token);
  if (methodEnd === at || bytes[methodEnd] !== SP) {
    return unexpectedOctet(bytes, methodEnd, badMethod, rest + (methodEnd === at ? 1 : 0));
  }
  const targetAt = methodEnd + 1;
  // Whether it is a URI is for checkRequest to say: only white space and controls can move its end.
  const targetEnd = skipOctets(bytes, targetAt, octet.visible | octet.obsText);
  if (targetEnd === targetAt || bytes[targetEnd] !== SP) {
    // A line that ends here is a request of HTTP/0.9, which had no version.
    const otherwise = bytes[targetEnd] === CR ? badRequestLine : badTarget;
    const missing = rest - 2 + (targetEnd === targetAt ? 1 : 0);
    return unexpectedOctet(bytes, targetEnd, otherwise, missing);
  }
  const version = scanVersion(bytes, targetEnd + 1, ends);
  if (version.kind !== "done") return version;
  const line = expectLineEnd(bytes, version.next, 2, badRequestLine);
  if (line.kind !== "done") return line;
  return done({ at, methodEnd, targetEnd, next: line.next }, line.next);
}

/** Reads a request line; faults come at the first octet that cannot stand where it does. */
export const scanRequestLine = (bytes: Uint8Array, at: number, limit: number): Step<RequestLine> =>
  withinLimit(scanRequestLineParts(bytes, at), bytes, at, limit, longRequestLine);

function scanStatusLineParts(bytes: Uint8Array, at: number): Step<StatusLine> {
  const version = scanVersion(bytes, at, 4 + ends);
  if (version.kind !== "done") return version;
  const statusAt = version.next + 1;
  if (bytes[version.next] !== SP) {
    return unexpectedOctet(bytes, version.next, badStatusLine, 4 + ends);
  }
  for (let index = 0; index < 3; index += 1) {
    if (!isOctet(bytes[statusAt + index], octet.digit)) {
      return unexpectedOctet(bytes, statusAt + index, badStatus, 3 - index + ends);
    }
  }
  // A server must send this SP even before an absent reason (§4), but many do not, and the same
  // section lets a recipient ignore trailing white space. Nothing can be read in two ways.
  const statusEnd = statusAt + 3;
  const reasonAt = bytes[statusEnd] === SP ? statusEnd + 1 : statusEnd;
  const reasonEnd = reasonAt > statusEnd ? skipOctets(bytes, reasonAt, octet.fieldValue) : reasonAt;
  const otherwise = reasonAt > statusEnd ? badReason : badStatusLine;
  const line = expectLineEnd(bytes, reasonEnd, 2, otherwise);
  if (line.kind !== "done") return line;
  return done({ at, reasonAt, next: line.next }, line.next);
}

/** Reads a status line; the status may be any three digits. */
export const scanStatusLine = (bytes: Uint8Array, at: number, limit: number): Step<StatusLine> =>
  withinLimit(scanStatusLineParts(bytes, at), bytes, at, limit, longStatusLine);
