// Puts data frames together into messages (RFC 6455 §5.4) and checks them while they arrive.
import { createGrowingBytes, strictUtf8Text, type Fault } from "#wire/index.ts";
import { isControl, OPCODES } from "./codes.ts";
import { wsFault, type WsFaultCode } from "./faults.ts";
import type { WsHeader } from "./frame.ts";

import { createUtf8Check, type Utf8Check } from "./utf8-check.ts";

/** A whole message: text as a string, binary as bytes. */
export type WsMessage =
  | { readonly binary: false; readonly data: string }
  | { readonly binary: true; readonly data: Uint8Array };

/**
 * Undoes permessage-deflate for one message (RFC 7692 §7.2.2). Answers null for bytes that are no
 * DEFLATE data; it may stop beyond `maxLength` bytes, as long as what it returns is longer.
 */
export type Inflate = (compressed: Uint8Array, maxLength: number) => Uint8Array | null;

/** What an assembly accepts. */
export interface AssemblyLimits {
  /** Bytes of one message, after decompression. */
  readonly maxMessageSize: number;
  /** Present when permessage-deflate was negotiated. */
  readonly inflate?: Inflate | undefined;
}

/** The message under way. */
export interface Assembly {
  /** Judges a data frame by its header; `at` is the header's offset in the stream. */
  begin(header: WsHeader, at: number): Fault | null;
  /** Takes unmasked payload of the frame begun, `at` being its offset in the stream. */
  push(piece: Uint8Array, at: number): Fault | null;
  /** Ends the frame begun: the message when it was its last, null before; `at` is the frame's end. */
  finish(at: number): WsMessage | Fault | null;
}

interface Open {
  readonly binary: boolean;
  readonly compressed: boolean;
  readonly utf8: Utf8Check | null;
}

/** Which rule a data frame breaks by the message it meets: open or none (§5.4). */
const ORDER: Readonly<Record<"none" | "open", Readonly<Record<number, WsFaultCode | "ok">>>> = {
  none: {
    [OPCODES.text]: "ok",
    [OPCODES.binary]: "ok",
    [OPCODES.continuation]: "CONTINUATION_UNEXPECTED",
  },
  open: {
    [OPCODES.text]: "MESSAGE_INTERLEAVED",
    [OPCODES.binary]: "MESSAGE_INTERLEAVED",
    [OPCODES.continuation]: "ok",
  },
};

/** The rule that reserved bits of a frame break (§5.2; RFC 7692 §6); null when they are in order. */
export function judgeReservedBits(header: WsHeader, compression: boolean): WsFaultCode | null {
  if (header.rsv === 0) return null;
  if (!compression || (header.rsv & 0x3) !== 0) return "RESERVED_BITS";
  const first = !isControl(header.opcode) && header.opcode !== OPCODES.continuation;
  return first ? null : "COMPRESSED_BIT_MISPLACED";
}

/** Opens an assembly with no message under way. */
export function createAssembly({ maxMessageSize, inflate }: AssemblyLimits): Assembly {
  const bytes = createGrowingBytes();
  let open: Open | null = null;
  let last = false;

  return {
    begin(header, at) {
      const verdict = ORDER[open ? "open" : "none"][header.opcode];
      if (verdict !== undefined && verdict !== "ok") return wsFault(verdict, at);
      if (bytes.length + header.payloadLength > maxMessageSize) {
        return wsFault("MESSAGE_TOO_BIG", at + 1);
      }
      last = header.fin;
      if (open) return null;
      const compressed = header.rsv !== 0;
      const binary = header.opcode === OPCODES.binary;
      open = { binary, compressed, utf8: binary || compressed ? null : createUtf8Check() };
      return null;
    },
    push(piece, at) {
      bytes.push(piece);
      const bad = open?.utf8?.push(piece) ?? null;
      return bad === null ? null : wsFault("INVALID_UTF8", at + bad);
    },
    finish(at) {
      if (!last || !open) return null;
      const { binary, compressed, utf8 } = open;
      open = null;
      let data = bytes.take();
      if (utf8 && !utf8.complete) return wsFault("INVALID_UTF8", at - 1);
      if (compressed && inflate) {
        const inflated = inflate(data, maxMessageSize);
        if (inflated === null) return wsFault("INVALID_COMPRESSION", at - 1);
        if (inflated.length > maxMessageSize) return wsFault("MESSAGE_TOO_BIG", at - 1);
        data = inflated;
      }
      if (binary) return { binary, data };
      const text = strictUtf8Text(data);
      return text === null ? wsFault("INVALID_UTF8", at - 1) : { binary, data: text };
    },
  };
}
