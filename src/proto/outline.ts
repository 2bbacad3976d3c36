// Where the declarations of a .proto text stand. It follows the braces, not the grammar: the parser judges that.
import type { Place } from "./schema.ts";
import type { Token } from "./tokens.ts";

/** One declaration with the places of its parts. */
export interface Declaration {
  readonly kind: "message" | "enum" | "service" | "oneof" | "extend" | "field" | "value" | "rpc";
  readonly name: string;
  /** Full name of what it stands in, a oneof being no level of its own: "parcel.v1.Parcel". */
  readonly scope: string;
  /** How many braces are open around it. */
  readonly depth: number;
  /** The oneof around a field. */
  readonly oneof?: string;
  readonly place: Place;
  /** The number of a field or value, as written. */
  readonly number?: Token;
  /** The types that are named: of a field one, of an rpc request and response, of a map that of its values. */
  readonly types: readonly Token[];
  /** "repeated", "optional", "required", "map" or nothing. */
  readonly label: string;
  /** Names of the options in square brackets, "packed" and the like. */
  readonly options: readonly Token[];
}

/** What stands under `reserved`: a name, or numbers of which both ends count. */
export interface ReservedEntry {
  readonly scope: string;
  readonly place: Place;
  /** Whether its statement began with the other kind, a name or a number. */
  readonly mixed: boolean;
  readonly name?: string;
  readonly from?: number;
  readonly to?: number;
}

/** A statement of the file itself. */
export interface FileStatement {
  readonly kind: "syntax" | "edition" | "package" | "import" | "option";
  readonly place: Place;
  readonly value: string;
}

/** All of a file in the order of the text. */
export interface Outline {
  readonly file: readonly FileStatement[];
  readonly declarations: readonly Declaration[];
  readonly reserved: readonly ReservedEntry[];
  /** `extensions` statements and groups, which this course does not compile. */
  readonly foreign: readonly Token[];
}

interface Level {
  readonly kind: "file" | "message" | "enum" | "service" | "oneof" | "extend" | "body";
  readonly scope: string;
  readonly oneof?: string;
}

const LABELS = new Set(["repeated", "optional", "required"]);
const BLOCKS = new Set(["message", "enum", "service", "oneof", "extend"]);

/** Numbers as the language writes them: decimal, octal, hexadecimal, "max"; NaN for anything else. */
export function readNumber(text: string | undefined): number {
  if (text === "max") return Infinity;
  if (text === undefined || !/^-?(?:0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)$/.test(text)) return NaN;
  const digits = text.replace("-", "");
  const size = /^0\d/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return text.startsWith("-") ? -size : size;
}

/** The text inside a string literal, without escapes: names and versions have none. */
export const unquote = (text: string): string => text.replace(/^["']|["']$/g, "");

/** Walks the tokens once. */
export function readOutline(tokens: readonly Token[]): Outline {
  const file: FileStatement[] = [];
  const declarations: Declaration[] = [];
  const reserved: ReservedEntry[] = [];
  const foreign: Token[] = [];
  const levels: Level[] = [{ kind: "file", scope: "" }];
  let packageName = "";
  let at = 0;

  /** The tokens up to the next ";" on this level or the "{" that opens a block, which is not taken. */
  const takeStatement = (): Token[] => {
    const from = at;
    let open = 0;
    for (; at < tokens.length; at += 1) {
      const text = tokens[at]?.text ?? "";
      if (open === 0 && (text === ";" || text === "{" || text === "}")) break;
      if (text === "[" || text === "{") open += 1;
      if (text === "]" || text === "}") open -= 1;
    }
    return tokens.slice(from, at);
  };

  while (at < tokens.length) {
    const level = levels.at(-1) as Level;
    const first = tokens[at] as Token;
    if (first.text === "}") {
      if (levels.length > 1) levels.pop();
      at += 1;
      continue;
    }
    if (first.text === ";") {
      at += 1;
      continue;
    }
    if (first.text === "option") {
      // A value in braces belongs to the option.
      const from = at;
      for (let open = 0; at < tokens.length; at += 1) {
        const text = tokens[at]?.text;
        if (text === "{") open += 1;
        if (text === "}" && (open -= 1) < 0) break;
        if (text === ";" && open === 0) break;
      }
      if (level.kind === "file")
        file.push({ kind: "option", place: first, value: tokens[from + 1]?.text ?? "" });
      continue;
    }
    const statement = takeStatement();
    const opens = tokens[at]?.text === "{";
    if (opens) at += 1;
    const [, second] = statement;
    const inner = level.scope === "" ? packageName : level.scope;
    const base = { scope: inner, depth: levels.length - 1, label: "", options: [], types: [] };

    if (BLOCKS.has(first.text) && opens && level.kind !== "enum") {
      const kind = first.text as "message";
      const name = second?.text ?? "";
      const full = inner === "" ? name : `${inner}.${name}`;
      const types = first.text === "extend" && second ? [second] : [];
      declarations.push({ ...base, kind, name, place: second ?? first, types });
      const oneof = first.text === "oneof";
      levels.push({
        kind,
        scope: oneof || first.text === "extend" ? inner : full,
        ...(oneof ? { oneof: name } : {}),
      });
      continue;
    }
    if (opens) levels.push({ kind: "body", scope: level.scope });
    if (level.kind === "body") continue;

    if (level.kind === "file") {
      if (/^(?:syntax|edition|package|import)$/.test(first.text)) {
        const value = unquote(statement.at(-1)?.text ?? "");
        file.push({ kind: first.text as "syntax", place: first, value });
        if (first.text === "package")
          packageName = statement
            .slice(1)
            .map(({ text }) => text)
            .join("");
      }
      continue;
    }
    if (first.text === "reserved" && second?.text !== "=") {
      reserved.push(...readReserved(statement, inner));
      continue;
    }
    if (first.text === "extensions") {
      foreign.push(first);
      continue;
    }
    if (first.text === "rpc") {
      const types = statement.filter(
        ({ text }, index) => statement[index + 1]?.text === ")" && text !== "(",
      );
      declarations.push({
        ...base,
        kind: "rpc",
        name: second?.text ?? "",
        place: second ?? first,
        types,
      });
      continue;
    }
    const equals = statement.findIndex(({ text }) => text === "=");
    const name = statement[equals - 1];
    if (equals < 1 || !name) continue;
    const number = statement[equals + 1];
    const options = optionNames(statement);
    const numbered = {
      ...base,
      name: name.text,
      place: name,
      options,
      ...(number ? { number } : {}),
    };
    if (level.kind === "enum") {
      declarations.push({ ...numbered, kind: "value" });
      continue;
    }
    const label =
      LABELS.has(first.text) && equals > 2
        ? first.text
        : first.text === "map" && second?.text === "<"
          ? "map"
          : "";
    const types = statement
      .slice(label === "" || label === "map" ? 0 : 1, equals - 1)
      .filter(({ text }) => !/^[<>,]$/.test(text));
    if (opens || types[0]?.text === "group") foreign.push(first);
    declarations.push({
      ...numbered,
      kind: "field",
      label,
      // A map names its value type here; its key type needs no looking up.
      types: label === "map" ? types.slice(2) : types,
      ...(level.oneof === undefined ? {} : { oneof: level.oneof }),
    });
  }
  return { file, declarations, reserved, foreign };
}

function readReserved(statement: readonly Token[], scope: string): ReservedEntry[] {
  const entries: ReservedEntry[] = [];
  for (let at = 1; at < statement.length; at += 1) {
    const token = statement[at] as Token;
    if (token.text === ",") continue;
    const from = readNumber(token.text);
    const isName = Number.isNaN(from);
    const [first] = entries;
    const mixed = first !== undefined && (first.name !== undefined) !== isName;
    const base = { scope, place: token, mixed };
    if (isName) {
      entries.push({ ...base, name: unquote(token.text) });
    } else if (statement[at + 1]?.text === "to") {
      entries.push({ ...base, from, to: readNumber(statement[at + 2]?.text) });
      at += 2;
    } else {
      entries.push({ ...base, from, to: from });
    }
  }
  return entries;
}

function optionNames(statement: readonly Token[]): Token[] {
  const from = statement.findIndex(({ text }) => text === "[");
  if (from < 0) return [];
  return statement.filter(
    (_, index) => index > from && statement[index + 1]?.text === "=" && index < statement.length,
  );
}
