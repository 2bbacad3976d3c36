// What changed between two schemas and what that does to bytes that exist: protobuf.dev proto3 guide,
// "Updating A Message Type"; ProtoJSON, "ProtoJSON Wire Safety". Like a breaking-change checker, but small.
import type { EnumType, FieldType, MessageType, Schema } from "#proto/index.ts";
import { compareTypes, isNumeric, typeText, type Safeties, type Safety } from "./compare-types.ts";

/** One change with its class in both formats. */
export interface SchemaChange extends Safeties {
  /** Where: "Parcel.weight_grams", "Status.STATUS_RETURNED". */
  readonly place: string;
  /** What happened, in a few words: "field 4 removed". */
  readonly what: string;
  /** Why it has this class. */
  readonly why: string;
  readonly source: string;
}

const order: readonly Safety[] = ["safe", "compatible", "unsafe"];

/** The worse of two classes. */
const worse = (one: Safety, other: Safety): Safety =>
  order.indexOf(one) < order.indexOf(other) ? other : one;

const last = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

/** All changes from `before` to `after`; both begin with the message that is sent. */
export function compareSchemas(before: Schema, after: Schema): readonly SchemaChange[] {
  const changes: SchemaChange[] = [];
  const compared = new Set<string>();
  const visit = (one: MessageType | undefined, other: MessageType | undefined): void => {
    if (!one || !other || compared.has(`${one.name} ${other.name}`)) return;
    compared.add(`${one.name} ${other.name}`);
    changes.push(...compareMessages(one, other));
    for (const field of one.fields) {
      const partner = other.fields.find(({ number }) => number === field.number);
      if (!partner || field.type.kind !== partner.type.kind) continue;
      if (field.type.kind === "message") {
        visit(
          before.messages.find(({ name }) => name === field.type.name),
          after.messages.find(({ name }) => name === partner.type.name),
        );
      }
      if (field.type.kind === "enum" && !compared.has(field.type.name)) {
        compared.add(field.type.name);
        changes.push(
          ...compareEnums(
            before.enums.find(({ name }) => name === field.type.name),
            after.enums.find(({ name }) => name === partner.type.name),
          ),
        );
      }
    }
  };
  visit(before.messages[0], after.messages[0]);
  return changes;
}

const isReserved = ({ reserved: { ranges } }: MessageType, number: number): boolean =>
  ranges.some(([from, to]) => from <= number && number <= to);

function compareMessages(before: MessageType, after: MessageType): SchemaChange[] {
  const changes: SchemaChange[] = [];
  const at = (field: FieldType): string => `${last(after.name)}.${field.name}`;
  for (const field of before.fields) {
    const partner = after.fields.find(({ number }) => number === field.number);
    if (partner !== undefined) {
      changes.push(...compareFields(at(field), field, partner, before, after));
      continue;
    }
    const moved = after.fields.find(({ name }) => name === field.name);
    if (moved !== undefined) {
      changes.push({
        place: at(field),
        what: `number ${field.number} became ${moved.number}`,
        binary: "unsafe",
        json: "safe",
        why: "On the wire that is one field removed and another added: what was written under the old number is not found under the new one.",
        source: "protobuf-proto3#wire-unsafe-changes",
      });
      continue;
    }
    changes.push(removed(at(field), field, after));
  }
  for (const field of after.fields) {
    if (before.fields.some(({ number }) => number === field.number)) continue;
    if (before.fields.some(({ name }) => name === field.name)) continue;
    changes.push(added(at(field), field, before));
  }
  return changes;
}

function removed(place: string, field: FieldType, after: MessageType): SchemaChange {
  const number = isReserved(after, field.number);
  const name = after.reserved.names.includes(field.name);
  return {
    place,
    what: `field ${field.number} removed${number && name ? ", its number and name reserved" : ""}`,
    binary: "safe",
    json: "compatible",
    why:
      number && name
        ? "Old bytes keep it as an unknown field, and nobody can take its number or its name by accident."
        : `Old bytes keep it as an unknown field. But ${number ? "its name is" : name ? "its number is" : "its number and name are"} not reserved: whoever adds a field may take ${number || name ? "it" : "them"} again.`,
    source: number && name ? "protobuf-proto3#wire-safe-changes" : "protobuf-proto3#deleting",
  };
}

const added = (place: string, field: FieldType, before: MessageType): SchemaChange =>
  isReserved(before, field.number)
    ? {
        place,
        what: `field ${field.number} added, under a number that was reserved`,
        binary: "unsafe",
        json: "compatible",
        why: "Somebody once wrote something else under this number; its bytes may still be around.",
        source: "protobuf-proto3#consequences",
      }
    : {
        place,
        what: `field ${field.number} added`,
        binary: "safe",
        json: "compatible",
        why: "An old reader keeps it as an unknown field; a new reader of old bytes sees the default. A JSON reader refuses a name that it does not know.",
        source: "protobuf-proto3#wire-safe-changes",
      };

const sameType = (one: FieldType, other: FieldType): boolean =>
  one.type.kind === other.type.kind &&
  (one.type.kind === "scalar"
    ? one.type.name === other.type.name
    : last(one.type.name) === last(other.type.name));

/** One number in both schemas. */
function compareFields(
  place: string,
  before: FieldType,
  after: FieldType,
  one: MessageType,
  other: MessageType,
): SchemaChange[] {
  const renamed = before.name !== after.name;
  const types = sameType(before, after) && before.key === after.key;
  const from = typeText(before);
  const to = typeText(after);
  if (renamed && (!types || before.label !== after.label)) {
    return [
      {
        place,
        what: `number ${before.number} reused: ${from} ${before.name} became ${to} ${after.name}`,
        binary: "unsafe",
        json: "compatible",
        why: "The bytes do not say which of the two was meant. What was written as one is read as the other, or refused; the lucky case is the refusal.",
        source: "protobuf-proto3#consequences",
      },
    ];
  }
  const changes: SchemaChange[] = [];
  if (renamed) {
    changes.push({
      place,
      what: `renamed to ${after.name}`,
      binary: "safe",
      json: before.jsonName === after.jsonName ? "safe" : "unsafe",
      why: "Names are not on the wire, so no byte changes. In ProtoJSON the name is the key: a reader with the other name refuses it.",
      source: "protobuf-json#safe-renaming",
    });
  }
  if (!types) {
    const message = before.type.kind === "message" && after.type.kind === "message";
    const safeties: Safeties = message
      ? { binary: "compatible", json: "compatible" }
      : compareTypes(before.type, after.type);
    changes.push({
      place,
      what: `${from} became ${to}`,
      ...safeties,
      ...typeReason(safeties, before, after),
    });
  }
  if (before.label !== after.label) changes.push(compareLabels(place, before, after));
  else if (before.oneof !== after.oneof)
    changes.push(compareOneofs(place, before, after, one, other));
  else if (before.presence !== after.presence) {
    changes.push({
      place,
      what: after.presence === "explicit" ? "became optional" : "is no longer optional",
      binary: "compatible",
      json: "compatible",
      why: "The value is read either way. Only whether a zero was set or nothing at all is known to one side and not to the other.",
      source: "protobuf-proto3#field-labels",
    });
  }
  return changes;
}

function typeReason(
  { binary }: Safeties,
  before: FieldType,
  after: FieldType,
): Pick<SchemaChange, "why" | "source"> {
  if (binary === "unsafe") {
    return {
      why: "Their bytes mean different things: zigzag, fixed width, length and plain varint do not read each other.",
      source: "protobuf-proto3#conditionally-safe-changes",
    };
  }
  const narrow = /32$|^bool$/.test(after.type.name) && /64$|^u?int32$/.test(before.type.name);
  return {
    why: narrow
      ? "Both read the same bytes, but what does not fit the narrower type is cut without a word."
      : "Both read the same bytes as long as the value fits both. Write larger values only when every reader is new.",
    source: "protobuf-proto3#conditionally-safe-changes",
  };
}

function compareLabels(place: string, before: FieldType, after: FieldType): SchemaChange {
  const what = `${typeText(before)} became ${typeText(after)}`;
  const source = "protobuf-proto3#conditionally-safe-changes";
  if (before.label === "map" || after.label === "map") {
    const list = before.label === "map" ? after : before;
    const entries = list.label === "repeated" && list.type.kind === "message";
    return {
      place,
      what,
      binary: entries ? "compatible" : "unsafe",
      json: "unsafe",
      why: entries
        ? "A map is a list of messages with key and value on the wire; a reader of the map keeps the last of equal keys."
        : "A map is a list of messages on the wire, and a single value is none.",
      source: entries ? source : "protobuf-proto3#backwards",
    };
  }
  return isNumeric(before)
    ? {
        place,
        what,
        binary: "unsafe",
        json: "unsafe",
        why: "A list of numbers is packed into one record with a length. A reader of one number does not take that.",
        source,
      }
    : {
        place,
        what,
        binary: "compatible",
        json: "unsafe",
        why: "Each element is a record of its own. A reader of one value takes the last, or merges messages; in JSON a list is no single value.",
        source,
      };
}

function compareOneofs(
  place: string,
  before: FieldType,
  after: FieldType,
  one: MessageType,
  other: MessageType,
): SchemaChange {
  const members = (message: MessageType, oneof: string | undefined): number =>
    oneof === undefined ? 0 : message.fields.filter((field) => field.oneof === oneof).length;
  const alone = Math.max(members(one, before.oneof), members(other, after.oneof)) === 1;
  const base = {
    place,
    what:
      after.oneof === undefined
        ? `left the oneof ${before.oneof ?? ""}`
        : `moved into the oneof ${after.oneof}`,
  };
  if (alone && before.presence === "explicit" && after.presence === "explicit") {
    return {
      ...base,
      binary: "safe",
      json: "safe",
      why: "It is the only member, so nothing can push it out.",
      source: "protobuf-proto3#wire-safe-changes",
    };
  }
  return alone
    ? {
        ...base,
        binary: "compatible",
        json: "compatible",
        why: "It is the only member, so nothing can push it out; but a zero that was not written counts as not set.",
        source: "protobuf-proto3#conditionally-safe-changes",
      }
    : {
        ...base,
        binary: "unsafe",
        json: "unsafe",
        why: "Of the members of a oneof the last on the wire stays, the others are cleared. Old writers may have set several.",
        source: "protobuf-proto3#wire-unsafe-changes",
      };
}

function compareEnums(
  before: EnumType | undefined,
  after: EnumType | undefined,
): readonly SchemaChange[] {
  if (!before || !after) return [];
  const at = (name: string): string => `${last(after.name)}.${name}`;
  const find = ({ values }: EnumType, name: string) => values.find((each) => each.name === name);
  return [
    ...before.values.flatMap(({ name, number }): SchemaChange[] => {
      const partner = find(after, name);
      if (partner?.number === number) return [];
      return partner === undefined
        ? [
            {
              place: at(name),
              what: `value ${number} removed`,
              binary: "compatible",
              json: "compatible",
              why: "Old bytes keep the number without a name. Reserve both, or the number comes to mean something else.",
              source: "protobuf-proto3#reserved",
            },
          ]
        : [
            {
              place: at(name),
              what: `value ${number} became ${partner.number}`,
              binary: "unsafe",
              json: "safe",
              why: "The number is what travels: old bytes now carry another name, or none.",
              source: "protobuf-proto3#enum",
            },
          ];
    }),
    ...after.values.flatMap(({ name, number }): SchemaChange[] =>
      find(before, name) === undefined
        ? [
            {
              place: at(name),
              what: `value ${number} added`,
              binary: before.values.some((each) => each.number === number) ? "compatible" : "safe",
              json: "compatible",
              why: "An old reader keeps the number, though it has no name for it. In ProtoJSON the name travels, and an old reader refuses it.",
              source: "protobuf-proto3#wire-safe-changes",
            },
          ]
        : [],
    ),
  ];
}

/** The worst class among the changes, or "safe" where nothing changed. */
export const worstOf = (changes: readonly SchemaChange[]): Safety =>
  changes.reduce<Safety>((sofar, { binary }) => worse(sofar, binary), "safe");
