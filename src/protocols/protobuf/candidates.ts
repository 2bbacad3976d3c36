// Without a schema a value has several readings. Here they are, the likeliest first.
import { strictUtf8Text } from "#wire/index.ts";
import type { ProtoField } from "./read-field.ts";
import { decodeZigzag, readVarint } from "./varint.ts";
import { WIRE_TYPES } from "./wire-types.ts";

/**
 * What a value may mean; the order of the keys is the order of likelihood, and what cannot be is
 * left out. Which one is right, only the schema knows.
 */
export interface Candidates {
  /** VARINT as uint32, uint64 or enum. */
  readonly uint?: bigint;
  /** VARINT as int32 or int64: two's complement in 64 bits. */
  readonly int?: bigint;
  /** VARINT as sint32 or sint64. */
  readonly zigzag?: bigint;
  /** VARINT 0 or 1. */
  readonly bool?: boolean;
  /** I64 as double. */
  readonly double?: number;
  readonly fixed64?: bigint;
  readonly sfixed64?: bigint;
  /** I32 as float. */
  readonly float?: number;
  readonly fixed32?: bigint;
  readonly sfixed32?: bigint;
  /** LEN as well-formed UTF-8. */
  readonly string?: string;
  /** LEN as an embedded message; a group's fields as well. */
  readonly message?: readonly ProtoField[];
  /** LEN as a packed repeated field, of varints or fixed-size numbers; up to 16 KiB. */
  readonly packed?: readonly bigint[];
  readonly packedDouble?: readonly number[];
  readonly packedFloat?: readonly number[];
  /** LEN as it is. */
  readonly bytes?: Uint8Array;
}

/** A reading by name. */
export type Reading = keyof Candidates;

/** The name of the likeliest reading. */
export const likeliest = (candidates: Candidates): Reading | undefined =>
  Object.keys(candidates)[0] as Reading | undefined;

/** Puts the named readings first, in that order. */
function rank(candidates: Candidates, ...first: (Reading | false)[]): Candidates {
  const names = first.filter((name) => name !== false && name in candidates) as Reading[];
  const head = Object.fromEntries(names.map((name) => [name, candidates[name]]));
  return { ...head, ...candidates };
}

/** Readings of VARINT, I64 and I32 values. */
export function numberReadings(wireType: 0 | 1 | 5, value: bigint): Candidates {
  switch (wireType) {
    case WIRE_TYPES.VARINT: {
      const int = BigInt.asIntN(64, value);
      const readings: Candidates = { uint: value, int, zigzag: decodeZigzag(value) };
      // A ten-byte varint is nearly always a negative int32 or int64.
      if (value > 1n) return rank(readings, int < 0n && "int");
      return { ...readings, bool: value === 1n };
    }
    case WIRE_TYPES.I64: {
      const double = asDouble(value);
      const readings = { double, fixed64: value, sfixed64: BigInt.asIntN(64, value) };
      return rank(readings, !isPlausible(double) && "fixed64");
    }
    default: {
      const float = asFloat(value);
      const readings = { float, fixed32: value, sfixed32: BigInt.asIntN(32, value) };
      return rank(readings, !isPlausible(float) && "fixed32");
    }
  }
}

const scratch = new DataView(new ArrayBuffer(8));

function asDouble(bits: bigint): number {
  scratch.setBigUint64(0, bits);
  return scratch.getFloat64(0);
}

function asFloat(bits: bigint): number {
  scratch.setUint32(0, Number(bits));
  return scratch.getFloat32(0);
}

/** Whether people put such numbers into messages; small integers read as floats are none of these. */
const isPlausible = (value: number): boolean => {
  const size = Math.abs(value);
  return value === 0 || (size >= 1e-9 && size <= 1e15);
};

/** Readings of LEN bytes; `message` reads them as one, or answers null. */
export function lengthReadings(
  bytes: Uint8Array,
  message: () => readonly ProtoField[] | null,
): Candidates {
  const string = strictUtf8Text(bytes);
  const fields = message();
  const packed = packedVarints(bytes);
  const doubles = packedNumbers(bytes, 8);
  const floats = packedNumbers(bytes, 4);
  const readings: Candidates = {
    ...(string === null ? {} : { string }),
    ...(fields === null ? {} : { message: fields }),
    ...(packed === null ? {} : { packed: packed.values }),
    ...(doubles === null ? {} : { packedDouble: doubles }),
    ...(floats === null ? {} : { packedFloat: floats }),
    bytes,
  };
  return rank(
    readings,
    string !== null && isPrintable(string) && "string",
    fields !== null && "message",
    doubles !== null && doubles.every(isPlausible) && "packedDouble",
    floats !== null && floats.every(isPlausible) && "packedFloat",
    packed?.shortest === true && "packed",
    "bytes",
  );
}

/** Whether a text holds nothing but what is printed, and line ends and tabs. */
const isPrintable = (text: string): boolean => !/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/.test(text);

// Longer payloads are not offered as lists: nobody reads them, and levels of them add up.
const longestList = 16_384;

/** The varints that fill the bytes, and whether each is as short as can be; null when they do not. */
function packedVarints(bytes: Uint8Array): { values: bigint[]; shortest: boolean } | null {
  if (bytes.length === 0 || bytes.length > longestList) return null;
  const values: bigint[] = [];
  let shortest = true;
  for (let at = 0; at < bytes.length;) {
    const step = readVarint(bytes, at);
    if (step.kind !== "done") return null;
    shortest &&= step.next - at === 1 || bytes[step.next - 1] !== 0;
    values.push(step.value);
    at = step.next;
  }
  return { values, shortest };
}

function packedNumbers(bytes: Uint8Array, size: 4 | 8): number[] | null {
  if (bytes.length === 0 || bytes.length > longestList || bytes.length % size !== 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length / size }, (_, index) =>
    size === 8 ? view.getFloat64(8 * index, true) : view.getFloat32(4 * index, true),
  );
}
