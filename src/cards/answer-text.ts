// Typed answers in one form each, so that case, spaces and separators decide nothing.
import type { GraderName } from "./study-card.ts";

/** Spaces of every width become one; marks of code and quotation around the whole are not part of it. */
const tidy = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/\s+/g, " ")
    .replace(/^[\s`"'“”‘’]+|[\s`"'“”‘’.]+$/g, "");

/** The number as decimal digits; "" when the text is no integer. Reads 0x, 0o, 0b and grouped digits. */
function integer(text: string): string {
  const bare = tidy(text)
    .toLowerCase()
    .replace(/(?<=[0-9a-f])[\s_,'](?=[0-9a-f])/g, "");
  const found = /^([+-]?)(0x[0-9a-f]+|0b[01]+|0o[0-7]+|\d+)$/.exec(bare);
  if (found === null) return "";
  const [, sign, digits = "0"] = found;
  const value = BigInt(digits);
  return String(sign === "-" ? -value : value);
}

/** The digits alone, two a byte; "" when there are other letters or half a byte. */
function hex(text: string): string {
  const bare = tidy(text)
    .toLowerCase()
    .split(/[\s:,_-]+/)
    .map((part) => part.replaceAll(/^0x|\\x/g, ""))
    .map((part) => (part.length === 1 ? `0${part}` : part))
    .join("");
  return /^([0-9a-f]{2})+$/.test(bare) ? bare : "";
}

/** The three digits, with or without version and reason phrase; "" when there are none. */
const status = (text: string): string =>
  /^(?:http\/\d(?:\.\d)? )?([1-9]\d\d)(?: .*)?$/i.exec(tidy(text))?.[1] ?? "";

/** One space where there were some, none and no code marks at the ends; quotation marks are the field's. */
const trimmed = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/\s+/g, " ")
    .replace(/^[\s`]+|[\s`]+$/g, "");

/** Name and value of a field line: the name in lower case, the value too unless it is quoted. */
function header(text: string): string {
  const line = trimmed(text);
  const colon = line.indexOf(":");
  const name = trimmed((colon < 0 ? line : line.slice(0, colon)).toLowerCase());
  const value = trimmed(colon < 0 ? "" : line.slice(colon + 1))
    .split(/("[^"]*")/)
    .map((part, at) =>
      at % 2 === 1
        ? part
        : part
            .replace(/ ?([,;=]) ?/g, "$1")
            .toLowerCase()
            .normalize("NFKC"),
    )
    .join("");
  return value === "" ? name : `${name}: ${value}`;
}

const FORMS: Readonly<Record<GraderName, (text: string) => string>> = {
  text: (text) => tidy(tidy(text).toLowerCase()),
  integer,
  hex,
  status,
  header,
};

/** The one form of an answer; "" for what the grader cannot read. Taking the form twice changes nothing. */
export const answerForm = (grader: GraderName, text: string): string => FORMS[grader](text);

/** Whether two answers are the same to a grader; what it cannot read equals nothing. */
export function sameAnswer(grader: GraderName, given: string, right: string): boolean {
  const form = answerForm(grader, given);
  return form !== "" && form === answerForm(grader, right);
}
