// What changed between two schemas and what that does to bytes that exist: protobuf.dev proto3 guide,
// "Updating A Message Type"; ProtoJSON, "ProtoJSON Wire Safety". Like a breaking-change checker, but small.
import type { FieldType, MessageType, Schema } from "#proto/index.ts";
import { compareEnums } from "./compare-enums.ts";
import { compareFields } from "./compare-fields.ts";
import { last, type Safety, type SchemaChange } from "./compare-types.ts";

const order: readonly Safety[] = ["safe", "compatible", "unsafe"];

/** The worse of two classes. */
const worse = (one: Safety, other: Safety): Safety =>
  order.indexOf(one) < order.indexOf(other) ? other : one;

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

/** The worst class among the changes, or "safe" where nothing changed. */
export const worstOf = (changes: readonly SchemaChange[]): Safety =>
  changes.reduce<Safety>((sofar, { binary }) => worse(sofar, binary), "safe");
