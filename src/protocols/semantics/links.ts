// Typed links in fields: RFC 8288 §3, by the algorithms of its Appendix B.

/** One link-value: a target and how it is related. */
export interface Link {
  /** The target as sent, to be resolved against the URL of the response. */
  readonly target: string;
  /** Relation types, lower case, in order. */
  readonly rel: readonly string[];
  /** The context, when it is not the response's own URL. */
  readonly anchor: string | null;
  /** Other parameters: names lower case, title* and its kind decoded and under the plain name. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

type Parameter = readonly [name: string, value: string];

/** Attributes of which only the first counts: RFC 8288 §3.4.1. */
const single = new Set(["media", "title", "title*", "type"]);

const skipBlanks = (text: string, at: number): number => {
  let cursor = at;
  while (text[cursor] === " " || text[cursor] === "\t") cursor += 1;
  return cursor;
};

const skipUntil = (text: string, at: number, stops: string): number => {
  let cursor = at;
  while (cursor < text.length && !stops.includes(text[cursor] ?? "")) cursor += 1;
  return cursor;
};

/** Value and end of the quoted string that opens at `at`; an open one ends with the text. */
function readQuoted(text: string, at: number): { value: string; end: number } {
  let value = "";
  let cursor = at + 1;
  while (cursor < text.length && text[cursor] !== '"') {
    if (text[cursor] === "\\") cursor += 1;
    value += text[cursor] ?? "";
    cursor += 1;
  }
  return { value, end: cursor + 1 };
}

/** charset'language'value of RFC 8187 in UTF-8; null when it is something else. */
function decodeExtended(value: string): string | null {
  const match = /^utf-8'[^']*'(.*)$/i.exec(value);
  try {
    return match ? decodeURIComponent(match[1] ?? "") : null;
  } catch {
    return null;
  }
}

function readParameters(text: string, at: number): { parameters: Parameter[]; end: number } {
  const parameters: Parameter[] = [];
  let cursor = skipBlanks(text, at);
  while (text[cursor] === ";") {
    cursor = skipBlanks(text, cursor + 1);
    const nameEnd = skipUntil(text, cursor, " \t=;,");
    const name = text.slice(cursor, nameEnd).toLowerCase();
    let value = "";
    cursor = skipBlanks(text, nameEnd);
    if (text[cursor] === "=") {
      cursor = skipBlanks(text, cursor + 1);
      if (text[cursor] === '"') {
        ({ value, end: cursor } = readQuoted(text, cursor));
      } else {
        const end = skipUntil(text, cursor, ";,");
        value = text.slice(cursor, end).trim();
        cursor = end;
      }
    }
    if (name !== "") parameters.push([name, value]);
    cursor = skipBlanks(text, cursor);
  }
  return { parameters, end: cursor };
}

function attributesOf(parameters: readonly Parameter[]): Parameter[] {
  const seen = new Set<string>();
  const kept = parameters.filter(([name]) => {
    const first = !seen.has(name);
    seen.add(name);
    return name !== "rel" && name !== "anchor" && (first || !single.has(name));
  });
  const decoded = new Map<string, string>();
  for (const [name, value] of kept) {
    const text = name.endsWith("*") ? decodeExtended(value) : null;
    if (text !== null) decoded.set(name, text);
  }
  return kept.flatMap(([name, value]): Parameter[] => {
    if (decoded.has(`${name}*`)) return [];
    const text = decoded.get(name);
    if (text !== undefined) return [[name.slice(0, -1), text]];
    return name.endsWith("*") ? [] : [[name, value]];
  });
}

/**
 * Reads a Link field, its lines joined by commas. Total, as the algorithm is: reading stops at the
 * first thing that is no link. A link without `rel` is returned with an empty list of types.
 */
export function parseLinkHeader(text: string): Link[] {
  const links: Link[] = [];
  let cursor = 0;
  for (;;) {
    // The algorithm as printed forgets the comma between links; lists may have empty members.
    while (text[skipBlanks(text, cursor)] === ",") cursor = skipBlanks(text, cursor) + 1;
    cursor = skipBlanks(text, cursor);
    const close = text.indexOf(">", cursor);
    if (text[cursor] !== "<" || close < 0) return links;
    const { parameters, end } = readParameters(text, close + 1);
    const valueOf = (name: string): string | null =>
      parameters.find(([each]) => each === name)?.[1] ?? null;
    links.push({
      target: text.slice(cursor + 1, close),
      rel: (valueOf("rel") ?? "")
        .toLowerCase()
        .split(/[ \t]+/)
        .filter(Boolean),
      anchor: valueOf("anchor"),
      attributes: attributesOf(parameters),
    });
    cursor = end;
    if (text[cursor] !== ",") return links;
  }
}
