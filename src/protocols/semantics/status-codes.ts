// The status code registry as one table: 64 assigned rows, RFC 9110 §15 and §16.2.
import { clientError } from "./status-client-error.ts";
import { clientErrorElsewhere } from "./status-client-error-elsewhere.ts";
import type { StatusCode } from "./status-code.ts";
import { informational } from "./status-informational.ts";
import { redirection } from "./status-redirection.ts";
import { serverError } from "./status-server-error.ts";
import { successful } from "./status-successful.ts";

/** Every assigned status code in ascending order, as the IANA registry read in September 2025. */
export const STATUS_CODES: readonly StatusCode[] = [
  ...informational,
  ...successful,
  ...redirection,
  ...clientError,
  ...clientErrorElsewhere,
  ...serverError,
].sort((a, b) => a.code - b.code);

const byCode = new Map(STATUS_CODES.map((row) => [row.code, row]));

/** The row of a registered status code. */
export const statusCode = (code: number): StatusCode | undefined => byCode.get(code);

/**
 * The code that a client acts on: a registered one itself, an unknown one as the x00 of its class,
 * one outside 100–599 as 500. RFC 9110 §15.
 */
export function effectiveStatus(code: number): number {
  if (byCode.has(code)) return code;
  return code >= 100 && code <= 599 ? Math.floor(code / 100) * 100 : 500;
}
