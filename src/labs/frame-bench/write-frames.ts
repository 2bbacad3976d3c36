// The bytes of the learner's frames, broken ones included. RFC 6455 §5.2, §5.3.
import { maskInPlace } from "#protocols/websocket/index.ts";
import { concat, parseHex, uintBytes, utf8 } from "#wire/index.ts";
import { hexOnly, type FrameSpec, type LengthForm } from "./setup.ts";

/** Compresses one message after those before it (RFC 7692 §7.2.1). */
export type Compress = (text: Uint8Array) => Uint8Array;

/** The masking key as its 4 bytes. */
export const keyOf = ({ key }: FrameSpec): Uint8Array =>
  parseHex(hexOnly(key, 8).padEnd(8, "0")) as Uint8Array;

/** "1000 done" as a close body; a code that is no number of 16 bits gives an empty body (§5.5.1). */
function closeBody(text: string): Uint8Array {
  const [, code = "", reason = ""] = /^\s*(\d{1,5})\s?(.*)$/s.exec(text) ?? [];
  const number = Number(code);
  return code === "" || number > 0xffff
    ? new Uint8Array(0)
    : concat([uintBytes(number, 2), utf8(reason)]);
}

/** The payload before masking. Without a compressor compressed text is empty. */
export function payloadOf(spec: FrameSpec, compress: Compress | null): Uint8Array {
  const { kind, payload } = spec;
  switch (kind) {
    case "text":
      return utf8(payload);
    case "hex":
      return parseHex(payload.slice(0, payload.length & ~1)) ?? new Uint8Array(0);
    case "letters":
      return new Uint8Array(Number(payload)).fill(0x61);
    case "close":
      return closeBody(payload);
    case "deflated":
      return compress === null ? new Uint8Array(0) : compress(utf8(payload));
  }
}

/** Bytes of the length field beyond its 7 bits: what is needed, or what the learner forces. */
function extendedLength(length: number, form: LengthForm): 0 | 2 | 8 {
  const needed = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const forced = form === "shortest" ? 0 : form === "16" ? 2 : 8;
  return forced > needed ? forced : needed;
}

/** Header and payload of one frame as they go over the wire. */
export function writeSpec(spec: FrameSpec, payload: Uint8Array): Uint8Array {
  const { fin, rsv, opcode, masked, form } = spec;
  const extended = extendedLength(payload.length, form);
  const short = extended === 0 ? payload.length : extended === 2 ? 126 : 127;
  const key = masked ? keyOf(spec) : new Uint8Array(0);
  const bytes = concat([
    Uint8Array.of((fin ? 0x80 : 0) | (rsv << 4) | opcode, (masked ? 0x80 : 0) | short),
    extended === 8 ? new Uint8Array(2) : new Uint8Array(0),
    extended === 0 ? new Uint8Array(0) : uintBytes(payload.length, extended === 8 ? 6 : 2),
    key,
    payload,
  ]);
  if (masked) maskInPlace(bytes.subarray(bytes.length - payload.length), key);
  return bytes;
}

/** Bytes before the payload: 2, and 2 or 8 for a long length, and 4 for the key. */
export const headerLength = (spec: FrameSpec, payload: Uint8Array): number =>
  2 + extendedLength(payload.length, spec.form) + (spec.masked ? 4 : 0);
