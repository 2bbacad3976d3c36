// What the parser's messages mean: it names a line and a word, a person needs the place and a sentence.
import type { SchemaFault } from "./schema.ts";
import type { Token } from "./tokens.ts";

/** How often the parser is asked again to tell words of one line apart. */
const MOST_TRIES = 12;

/**
 * The fault behind a message of the form "illegal … (line n)"; null for other messages, which come
 * from rules and not from the grammar. `ask` gives the parser's message about the text before an offset.
 */
export function syntaxFault(
  message: string,
  tokens: readonly Token[],
  ask: (end: number) => string,
): SchemaFault | null {
  const match = /^illegal ([a-z ]+?)(?: '([^]*?)')?(?:, '([^]*)' expected)? \(line (\d+)\)$/.exec(
    message,
  );
  if (!match) return null;
  const [, kind = "", word, expected] = match;
  const line = Number(match[4]);
  const last = tokens.at(-1);
  const end = last
    ? { line: last.line, column: last.column + last.text.length }
    : { line: 1, column: 1 };
  if (word === undefined || word === "null") {
    const missing = expected === undefined ? "something is still open" : `“${expected}” is missing`;
    return {
      ...end,
      what: `The text ends here, but ${missing}. Add what is missing, or a closing brace.`,
    };
  }
  const index = findToken(word, line, message, tokens, ask);
  const token = tokens[index];
  const place = token ? { line: token.line, column: token.column } : { line, column: 1 };
  const before = tokens[index - 1];
  if (expected !== undefined && before && token && before.line < token.line) {
    // The gap shows where the line ends, not where the next one begins.
    return {
      line: before.line,
      column: before.column + before.text.length,
      what: `“${expected}” is missing after “${before.text}”.`,
    };
  }
  return { ...place, what: explain(kind, word, expected, before?.text, tokens[index - 2]?.text) };
}

/** Index of the token at which the parser stopped; −1 when no token has that text. */
function findToken(
  word: string,
  line: number,
  message: string,
  tokens: readonly Token[],
  ask: (end: number) => string,
): number {
  const matches = (token: Token): boolean =>
    token.text === word || token.text.slice(1, -1) === word;
  const here = tokens.flatMap((token, index) =>
    token.line === line && matches(token) ? [index] : [],
  );
  const [only] = here;
  if (only === undefined) {
    return tokens.findLastIndex((token) => token.line <= line && matches(token));
  }
  if (here.length === 1) return only;
  const reason = message.slice(0, message.lastIndexOf(" (line"));
  // Cut behind each of them in turn: the first cut with the same complaint shows the culprit.
  const found = here.slice(0, MOST_TRIES).find((index) => {
    const token = tokens[index] as Token;
    return ask(token.at + token.text.length).startsWith(reason);
  });
  return found ?? only;
}

/** A map, because the words come from the text and may be names that every object has. */
const HINTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    required: "proto3 has no required fields. Leave the word out.",
    optional:
      "Here “optional” may not stand: a field of a oneof has presence anyway, and editions say it with features.field_presence.",
    repeated: "A oneof holds single fields only. Put the list into a message of its own.",
    map: "A map cannot be repeated or stand in a oneof. Put it into a message of its own.",
    package:
      "The package is named already, or declarations stand before it. Keep one line, at the top.",
    syntax: "This line must be the first statement of the file. Move it to the top.",
    edition: "This line must be the first statement of the file. Move it to the top.",
    group: "Groups are deprecated and not read here. Use a nested message.",
  }),
);

function explain(
  kind: string,
  word: string,
  expected: string | undefined,
  before = "",
  beforeThat = "",
): string {
  // A label where none may stand is read as the type, so the complaint comes two words later.
  const labelled = HINTS.get(beforeThat);
  if (expected === "=" && labelled !== undefined) return labelled;
  if (word === "<" && before === "map") return HINTS.get("map") ?? "";
  if (expected !== undefined) return `Here stands “${word}”, but “${expected}” is expected.`;
  const hint = HINTS.get(word);
  if (hint !== undefined && kind === "token") return hint;
  switch (kind) {
    case "id":
      return `“${word}” is no number for a field or value. Write a whole number${word.startsWith("-") ? " from 1 on" : ""}.`;
    case "name":
    case "type name":
    case "service name":
      return `“${word}” is no name. A name begins with a letter or _ and goes on with letters, digits and _.`;
    case "type":
      return before === "<"
        ? `“${word}” cannot be the key of a map: keys are integers, bool or string.`
        : `“${word}” is no type.`;
    case "syntax":
    case "edition":
      return `“${word}” is not known here: syntax is "proto3" or "proto2", edition is "2023".`;
    case "value":
    case "number":
      return `“${word}” is no value for an option.`;
    default:
      return word === "}"
        ? "This brace closes nothing. Remove it, or open a block before it."
        : `“${word}” cannot stand here. A declaration is “message”, “enum” or “service”; a field is type, name = number; in proto2 a label goes first.`;
  }
}
