// The door of the wire room: bytes without a protocol.
export { done, fault, more, type Fault, type Step } from "./step.ts";
export { findUntiled, type Field } from "./field.ts";
export { concat, equalBytes, latin1, latin1Text, strictUtf8Text, utf8, utf8Text } from "./bytes.ts";
export { createGrowingBytes, type GrowingBytes } from "./growing-bytes.ts";
export { formatHex, parseHex } from "./hex.ts";
export { createReader, uintBytes, type Reader } from "./reader.ts";
