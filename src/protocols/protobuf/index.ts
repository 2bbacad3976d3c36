// The door of the Protocol Buffers engine: the wire format, read and written without a schema.
export { likeliest, type Candidates, type Reading } from "./candidates.ts";
export { describeFields } from "./describe-fields.ts";
export { inspect } from "./inspect.ts";
export { MAX_DEPTH, readField, readTag, type ProtoField, type Tag } from "./read-field.ts";
export {
  decodeZigzag,
  encodeSigned,
  encodeZigzag,
  MAX_VARINT_LENGTH,
  readVarint,
  writeVarint,
} from "./varint.ts";
export { MAX_FIELD_NUMBER, WIRE_TYPES, wireTypeName, type WireType } from "./wire-types.ts";
export { field, writeField, writeFields, writeTag, type WireField } from "./write-field.ts";
