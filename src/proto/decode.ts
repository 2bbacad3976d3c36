// Bytes → a value by its schema: unknown fields kept or dropped, the last of several winning,
// packed and unpacked lists both read (protobuf.dev, Encoding).
import { MAX_DEPTH, readField, WIRE_TYPES, type ProtoField } from "#protocols/protobuf/index.ts";
import { readPacked } from "./decode-packed.ts";
import { readScalar, scalarName, wireTypeOf } from "./scalars.ts";
import { strictUtf8Text, type Fault } from "#wire/index.ts";
import { enumType, isPackable, messageType, type FieldType, type Schema } from "./schema.ts";
import {
  isList,
  isMap,
  isMessage,
  type FieldValue,
  type MapKey,
  type MessageValue,
  type SingleValue,
} from "./value.ts";

/** What reading gave. A real parser refuses a message with a fault; the value shows how far it got. */
export interface Decoded {
  readonly value: MessageValue;
  readonly faults: readonly Fault[];
}

/** What to do with records that the schema does not know. */
export interface DecodeOptions {
  /** "keep" (as the libraries do): they are written again at the end. Default. */
  readonly unknown?: "keep" | "drop";
}

/** Reads a message. A type that the schema lacks throws RangeError; bytes never throw. */
export function decodeMessage(
  schema: Schema,
  typeName: string,
  bytes: Uint8Array,
  { unknown = "keep" }: DecodeOptions = {},
): Decoded {
  const faults: Fault[] = [];
  const reading = { schema, faults, keep: unknown === "keep" };
  return { value: readInto(reading, typeName, bytes, 0, EMPTY, 0), faults };
}

const EMPTY: MessageValue = { fields: new Map(), unknown: [] };

const RULES = {
  cut: "protobuf.dev Encoding §Message Structure",
  text: "protobuf.dev proto3 guide §Scalar Value Types",
  depth: "protobuf.dev Proto Limits §Depth Limit for Proto Unmarshaling",
} as const;

interface Reading {
  readonly schema: Schema;
  readonly faults: Fault[];
  readonly keep: boolean;
}

/** Reads records over `before`, which an earlier record of the same field may have left. `offset` is where the bytes begin. */
function readInto(
  reading: Reading,
  typeName: string,
  bytes: Uint8Array,
  offset: number,
  before: MessageValue,
  depth: number,
): MessageValue {
  const fields = new Map(before.fields);
  const unknown = [...before.unknown];
  const result = { fields, unknown };
  const type = messageType(reading.schema, typeName);
  if (depth >= MAX_DEPTH) {
    const text = `More than ${MAX_DEPTH} levels are open: readers stop there to protect their stack.`;
    reading.faults.push({ code: "NESTED_TOO_DEEP", at: offset, rule: RULES.depth, text });
    return result;
  }
  for (let at = 0; at < bytes.length;) {
    const step = readField(bytes, at);
    if (step.kind === "more") {
      const text = `The message ends inside a record: ${step.missing === 1 ? "a byte is" : `${step.missing} bytes are`} missing.`;
      reading.faults.push({ code: "TRUNCATED", at: offset + bytes.length, rule: RULES.cut, text });
      break;
    }
    if (step.kind === "fault") {
      reading.faults.push({ ...step.fault, at: offset + step.fault.at });
      break;
    }
    const record = step.value;
    const field = type.fields.find(({ number }) => number === record.number);
    const taken =
      field !== undefined && takeField(reading, type.fields, field, record, offset, fields, depth);
    if (!taken && reading.keep) unknown.push(bytes.slice(at, step.next));
    at = step.next;
    if (reading.faults.length > 0) break;
  }
  return result;
}

/** Takes a record into the fields; false when it does not suit the field and counts as unknown. */
function takeField(
  reading: Reading,
  siblings: readonly FieldType[],
  field: FieldType,
  record: ProtoField,
  offset: number,
  fields: Map<string, FieldValue>,
  depth: number,
): boolean {
  const { name, label } = field;
  const before = fields.get(name);
  const list = before !== undefined && isList(before) ? before : [];
  if (label === "repeated" && isPackable(field.type) && record.wireType === WIRE_TYPES.LEN) {
    const values = readPacked(
      reading.faults,
      field,
      record.value as Uint8Array,
      endOf(record, offset),
    );
    fields.set(name, [...list, ...values]);
    return true;
  }
  if (label === "map") {
    if (record.wireType !== WIRE_TYPES.LEN) return false;
    const entry = readEntry(reading, field, record, offset, depth);
    if (entry === null) return false;
    const map = new Map(before !== undefined && isMap(before) ? before : []);
    map.set(entry[0], entry[1]);
    fields.set(name, map);
    return true;
  }
  const old = before !== undefined && !isList(before) && !isMap(before) ? before : undefined;
  const value = readSingle(
    reading,
    field,
    record,
    offset,
    label === "repeated" ? undefined : old,
    depth,
  );
  if (value === null) return false;
  if (field.oneof !== undefined) {
    for (const each of siblings) if (each.oneof === field.oneof) fields.delete(each.name);
  }
  fields.set(name, label === "repeated" ? [...list, value] : value);
  return true;
}

/** Offset behind a record's payload. */
const endOf = (record: ProtoField, offset: number): number => offset + record.at + record.length;

function readSingle(
  reading: Reading,
  field: FieldType,
  record: ProtoField,
  offset: number,
  before: SingleValue | undefined,
  depth: number,
): SingleValue | null {
  const { type } = field;
  if (type.kind === "message") {
    if (record.wireType !== WIRE_TYPES.LEN) return null;
    const inside = record.value as Uint8Array;
    const old = before !== undefined && isMessage(before) ? before : EMPTY;
    return readInto(
      reading,
      type.name,
      inside,
      endOf(record, offset) - inside.length,
      old,
      depth + 1,
    );
  }
  const scalar = scalarName(type);
  if (record.wireType !== wireTypeOf(scalar)) return null;
  if (record.value instanceof Uint8Array) {
    if (scalar === "bytes") return record.value.slice();
    const text = strictUtf8Text(record.value);
    if (text !== null) return text;
    const at = endOf(record, offset) - record.value.length;
    const why = `The bytes of “${field.name}” are no UTF-8, and a string must be. Declare it as bytes.`;
    reading.faults.push({ code: "INVALID_UTF8", at, rule: RULES.text, text: why });
    return "";
  }
  const value = readScalar(scalar, record.value as bigint);
  // A closed enum does not hold numbers that it does not name.
  if (type.kind === "enum") {
    const { closed, values } = enumType(reading.schema, type.name);
    if (closed && !values.some(({ number }) => number === value)) return null;
  }
  return value;
}

/** Key and value of a map entry; what is missing is the default. Null: its enum value is not named. */
function readEntry(
  reading: Reading,
  field: FieldType,
  record: ProtoField,
  offset: number,
  depth: number,
): readonly [MapKey, SingleValue] | null {
  const payload = record.value as Uint8Array;
  const start = endOf(record, offset) - payload.length;
  const keyType: FieldType = {
    ...field,
    label: "singular",
    type: { kind: "scalar", name: field.key ?? "string" },
  };
  const valueType: FieldType = { ...field, label: "singular" };
  let key: SingleValue = defaultOf(reading.schema, keyType);
  let value: SingleValue = defaultOf(reading.schema, valueType);
  for (let at = 0; at < payload.length;) {
    const step = readField(payload, at);
    if (step.kind !== "done") {
      const text =
        "The message ends inside an entry of a map: bytes are missing, or its length is wrong.";
      reading.faults.push({ code: "TRUNCATED", at: start + at, rule: RULES.cut, text });
      break;
    }
    at = step.next;
    const each = step.value;
    if (each.number === 1) {
      key = readSingle(reading, keyType, each, start, undefined, depth + 1) ?? key;
    } else if (each.number === 2) {
      const read = readSingle(reading, valueType, each, start, value, depth + 1);
      if (read === null && field.type.kind === "enum") return null;
      value = read ?? value;
    }
    if (reading.faults.length > 0) break;
  }
  return [key as MapKey, value];
}

/** What a field holds when it is not set: zero, false, empty, the first enum value, an empty message. */
export function defaultOf(schema: Schema, { type }: FieldType): SingleValue {
  if (type.kind === "message") return EMPTY;
  if (type.kind === "enum") return enumType(schema, type.name).values[0]?.number ?? 0;
  switch (type.name) {
    case "bool":
      return false;
    case "string":
      return "";
    case "bytes":
      return new Uint8Array();
    case "int64":
    case "uint64":
    case "sint64":
    case "fixed64":
    case "sfixed64":
      return 0n;
    default:
      return 0;
  }
}
