// WebSocket frames: RFC 6455 §5.2, read and written.
import { concat, createReader, done, more, uintBytes, type Step } from "#wire/index.ts";
import { isControl, isKnownOpcode } from "./codes.ts";
import { wsFault, type WsFaultCode } from "./faults.ts";
import { maskInPlace, masked } from "./mask.ts";

/** One frame; `payload` is unmasked. `rsv` holds RSV1–RSV3 as a number 0–7, RSV1 worth 4. */
export interface WsFrame {
  readonly fin: boolean;
  readonly rsv: number;
  readonly opcode: number;
  readonly masked: boolean;
  /** The 4 bytes that masked the payload on the wire. */
  readonly maskingKey?: Uint8Array;
  readonly payload: Uint8Array;
}

/** What stands before the payload. */
export interface WsHeader extends Omit<WsFrame, "payload"> {
  /** Bytes of payload that follow; beyond 2^53 it is rounded. */
  readonly payloadLength: number;
  /** Bytes of the extended length field: 0, 2 or 8. */
  readonly extendedLength: 0 | 2 | 8;
  /** Bytes of the header itself: 2–14. */
  readonly length: number;
}

const broken = (code: WsFaultCode, at: number): Step<never> => ({
  kind: "fault",
  fault: wsFault(code, at),
});

/**
 * Reads a frame header. Faults are what no role and no extension could allow: a reserved opcode, a
 * control frame that is fragmented or too long, a length that is not minimal. Reserved bits and the
 * direction of masking depend on the connection and are the endpoint's to judge.
 */
export function readHeader(bytes: Uint8Array, at = 0): Step<WsHeader> {
  const reader = createReader(bytes, at);
  const first = reader.takeUint(1);
  if (first === null) return more(2);
  const opcode = first & 0x0f;
  const fin = (first & 0x80) !== 0;
  if (!isKnownOpcode(opcode)) return broken("RESERVED_OPCODE", at);
  if (isControl(opcode) && !fin) return broken("CONTROL_FRAGMENTED", at);

  const second = reader.takeUint(1);
  if (second === null) return more(1);
  const short = second & 0x7f;
  if (isControl(opcode) && short > 125) return broken("CONTROL_TOO_LONG", at + 1);

  const extendedLength = short === 126 ? 2 : short === 127 ? 8 : 0;
  const hasKey = (second & 0x80) !== 0;
  const length = 2 + extendedLength + (hasKey ? 4 : 0);
  const available = bytes.length - at;
  let payloadLength = short;
  if (extendedLength > 0) {
    const high = extendedLength === 8 ? reader.takeUint(4) : 0;
    const low = high === null ? null : reader.takeUint(extendedLength === 8 ? 4 : 2);
    if (high === null || low === null) return more(length - available);
    if (high > 0x7fffffff) return broken("LENGTH_TOO_LARGE", at + 2);
    payloadLength = high * 2 ** 32 + low;
    const least = extendedLength === 8 ? 2 ** 16 : 126;
    if (payloadLength < least) return broken("LENGTH_NOT_MINIMAL", at + 2);
  }
  const key = hasKey ? reader.take(4) : undefined;
  if (key === null) return more(length - available);
  return done(
    {
      fin,
      rsv: (first >> 4) & 0x7,
      opcode,
      masked: hasKey,
      ...(key === undefined ? {} : { maskingKey: key.slice() }),
      payloadLength,
      extendedLength,
      length,
    },
    reader.at,
  );
}

/** Reads one whole frame and unmasks it; faults as in {@link readHeader}. */
export function readFrame(bytes: Uint8Array, at = 0): Step<WsFrame> {
  const step = readHeader(bytes, at);
  if (step.kind !== "done") return step;
  const { payloadLength, extendedLength: _, length: __, ...head } = step.value;
  const reader = createReader(bytes, step.next);
  const wire = reader.take(payloadLength);
  if (wire === null) return more(reader.missing);
  const payload = head.maskingKey ? masked(wire, head.maskingKey) : wire.slice();
  return done({ ...head, payload }, reader.at);
}

/** A frame to write; what is left out is FIN = 1, RSV = 0, unmasked, empty. */
export type WsFrameInput = Partial<WsFrame> & Pick<WsFrame, "opcode">;

/**
 * Bytes of a frame, masked when a key is given (in the frame or in the options, which win). It
 * writes broken frames too, for labs and tests: only what the header cannot express throws
 * RangeError (opcode beyond 15, rsv beyond 7, a key that is not 4 bytes, `masked` without a key).
 */
export function writeFrame(
  frame: WsFrameInput,
  options: { readonly maskingKey?: Uint8Array | undefined } = {},
): Uint8Array {
  const { fin = true, rsv = 0, opcode, payload = new Uint8Array(0) } = frame;
  const key = options.maskingKey ?? frame.maskingKey;
  if (!Number.isInteger(opcode) || opcode < 0 || opcode > 15) {
    throw new RangeError(`opcode ${opcode} does not fit 4 bits. Use 0–15.`);
  }
  if (!Number.isInteger(rsv) || rsv < 0 || rsv > 7) {
    throw new RangeError(`rsv ${rsv} does not fit 3 bits. Use 0–7, RSV1 being 4.`);
  }
  if (key !== undefined && key.length !== 4) {
    throw new RangeError(`a masking key has 4 bytes, not ${key.length}.`);
  }
  if (frame.masked === true && key === undefined) {
    throw new RangeError("a masked frame needs a masking key. Give maskingKey.");
  }
  const { length } = payload;
  const short = length < 126 ? length : length < 65536 ? 126 : 127;
  const extended = short < 126 ? [] : short === 126 ? [uintBytes(length, 2)] : longLength(length);
  const head = Uint8Array.of((fin ? 0x80 : 0) | (rsv << 4) | opcode, (key ? 0x80 : 0) | short);
  const bytes = concat([head, ...extended, ...(key ? [key] : []), payload]);
  if (key) maskInPlace(bytes.subarray(bytes.length - length), key);
  return bytes;
}

const longLength = (length: number) => [new Uint8Array(2), uintBytes(length, 6)];
