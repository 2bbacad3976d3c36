// The six wire types of Protocol Buffers (protobuf.dev, Encoding, "Message Structure").

/** Wire types by name; 3 and 4 belong to the deprecated groups. */
export const WIRE_TYPES = { VARINT: 0, I64: 1, LEN: 2, SGROUP: 3, EGROUP: 4, I32: 5 } as const;

/** 0–5. */
export type WireType = (typeof WIRE_TYPES)[keyof typeof WIRE_TYPES];

const NAMES = Object.keys(WIRE_TYPES);

/** Name of a wire type: "VARINT"; 6 and 7 are "undefined". */
export const wireTypeName = (wireType: number): string => NAMES[wireType] ?? "undefined";

/** The largest field number, 2^29 − 1 (proto3 guide, "Assigning Field Numbers"). */
export const MAX_FIELD_NUMBER = 2 ** 29 - 1;

/** Citations of the sections that decide. */
export const RULES = {
  varint: "protobuf.dev Encoding §Base 128 Varints",
  structure: "protobuf.dev Encoding §Message Structure",
  fixed: "protobuf.dev Encoding §Non-varint Numbers",
  length: "protobuf.dev Encoding §Length-Delimited Records",
  packed: "protobuf.dev Encoding §Repeated Elements",
  groups: "protobuf.dev Encoding §Groups",
  signed: "protobuf.dev Encoding §Signed Integers",
  depth: "protobuf.dev Proto Limits §Depth Limit for Proto Unmarshaling",
  numbers: "protobuf.dev proto3 guide §Assigning Field Numbers",
} as const;
