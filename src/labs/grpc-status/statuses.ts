// The 17 status codes: what each says, and whether the same call may be sent again. statuscodes.md; grpc.io, "Status Codes"; gRFC A6.
import { STATUS_CODES, type StatusName } from "#protocols/grpc/index.ts";

/** A row of the table. */
export interface StatusRow {
  readonly code: number;
  readonly name: StatusName;
  readonly means: string;
  /** An answer, and its reason. */
  readonly retry: string;
  readonly source: string;
}

const CODES = "grpc-status-codes#full-list-of-status-codes";
const RETRYABLE = "grpc-a6#retryable-status-codes";

const SAID: Readonly<Record<StatusName, readonly [means: string, retry: string, source: string]>> =
  {
    OK: ["it worked", "There is nothing to repeat.", CODES],
    CANCELLED: ["the caller gave it up", "No: the caller wanted it to end.", CODES],
    UNKNOWN: [
      "an error that nobody named, or a status that never came",
      "Only what may be done twice: the work may be done.",
      RETRYABLE,
    ],
    INVALID_ARGUMENT: [
      "the argument is wrong in any state of the system",
      "No: send another argument.",
      CODES,
    ],
    DEADLINE_EXCEEDED: [
      "the time was over before the status came",
      "Only what may be done twice: it may have succeeded unseen.",
      CODES,
    ],
    NOT_FOUND: ["the thing asked for is not there", "No.", CODES],
    ALREADY_EXISTS: [
      "the thing to create is there already",
      "No; after a retry it may be your first attempt that you meet.",
      CODES,
    ],
    PERMISSION_DENIED: ["the caller is known and may not", "No.", CODES],
    RESOURCE_EXHAUSTED: [
      "a quota, memory or a size limit is used up",
      "Not at once: a quota takes its time, and a message stays too large.",
      CODES,
    ],
    FAILED_PRECONDITION: [
      "the system is not in the state that this needs",
      "Not before somebody has put that state right.",
      CODES,
    ],
    ABORTED: [
      "it collided with something else, such as another writer",
      "One level higher: read again, decide again, write again.",
      CODES,
    ],
    OUT_OF_RANGE: [
      "past the end of what there is now",
      "No: that is how an iteration ends.",
      CODES,
    ],
    UNIMPLEMENTED: ["the method is not there or not offered", "No.", CODES],
    INTERNAL: [
      "a rule that must always hold was broken",
      "Only what may be done twice: the work may be done.",
      RETRYABLE,
    ],
    UNAVAILABLE: [
      "the service cannot be reached right now",
      "Yes, the very same call, with a backoff; not blindly what must not be done twice.",
      CODES,
    ],
    DATA_LOSS: ["data is lost or corrupt for good", "No.", CODES],
    UNAUTHENTICATED: ["nobody valid is named as the caller", "With valid credentials.", CODES],
  };

/** All rows in the order of their numbers. */
export const STATUS_ROWS: readonly StatusRow[] = Object.entries(SAID).map(
  ([key, [means, retry, source]]): StatusRow => {
    const name = key as StatusName;
    return { code: STATUS_CODES[name], name, means, retry, source };
  },
);

/** What a status says, in a few words. */
export const meaningOf = (name: StatusName): string => SAID[name][0];

/** Whether and how the call may be sent again. */
export const retryOf = (name: StatusName): string => SAID[name][1];
