// The door of the schema room. What turns a text into a schema stands apart, in compile.ts, because
// it brings the parser: labs import that file when it is needed and not before.
export { decodeMessage, defaultOf, type Decoded, type DecodeOptions } from "./decode.ts";
export { wireTypeOf } from "./scalars.ts";
export { encodeMessage, isDefault, type Encoded, type Span } from "./encode.ts";
export { fromProtoJson, type JsonStep } from "./from-json.ts";
export type { JsonFault } from "./json-scalars.ts";
export { toProtoJson, type JsonValue } from "./to-json.ts";
export {
  enumType,
  isPackable,
  messageType,
  SCALARS,
  shortName,
  type EnumType,
  type FieldKind,
  type FieldType,
  type MessageType,
  type MethodType,
  type Place,
  type Reserved,
  type Scalar,
  type Schema,
  type SchemaFault,
  type SchemaStep,
  type ServiceType,
} from "./schema.ts";
export {
  isList,
  isMap,
  isMessage,
  message,
  type FieldValue,
  type MapKey,
  type MessageValue,
  type ScalarValue,
  type SingleValue,
} from "./value.ts";
