// The inspector: what a run of bytes says as a Protocol Buffers message, without its schema.
import type { Step } from "#wire/index.ts";
import { MAX_DEPTH, readFields, type ProtoField } from "./read-field.ts";

/**
 * Reads a message: it has no end of its own, so all bytes from `at` belong to it. Truncated bytes
 * answer `more`, broken ones `fault`. Values of LEN records are views of `bytes`.
 */
export const inspect = (bytes: Uint8Array, at = 0): Step<ProtoField[]> =>
  readFields(bytes, at, bytes.length, MAX_DEPTH);
