// The two integers in front of every encoded field section. RFC 9204 §4.5.1.
import type { Fault } from "#wire/index.ts";
import type { Cursor } from "../cursor.ts";
import { pushPrefixInteger } from "#protocols/semantics/prefix-integer.ts";
import { flag, takeInteger } from "./primitives.ts";

/** The prefix as it travels. */
export interface EncodedPrefix {
  /** 0, or Required Insert Count modulo 2 × MaxEntries, plus 1. */
  readonly encodedInsertCount: bigint;
  /** The S bit: whether the Base lies below the Required Insert Count. */
  readonly sign: boolean;
  readonly deltaBase: bigint;
}

/** The prefix as it is meant: both count insertions since the beginning. */
export interface SectionPrefix {
  readonly requiredInsertCount: number;
  /** A bigint because a section without references may name any Base. */
  readonly base: bigint;
}

const countRule = "RFC 9204 §4.5.1.1";
const baseRule = "RFC 9204 §4.5.1.2";

/** Takes the prefix of a section. */
export function takePrefix(cursor: Cursor): EncodedPrefix {
  const encodedInsertCount = takeInteger(
    cursor,
    "Required Insert Count",
    {
      rule: countRule,
      parts: [],
    },
    (value) => (value === 0n ? "0" : `${value}: the count modulo 2 × MaxEntries, plus 1`),
  );
  const sign = ((cursor.peek ?? 0) & 0x80) !== 0;
  const deltaBase = takeInteger(cursor, "Delta Base", {
    rule: baseRule,
    parts: [
      flag(
        "S",
        "Base = Required Insert Count + Delta Base",
        "Base = Required Insert Count − Delta Base − 1",
      ),
    ],
  });
  return { encodedInsertCount, sign, deltaBase };
}

/** MaxEntries: how many entries of the smallest size the largest table holds. RFC 9204 §4.5.1.1. */
export const maxEntries = (maxTableCapacity: number): number => Math.floor(maxTableCapacity / 32);

const refuse = (rule: string, text: string): Fault => ({
  code: "QPACK_DECOMPRESSION_FAILED",
  at: 0,
  rule,
  text,
});

/**
 * Restores the full Required Insert Count from its remainder: the candidate nearest to what the
 * decoder has received. Values that no encoder produces are faults. RFC 9204 §4.5.1.1.
 */
export function decodeInsertCount(
  encoded: bigint,
  maxTableCapacity: number,
  insertCount: number,
): number | Fault {
  if (encoded === 0n) return 0;
  const most = maxEntries(maxTableCapacity);
  const range = 2 * most;
  if (encoded > BigInt(range)) {
    return refuse(countRule, `Encoded insert count ${encoded} exceeds 2 × MaxEntries = ${range}.`);
  }
  const highest = insertCount + most;
  const wrapped = Math.floor(highest / range) * range;
  let count = wrapped + Number(encoded) - 1;
  if (count > highest) {
    if (count <= range) {
      return refuse(countRule, `Required Insert Count ${count} is beyond every possible table.`);
    }
    count -= range;
  }
  if (count === 0) return refuse(countRule, "Required Insert Count 0 must be sent as 0.");
  return count;
}

/** The meaning of a prefix for a decoder that received `insertCount` entries, or its fault. */
export function decodePrefix(
  { encodedInsertCount, sign, deltaBase }: EncodedPrefix,
  maxTableCapacity: number,
  insertCount: number,
): SectionPrefix | Fault {
  const count = decodeInsertCount(encodedInsertCount, maxTableCapacity, insertCount);
  if (typeof count !== "number") return count;
  const base = sign ? BigInt(count) - deltaBase - 1n : BigInt(count) + deltaBase;
  if (base < 0n) {
    const text = `Base ${base} is negative: Delta Base ${deltaBase} is not below ${count}.`;
    return refuse(baseRule, text);
  }
  return { requiredInsertCount: count, base };
}

/** Appends the prefix of a section. RFC 9204 §4.5.1. */
export function pushPrefix(
  target: number[],
  { requiredInsertCount, base }: SectionPrefix,
  maxTableCapacity: number,
): void {
  if (requiredInsertCount === 0) {
    target.push(0, 0);
    return;
  }
  pushPrefixInteger(target, (requiredInsertCount % (2 * maxEntries(maxTableCapacity))) + 1, 8);
  const delta = base - BigInt(requiredInsertCount);
  if (delta >= 0n) pushPrefixInteger(target, delta, 7);
  else pushPrefixInteger(target, -delta - 1n, 7, 0x80);
}
