// A .proto text → our plain schema. Loaded on use: this is the only file that brings protobufjs, of
// which the parser alone is called, because the encoders it writes for itself need `eval`.
import { parse } from "protobufjs";
import { buildSchema } from "./build-schema.ts";
import { checkOutline } from "./check-outline.ts";
import { checkSchema } from "./check-schema.ts";
import { readOutline } from "./outline.ts";
import { faultAt } from "./place.ts";
import type { Place, SchemaFault, SchemaStep } from "./schema.ts";
import { syntaxFault } from "./syntax-fault.ts";
import { readTokens } from "./tokens.ts";

/** The longest text that is read, in UTF-16 code units: a page must answer while somebody types. */
export const LONGEST_SCHEMA = 65_536;

/** The deepest nesting of messages; protoc stops at the same level. */
export const DEEPEST_NESTING = 32;

const refuse = (place: Place, what: string): SchemaStep => ({
  kind: "fault",
  fault: faultAt(place, what),
});

/** Compiles a text, or says what stands in the way and where. Never throws, whatever the text. */
export function compileSchema(text: string): SchemaStep {
  if (text.length > LONGEST_SCHEMA) {
    const size = text.length.toLocaleString("en");
    return refuse(
      { line: 1, column: 1 },
      `The text has ${size} characters; here 65,536 are the limit. Keep the messages you want to try.`,
    );
  }
  const step = readTokens(text);
  if (step.kind === "fault") return step;
  const { tokens } = step;
  const deep = findDeep(tokens);
  if (deep) {
    return refuse(
      deep,
      `More than ${DEEPEST_NESTING} levels are open here. Close some, or name the types side by side.`,
    );
  }
  const outline = readOutline(tokens);
  const parsed = tryParse(text);
  const named = outline.file.some(({ kind }) => kind === "syntax" || kind === "edition");
  if (parsed.kind === "failed" && named) {
    const found = syntaxFault(parsed.message, tokens, (part) => messageOf(text.slice(0, part)));
    if (found) return { kind: "fault", fault: found };
  }
  const faults = checkOutline(outline, parsed.kind === "failed" ? parsed.message : "");
  const [first] = sorted(faults);
  if (first) return { kind: "fault", fault: first };
  if (parsed.kind === "failed") {
    return refuse({ line: 1, column: 1 }, `The parser refuses the text: ${parsed.message}.`);
  }
  const { schema, unresolved } = buildSchema(parsed.root, outline);
  const [problem] = sorted(checkSchema(schema, outline, unresolved));
  return problem ? { kind: "fault", fault: problem } : { kind: "done", schema };
}

const sorted = (faults: readonly SchemaFault[]): SchemaFault[] =>
  faults.toSorted((a, b) => a.line - b.line || a.column - b.column);

type Parsed =
  | { readonly kind: "parsed"; readonly root: ReturnType<typeof parse>["root"] }
  | { readonly kind: "failed"; readonly message: string };

function tryParse(text: string): Parsed {
  try {
    return { kind: "parsed", root: parse(text, { keepCase: true }).root };
  } catch (error) {
    return { kind: "failed", message: error instanceof Error ? error.message : String(error) };
  }
}

/** What the parser says about a beginning of the text; empty when it is content. */
function messageOf(text: string): string {
  const parsed = tryParse(text);
  return parsed.kind === "failed" ? parsed.message : "";
}

/** The brace that opens one level too many. */
function findDeep(tokens: readonly ({ readonly text: string } & Place)[]): Place | undefined {
  let open = 0;
  return tokens.find(({ text }) => {
    if (text === "{") open += 1;
    if (text === "}") open -= 1;
    return open > DEEPEST_NESTING;
  });
}
