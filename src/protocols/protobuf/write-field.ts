// Writing records: the encoder of the labs, and the other half of every round trip.
import { concat, utf8 } from "#wire/index.ts";
import { encodeSigned, encodeZigzag, writeVarint } from "./varint.ts";
import { MAX_FIELD_NUMBER, WIRE_TYPES, type WireType } from "./wire-types.ts";

/** A record to write; a field that was read fits. */
export interface WireField {
  readonly number: number;
  readonly wireType: WireType;
  /** VARINT, I64, I32: an unsigned integer. LEN: bytes. SGROUP: the fields inside. */
  readonly value: bigint | Uint8Array | readonly WireField[];
}

/** Tag bytes; a number outside 1 … 2^29 − 1 throws RangeError. */
export function writeTag(number: number, wireType: WireType): Uint8Array {
  if (!Number.isInteger(number) || number < 1 || number > MAX_FIELD_NUMBER) {
    throw new RangeError(`field number ${number} is outside 1–${MAX_FIELD_NUMBER}.`);
  }
  return writeVarint(BigInt(number) * 8n + BigInt(wireType));
}

/** Bytes of one record; a value that does not suit its wire type throws RangeError. */
export function writeField({ number, wireType, value }: WireField): Uint8Array {
  const tag = writeTag(number, wireType);
  if (wireType === WIRE_TYPES.VARINT && typeof value === "bigint") {
    return concat([tag, writeVarint(value)]);
  }
  if (wireType === WIRE_TYPES.I64 && typeof value === "bigint") {
    return concat([tag, littleEndian(value, 8)]);
  }
  if (wireType === WIRE_TYPES.I32 && typeof value === "bigint") {
    return concat([tag, littleEndian(value, 4)]);
  }
  if (wireType === WIRE_TYPES.LEN && value instanceof Uint8Array) {
    return concat([tag, writeVarint(value.length), value]);
  }
  if (wireType === WIRE_TYPES.SGROUP && Array.isArray(value)) {
    const inside = writeFields(value as readonly WireField[]);
    return concat([tag, inside, writeTag(number, WIRE_TYPES.EGROUP)]);
  }
  throw new RangeError(`field ${number}: its value does not suit wire type ${wireType}.`);
}

/** Bytes of a message. */
export const writeFields = (fields: readonly WireField[]): Uint8Array =>
  concat(fields.map(writeField));

function littleEndian(value: bigint, size: 4 | 8): Uint8Array {
  if (BigInt.asUintN(8 * size, value) !== value) {
    throw new RangeError(`${value} does not fit ${8 * size} unsigned bits.`);
  }
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, value, true);
  return new Uint8Array(view.buffer, 0, size);
}

const make =
  <T>(wireType: WireType, encode: (value: T) => WireField["value"]) =>
  (number: number, value: T): WireField => ({ number, wireType, value: encode(value) });

const bits = (size: 4 | 8, value: number): bigint => {
  const view = new DataView(new ArrayBuffer(8));
  if (size === 8) view.setFloat64(0, value);
  else view.setFloat32(4, value);
  return view.getBigUint64(0);
};

/** Records by scalar type: `field.uint(1, 150n)`. What does not fit throws RangeError when written. */
export const field = {
  /** uint32, uint64, enum. */
  uint: make(WIRE_TYPES.VARINT, (value: bigint | number) => BigInt(value)),
  /** int32, int64: a negative value takes ten bytes. */
  int: make(WIRE_TYPES.VARINT, encodeSigned),
  /** sint32, sint64. */
  sint: make(WIRE_TYPES.VARINT, encodeZigzag),
  bool: make(WIRE_TYPES.VARINT, (value: boolean) => (value ? 1n : 0n)),
  fixed64: make(WIRE_TYPES.I64, (value: bigint | number) => BigInt(value)),
  double: make(WIRE_TYPES.I64, (value: number) => bits(8, value)),
  fixed32: make(WIRE_TYPES.I32, (value: bigint | number) => BigInt(value)),
  float: make(WIRE_TYPES.I32, (value: number) => bits(4, value)),
  string: make(WIRE_TYPES.LEN, utf8),
  bytes: make(WIRE_TYPES.LEN, (value: Uint8Array) => value),
  message: make(WIRE_TYPES.LEN, (value: readonly WireField[]) => writeFields(value)),
  /** A packed repeated field of unsigned varints. */
  packed: make(WIRE_TYPES.LEN, (value: readonly (bigint | number)[]) =>
    concat(value.map(writeVarint)),
  ),
  group: make(WIRE_TYPES.SGROUP, (value: readonly WireField[]) => value),
};
