// A value → bytes by its schema, with a map of which bytes are tag, length and value of which field.
// protobuf.dev, Encoding. Fields go in the order of their numbers, unknown ones last, as most libraries do.
import {
  MAX_DEPTH,
  WIRE_TYPES,
  writeField,
  writeTag,
  writeVarint,
} from "#protocols/protobuf/index.ts";
import { concat } from "#wire/index.ts";
import { scalarName, writeScalar, type ScalarName } from "./scalars.ts";
import { messageType, type FieldType, type Schema } from "./schema.ts";
import {
  isList,
  isMap,
  isMessage,
  type FieldValue,
  type MessageValue,
  type ScalarValue,
  type SingleValue,
} from "./value.ts";

/** A stretch of bytes with one meaning. Spans tile the message from its first byte to its last. */
export interface Span {
  readonly at: number;
  readonly length: number;
  readonly part: "tag" | "length" | "value" | "unknown";
  /** The field by the names of the .proto: "recipient", "scan_ids[1]", "labels[\"a\"].value"; empty if unknown. */
  readonly path: string;
  readonly number: number;
  /** 0–5, of the record that the stretch belongs to. */
  readonly wireType: number;
  /** How many messages are open around it. */
  readonly depth: number;
  /** What the value is written as: a scalar type, "enum"; of a tag or length what its record holds. */
  readonly type: ScalarName | "message" | "packed" | "unknown";
  /** The value, of a value's bytes. */
  readonly value?: ScalarValue;
}

/** Bytes of a message and what they mean. */
export interface Encoded {
  readonly bytes: Uint8Array;
  readonly spans: readonly Span[];
}

/**
 * Writes a message. A value that does not suit its type, a type that the schema lacks, or more than
 * 100 levels throw RangeError: values from people pass through `fromProtoJson`, which says where.
 */
export function encodeMessage(schema: Schema, typeName: string, value: MessageValue): Encoded {
  const parts: Uint8Array[] = [];
  const spans: Span[] = [];
  const writer = { parts, spans, at: 0 };
  writeMessage(schema, typeName, value, writer, "", 0);
  return { bytes: concat(parts), spans };
}

interface Writer {
  readonly parts: Uint8Array[];
  readonly spans: Span[];
  at: number;
}

function put(writer: Writer, bytes: Uint8Array, span: Omit<Span, "at" | "length">): void {
  writer.parts.push(bytes);
  writer.spans.push({ at: writer.at, length: bytes.length, ...span });
  writer.at += bytes.length;
}

function writeMessage(
  schema: Schema,
  typeName: string,
  { fields, unknown }: MessageValue,
  writer: Writer,
  prefix: string,
  depth: number,
): void {
  if (depth >= MAX_DEPTH) {
    throw new RangeError(
      `${typeName} nests more than ${MAX_DEPTH} levels: readers stop there to protect their stack.`,
    );
  }
  const type = messageType(schema, typeName);
  for (const name of fields.keys()) {
    if (!type.fields.some((each) => each.name === name)) {
      throw new RangeError(`${typeName} has no field ${name}.`);
    }
  }
  for (const field of type.fields.toSorted((a, b) => a.number - b.number)) {
    const value = fields.get(field.name);
    if (value === undefined) continue;
    const write = { schema, writer, depth, field, path: prefix + field.name };
    if (isMap(value)) {
      for (const [key, each] of value) writeEntry(write, key, each);
    } else if (isList(value)) {
      if (field.packed) writePacked(write, value);
      else
        value.forEach((each, index) => {
          writeSingle({ ...write, path: `${write.path}[${index}]` }, each);
        });
    } else if (field.presence === "explicit" || !isDefault(value)) {
      writeSingle(write, value);
    }
  }
  for (const bytes of unknown) {
    put(writer, bytes, {
      part: "unknown",
      path: "",
      number: 0,
      wireType: 0,
      depth,
      type: "unknown",
    });
  }
}

/** One field on its way into the bytes. */
interface Writing {
  readonly schema: Schema;
  readonly writer: Writer;
  readonly depth: number;
  readonly field: FieldType;
  readonly path: string;
}

/** Whether an implicit field with this value stays out: zero, but not minus zero, false or empty. */
export function isDefault(value: FieldValue): boolean {
  if (value instanceof Uint8Array || typeof value === "string") return value.length === 0;
  return value === false || value === 0n || Object.is(value, 0);
}

function writeSingle(write: Writing, value: SingleValue): void {
  const { field, schema, writer, depth, path } = write;
  const { number, type } = field;
  if (type.kind === "message") {
    if (!isMessage(value)) throw new RangeError(`${path} holds no message.`);
    writeNested(write, (inner) => {
      writeMessage(schema, type.name, value, inner, `${path}.`, depth + 1);
    });
    return;
  }
  if (isMessage(value)) throw new RangeError(`${path} holds a message.`);
  const scalar = scalarName(type);
  const one = writeScalar(number, scalar, value, path);
  const { wireType } = one;
  const span = { path, number, wireType, depth, type: scalar } as const;
  const tag = writeTag(number, one.wireType);
  put(writer, tag, { ...span, part: "tag" });
  const rest = writeField(one).subarray(tag.length);
  if (one.wireType !== WIRE_TYPES.LEN) {
    put(writer, rest, { ...span, part: "value", value });
    return;
  }
  const content = one.value as Uint8Array;
  put(writer, rest.subarray(0, rest.length - content.length), { ...span, part: "length" });
  put(writer, content, { ...span, part: "value", value });
}

/** A LEN record around what `inside` writes; its spans follow its length. */
function writeNested(
  { field: { number }, writer, depth, path }: Writing,
  inside: (inner: Writer) => void,
  type: "message" | "packed" = "message",
): void {
  const inner: Writer = { parts: [], spans: [], at: 0 };
  inside(inner);
  const span = { path, number, wireType: WIRE_TYPES.LEN, depth, type };
  put(writer, writeTag(number, WIRE_TYPES.LEN), { ...span, part: "tag" });
  put(writer, writeVarint(inner.at), { ...span, part: "length" });
  // One by one: a long list has more spans than a call may have arguments.
  for (const each of inner.spans) writer.spans.push({ ...each, at: each.at + writer.at });
  writer.parts.push(concat(inner.parts));
  writer.at += inner.at;
}

function writePacked(write: Writing, values: readonly SingleValue[]): void {
  if (values.length === 0) return;
  const { field, path, depth } = write;
  const type = scalarName(field.type);
  writeNested(
    write,
    (inner) => {
      values.forEach((value, index) => {
        const at = `${path}[${index}]`;
        if (isMessage(value)) throw new RangeError(`${at} holds a message.`);
        const one = writeScalar(1, type, value, at);
        // Field 1 has a tag of one byte, which an element goes without.
        const bytes = writeField(one).subarray(1);
        const { wireType } = one;
        put(inner, bytes, {
          part: "value",
          path: at,
          number: field.number,
          wireType,
          depth,
          type,
          value,
        });
      });
    },
    "packed",
  );
}

/** A map entry is a message of key (1) and value (2), both always written. */
function writeEntry(write: Writing, key: ScalarValue, value: SingleValue): void {
  const { field } = write;
  const path = `${write.path}[${JSON.stringify(typeof key === "bigint" ? String(key) : key)}]`;
  const entry = { ...write, depth: write.depth + 1 };
  const base = { ...field, label: "singular", presence: "explicit" } as const;
  writeNested({ ...write, path }, (writer) => {
    const type = { kind: "scalar", name: field.key ?? "string" } as const;
    writeSingle(
      { ...entry, writer, field: { ...base, number: 1, type }, path: `${path}.key` },
      key,
    );
    writeSingle({ ...entry, writer, field: { ...base, number: 2 }, path: `${path}.value` }, value);
  });
}
