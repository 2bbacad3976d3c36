// The words of a .proto text with their places; the parser itself knows lines only.
import type { Place, SchemaFault } from "./schema.ts";

/** A word, a sign, or a whole string literal with its quotation marks. */
export interface Token extends Place {
  readonly text: string;
  /** Offset of the first code unit. */
  readonly at: number;
}

/** The tokens of a text, or where it stops being made of tokens. */
export type TokensStep =
  | { readonly kind: "done"; readonly tokens: readonly Token[] }
  | { readonly kind: "fault"; readonly fault: SchemaFault };

// Anchored at each step, none of these can backtrack: the text is walked once.
const PATTERN =
  /([^\S\n]+|\/\/[^\n]*)|(\n)|(\/\*[^]*?\*\/)|("(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*')|([{}=;:[\],()<>])|([A-Za-z0-9_.+-]+)/y;

/** Takes a text apart; comments and white space fall away. */
export function readTokens(text: string): TokensStep {
  const tokens: Token[] = [];
  let line = 1;
  let lineAt = 0;
  for (let at = 0; at < text.length;) {
    PATTERN.lastIndex = at;
    const match = PATTERN.exec(text);
    const place = { line, column: at - lineAt + 1 };
    if (!match) return { kind: "fault", fault: { ...place, what: strayText(text, at) } };
    const [all, , newline, comment] = match;
    const next = at + all.length;
    if (newline !== undefined || comment !== undefined) {
      for (let from = all.indexOf("\n"); from >= 0; from = all.indexOf("\n", from + 1)) {
        line += 1;
        lineAt = at + from + 1;
      }
    } else if (match[1] === undefined) {
      tokens.push({ ...place, text: all, at });
    }
    at = next;
  }
  return { kind: "done", tokens };
}

function strayText(text: string, at: number): string {
  const rest = text.slice(at, at + 2);
  if (rest === "/*") return "This comment has no end. Close it with */.";
  const [sign = ""] = rest;
  if (sign === '"' || sign === "'") {
    return `This string has no end on its line. Close it with ${sign}.`;
  }
  const code = text.codePointAt(at) ?? 0;
  const shown =
    code > 0x20 && code !== 0x7f
      ? `“${String.fromCodePoint(code)}”`
      : `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  return `${shown} has no meaning here: outside comments and strings only letters, digits and the signs of the language may stand. Remove it.`;
}
