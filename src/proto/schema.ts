// A compiled .proto file as plain data: what the codec, the JSON mapping and the labs work with.

/** Where something stands in the text; both count from 1, columns in UTF-16 code units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Why a text is no schema, and where. */
export interface SchemaFault extends Place {
  /** A sentence or two for a person: what is wrong and what to do. */
  readonly what: string;
  /** The rule broken, as a citation, where it is more than the grammar. */
  readonly rule?: string;
}

/** What compiling a text gives. */
export type SchemaStep =
  | { readonly kind: "done"; readonly schema: Schema }
  | { readonly kind: "fault"; readonly fault: SchemaFault };

/** The scalar types of the language. */
export const SCALARS = [
  "double",
  "float",
  "int32",
  "int64",
  "uint32",
  "uint64",
  "sint32",
  "sint64",
  "fixed32",
  "fixed64",
  "sfixed32",
  "sfixed64",
  "bool",
  "string",
  "bytes",
] as const;

/** One of {@link SCALARS}. */
export type Scalar = (typeof SCALARS)[number];

/** What a field holds; messages and enums by their full name without a leading dot. */
export type FieldKind =
  | { readonly kind: "scalar"; readonly name: Scalar }
  | { readonly kind: "enum"; readonly name: string }
  | { readonly kind: "message"; readonly name: string };

/** A field of a message. */
export interface FieldType {
  readonly name: string;
  /** Its key in ProtoJSON: lowerCamelCase, or the option json_name. */
  readonly jsonName: string;
  readonly number: number;
  readonly label: "singular" | "required" | "repeated" | "map";
  readonly type: FieldKind;
  /** The key type of a map, whose `type` is that of its values. */
  readonly key?: Scalar;
  /** Whether a repeated field is written as one LEN record. */
  readonly packed: boolean;
  /** Explicit: "not set" differs from "set to the default". Lists and maps are implicit. */
  readonly presence: "implicit" | "explicit";
  /** The oneof it belongs to; the wrapper that `optional` makes is none. */
  readonly oneof?: string;
  /** Where its name stands. */
  readonly place: Place;
}

/** Numbers (both ends included) and names that may not be used again. */
export interface Reserved {
  readonly ranges: readonly (readonly [from: number, to: number])[];
  readonly names: readonly string[];
}

/** A message type, nested ones included, by full name. */
export interface MessageType {
  readonly name: string;
  /** In the order of the text. */
  readonly fields: readonly FieldType[];
  readonly oneofs: readonly string[];
  readonly reserved: Reserved;
  readonly place: Place;
}

/** An enum type by full name. */
export interface EnumType {
  readonly name: string;
  /** In the order of the text; the first is the default. */
  readonly values: readonly { readonly name: string; readonly number: number }[];
  readonly reserved: Reserved;
  /** proto2: a number without a name counts as an unknown field. */
  readonly closed: boolean;
  readonly place: Place;
}

/** A method; its types are full names of messages. */
export interface MethodType {
  readonly name: string;
  readonly request: string;
  readonly response: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
}

/** A service by full name. */
export interface ServiceType {
  readonly name: string;
  readonly methods: readonly MethodType[];
}

/** A whole file. */
export interface Schema {
  /** "proto2", "proto3", or an edition such as "2023". */
  readonly syntax: string;
  /** "parcel.v1"; empty without one. */
  readonly package: string;
  readonly messages: readonly MessageType[];
  readonly enums: readonly EnumType[];
  readonly services: readonly ServiceType[];
}

/** The message type of that full name; a name that the schema lacks throws RangeError. */
export function messageType(schema: Schema, name: string): MessageType {
  const found = schema.messages.find((message) => message.name === name);
  if (!found) throw new RangeError(`the schema has no message ${name}.`);
  return found;
}

/** The enum type of that full name; a name that the schema lacks throws RangeError. */
export function enumType(schema: Schema, name: string): EnumType {
  const found = schema.enums.find((each) => each.name === name);
  if (!found) throw new RangeError(`the schema has no enum ${name}.`);
  return found;
}

/** The last part of a full name: "Parcel" of "parcel.v1.Parcel". */
export const shortName = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

/** Whether several values of this type may share one LEN record: every scalar but string and bytes. */
export const isPackable = (type: FieldKind): boolean =>
  type.kind === "enum" ||
  (type.kind === "scalar" && type.name !== "string" && type.name !== "bytes");
