// One scalar on the wire: which wire type, which bits (protobuf.dev, Encoding, "More Integer Types").
import {
  decodeZigzag,
  field as record,
  WIRE_TYPES,
  type WireField,
} from "#protocols/protobuf/index.ts";
import type { FieldKind, Scalar } from "./schema.ts";
import type { ScalarValue } from "./value.ts";

/** How a value is written: by its scalar type, or as an enum. */
export type ScalarName = Scalar | "enum";

/** The way a field's values are written; a message has none and throws RangeError. */
export function scalarName(type: FieldKind): ScalarName {
  if (type.kind === "message") throw new RangeError(`${type.name} is a message, no scalar.`);
  return type.kind === "enum" ? "enum" : type.name;
}

/** The wire type that a scalar is written with. */
export function wireTypeOf(scalar: ScalarName): 0 | 1 | 2 | 5 {
  switch (scalar) {
    case "string":
    case "bytes":
      return WIRE_TYPES.LEN;
    case "double":
    case "fixed64":
    case "sfixed64":
      return WIRE_TYPES.I64;
    case "float":
    case "fixed32":
    case "sfixed32":
      return WIRE_TYPES.I32;
    default:
      return WIRE_TYPES.VARINT;
  }
}

const scratch = new DataView(new ArrayBuffer(8));

/** A number on the wire as its type reads it; what is too long for 32 bits is cut to them. */
export function readScalar(scalar: ScalarName, raw: bigint): number | bigint | boolean {
  switch (scalar) {
    case "int32":
    case "enum":
    case "sfixed32":
      return Number(BigInt.asIntN(32, raw));
    case "uint32":
    case "fixed32":
      return Number(BigInt.asUintN(32, raw));
    case "sint32":
      return Number(BigInt.asIntN(32, decodeZigzag(BigInt.asUintN(32, raw))));
    case "sint64":
      return BigInt.asIntN(64, decodeZigzag(raw));
    case "int64":
    case "sfixed64":
      return BigInt.asIntN(64, raw);
    case "bool":
      return raw !== 0n;
    case "float":
      scratch.setUint32(0, Number(raw));
      return scratch.getFloat32(0);
    case "double":
      scratch.setBigUint64(0, raw);
      return scratch.getFloat64(0);
    default:
      return raw;
  }
}

const outside = (path: string, type: string, value: unknown): RangeError =>
  new RangeError(`${path}: ${String(value)} is no ${type}.`);

/** The record of a scalar; what does not suit the type throws RangeError. */
export function writeScalar(
  number: number,
  type: ScalarName,
  value: ScalarValue,
  path: string,
): WireField {
  const integer = (low: bigint, high: bigint): bigint => {
    if (typeof value === "number" ? !Number.isSafeInteger(value) : typeof value !== "bigint") {
      throw outside(path, type, value);
    }
    const big = BigInt(value as number | bigint);
    if (big < low || big > high) throw outside(path, type, value);
    return big;
  };
  const signed = (bits: bigint): bigint => integer(-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n);
  const unsigned = (bits: bigint): bigint => integer(0n, (1n << bits) - 1n);
  switch (type) {
    case "int32":
    case "enum":
      return record.int(number, signed(32n));
    case "int64":
      return record.int(number, signed(64n));
    case "uint32":
      return record.uint(number, unsigned(32n));
    case "uint64":
      return record.uint(number, unsigned(64n));
    case "sint32":
      return record.sint(number, signed(32n));
    case "sint64":
      return record.sint(number, signed(64n));
    case "fixed32":
      return record.fixed32(number, unsigned(32n));
    case "sfixed32":
      return record.fixed32(number, BigInt.asUintN(32, signed(32n)));
    case "fixed64":
      return record.fixed64(number, unsigned(64n));
    case "sfixed64":
      return record.fixed64(number, BigInt.asUintN(64, signed(64n)));
    case "bool":
      if (typeof value !== "boolean") throw outside(path, type, value);
      return record.bool(number, value);
    case "float":
    case "double":
      if (typeof value !== "number") throw outside(path, type, value);
      return record[type](number, value);
    case "string":
      if (typeof value !== "string" || !value.isWellFormed()) throw outside(path, type, value);
      return record.string(number, value);
    case "bytes":
      if (!(value instanceof Uint8Array)) throw outside(path, type, value);
      return record.bytes(number, value);
  }
}
