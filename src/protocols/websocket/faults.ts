// The rules that a WebSocket peer can break, each with the close code that answers it (RFC 6455 §7.4.1).
import type { Fault } from "#wire/index.ts";

interface Rule {
  readonly close: 1002 | 1007 | 1009;
  readonly rule: string;
  readonly text: string;
}

const RULES = {
  RESERVED_OPCODE: {
    close: 1002,
    rule: "RFC 6455 §5.2",
    text: "The opcode is reserved: only 0, 1, 2, 8, 9 and 10 have a meaning. Use one of these.",
  },
  RESERVED_BITS: {
    close: 1002,
    rule: "RFC 6455 §5.2",
    text: "A reserved bit is set: no negotiated extension gives it a meaning here. Clear RSV1–RSV3.",
  },
  COMPRESSED_BIT_MISPLACED: {
    close: 1002,
    rule: "RFC 7692 §6",
    text: "RSV1 is set on a control frame or a later fragment: it marks a compressed message and belongs to its first frame only. Clear it.",
  },
  CONTROL_FRAGMENTED: {
    close: 1002,
    rule: "RFC 6455 §5.5",
    text: "A control frame has FIN = 0: close, ping and pong are never fragmented. Send it whole.",
  },
  CONTROL_TOO_LONG: {
    close: 1002,
    rule: "RFC 6455 §5.5",
    text: "A control frame carries more than 125 bytes: its length must fit the 7-bit field. Shorten it.",
  },
  LENGTH_NOT_MINIMAL: {
    close: 1002,
    rule: "RFC 6455 §5.2",
    text: "The payload length is written longer than needed: the fewest bytes must be used. Write it in a shorter form.",
  },
  LENGTH_TOO_LARGE: {
    close: 1002,
    rule: "RFC 6455 §5.2",
    text: "The top bit of the 64-bit length is set: lengths end at 2^63 − 1. Clear it.",
  },
  MASK_MISSING: {
    close: 1002,
    rule: "RFC 6455 §5.1",
    text: "A client sent an unmasked frame: every frame to a server is masked. Set MASK and add a key.",
  },
  MASK_FORBIDDEN: {
    close: 1002,
    rule: "RFC 6455 §5.1",
    text: "A server sent a masked frame: no frame to a client is masked. Clear MASK and drop the key.",
  },
  CONTINUATION_UNEXPECTED: {
    close: 1002,
    rule: "RFC 6455 §5.4",
    text: "A continuation frame arrived while no message was open: there is nothing to continue. Start with opcode 1 or 2.",
  },
  MESSAGE_INTERLEAVED: {
    close: 1002,
    rule: "RFC 6455 §5.4",
    text: "A new message began before the last one ended: fragments of two messages must not mix. Finish with opcode 0 and FIN = 1.",
  },
  CLOSE_BODY_TOO_SHORT: {
    close: 1002,
    rule: "RFC 6455 §5.5.1",
    text: "The close body is 1 byte long: it is either empty or begins with a 2-byte code. Send both bytes.",
  },
  CLOSE_CODE_INVALID: {
    close: 1002,
    rule: "RFC 6455 §7.4",
    text: "The close code may not be sent: it is unassigned or reserved for local use. Use 1000–1003, 1007–1014 or 3000–4999.",
  },
  INVALID_UTF8: {
    close: 1007,
    rule: "RFC 6455 §8.1",
    text: "The text is not UTF-8: this byte cannot stand here. Encode it as UTF-8 or send a binary message.",
  },
  INVALID_COMPRESSION: {
    close: 1007,
    rule: "RFC 7692 §7.2.2",
    text: "The compressed message does not inflate: it is no DEFLATE data. Compress it again or clear RSV1.",
  },
  MESSAGE_TOO_BIG: {
    close: 1009,
    rule: "RFC 6455 §10.4",
    text: "The message is larger than this endpoint accepts. Send smaller messages.",
  },
} as const satisfies Record<string, Rule>;

/** Names of the broken rules that end a WebSocket connection. */
export type WsFaultCode = keyof typeof RULES;

/** The fault `code` seen at byte offset `at`. */
export const wsFault = (code: WsFaultCode, at: number): Fault => ({
  code,
  at,
  rule: RULES[code].rule,
  text: RULES[code].text,
});

/** Close code that answers a fault of this folder: 1002, 1007 or 1009 (RFC 6455 §7.4.1). */
export function closeCodeFor(fault: Fault): number {
  const rules: Readonly<Record<string, Rule>> = RULES;
  return rules[fault.code]?.close ?? 1002;
}
