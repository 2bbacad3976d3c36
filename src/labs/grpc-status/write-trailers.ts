// The trailers of an error with a message that is not ASCII. PROTOCOL-HTTP2.md §Responses.
import type { Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import {
  decodeStatusMessage,
  encodeStatusMessage,
  STATUS_CODES,
  type StatusName,
} from "#protocols/grpc/index.ts";
import { formatHex, utf8 } from "#wire/index.ts";
import type { Setup } from "./setup.ts";
import type { Seen } from "./theatre.ts";

const SOURCE = "grpc-protocol-http2#responses";

/** Errors with a letter or two that ASCII does not have. */
const ERRORS: readonly (readonly [StatusName, string])[] = [
  ["NOT_FOUND", "kein Fach für 42"],
  ["FAILED_PRECONDITION", "dépôt 7 full"],
  ["RESOURCE_EXHAUSTED", "100% in Łódź"],
  ["ALREADY_EXISTS", "Å7 is there"],
  ["ABORTED", "Muñoz was first"],
  ["INVALID_ARGUMENT", "−1 is no parcel"],
  ["PERMISSION_DENIED", "µ-depot: no entry"],
];

/** "ü is c3 bc" for each character beyond ASCII. */
const hintOf = (text: string): string =>
  [...new Set(Array.from(text).filter((sign) => sign > "~"))]
    .map((sign) => `${sign} is ${formatHex(utf8(sign), " ")}`)
    .join(", ");

const no = (why: string): Verdict => refuse(why, SOURCE);

/** Reads the value of a field line that was typed; null without one. */
function valueOf(text: string, name: string): string | null {
  const line = text
    .split(/\r?\n/)
    .map((each) => each.trim())
    .find((each) => each.toLowerCase().startsWith(`${name}:`));
  return line === undefined ? null : line.slice(name.length + 1).trim();
}

function judgeMessage(given: string, message: string): Verdict | null {
  if (given === encodeStatusMessage(message)) return null;
  if (/[^ -~]/.test(given)) {
    return no("A field holds visible ASCII only: every other byte is written as % and two digits.");
  }
  if (message.includes("%") && !given.includes("%25")) {
    return no("% begins an encoded byte, so % itself is written %25.");
  }
  if (decodeStatusMessage(given) === message) {
    if (/%(?:[a-f][0-9A-Fa-f]|[0-9A-F][a-f])/.test(given))
      return no("The hex digits are upper-case: 0-9 A-F.");
    return /%20/.test(given)
      ? no("It would be read, but a space stays as it is: this is not the encoding of addresses.")
      : no(
          "It would be read, but letters that ASCII has stay as they are; only % itself does not.",
        );
  }
  if (given.includes("+")) return no("A plus is a plus here: a space stays a space.");
  return no(
    `A client would read “${decodeStatusMessage(given)}”. Each byte of the UTF-8 gets its own %XX.`,
  );
}

/** Writes both trailers. */
export const writeTrailers: Challenge<Setup, Seen> = {
  id: "write-trailers",
  title: "Write the trailers of an error",
  pose(chance) {
    const [name, message] = chance.pick(ERRORS);
    return {
      ask: `A call fails with ${name} and the message “${message}”. Write its trailers, one field a line. In UTF-8, ${hintOf(message)}.`,
      form: [{ kind: "text", id: "lines", ask: "name: value", lines: 2 }],
      check({ lines = "" }): Verdict {
        const status = valueOf(lines, "grpc-status");
        const given = valueOf(lines, "grpc-message");
        if (status === null) return no("grpc-status is missing: it is always due.");
        if (Object.hasOwn(STATUS_CODES, status.toUpperCase())) {
          return no("The name does not travel: grpc-status is its number.");
        }
        if (!/^\d+$/.test(status)) return no("grpc-status is a number, in digits alone.");
        if (/^0\d/.test(status)) return no("The number has no leading zeros.");
        if (Number(status) !== STATUS_CODES[name]) {
          return no(`${status} is another code; look ${name} up in the table below the lab.`);
        }
        if (given === null) return no("The text is missing: it travels as grpc-message.");
        return (
          judgeMessage(given, message) ?? {
            solved: true,
            why: `grpc-status: ${status}, grpc-message: ${given}. Text becomes UTF-8, and every byte beyond ASCII %XX.`,
            source: SOURCE,
          }
        );
      },
    };
  },
};
