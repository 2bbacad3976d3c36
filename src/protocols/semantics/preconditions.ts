// Conditional requests: RFC 9110 §13, in the order of precedence of §13.2.2.
import { entityTagsMatch, parseEntityTag, parseEntityTags } from "./entity-tags.ts";
import { isFault } from "./faults.ts";
import { fieldValue, fieldValues, trimBlanks, type HeaderField } from "./fields.ts";
import { parseHttpDate } from "./http-date.ts";

/** The current representation of the target resource, as far as conditions look at it. */
export interface Validators {
  /** The entity tag in its field form: '"xyzzy"' or 'W/"xyzzy"'. */
  readonly etag?: string;
  /** Last-Modified as Unix seconds or as an HTTP-date. */
  readonly lastModified?: number | string;
  /** Whether a representation exists; unless told, it does when it has a validator. */
  readonly exists?: boolean;
}

/** What to do: perform the method, or answer with this status. */
export type PreconditionOutcome = "perform" | 304 | 412;

/** The part of a request that conditions depend on. */
export interface ConditionalRequest {
  readonly method: string;
  readonly fields: readonly HeaderField[];
}

/** Methods that neither select nor change a representation: conditions are ignored, §13.2.1. */
const unconditional = new Set(["CONNECT", "OPTIONS", "TRACE"]);

const secondsOf = (value: number | string | undefined): number | null => {
  const seconds = typeof value === "string" ? parseHttpDate(trimBlanks(value)) : value;
  return typeof seconds === "number" ? seconds : null;
};

/** Whether "*" or a list of tags names the current representation. */
function namesCurrent(value: string, current: Validators, comparison: "strong" | "weak"): boolean {
  const { etag, lastModified, exists = etag !== undefined || lastModified !== undefined } = current;
  if (trimBlanks(value) === "*") return exists;
  const tag = parseEntityTag(etag ?? "");
  if (isFault(tag)) return false;
  return (parseEntityTags(value) ?? []).some((each) => entityTagsMatch(each, tag, comparison));
}

/** A field with exactly one valid date; null where the condition is to be ignored. */
function dateField(fields: readonly HeaderField[], name: string): number | null {
  const [value, ...others] = fieldValues(fields, name);
  return others.length > 0 ? null : secondsOf(value);
}

/**
 * Decides by §13.2.2 what a server does with a conditional request whose plain form would succeed.
 * A date that is invalid, repeated or without counterpart is ignored; a malformed tag list matches
 * nothing.
 */
export function evaluatePreconditions(
  { method, fields }: ConditionalRequest,
  current: Validators,
): PreconditionOutcome {
  if (unconditional.has(method)) return "perform";
  const lastModified = secondsOf(current.lastModified);
  const ifMatch = fieldValue(fields, "if-match");
  if (ifMatch !== null) {
    if (!namesCurrent(ifMatch, current, "strong")) return 412;
  } else {
    const unmodifiedSince = dateField(fields, "if-unmodified-since");
    if (unmodifiedSince !== null && lastModified !== null && lastModified > unmodifiedSince) {
      return 412;
    }
  }
  const reading = method === "GET" || method === "HEAD";
  const ifNoneMatch = fieldValue(fields, "if-none-match");
  if (ifNoneMatch !== null) {
    if (namesCurrent(ifNoneMatch, current, "weak")) return reading ? 304 : 412;
  } else if (reading) {
    const modifiedSince = dateField(fields, "if-modified-since");
    if (modifiedSince !== null && lastModified !== null && lastModified <= modifiedSince)
      return 304;
  }
  return "perform";
}

/**
 * Whether Range applies under If-Range, §13.1.5: true without If-Range, or when its tag (strong) or
 * date (exact) is that of the current representation. `strongDate` says whether Last-Modified is
 * known to be a strong validator, §8.8.2.2.
 */
export function evaluateIfRange(
  { fields }: Pick<ConditionalRequest, "fields">,
  current: Validators,
  strongDate = true,
): boolean {
  const value = fieldValue(fields, "if-range");
  if (value === null) return true;
  if (value.slice(0, 3).includes('"')) {
    return current.etag !== undefined && entityTagsMatch(value, current.etag, "strong");
  }
  const date = parseHttpDate(trimBlanks(value));
  return strongDate && !isFault(date) && date === secondsOf(current.lastModified);
}
