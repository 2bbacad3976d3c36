// ProtoJSON → a message, with a path to what is wrong (protobuf.dev, ProtoJSON Format).
import { MAX_DEPTH } from "#protocols/protobuf/index.ts";
import {
  readBase64,
  readFloat,
  readInteger,
  Refused,
  shown,
  type JsonFault,
} from "./json-scalars.ts";
import { enumType, messageType, type FieldType, type Scalar, type Schema } from "./schema.ts";
import type { JsonValue } from "./to-json.ts";
import type { FieldValue, MapKey, MessageValue, SingleValue } from "./value.ts";

/** A message, or what stands in the way. */
export type JsonStep =
  | { readonly kind: "done"; readonly value: MessageValue }
  | { readonly kind: "fault"; readonly fault: JsonFault };

/** Reads a ProtoJSON text as a message of that type. Never throws on a text; an unknown type is RangeError. */
export function fromProtoJson(schema: Schema, typeName: string, text: string): JsonStep {
  let json: JsonValue;
  try {
    json = JSON.parse(text) as JsonValue;
  } catch (error) {
    const reason = error instanceof Error ? error.message : "";
    return { kind: "fault", fault: { path: "", what: `This is no JSON: ${reason}.` } };
  }
  try {
    return { kind: "done", value: readMessage(schema, typeName, json, "", 0) };
  } catch (error) {
    if (error instanceof Refused) return { kind: "fault", fault: error.fault };
    throw error;
  }
}

const isObject = (json: JsonValue): json is { readonly [key: string]: JsonValue } =>
  typeof json === "object" && json !== null && !Array.isArray(json);

function readMessage(
  schema: Schema,
  typeName: string,
  json: JsonValue,
  path: string,
  depth: number,
): MessageValue {
  if (!isObject(json))
    throw new Refused(path, `A message is an object in braces, here stands ${shown(json)}.`);
  if (depth >= MAX_DEPTH) {
    throw new Refused(
      path,
      `More than ${MAX_DEPTH} levels: readers stop there to protect their stack.`,
    );
  }
  const type = messageType(schema, typeName);
  const fields = new Map<string, FieldValue>();
  for (const [key, each] of Object.entries(json)) {
    const field = type.fields.find(({ jsonName, name }) => jsonName === key || name === key);
    const at = path === "" ? key : `${path}.${key}`;
    if (!field)
      throw new Refused(at, `${typeName} has no field “${key}”. It has ${listed(type.fields)}.`);
    if (each === null) continue;
    const rival = type.fields.find(
      ({ oneof, name }) =>
        oneof !== undefined && oneof === field.oneof && name !== field.name && fields.has(name),
    );
    if (rival)
      throw new Refused(
        at,
        `Only one field of the oneof “${field.oneof ?? ""}” may be set, and “${rival.name}” is.`,
      );
    fields.set(field.name, readField(schema, field, each, at, depth));
  }
  return { fields, unknown: [] };
}

const listed = (fields: readonly FieldType[]): string =>
  fields.length === 0 ? "none" : fields.map(({ jsonName }) => `“${jsonName}”`).join(", ");

function readField(
  schema: Schema,
  field: FieldType,
  json: JsonValue,
  path: string,
  depth: number,
): FieldValue {
  if (field.label === "repeated") {
    if (!Array.isArray(json))
      throw new Refused(
        path,
        `A repeated field is a list in square brackets, here stands ${shown(json)}.`,
      );
    return (json as readonly JsonValue[]).map((each, index) =>
      readSingle(schema, field, each, `${path}[${index}]`, depth),
    );
  }
  if (field.label !== "map") return readSingle(schema, field, json, path, depth);
  if (!isObject(json))
    throw new Refused(path, `A map is an object in braces, here stands ${shown(json)}.`);
  return new Map(
    Object.entries(json).map(([key, each]): [MapKey, SingleValue] => {
      const at = `${path}[${JSON.stringify(key)}]`;
      return [readKey(field.key ?? "string", key, at), readSingle(schema, field, each, at, depth)];
    }),
  );
}

function readKey(type: Scalar, key: string, path: string): MapKey {
  if (type === "string") return key;
  if (type === "bool") {
    if (key !== "true" && key !== "false")
      throw new Refused(path, "The key is a bool: “true” or “false”.");
    return key === "true";
  }
  return readInteger(type, key, path);
}

function readSingle(
  schema: Schema,
  { type }: FieldType,
  json: JsonValue,
  path: string,
  depth: number,
): SingleValue {
  if (json === null) throw new Refused(path, "null cannot stand inside a list or map.");
  if (type.kind === "message") return readMessage(schema, type.name, json, path, depth + 1);
  if (type.kind === "enum") {
    const { values } = enumType(schema, type.name);
    if (typeof json === "number") return readInteger("int32", json, path);
    const named = values.find(({ name }) => name === json);
    if (named) return named.number;
    throw new Refused(
      path,
      `${shown(json)} is no value of ${type.name}: ${values.map(({ name }) => name).join(", ")}.`,
    );
  }
  switch (type.name) {
    case "bool":
      if (typeof json !== "boolean")
        throw new Refused(path, `A bool is true or false, here stands ${shown(json)}.`);
      return json;
    case "string":
      if (typeof json !== "string")
        throw new Refused(path, `A string stands in quotation marks, here stands ${shown(json)}.`);
      if (!json.isWellFormed())
        throw new Refused(path, "Half a character (a lone surrogate) has no UTF-8.");
      return json;
    case "bytes":
      return readBase64(json, path);
    case "double":
    case "float":
      return readFloat(type.name, json, path);
    default:
      return readInteger(type.name, json, path);
  }
}
