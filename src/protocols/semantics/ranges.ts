// Parts of a representation: Range and Content-Range, RFC 9110 §14.
import type { Fault } from "#wire/index.ts";
import { textFault } from "./faults.ts";
import { listMembers, trimBlanks } from "./fields.ts";
import { isToken } from "./octets.ts";

/** One range: from `first` to `last` (both included) or to the end, or the last `suffix` units. */
export type RangeSpec =
  { readonly first: number; readonly last?: number } | { readonly suffix: number };

/** A Range field; the unit in lower case. */
export interface RangeRequest {
  readonly unit: string;
  readonly ranges: readonly RangeSpec[];
}

/** A Content-Range field: the part sent, or the size alone when no part could be. */
export type ContentRange =
  | {
      readonly unit: string;
      readonly first: number;
      readonly last: number;
      /** Complete length; null when unknown. */
      readonly size: number | null;
    }
  | { readonly unit: string; readonly unsatisfied: true; readonly size: number };

const badRange = (at: number, why: string): Fault =>
  textFault("BAD_RANGE", at, "RFC 9110 §14.1.1", `${why}. Write bytes=0-499 or bytes=-500.`);

/** A decimal number of any length; beyond 2^53 − 1 it is that, which lies behind every end. */
const decimal = (digits: string): number => Math.min(Number(digits), Number.MAX_SAFE_INTEGER);

/** Reads a Range field: a unit and at least one range. A range whose last is before its first is a fault. */
export function parseRange(text: string): RangeRequest | Fault {
  const value = trimBlanks(text);
  const equals = value.indexOf("=");
  const unit = value.slice(0, Math.max(0, equals));
  if (!isToken(unit)) return badRange(0, "The range has no unit before an equals sign");
  const ranges: RangeSpec[] = [];
  for (const member of listMembers(value.slice(equals + 1))) {
    const match = /^([0-9]*)-([0-9]*)$/.exec(member);
    const [first, last] = [match?.[1] ?? "", match?.[2] ?? ""];
    if (first === "" && last === "") return badRange(equals + 1, `${member} is no range`);
    if (first === "") ranges.push({ suffix: decimal(last) });
    else if (last === "") ranges.push({ first: decimal(first) });
    else if (decimal(last) < decimal(first)) {
      return badRange(equals + 1, `${member} ends before it starts`);
    } else ranges.push({ first: decimal(first), last: decimal(last) });
  }
  if (ranges.length === 0) return badRange(equals + 1, "The set of ranges is empty");
  return { unit: unit.toLowerCase(), ranges };
}

/**
 * The satisfiable byte ranges as inclusive offsets into a representation of `length` bytes, in the
 * order asked; an empty list means 416. RFC 9110 §14.1.2. The suffix of an empty representation is
 * satisfiable and is [0, -1]; no Content-Range can say that, so a server ignores Range then.
 */
export function resolveRanges(
  ranges: readonly RangeSpec[],
  length: number,
): (readonly [first: number, last: number])[] {
  return ranges.flatMap((range) => {
    if ("suffix" in range) {
      const first = Math.max(0, length - range.suffix);
      return range.suffix > 0 ? [[first, length - 1] as const] : [];
    }
    const last = Math.min(range.last ?? length - 1, length - 1);
    return range.first < length ? [[range.first, last] as const] : [];
  });
}

const badContentRange = (why: string): Fault =>
  textFault(
    "BAD_CONTENT_RANGE",
    0,
    "RFC 9110 §14.4",
    `${why}: the part cannot be placed. Write bytes 0-499/1234 or bytes */1234.`,
  );

/** Reads a Content-Range field; a last at or behind the complete length is a fault. */
export function parseContentRange(text: string): ContentRange | Fault {
  const match = /^(\S+) (?:\*|([0-9]+)-([0-9]+))\/(?:\*|([0-9]+))$/.exec(trimBlanks(text));
  const [, unitText = "", first, last, size] = match ?? [];
  if (!isToken(unitText)) return badContentRange("The text is no Content-Range");
  const unit = unitText.toLowerCase();
  if (first === undefined || last === undefined) {
    if (size === undefined) return badContentRange("Neither part nor length is given");
    return { unit, unsatisfied: true, size: decimal(size) };
  }
  const part = { unit, first: decimal(first), last: decimal(last) };
  if (part.last < part.first) return badContentRange("The part ends before it starts");
  if (size === undefined) return { ...part, size: null };
  if (decimal(size) <= part.last) return badContentRange("The part ends behind the whole");
  return { ...part, size: decimal(size) };
}
