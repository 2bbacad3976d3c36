// A message on its way: written by one schema, passed on by another, read by a third. protobuf.dev proto3 guide,
// "Unknown Fields"; ProtoJSON. Loaded with the first run: it brings the parser and the codec.
import { compileSchema } from "#proto/compile.ts";
import {
  decodeMessage,
  encodeMessage,
  fromProtoJson,
  isDefault,
  messageType,
  toProtoJson,
  wireTypeOf,
  type FieldType,
  type FieldValue,
  type MessageValue,
  type Schema,
} from "#proto/index.ts";
import { inspect } from "#protocols/protobuf/index.ts";
import { utf8, utf8Text } from "#wire/index.ts";
import { askColleagues } from "./colleagues.ts";
import { compareSchemas, worstOf } from "./compare.ts";
import type { Version } from "./presets.ts";
import { isSameField, isSameValue } from "./same-value.ts";
import type { Hop, Journey, Seen, WireRecord } from "./seen.ts";
import { sentBy, type Setup } from "./setup.ts";

type Refused = Extract<Seen, { readonly kind: "refused" }>;

/** A schema with the message that travels: its first. */
export interface Versioned {
  readonly version: Version;
  readonly schema: Schema;
  readonly root: string;
}

/** Compiles one version, or says where it breaks. */
export function compileVersion(version: Version, text: string): Versioned | Refused {
  const step = compileSchema(text);
  if (step.kind === "fault") {
    const { line, column, what } = step.fault;
    return { kind: "refused", at: version, line, column, why: what };
  }
  const [first] = step.schema.messages;
  return first === undefined
    ? { kind: "refused", at: version, why: "There is no message in it. Write one." }
    : { version, schema: step.schema, root: first.name };
}

const isRefused = (result: Versioned | Refused): result is Refused => "kind" in result;

const fieldsOf = ({ schema, root }: Versioned): readonly FieldType[] =>
  messageType(schema, root).fields;

const jsonOf = ({ schema, root }: Versioned, value: MessageValue): string =>
  JSON.stringify(toProtoJson(schema, root, value));

/** Wire types that a field takes; a list of numbers is read packed and unpacked. */
function takes(field: FieldType, wireType: number): boolean {
  if (field.label === "map" || field.type.kind === "message") return wireType === 2;
  const own = wireTypeOf(field.type.kind === "enum" ? "enum" : field.type.name);
  return wireType === own || (field.label === "repeated" && wireType === 2);
}

/** The records of a message as their receiver meets them. */
function recordsOf(bytes: Uint8Array, writer: Versioned, receiver: Versioned): WireRecord[] {
  const step = inspect(bytes);
  if (step.kind !== "done") return [];
  return step.value.map(({ number, wireType, at, length }) => {
    const field = fieldsOf(receiver).find((each) => each.number === number);
    const known = field !== undefined && takes(field, wireType);
    const written = fieldsOf(writer).find((each) => each.number === number);
    return { number, at, length, known, name: (field ?? written)?.name ?? "" };
  });
}

/** What a receiver made of bytes or of JSON. */
interface Read {
  readonly value: MessageValue | null;
  readonly refused: string | null;
}

function read(receiver: Versioned, format: Hop["format"], bytes: Uint8Array): Read {
  if (format === "JSON") {
    const step = fromProtoJson(receiver.schema, receiver.root, utf8Text(bytes));
    return step.kind === "done"
      ? { value: step.value, refused: null }
      : { value: null, refused: step.fault.what };
  }
  const { value, faults } = decodeMessage(receiver.schema, receiver.root, bytes);
  const [fault] = faults;
  return fault === undefined ? { value, refused: null } : { value: null, refused: fault.text };
}

/** Sends the message of a setup on its way and says what became of each field. */
export function travel(setup: Setup): Seen {
  const v1 = compileVersion("v1", setup.v1);
  if (isRefused(v1)) return v1;
  const v2 = compileVersion("v2", setup.v2);
  if (isRefused(v2)) return v2;
  const writer = setup.writer === "v1" ? v1 : v2;
  const reader = setup.reader === "v1" ? v1 : v2;
  const step = fromProtoJson(writer.schema, writer.root, sentBy(setup));
  if (step.kind === "fault") {
    const { path, what } = step.fault;
    return { kind: "refused", at: "message", why: path === "" ? what : `At ${path}: ${what}` };
  }
  const sent = step.value;
  const hops: Hop[] = [];
  const names = { writer: `writer, ${writer.version}`, reader: `reader, ${reader.version}` };

  const hop = (
    from: string,
    to: string,
    receiver: Versioned,
    format: Hop["format"],
    bytes: Uint8Array,
  ): Read => {
    const made = read(receiver, format, bytes);
    const records = format === "binary" ? recordsOf(bytes, writer, receiver) : [];
    const shown = made.value === null ? null : jsonOf(receiver, made.value);
    hops.push({ from, to, format, bytes, records, read: shown, refused: made.refused });
    return made;
  };

  let bytes = encodeMessage(writer.schema, writer.root, sent).bytes;
  let format: Hop["format"] = "binary";
  let kept = "the reader";
  let last: Read | null = null;
  const lostByProxy = new Set<number>();
  if (setup.proxy !== "none") {
    const between = hop(names.writer, "proxy, v1", v1, "binary", bytes);
    if (between.value === null) {
      kept = "the proxy";
      last = between;
    } else {
      const value = setup.proxy === "pass" ? between.value : { ...between.value, unknown: [] };
      if (setup.proxy !== "pass") {
        for (const record of numbersOf(between.value.unknown)) lostByProxy.add(record);
      }
      format = setup.proxy === "json" ? "JSON" : "binary";
      bytes =
        format === "JSON"
          ? utf8(jsonOf(v1, value))
          : encodeMessage(v1.schema, v1.root, value).bytes;
    }
  }
  last ??= hop(
    setup.proxy === "none" ? names.writer : "proxy, v1",
    names.reader,
    reader,
    format,
    bytes,
  );

  const journeys = [...sent.fields].flatMap(([name, value]): Journey[] => {
    const field = fieldsOf(writer).find((each) => each.name === name);
    return field === undefined
      ? []
      : [follow(field, value, writer, reader, last, lostByProxy, kept)];
  });
  const changes = compareSchemas(v1.schema, v2.schema);
  return {
    kind: "arrived",
    hops,
    journeys,
    outcome: outcomeOf(journeys, reader),
    changes,
    worst: worstOf(changes),
    colleagues: askColleagues(fieldsOf(v1), v2, setup.v2),
    left: fieldsOf(v2).map(({ number, name }) => `${number} ${name}`),
  };
}

/** Field numbers of whole records. */
const numbersOf = (records: readonly Uint8Array[]): readonly number[] =>
  records.flatMap((bytes) => {
    const step = inspect(bytes);
    return step.kind === "done" ? step.value.map(({ number }) => number) : [];
  });

function follow(
  field: FieldType,
  wrote: FieldValue,
  writer: Versioned,
  reader: Versioned,
  last: Read,
  lostByProxy: ReadonlySet<number>,
  kept: string,
): Journey {
  const { name, jsonName, number } = field;
  const base = {
    name,
    jsonName,
    number,
    wrote: valueJson(writer, field, wrote),
    read: null,
    by: null,
  };
  if (last.value === null) return { ...base, fate: "refused", by: kept };
  const partner = fieldsOf(reader).find((each) => each.number === number);
  const got = partner && last.value.fields.get(partner.name);
  if (partner !== undefined && got !== undefined) {
    const same = isSameField(field, partner) && isSameValue(wrote, got);
    const shown = `${partner.name}: ${valueJson(reader, partner, got)}`;
    return { ...base, fate: same ? "same" : "other", read: shown };
  }
  if (numbersOf(last.value.unknown).includes(number)) {
    return partner === undefined
      ? { ...base, fate: "hidden" }
      : { ...base, fate: "other", read: `${partner.name}: not set` };
  }
  // Nothing was written, because the value is the default; nothing read says the same.
  const empty = field.presence === "implicit" && (isDefault(wrote) || isEmptyList(wrote));
  if (empty) return { ...base, fate: "same" };
  return { ...base, fate: "lost", by: lostByProxy.has(number) ? "the proxy" : "the reader" };
}

const isEmptyList = (value: FieldValue): boolean => Array.isArray(value) && value.length === 0;

/** One field's value as it stands in ProtoJSON. */
function valueJson({ schema, root }: Versioned, field: FieldType, value: FieldValue): string {
  const json = toProtoJson(schema, root, {
    fields: new Map([[field.name, value]]),
    unknown: [],
  }) as Readonly<Record<string, unknown>>;
  return JSON.stringify(json[field.jsonName] ?? (isDefault(value) ? 0 : null));
}

function outcomeOf(journeys: readonly Journey[], reader: Versioned): "fine" | "silent" | "error" {
  if (journeys.some(({ fate }) => fate === "refused")) return "error";
  const knows = (number: number): boolean =>
    fieldsOf(reader).some((field) => field.number === number);
  return journeys.some(({ fate, number }) => fate === "other" || (fate === "lost" && knows(number)))
    ? "silent"
    : "fine";
}
