// The length-prefixed message: one flag byte, four length bytes, the message (PROTOCOL-HTTP2.md, "Requests").
import { concat, createReader, done, fault, more, uintBytes, type Step } from "#wire/index.ts";
import { RULES } from "./status.ts";

/** One message as it travels; `data` is still compressed when the flag says so. */
export interface GrpcMessage {
  readonly compressed: boolean;
  readonly data: Uint8Array;
}

/** Bytes before the message. */
export const PREFIX_LENGTH = 5;

/** A prefix: its flag byte and the length that it announces. */
export interface Prefix {
  readonly flag: number;
  readonly length: number;
}

/** Reads the five bytes; what flags may be is the caller's to say. */
export function readPrefix(bytes: Uint8Array, at = 0): Step<Prefix> {
  const reader = createReader(bytes, at);
  const flag = reader.takeUint(1);
  if (flag === null) return more(PREFIX_LENGTH);
  const length = reader.takeUint(4);
  return length === null ? more(reader.missing) : done({ flag, length }, reader.at);
}

/** Reads prefix and message as a copy. `allowed` names the flags; any other is a fault at its byte. */
export function readPrefixed(
  bytes: Uint8Array,
  at: number,
  allowed: readonly number[],
): Step<{ readonly flag: number; readonly data: Uint8Array }> {
  const flag = bytes[at];
  if (flag !== undefined && !allowed.includes(flag)) {
    const names = allowed.map((each) => `0x${each.toString(16).padStart(2, "0")}`).join(", ");
    const why = `The flag byte is 0x${flag.toString(16).padStart(2, "0")}: it must be one of ${names}.`;
    return fault("BAD_FLAG", at, allowed.length > 2 ? RULES.web : RULES.requests, why);
  }
  const prefix = readPrefix(bytes, at);
  if (prefix.kind !== "done") return prefix;
  const reader = createReader(bytes, prefix.next);
  const data = reader.take(prefix.value.length);
  if (data === null) return more(reader.missing);
  return done({ flag: prefix.value.flag, data: data.slice() }, reader.at);
}

/** Reads one message; a flag byte other than 0 and 1 is a fault. */
export function readMessage(bytes: Uint8Array, at = 0): Step<GrpcMessage> {
  const step = readPrefixed(bytes, at, [0x00, 0x01]);
  if (step.kind !== "done") return step;
  return done({ compressed: step.value.flag === 1, data: step.value.data }, step.next);
}

/** Bytes of one message; compressing it is the caller's work. Beyond 4 GiB: RangeError. */
export const writeMessage = (
  data: Uint8Array,
  { compressed = false }: { readonly compressed?: boolean } = {},
): Uint8Array => concat([Uint8Array.of(compressed ? 1 : 0), uintBytes(data.length, 4), data]);
