// Media types and authentication challenges: names with parameters, RFC 9110 §5.6.6, §8.3.1, §11.3.
import type { Fault } from "#wire/index.ts";
import { textFault } from "./faults.ts";
import { trimBlanks } from "./fields.ts";

/** A parameter: name in lower case, value unquoted. */
export type Parameter = readonly [name: string, value: string];

/** A media type in lower case with its parameters. */
export interface MediaType {
  readonly type: string;
  readonly subtype: string;
  readonly parameters: readonly Parameter[];
}

/** One challenge: a scheme in lower case with either a token68 or parameters. */
export interface Challenge {
  readonly scheme: string;
  readonly token68: string | null;
  readonly parameters: readonly Parameter[];
}

const token = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
const quoted = '"((?:[\\t !#-\\[\\]-~\\x80-\\xff]|\\\\[\\t !-~\\x80-\\xff])*)"';

const typeStart = new RegExp(`(${token})/(${token})[ \\t]*`, "y");
const typeParameter = new RegExp(`;[ \\t]*(?:(${token})=(?:(${token})|${quoted}))?[ \\t]*`, "y");
const challengeStart = new RegExp(`(${token})(?: +|(?=[ \\t]*(?:,|$)))`, "y");
const token68 = /([A-Za-z0-9\-._~+/]+=*)[ \t]*(?=,|$)/y;
const authParameter = new RegExp(`(${token})[ \\t]*=[ \\t]*(?:(${token})|${quoted})[ \\t]*`, "y");
const separators = /[ \t,]*/y;

/** Matches a sticky pattern at `at`. */
function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

const parameterOf = ([, name = "", plain, inQuotes]: RegExpExecArray): Parameter => [
  name.toLowerCase(),
  plain ?? (inQuotes ?? "").replace(/\\(.)/g, "$1"),
];

/** Reads a media type as Content-Type carries it. */
export function parseMediaType(text: string): MediaType | Fault {
  const value = trimBlanks(text);
  const bad = (at: number): Fault =>
    textFault(
      "BAD_MEDIA_TYPE",
      at,
      "RFC 9110 §8.3.1",
      "The text is no media type. Write type/subtype; name=value.",
    );
  const start = matchAt(typeStart, value, 0);
  if (!start) return bad(0);
  const parameters: Parameter[] = [];
  let at = start[0].length;
  while (at < value.length) {
    const match = matchAt(typeParameter, value, at);
    if (!match) return bad(at);
    if (match[1] !== undefined) parameters.push(parameterOf(match));
    at += match[0].length;
  }
  const [, type = "", subtype = ""] = start;
  return { type: type.toLowerCase(), subtype: subtype.toLowerCase(), parameters };
}

/** Reads the challenges of WWW-Authenticate or Proxy-Authenticate, lines joined by commas. */
export function parseChallenges(text: string): Challenge[] | Fault {
  const bad = (at: number): Fault =>
    textFault(
      "BAD_CHALLENGE",
      at,
      "RFC 9110 §11.3",
      'The text is no list of challenges. Write a scheme such as Basic realm="site".',
    );
  const challenges: Challenge[] = [];
  let at = matchAt(separators, text, 0)?.[0].length ?? 0;
  while (at < text.length) {
    const start = matchAt(challengeStart, text, at);
    if (!start) return bad(at);
    at += start[0].length;
    const single = matchAt(token68, text, at);
    const parameters: Parameter[] = [];
    if (single && !matchAt(authParameter, text, at)) at += single[0].length;
    else at = readAuthParameters(text, at, parameters);
    const behind = matchAt(separators, text, at)?.[0] ?? "";
    if (at + behind.length < text.length && !behind.includes(",")) return bad(at);
    at += behind.length;
    const [, scheme = ""] = start;
    const plain = parameters.length === 0 ? (single?.[1] ?? null) : null;
    challenges.push({ scheme: scheme.toLowerCase(), token68: plain, parameters });
  }
  return challenges;
}

/** Collects `name=value` members and stops before the comma of the next challenge. */
function readAuthParameters(text: string, from: number, parameters: Parameter[]): number {
  let at = from;
  let next = from;
  for (;;) {
    const match = matchAt(authParameter, text, next);
    if (!match) return at;
    parameters.push(parameterOf(match));
    at = next + match[0].length;
    const comma = matchAt(separators, text, at)?.[0] ?? "";
    if (!comma.includes(",")) return at;
    next = at + comma.length;
  }
}
