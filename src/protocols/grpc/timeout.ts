// The grpc-timeout field: at most eight digits and a unit (PROTOCOL-HTTP2.md, "Requests").
import type { Fault } from "#wire/index.ts";
import { RULES } from "./status.ts";

/** Milliseconds of each unit as a fraction, so that long times stay exact; the finest unit first. */
const UNITS = [
  { letter: "n", times: 1, per: 1e6 },
  { letter: "u", times: 1, per: 1e3 },
  { letter: "m", times: 1, per: 1 },
  { letter: "S", times: 1e3, per: 1 },
  { letter: "M", times: 6e4, per: 1 },
  { letter: "H", times: 36e5, per: 1 },
] as const;

const LARGEST = 99_999_999;

/** Reads a field value; `ms` are milliseconds, with a fraction for microseconds and nanoseconds. */
export function parseTimeout(text: string): { readonly ms: number } | Fault {
  const [, digits, letter] = /^(\d{1,8})([numSMH])$/.exec(text) ?? [];
  const unit = UNITS.find((each) => each.letter === letter);
  if (unit && Number(digits) > 0) return { ms: (Number(digits) * unit.times) / unit.per };
  const why = unit
    ? "The timeout is 0: it must be a positive number. Send 1n, or end the call here."
    : "The timeout is not one to eight digits and one of H M S m u n. Write 1500m for 1.5 seconds.";
  return { code: "BAD_TIMEOUT", at: 0, rule: RULES.requests, text: why };
}

/** Up, but not for the last bits that a product of doubles gets wrong. */
function roundUp(value: number): number {
  const nearest = Math.round(value);
  return Math.abs(value - nearest) <= value * 2 ** -45 ? nearest : Math.ceil(value);
}

/**
 * The field value of a time in milliseconds: the finest unit that needs no more than eight digits,
 * rounded up, so that a call never gets less time than asked for. What is not positive or beyond
 * 99,999,999 hours throws RangeError.
 */
export function formatTimeout(ms: number): string {
  for (const { letter, times, per } of UNITS) {
    const count = roundUp((ms * per) / times);
    if (ms > 0 && count <= LARGEST) return `${Math.max(1, count)}${letter}`;
  }
  throw new RangeError(`${ms} ms is no timeout. Give a positive time below 11,000 years.`);
}
