// The 17 status codes: what each says, and whether the same call may be sent again. statuscodes.md; grpc.io, "Status Codes"; gRFC A6.
import { STATUS_CODES, type StatusName } from "#protocols/grpc/index.ts";

/** A row of the table. */
export interface StatusRow {
  readonly code: number;
  readonly name: StatusName;
  readonly means: string;
  /** An answer, and its reason. */
  readonly retry: string;
}

const SAID: Readonly<Record<StatusName, readonly [means: string, retry: string]>> = {
  OK: ["it worked", "There is nothing to repeat."],
  CANCELLED: ["the caller gave it up", "No: the caller wanted it to end."],
  UNKNOWN: [
    "an error that nobody named, or a status that never came",
    "Only what may be done twice: the work may be done.",
  ],
  INVALID_ARGUMENT: [
    "the argument is wrong in any state of the system",
    "No: send another argument.",
  ],
  DEADLINE_EXCEEDED: [
    "the time was over before the status came",
    "Only what may be done twice: it may have succeeded unseen.",
  ],
  NOT_FOUND: ["the thing asked for is not there", "No."],
  ALREADY_EXISTS: [
    "the thing to create is there already",
    "No; after a retry it may be your first attempt that you meet.",
  ],
  PERMISSION_DENIED: ["the caller is known and may not", "No."],
  RESOURCE_EXHAUSTED: [
    "a quota, memory or a size limit is used up",
    "Not at once: a quota takes its time, and a message stays too large.",
  ],
  FAILED_PRECONDITION: [
    "the system is not in the state that this needs",
    "Not before somebody has put that state right.",
  ],
  ABORTED: [
    "it collided with something else, such as another writer",
    "One level higher: read again, decide again, write again.",
  ],
  OUT_OF_RANGE: ["past the end of what there is now", "No: that is how an iteration ends."],
  UNIMPLEMENTED: ["the method is not there or not offered", "No."],
  INTERNAL: [
    "a rule that must always hold was broken",
    "Only what may be done twice: the work may be done.",
  ],
  UNAVAILABLE: [
    "the service cannot be reached right now",
    "Yes, the very same call, with a backoff; not blindly what must not be done twice.",
  ],
  DATA_LOSS: ["data is lost or corrupt for good", "No."],
  UNAUTHENTICATED: ["nobody valid is named as the caller", "With valid credentials."],
};

/** All rows in the order of their numbers. */
export const STATUS_ROWS: readonly StatusRow[] = Object.entries(SAID).map(
  ([key, [means, retry]]): StatusRow => {
    const name = key as StatusName;
    return { code: STATUS_CODES[name], name, means, retry };
  },
);

/** What a status says, in a few words. */
export const meaningOf = (name: StatusName): string => SAID[name][0];

/** Whether and how the call may be sent again. */
export const retryOf = (name: StatusName): string => SAID[name][1];
