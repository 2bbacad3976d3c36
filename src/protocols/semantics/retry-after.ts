// How long to wait before asking again: RFC 9110 §10.2.3.
import type { Fault } from "#wire/index.ts";
import { isFault, textFault } from "./faults.ts";
import { trimBlanks } from "./fields.ts";
import { parseHttpDate } from "./http-date.ts";

/** A delay from the moment the response arrived, or a point in time (Unix seconds). */
export type RetryAfter = { readonly seconds: number } | { readonly date: number };

/** Reads Retry-After: whole seconds, or an HTTP-date in any of its three forms. */
export function parseRetryAfter(text: string, now?: number): RetryAfter | Fault {
  const value = trimBlanks(text);
  if (/^[0-9]+$/.test(value)) return { seconds: Math.min(Number(value), Number.MAX_SAFE_INTEGER) };
  const date = parseHttpDate(value, now);
  if (!isFault(date)) return { date };
  return textFault(
    "BAD_RETRY_AFTER",
    0,
    "RFC 9110 §10.2.3",
    "Retry-After is neither whole seconds nor an HTTP-date. Send a number such as 120.",
  );
}
