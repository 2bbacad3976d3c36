// Line ends and the octets that break a line: RFC 9112 §2.2.
import { done, fault, more, type Step } from "#wire/index.ts";

export const CR = 0x0d;
export const LF = 0x0a;
export const SP = 0x20;

/** How to name an octet that does not belong where it stands. */
export interface Complaint {
  readonly code: string;
  readonly rule: string;
  readonly text: string;
}

/**
 * The fault for an unexpected octet at `at` inside a line. A bare LF or CR is named as such, because
 * two recipients may disagree about it; a CR at the end of the input is no verdict yet.
 */
export function unexpectedOctet(
  bytes: Uint8Array,
  at: number,
  otherwise: Complaint,
  missing = 1,
): Step<never> {
  if (at >= bytes.length) return more(missing);
  if (bytes[at] === LF) {
    return fault(
      "BARE_LF",
      at,
      "RFC 9112 §2.2",
      "A line ends with LF alone: recipients disagree whether that ends a line. End lines with CR LF.",
    );
  }
  if (bytes[at] === CR) {
    if (at + 1 >= bytes.length) return more(missing);
    if (bytes[at + 1] !== LF) {
      return fault(
        "BARE_CR",
        at,
        "RFC 9112 §2.2",
        "A CR stands without its LF: recipients disagree about its meaning. End lines with CR LF.",
      );
    }
  }
  return fault(otherwise.code, at, otherwise.rule, otherwise.text);
}

/**
 * Expects CR LF at `at` and yields the offset behind it. `behind` is the least number of bytes that
 * a valid message still holds after this line.
 */
export function expectLineEnd(
  bytes: Uint8Array,
  at: number,
  behind: number,
  otherwise: Complaint,
): Step<number> {
  if (bytes[at] === CR && bytes[at + 1] === LF) return done(at + 2, at + 2);
  const half = bytes[at] === CR && at + 1 >= bytes.length;
  return unexpectedOctet(bytes, at, otherwise, behind + (half ? 1 : 2));
}

/**
 * Turns the outcome of reading one line into a fault once the line, without its end, is longer than
 * `limit`. The verdict does not depend on how much of the rest has arrived.
 */
export function withinLimit<T>(
  step: Step<T>,
  bytes: Uint8Array,
  at: number,
  limit: number,
  complaint: Complaint,
): Step<T> {
  if (step.kind === "done")
    return step.next - 2 - at > limit ? tooLong(at, limit, complaint) : step;
  if (step.kind === "fault") {
    return step.fault.at - at > limit ? tooLong(at, limit, complaint) : step;
  }
  const halfEnd = bytes[bytes.length - 1] === CR ? 1 : 0;
  return bytes.length - halfEnd - at > limit ? tooLong(at, limit, complaint) : step;
}

const tooLong = (at: number, limit: number, { code, rule, text }: Complaint): Step<never> =>
  fault(code, at + limit, rule, text);
