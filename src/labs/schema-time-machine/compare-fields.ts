// One field in two versions: name, type, label, oneof and presence. protobuf.dev proto3 guide, "Updating A Message Type".
import type { FieldKind, FieldType, MessageType, Scalar } from "#proto/index.ts";
import {
  compareTypes,
  isNumeric,
  last,
  typeText,
  type Safeties,
  type SchemaChange,
} from "./compare-types.ts";

const keyKind = (name: Scalar): FieldKind => ({ kind: "scalar", name });

const sameType = (one: FieldType, other: FieldType): boolean =>
  one.type.kind === other.type.kind &&
  (one.type.kind === "scalar"
    ? one.type.name === other.type.name
    : last(one.type.name) === last(other.type.name));

/** One number in both schemas: what changed about it. */
export function compareFields(
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
  // A map against something else is a matter of the label, and of nothing behind it.
  const isMap = (field: FieldType): boolean => field.label === "map";
  if (!types && isMap(before) === isMap(after)) {
    const message = before.type.kind === "message" && after.type.kind === "message";
    const safeties: Safeties = message
      ? { binary: "compatible", json: "compatible" }
      : before.key !== undefined && after.key !== undefined && before.key !== after.key
        ? compareTypes(keyKind(before.key), keyKind(after.key))
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
