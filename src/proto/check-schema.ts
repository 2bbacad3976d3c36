// What protoc refuses in types and options, once every name has been looked up.
import type { Unresolved } from "./build-schema.ts";
import { syntaxOf } from "./check-outline.ts";
import type { Outline } from "./outline.ts";
import { faultAt as fault } from "./place.ts";
import { isPackable, type Place, type Schema, type SchemaFault } from "./schema.ts";

const RULES = {
  types: "protobuf.dev proto3 guide §Packages and Name Resolution",
  services: "protobuf.dev proto3 guide §Defining Services",
  packed: "protobuf.dev Encoding §Repeated Elements",
  json: "protobuf.dev ProtoJSON §Field names as JSON keys",
  options: "protobuf.dev proto3 guide §Options",
  oneof: "protobuf.dev proto3 guide §Oneof Features",
} as const;

/** Options of a field that protoc knows without an import. */
const FIELD_OPTIONS =
  /^(?:packed|deprecated|json_name|jstype|ctype|lazy|unverified_lazy|weak|retention|targets|debug_redact|features\..*)$/;

const FILE_OPTIONS =
  /^(?:java_|go_package|cc_|objc_|csharp_|swift_|php_|ruby_|py_|optimize_for|deprecated|features)/;

/** All findings, in no order. */
export function checkSchema(
  schema: Schema,
  outline: Outline,
  unresolved: readonly Unresolved[],
): SchemaFault[] {
  return [
    ...unresolved.map(explainUnresolved),
    ...checkOptions(outline),
    ...checkFields(schema, outline),
  ];
}

function explainUnresolved({ declaration, index, name, why }: Unresolved): SchemaFault {
  const place = declaration.types[index] ?? declaration.place;
  return why === "unknown"
    ? fault(
        place,
        `There is no type “${name}” in this text. Declare it, or mend the spelling: case counts.`,
        RULES.types,
      )
    : fault(
        place,
        `“${name}” is no message, and a method takes and gives messages. Wrap it in one.`,
        RULES.services,
      );
}

function checkOptions(outline: Outline): SchemaFault[] {
  const unknown = (place: Place, name: string): SchemaFault =>
    fault(place, `The option “${name}” is not known. Remove it.`, RULES.options);
  const fields = outline.declarations.filter(({ kind }) => kind === "field");
  return [
    ...outline.file
      .filter(({ kind, value }) => kind === "option" && !FILE_OPTIONS.test(value))
      .map(({ place, value }) => unknown(place, value)),
    ...fields.flatMap(({ options }) =>
      options.flatMap((option) => {
        if (option.text === "default") {
          return syntaxOf(outline) === "proto3"
            ? [
                fault(
                  option,
                  "proto3 has no defaults of your own: they are zero, empty or the first value.",
                  RULES.options,
                ),
              ]
            : [];
        }
        return FIELD_OPTIONS.test(option.text) ? [] : [unknown(option, option.text)];
      }),
    ),
  ];
}

function checkFields(schema: Schema, outline: Outline): SchemaFault[] {
  const found: SchemaFault[] = [];
  const packedOf = new Map(
    outline.declarations.map(({ scope, name, options }) => [
      `${scope} ${name}`,
      options.find(({ text }) => text === "packed"),
    ]),
  );
  const proto3 = schema.syntax === "proto3";
  for (const { name, fields } of schema.messages) {
    const keys = new Map<string, string>();
    for (const field of fields) {
      const packed = packedOf.get(`${name} ${field.name}`);
      if (packed && (field.label !== "repeated" || !isPackable(field.type))) {
        const why =
          "Only repeated numbers, bools and enums can be packed: strings, bytes and messages carry a length each.";
        found.push(fault(packed, why, RULES.packed));
      }
      if (field.oneof !== undefined && field.label !== "singular") {
        const why = "A oneof holds single fields only. Put the list into a message of its own.";
        found.push(fault(field.place, why, RULES.oneof));
      }
      const other = keys.get(field.jsonName);
      if (other !== undefined && proto3) {
        const why = `“${field.name}” and “${other}” would share the key “${field.jsonName}” in JSON. Rename one.`;
        found.push(fault(field.place, why, RULES.json));
      }
      keys.set(field.jsonName, field.name);
    }
  }
  return found;
}
