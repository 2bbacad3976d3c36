// Which types read each other's bytes: protobuf.dev proto3 guide, "Binary Wire-compatible Changes", and
// ProtoJSON, "JSON Wire-compatible Changes".
import type { FieldKind, FieldType } from "#proto/index.ts";

/** The guide's three classes of a change. */
export type Safety = "safe" | "compatible" | "unsafe";

/** Both formats. */
export interface Safeties {
  readonly binary: Safety;
  readonly json: Safety;
}

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

/** Scalars that share a way of being written; "enum" stands for every enum. */
const BINARY: readonly (readonly string[])[] = [
  ["int32", "uint32", "int64", "uint64", "bool"],
  ["int32", "uint32", "int64", "uint64", "enum"],
  ["sint32", "sint64"],
  ["string", "bytes"],
  ["fixed32", "sfixed32"],
  ["fixed64", "sfixed64"],
];
const JSON_SAFE: readonly (readonly string[])[] = [
  ["int32", "sint32", "sfixed32", "fixed32"],
  ["int64", "sint64", "sfixed64", "fixed64"],
];
const INTEGERS = /^[su]?(int|fixed)(32|64)$|^sfixed(32|64)$/;

const nameOf = ({ kind, name }: FieldKind): string => (kind === "scalar" ? name : kind);
const share = (groups: readonly (readonly string[])[], one: string, other: string): boolean =>
  groups.some((group) => group.includes(one) && group.includes(other));

/** How two different types of one field get on; equal types are not asked about. */
export function compareTypes(before: FieldKind, after: FieldKind): Safeties {
  const [one, other] = [nameOf(before), nameOf(after)];
  const pair = [one, other];
  const lengths = pair.includes("message") && pair.includes("bytes");
  const binary = lengths || share(BINARY, one, other) ? "compatible" : "unsafe";
  const integers = INTEGERS.test(one) && INTEGERS.test(other);
  const texts = pair.includes("enum") && pair.includes("string");
  const json = share(JSON_SAFE, one, other) ? "safe" : integers || texts ? "compatible" : "unsafe";
  return { binary, json };
}

/** Whether a field is a number on the wire, so that a list of it is packed. */
export const isNumeric = ({ type }: FieldType): boolean =>
  type.kind === "enum" ||
  (type.kind === "scalar" && type.name !== "string" && type.name !== "bytes");

/** The type as it stands in a .proto. */
export function typeText({ label, type, key }: FieldType): string {
  const name = type.name.slice(type.name.lastIndexOf(".") + 1);
  if (label === "map") return `map<${key ?? "string"}, ${name}>`;
  return label === "repeated" ? `repeated ${name}` : name;
}

/** The last part of a full name. */
export const last = (name: string): string => name.slice(name.lastIndexOf(".") + 1);
