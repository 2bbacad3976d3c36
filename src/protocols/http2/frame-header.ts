// The nine octets before every payload, and the rules that they alone can break: RFC 9113 §4.1, §4.2, §6.
import { done, fault, more, type Step } from "#wire/index.ts";
import type { FrameHead } from "./frame.ts";
import { FLAGS, FRAME_LAYOUTS, FRAME_TYPES } from "./registry.ts";

/** The nine octets before every payload (RFC 9113 §4.1); the reserved bit is ignored. */
export interface FrameHeader extends FrameHead {
  /** Octets of payload. */
  readonly length: number;
  readonly type: number;
}

/** Octets of a frame header. */
export const HEADER_LENGTH = 9;

/** 31 bits behind a reserved or exclusive one. */
export const uint31 = (bytes: Uint8Array, at: number): number => uint32(bytes, at) & 0x7fffffff;
/** Four octets, unsigned. */
export const uint32 = (bytes: Uint8Array, at: number): number =>
  ((byte(bytes, at) << 24) |
    (byte(bytes, at + 1) << 16) |
    (byte(bytes, at + 2) << 8) |
    byte(bytes, at + 3)) >>>
  0;
const byte = (bytes: Uint8Array, at: number): number => bytes[at] as number;

/** Reads the nine octets of a frame header. */
export function readFrameHeader(bytes: Uint8Array, at = 0): Step<FrameHeader> {
  const left = Math.max(0, bytes.length - at);
  if (left < HEADER_LENGTH) return more(HEADER_LENGTH - left);
  const header = {
    length: (byte(bytes, at) << 16) | (byte(bytes, at + 1) << 8) | byte(bytes, at + 2),
    type: byte(bytes, at + 3),
    flags: byte(bytes, at + 4),
    streamId: uint31(bytes, at + 5),
  };
  return done(header, at + HEADER_LENGTH);
}

/** The rules of §4.2 and §6 that a header alone can break; null when it breaks none. */
export function headerFault(
  header: FrameHeader,
  at: number,
  maxFrameSize: number,
): Step<never> | null {
  const { flags, length, streamId, type } = header;
  const layout = FRAME_LAYOUTS[type];
  const name = layout?.name ?? "the frame";
  if (length > maxFrameSize) {
    const text = `${name} announces ${length} octets, more than the ${maxFrameSize} allowed`;
    return fault("FRAME_SIZE_ERROR", at, "RFC 9113 §4.2", text);
  }
  if (layout === undefined) return null;
  const { rule, stream } = layout;
  if (stream === "required" && streamId === 0) {
    return fault("PROTOCOL_ERROR", at + 5, rule, `${name} belongs to a stream but names stream 0`);
  }
  if (stream === "forbidden" && streamId !== 0) {
    const text = `${name} belongs to the connection but names stream ${streamId}`;
    return fault("PROTOCOL_ERROR", at + 5, rule, text);
  }
  if (layout.length !== undefined && length !== layout.length) {
    const text = `${name} has ${length} octets of payload instead of ${layout.length}`;
    return fault("FRAME_SIZE_ERROR", at, rule, text);
  }
  if (type === FRAME_TYPES.SETTINGS) {
    if (flags & FLAGS.ACK && length !== 0) {
      return fault("FRAME_SIZE_ERROR", at, rule, "SETTINGS with ACK carries settings");
    }
    if (length % 6 !== 0) {
      const text = `SETTINGS has ${length} octets of payload, no multiple of 6`;
      return fault("FRAME_SIZE_ERROR", at, rule, text);
    }
  }
  const least = mandatoryLength(type, flags);
  if (length < least) {
    const text = `${name} has ${length} octets of payload, too few for its ${least} of fixed fields`;
    return fault("FRAME_SIZE_ERROR", at, "RFC 9113 §4.2", text);
  }
  return null;
}

/** Frame types that may be padded. */
export const PADDABLE: ReadonlySet<number> = new Set([
  FRAME_TYPES.DATA,
  FRAME_TYPES.HEADERS,
  FRAME_TYPES.PUSH_PROMISE,
]);

/** Octets of the fixed fields that the type and its flags demand. */
export function mandatoryLength(type: number, flags: number): number {
  let length = 0;
  if (PADDABLE.has(type) && flags & FLAGS.PADDED) length += 1;
  if (type === FRAME_TYPES.HEADERS && flags & FLAGS.PRIORITY) length += 5;
  if (type === FRAME_TYPES.PUSH_PROMISE) length += 4;
  if (type === FRAME_TYPES.GOAWAY) length += 8;
  return length;
}
