// The door of HTTP semantics: what HTTP/1, HTTP/2 and HTTP/3 share. RFC 9110.
export {
  entityTagsMatch,
  formatEntityTag,
  parseEntityTag,
  parseEntityTags,
  type EntityTag,
} from "./entity-tags.ts";
export { isFault, textFault } from "./faults.ts";
export { fieldValue, fieldValues, listMembers, trimBlanks, type HeaderField } from "./fields.ts";
export { formatHttpDate, parseHttpDate } from "./http-date.ts";
export { parseLinkHeader, type Link } from "./links.ts";
export { methodNamed, METHODS, type Method } from "./methods.ts";
export { isFieldValue, isOctet, isToken, octet, skipOctets } from "./octets.ts";
export {
  parseChallenges,
  parseMediaType,
  type Challenge,
  type MediaType,
  type Parameter,
} from "./parameters.ts";
export {
  evaluateIfRange,
  evaluatePreconditions,
  type ConditionalRequest,
  type PreconditionOutcome,
  type Validators,
} from "./preconditions.ts";
export {
  parseContentRange,
  parseRange,
  resolveRanges,
  type ContentRange,
  type RangeRequest,
  type RangeSpec,
} from "./ranges.ts";
export { parseRetryAfter, type RetryAfter } from "./retry-after.ts";
export type { RetryAdvice, StatusCode } from "./status-code.ts";
export { effectiveStatus, statusCode, STATUS_CODES } from "./status-codes.ts";
export { UNREGISTERED_STATUS_CODES, type UnregisteredStatusCode } from "./status-unregistered.ts";
