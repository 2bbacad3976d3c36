// A message as ProtoJSON (protobuf.dev, ProtoJSON Format). Unknown fields have no place in it, so a
// message that passes through JSON loses them.
import { isDefault } from "./encode.ts";
import { enumType, messageType, type FieldType, type Schema } from "./schema.ts";
import {
  isList,
  isMap,
  isMessage,
  type FieldValue,
  type MessageValue,
  type SingleValue,
} from "./value.ts";

/** What JSON can hold. */
export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** The ProtoJSON of a message: 64-bit integers as strings, enums by name, bytes as base64, defaults left out. */
export function toProtoJson(schema: Schema, typeName: string, value: MessageValue): JsonValue {
  const entries: [string, JsonValue][] = [];
  for (const field of messageType(schema, typeName).fields) {
    const each = value.fields.get(field.name);
    if (each === undefined) continue;
    const empty = isList(each)
      ? each.length === 0
      : isMap(each)
        ? each.size === 0
        : isDefault(each);
    if (field.presence === "implicit" && empty) continue;
    entries.push([field.jsonName, fieldJson(schema, field, each)]);
  }
  return Object.fromEntries(entries);
}

function fieldJson(schema: Schema, field: FieldType, value: FieldValue): JsonValue {
  if (isList(value)) return value.map((each) => singleJson(schema, field, each));
  if (!isMap(value)) return singleJson(schema, field, value);
  return Object.fromEntries(
    [...value].map(([key, each]) => [String(key), singleJson(schema, field, each)]),
  );
}

function singleJson(schema: Schema, { type }: FieldType, value: SingleValue): JsonValue {
  if (isMessage(value)) return toProtoJson(schema, type.name, value);
  if (value instanceof Uint8Array) return btoa(String.fromCharCode(...value));
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "number") return value;
  if (type.kind === "enum") {
    const named = enumType(schema, type.name).values.find(({ number }) => number === value);
    return named?.name ?? value;
  }
  // JSON has no such numbers; zero keeps its sign only as text.
  return Number.isFinite(value) ? value : String(value);
}
