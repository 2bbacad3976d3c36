// What protoc refuses in names and numbers, seen in the outline alone: it needs no type to be known.
import { MAX_FIELD_NUMBER } from "#protocols/protobuf/index.ts";
import { checkReserved } from "./check-reserved.ts";
import { readNumber, type Declaration, type Outline } from "./outline.ts";
import { faultAt as fault } from "./place.ts";
import type { Place, SchemaFault } from "./schema.ts";

const RULES = {
  numbers: "protobuf.dev proto3 guide §Assigning Field Numbers",
  enums: "protobuf.dev proto3 guide §Enumerations",
  zero: "protobuf.dev proto3 guide §Enum Default Value",
  oneof: "protobuf.dev proto3 guide §Using Oneof",
} as const;

const MIN_INT32 = -(2 ** 31);
const MAX_INT32 = 2 ** 31 - 1;

/** All findings, in no order. `complaint` is the parser's own message where it has one. */
export function checkOutline(outline: Outline, complaint: string): SchemaFault[] {
  return [
    ...checkFile(outline),
    ...checkForeign(outline),
    ...checkNumbers(outline),
    ...checkNames(outline.declarations),
    ...checkRepeatedNumbers(outline.declarations, complaint),
    ...checkReserved(outline),
    ...checkEmpty(outline.declarations),
  ];
}

/** "proto2", "proto3" or an edition; proto2 where nothing is said. */
export const syntaxOf = ({ file }: Outline): string =>
  file.find(({ kind }) => kind === "syntax" || kind === "edition")?.value ?? "proto2";

function checkFile({ file, declarations }: Outline): SchemaFault[] {
  const found: SchemaFault[] = [];
  const [first] = file;
  const syntaxes = file.filter(({ kind }) => kind === "syntax" || kind === "edition");
  const [syntax, again] = syntaxes;
  if (!syntax) {
    found.push(
      fault(
        { line: 1, column: 1 },
        'The first line does not say which language this is. Begin with syntax = "proto3"; (protoc would warn and read proto2).',
      ),
    );
  } else if (
    first !== syntax ||
    (declarations[0] && isBefore(declarations[0].place, syntax.place))
  ) {
    found.push(
      fault(syntax.place, "This line must be the first statement of the file. Move it to the top."),
    );
  } else if (
    syntax.kind === "syntax" ? !/^proto[23]$/.test(syntax.value) : syntax.value !== "2023"
  ) {
    found.push(
      fault(
        syntax.place,
        `“${syntax.value}” is not known here: syntax is "proto3" or "proto2", edition is "2023".`,
      ),
    );
  }
  if (again) found.push(fault(again.place, "The language is named twice. Keep the first line."));
  for (const { kind, place, value } of file) {
    if (kind !== "import") continue;
    found.push(
      fault(
        place,
        `“${value}” cannot be imported: here a text stands alone. Write the messages you need into it.`,
      ),
    );
  }
  return found;
}

const isBefore = (a: Place, b: Place): boolean =>
  a.line < b.line || (a.line === b.line && a.column < b.column);

function checkForeign({ foreign, declarations }: Outline): SchemaFault[] {
  const groups = "Groups are deprecated and not read here. Use a nested message.";
  const extensions = "Extensions are not read here. Leave the line out.";
  return [
    ...foreign.map((token) => fault(token, token.text === "extensions" ? extensions : groups)),
    ...declarations
      .filter(({ kind }) => kind === "extend")
      .map(({ place }) => fault(place, "Extensions are not read here. Leave the block out.")),
    ...declarations
      .filter(({ name }) => name === "__proto__")
      .map(({ place }) =>
        fault(place, "The parser in this page cannot hold this name. Choose another."),
      ),
  ];
}

function checkNumbers(outline: Outline): SchemaFault[] {
  const found: SchemaFault[] = [];
  const firstValues = new Set<string>();
  for (const { kind, number, name, scope, place } of outline.declarations) {
    const value = readNumber(number?.text);
    if (Number.isNaN(value) || (kind !== "field" && kind !== "value")) continue;
    const at = number ?? place;
    if (kind === "field") {
      if (value === 0) {
        found.push(
          fault(at, `Field “${name}” has number 0: numbering begins at 1.`, RULES.numbers),
        );
      } else if (value > MAX_FIELD_NUMBER) {
        const why = `Field “${name}” has a number beyond 536,870,911: with the wire type it must fit 32 bits.`;
        found.push(fault(at, why, RULES.numbers));
      } else if (value >= 19_000 && value <= 19_999) {
        const why = `Field “${name}” has a number from 19,000 to 19,999: these belong to Protocol Buffers itself.`;
        found.push(fault(at, why, RULES.numbers));
      }
      continue;
    }
    if (value < MIN_INT32 || value > MAX_INT32) {
      found.push(fault(at, `“${name}” has a number that does not fit an int32.`, RULES.enums));
    }
    if (!firstValues.has(scope) && value !== 0 && syntaxOf(outline) === "proto3") {
      const why = `The first value of an enum must be 0 in proto3: it is the default. Put a ${scope.split(".").at(-1)?.toUpperCase() ?? ""}_UNSPECIFIED = 0 before “${name}”.`;
      found.push(fault(at, why, RULES.zero));
    }
    firstValues.add(scope);
  }
  return found;
}

/** The names of one scope must differ, and the values of an enum are names of the scope around it. */
function checkNames(declarations: readonly Declaration[]): SchemaFault[] {
  const found: SchemaFault[] = [];
  const seen = new Map<string, Declaration>();
  for (const declaration of declarations) {
    const { kind, name, place } = declaration;
    if (kind === "extend") continue;
    const scope = kind === "value" ? outer(declaration.scope) : declaration.scope;
    const full = `${scope}.${name}`;
    const first = seen.get(full);
    if (!first) {
      seen.set(full, declaration);
      continue;
    }
    const where = `line ${first.place.line}`;
    const scoping =
      kind === "value" && first.kind === "value" && first.scope !== declaration.scope
        ? " Values of an enum count as names of the scope around it, as in C++: put the enum's name before them."
        : ` Names of one scope must differ.`;
    found.push(fault(place, `“${name}” is already the name of something on ${where}.${scoping}`));
  }
  return found;
}

const outer = (scope: string): string => scope.slice(0, Math.max(0, scope.lastIndexOf(".")));

function checkRepeatedNumbers(
  declarations: readonly Declaration[],
  complaint: string,
): SchemaFault[] {
  const found: SchemaFault[] = [];
  const seen = new Map<string, Declaration>();
  // Whether an enum allows aliases, the parser knows.
  const aliased = /^duplicate id .* in Enum/.test(complaint);
  for (const declaration of declarations) {
    const { kind, name, number, scope } = declaration;
    if (kind !== "field" && !(kind === "value" && aliased)) continue;
    const value = readNumber(number?.text);
    if (Number.isNaN(value)) continue;
    const key = `${scope} ${value}`;
    const first = seen.get(key);
    if (!first) {
      seen.set(key, declaration);
    } else if (kind === "field") {
      const why = `Number ${value} already belongs to “${first.name}”: a reader could not tell the two apart. Give “${name}” a number of its own.`;
      found.push(fault(number ?? declaration.place, why, RULES.numbers));
    } else {
      const why = `Number ${value} already belongs to “${first.name}”. Choose another, or set option allow_alias = true.`;
      found.push(fault(number ?? declaration.place, why, RULES.enums));
    }
  }
  return found;
}

function checkEmpty(declarations: readonly Declaration[]): SchemaFault[] {
  const oneofs = new Set(declarations.map(({ oneof, scope }) => `${scope} ${oneof ?? ""}`));
  const enums = new Set(
    declarations.flatMap(({ kind, scope }) => (kind === "value" ? [scope] : [])),
  );
  return declarations.flatMap(({ kind, name, scope, place }) => {
    if (kind === "oneof" && !oneofs.has(`${scope} ${name}`)) {
      return [fault(place, `“${name}” has no field. Give it one, or remove it.`, RULES.oneof)];
    }
    if (kind === "enum" && !enums.has(scope === "" ? name : `${scope}.${name}`)) {
      const why = `“${name}” has no value. The first must be 0 in proto3.`;
      return [fault(place, why, RULES.enums)];
    }
    return [];
  });
}
