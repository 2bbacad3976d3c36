// The field tree of a message: tags and varints down to their bits, values by their likeliest reading.
import { done, formatHex, type Field, type Step } from "#wire/index.ts";
import { likeliest, type Candidates } from "./candidates.ts";
import { inspect } from "./inspect.ts";
import { fieldTitle, readTag, type ProtoField, type Tag } from "./read-field.ts";
import { readVarint } from "./varint.ts";
import { RULES, WIRE_TYPES, wireTypeName } from "./wire-types.ts";

/** Describes all bytes from `at` as one message. */
export function describeFields(bytes: Uint8Array, at = 0): Step<Field> {
  const step = inspect(bytes, at);
  if (step.kind !== "done") return step;
  return done(describeMessage("message", bytes, step.value, at, step.next), step.next);
}

function describeMessage(
  name: string,
  bytes: Uint8Array,
  fields: readonly ProtoField[],
  at: number,
  end: number,
): Field {
  const text = `${fields.length} field${fields.length === 1 ? "" : "s"}`;
  const children = fields.map((field) => describeField(bytes, field));
  return { name, at, length: end - at, text, rule: RULES.structure, children };
}

function describeField(bytes: Uint8Array, field: ProtoField): Field {
  const { at, length, candidates } = field;
  const tag = describeTag("tag", bytes, at, field);
  return {
    name: fieldTitle(field),
    at,
    length,
    text: readingText(candidates),
    rule: RULES.structure,
    children: [tag, ...describeValue(bytes, field, at + tag.length)],
  };
}

function describeValue(bytes: Uint8Array, field: ProtoField, at: number): Field[] {
  const { candidates, value } = field;
  const end = field.at + field.length;
  const text = readingText(candidates);
  if (field.wireType === WIRE_TYPES.VARINT) return [describeVarint("value", bytes, at, end, text)];
  if (field.wireType === WIRE_TYPES.SGROUP) {
    const inside = value as readonly ProtoField[];
    const endAt = inside.reduce((_, each) => each.at + each.length, at);
    const endTag = { number: field.number, wireType: WIRE_TYPES.EGROUP };
    return [
      ...inside.map((each) => describeField(bytes, each)),
      describeTag("end tag", bytes, endAt, endTag),
    ];
  }
  if (field.wireType !== WIRE_TYPES.LEN) {
    return [{ name: "value", at, length: end - at, text, rule: RULES.fixed }];
  }
  const size = (value as Uint8Array).length;
  const payloadAt = end - size;
  return [
    describeVarint("length", bytes, at, payloadAt, `${size} byte${size === 1 ? "" : "s"}`),
    describePayload(bytes, candidates, payloadAt, end),
  ];
}

/** Bytes of a LEN record: fields of a message, elements of a packed field, or a plain stretch. */
function describePayload(
  bytes: Uint8Array,
  candidates: Candidates,
  at: number,
  end: number,
): Field {
  const name = "payload";
  const text = readingText(candidates);
  switch (likeliest(candidates)) {
    case "message":
      return describeMessage(name, bytes, candidates.message ?? [], at, end);
    case "packed":
      return {
        name,
        at,
        length: end - at,
        text,
        rule: RULES.packed,
        children: packed(bytes, at, end),
      };
    case "packedDouble":
      return fixedElements(candidates.packedDouble ?? [], 8);
    case "packedFloat":
      return fixedElements(candidates.packedFloat ?? [], 4);
    default:
      return { name, at, length: end - at, text, rule: RULES.length };
  }

  function fixedElements(values: readonly number[], size: 4 | 8): Field {
    const children = values.map((value, index) => ({
      name: `element ${index}`,
      at: at + size * index,
      length: size,
      text: String(value),
      rule: RULES.packed,
    }));
    return { name, at, length: end - at, text, rule: RULES.packed, children };
  }
}

function packed(bytes: Uint8Array, at: number, end: number): Field[] {
  const elements: Field[] = [];
  for (let next = at; next < end;) {
    const step = readVarint(bytes, next, end) as { value: bigint; next: number };
    const name = `element ${elements.length}`;
    elements.push(describeVarint(name, bytes, next, step.next, String(step.value)));
    next = step.next;
  }
  return elements;
}

/** Bit fields of a varint's bytes: the continuation bit, then what `groups` cuts the other seven into. */
function bitFields(
  bytes: Uint8Array,
  at: number,
  length: number,
  groups: (index: number) => readonly { readonly name: string; readonly size: number }[],
): Field[] {
  return Array.from({ length }, (_, index) => {
    const byte = bytes[at + index] as number;
    let from = 8 * index;
    const bit = (name: string, size: number, text: string, rule: string): Field => {
      const field = { name, at, length, bits: [from, from + size] as const, text, rule };
      from += size;
      return field;
    };
    const continues = byte >= 0x80 ? "1: another byte follows" : "0: last byte";
    const slice = (size: number) => {
      const shift = 8 * index + 8 - from - size;
      return ((byte >> shift) & ((1 << size) - 1)).toString(2).padStart(size, "0");
    };
    return [
      bit("continuation", 1, continues, RULES.varint),
      ...groups(index).map(({ name, size }) => bit(name, size, slice(size), RULES.varint)),
    ];
  }).flat();
}

function describeTag(name: string, bytes: Uint8Array, at: number, tag: Tag): Field {
  const step = readTag(bytes, at) as { next: number };
  const length = step.next - at;
  const children = bitFields(bytes, at, length, (index) =>
    index === 0
      ? [
          { name: "field number, low bits", size: 4 },
          { name: "wire type", size: 3 },
        ]
      : [{ name: "field number, next bits", size: 7 }],
  ).map((child) =>
    child.name === "wire type"
      ? { ...child, text: `${tag.wireType}: ${wireTypeName(tag.wireType)}`, rule: RULES.structure }
      : child,
  );
  const text = `${tag.number} << 3 | ${tag.wireType} = ${tag.number * 8 + tag.wireType}`;
  return { name, at, length, text, rule: RULES.structure, children };
}

function describeVarint(
  name: string,
  bytes: Uint8Array,
  at: number,
  end: number,
  text: string,
): Field {
  const children = bitFields(bytes, at, end - at, (index) => [
    { name: `bits ${7 * index}–${7 * index + 6}`, size: 7 },
  ]);
  return { name, at, length: end - at, text, rule: RULES.varint, children };
}

const shown = 60; // characters of one reading

function readingText(candidates: Candidates): string {
  const texts = Object.entries(candidates).map(([name, value]) => `${name} ${short(value)}`);
  const [first = "", ...others] = texts;
  return others.length === 0 ? first : `${first} (or ${others.join(", ")})`;
}

function short(value: unknown): string {
  const text =
    value instanceof Uint8Array
      ? formatHex(value.subarray(0, shown), " ")
      : Array.isArray(value)
        ? listText(value as readonly unknown[])
        : typeof value === "string"
          ? JSON.stringify(value.slice(0, shown))
          : String(value);
  return text.length > shown ? `${text.slice(0, shown)}…` : text;
}

// A list without elements is a message without fields: nobody packs nothing.
const listText = (values: readonly unknown[]): string =>
  typeof (values[0] ?? {}) === "object"
    ? `of ${values.length} field${values.length === 1 ? "" : "s"}`
    : `[${values.slice(0, shown).join(" ")}]`;
