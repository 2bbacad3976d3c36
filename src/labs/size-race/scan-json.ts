// JSON text before it is parsed: where it breaks, how deep it nests, which numbers a double rounds.
// RFC 8259 §2–§9; engines word their errors differently, and one of them names no place.

/** Why a text is no JSON, and where; line and column count from 1. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly what: string;
}

/** What a text holds, as far as its parsed value will not tell. */
export interface JsonFacts {
  /** Levels of objects and lists. */
  readonly depth: number;
  /** Numbers, as written, that a program which reads doubles does not get: integers beyond 2^53. */
  readonly rounded: readonly string[];
  /** Bytes in UTF-8 by what they are; together they are the text without its white space. */
  readonly parts: JsonParts;
}

/** Bytes of compact JSON by their use. */
export interface JsonParts {
  /** Names with their quotes and colons. */
  readonly names: number;
  /** Text values with their quotes. */
  readonly texts: number;
  readonly numbers: number;
  /** true, false and null. */
  readonly words: number;
  /** Braces, brackets and commas. */
  readonly marks: number;
}

export type Scanned =
  | { readonly kind: "done"; readonly facts: JsonFacts }
  | { readonly kind: "fault"; readonly fault: JsonFault };

const SPACE = /[ \t\n\r]*/y;
const STRING = /"[^"\\\0-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\0-\x1f]*)*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

/** Rounded numbers that are kept to be shown. */
const MOST_ROUNDED = 3;

/** What may come next. */
type Wanted = "value" | "value or ]" | "name or }" | "name" | "colon" | "comma or end" | "nothing";

const WANTED_WORDS: Readonly<Record<Wanted, string>> = {
  value: "a value is expected",
  "value or ]": "a value or “]” is expected",
  "name or }": "a name in double quotes or “}” is expected",
  name: "a name in double quotes is expected",
  colon: "“:” is expected",
  "comma or end": "a comma or the closing bracket is expected",
  nothing: "the text should end",
};

const HINTS: readonly (readonly [RegExp, string])[] = [
  [/^'/, "JSON knows double quotes only."],
  [/^[\]}]/, "A comma before a closing bracket is one too many."],
  [/^\/[/*]/, "JSON has no comments."],
  [/^(NaN|[+-]?Infinity|undefined)/, "JSON has no such value."],
  [/^[+.]|^-?0\d/, "A number begins with a digit or a minus, and not with a needless 0."],
  [/^[A-Za-z_$]/, "Names and texts stand in double quotes."],
];

/** Reads the text once, without recursion and without building its value. */
export function scanJson(text: string): Scanned {
  let at = 0;
  let wanted: Wanted = "value";
  let depth = 0;
  const open: string[] = [];
  const rounded: string[] = [];
  const parts = { names: 0, texts: 0, numbers: 0, words: 0, marks: 0 };

  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? null;
    if (found !== null) at += found.length;
    return found;
  };
  const isOpen = (): boolean => wanted !== "nothing";
  const afterValue = (): Wanted => (open.length === 0 ? "nothing" : "comma or end");
  const mark = (next: Wanted): void => {
    at += 1;
    parts.marks += 1;
    wanted = next;
  };
  const close = (): void => {
    open.pop();
    mark(afterValue());
  };

  /** Takes one token; false when it does not fit. */
  const step = (sign: string): boolean => {
    switch (wanted) {
      case "nothing":
        return false;
      case "colon":
        if (sign !== ":") return false;
        at += 1;
        parts.names += 1;
        wanted = "value";
        return true;
      case "comma or end":
        if (sign === ",") {
          mark(open.at(-1) === "{" ? "name" : "value");
          return true;
        }
        if (sign !== (open.at(-1) === "{" ? "}" : "]")) return false;
        close();
        return true;
      case "name or }":
      case "name": {
        if (sign === "}" && wanted === "name or }") {
          close();
          return true;
        }
        const name = sign === '"' ? take(STRING) : null;
        if (name === null) return false;
        parts.names += utf8Length(name);
        wanted = "colon";
        return true;
      }
      case "value or ]":
        if (sign === "]") {
          close();
          return true;
        }
        return value(sign);
      case "value":
        return value(sign);
    }
  };

  const value = (sign: string): boolean => {
    if (sign === "{" || sign === "[") {
      open.push(sign);
      depth = Math.max(depth, open.length);
      mark(sign === "{" ? "name or }" : "value or ]");
      return true;
    }
    if (sign === '"') {
      const string = take(STRING);
      if (string === null) return false;
      parts.texts += utf8Length(string);
    } else {
      const number = take(NUMBER);
      const word = number === null ? take(WORD) : null;
      if (number === null && word === null) return false;
      parts.numbers += number?.length ?? 0;
      parts.words += word?.length ?? 0;
      if (number !== null && isRounded(number) && rounded.length < MOST_ROUNDED) {
        rounded.push(number);
      }
    }
    wanted = afterValue();
    return true;
  };

  for (;;) {
    take(SPACE);
    if (at >= text.length) break;
    const before = { at, wanted };
    if (!step(text.charAt(at)) || isGlued(text, at)) {
      return { kind: "fault", fault: faultAt(text, before.at, before.wanted) };
    }
  }
  if (isOpen()) {
    const what =
      text.trim() === ""
        ? "There is nothing here yet. Paste or write JSON."
        : `The text ends, but ${WANTED_WORDS[wanted]}.`;
    return { kind: "fault", fault: { ...placeOf(text, text.length), what } };
  }
  return { kind: "done", facts: { depth, rounded, parts } };
}

/** Whether a number or a word runs on into what is none: 01, 1x, trueish. */
const isGlued = (text: string, to: number): boolean =>
  /[\w.]/.test(text.charAt(to - 1)) && /[\w.+-]/.test(text.charAt(to));

function faultAt(text: string, at: number, wanted: Wanted): JsonFault {
  const rest = text.slice(at, at + 40);
  if (rest.startsWith('"') && wanted !== "colon" && wanted !== "comma or end") {
    const place = placeOf(text, at);
    return {
      ...place,
      what: "This text does not end well: its closing quote is missing, or it holds a raw line end, a control character or an unknown escape.",
    };
  }
  const hint = HINTS.find(([pattern]) => pattern.test(rest))?.[1];
  const sign = [...rest][0] ?? "";
  return {
    ...placeOf(text, at),
    what: `Here stands “${sign}”, but ${WANTED_WORDS[wanted]}.${hint === undefined ? "" : ` ${hint}`}`,
  };
}

/** Line and column of an offset. */
function placeOf(text: string, at: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at);
  const line = before.split("\n").length;
  return { line, column: at - (before.lastIndexOf("\n") + 1) + 1 };
}

/** Whether a double cannot hold it: an integer that becomes another one, or nothing but infinity. */
function isRounded(number: string): boolean {
  const double = Number(number);
  if (!Number.isFinite(double)) return true;
  return number.length >= 16 && !/[.eE]/.test(number) && BigInt(number) !== BigInt(double);
}

/** Bytes of a text in UTF-8, without making them. */
function utf8Length(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit > 0x7f) length += 1;
    // Each half of a pair counts two bytes, any other unit from 800 on three.
    if (unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff)) length += 1;
  }
  return length;
}
