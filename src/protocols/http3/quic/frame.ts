// The frames that QUIC packets carry, and where each may appear. RFC 9000 §12.4, §19; RFC 9221 §4.
import type { Fault } from "#wire/index.ts";
import type { Ack } from "./ack.ts";

/** One QUIC frame; `name` tells the variants apart, `type` is the number on the wire. */
export type QuicFrame =
  /** A run of PADDING frames, one byte each. */
  | { readonly type: 0x00n; readonly name: "PADDING"; readonly length: number }
  | { readonly type: 0x01n; readonly name: "PING" }
  | ({ readonly type: 0x02n | 0x03n; readonly name: "ACK" } & Ack)
  | {
      readonly type: 0x04n;
      readonly name: "RESET_STREAM";
      readonly streamId: bigint;
      readonly errorCode: bigint;
      readonly finalSize: bigint;
    }
  | {
      readonly type: 0x05n;
      readonly name: "STOP_SENDING";
      readonly streamId: bigint;
      readonly errorCode: bigint;
    }
  | {
      readonly type: 0x06n;
      readonly name: "CRYPTO";
      readonly offset: bigint;
      readonly data: Uint8Array;
    }
  | { readonly type: 0x07n; readonly name: "NEW_TOKEN"; readonly token: Uint8Array }
  | StreamFrame
  | { readonly type: 0x10n; readonly name: "MAX_DATA"; readonly maximum: bigint }
  | {
      readonly type: 0x11n;
      readonly name: "MAX_STREAM_DATA";
      readonly streamId: bigint;
      readonly maximum: bigint;
    }
  /** 0x12 counts bidirectional streams, 0x13 unidirectional ones. */
  | { readonly type: 0x12n | 0x13n; readonly name: "MAX_STREAMS"; readonly maximum: bigint }
  | { readonly type: 0x14n; readonly name: "DATA_BLOCKED"; readonly maximum: bigint }
  | {
      readonly type: 0x15n;
      readonly name: "STREAM_DATA_BLOCKED";
      readonly streamId: bigint;
      readonly maximum: bigint;
    }
  | { readonly type: 0x16n | 0x17n; readonly name: "STREAMS_BLOCKED"; readonly maximum: bigint }
  | {
      readonly type: 0x18n;
      readonly name: "NEW_CONNECTION_ID";
      readonly sequenceNumber: bigint;
      readonly retirePriorTo: bigint;
      /** 1–20 bytes. */
      readonly connectionId: Uint8Array;
      /** 16 bytes. */
      readonly statelessResetToken: Uint8Array;
    }
  | { readonly type: 0x19n; readonly name: "RETIRE_CONNECTION_ID"; readonly sequenceNumber: bigint }
  /** `data` is 8 bytes. */
  | { readonly type: 0x1an; readonly name: "PATH_CHALLENGE"; readonly data: Uint8Array }
  | { readonly type: 0x1bn; readonly name: "PATH_RESPONSE"; readonly data: Uint8Array }
  /** 0x1c closes for a transport error and names the guilty frame type, 0x1d for the application's. */
  | {
      readonly type: 0x1cn | 0x1dn;
      readonly name: "CONNECTION_CLOSE";
      readonly errorCode: bigint;
      readonly frameType?: bigint;
      readonly reasonPhrase: Uint8Array;
    }
  | { readonly type: 0x1en; readonly name: "HANDSHAKE_DONE" }
  /** 0x30 reaches to the end of the packet, 0x31 carries its length. */
  | { readonly type: 0x30n | 0x31n; readonly name: "DATAGRAM"; readonly data: Uint8Array };

/** Bytes of a stream; the type's bits say OFF (4), LEN (2) and FIN (1). RFC 9000 §19.8. */
export interface StreamFrame {
  /** 0x08–0x0f. */
  readonly type: bigint;
  readonly name: "STREAM";
  readonly streamId: bigint;
  readonly offset: bigint;
  readonly fin: boolean;
  readonly data: Uint8Array;
}

/** Name of a QUIC frame. */
export type QuicFrameName = QuicFrame["name"];

/** Where a frame travels: the four kinds of packet that carry frames. */
export type PacketSpace = "initial" | "handshake" | "zero-rtt" | "one-rtt";

/** Frame name → section and letters of the table in §12.4: I, H, 0, 1. */
const definitions: Readonly<Record<QuicFrameName, readonly [section: string, packets: string]>> = {
  PADDING: ["RFC 9000 §19.1", "IH01"],
  PING: ["RFC 9000 §19.2", "IH01"],
  ACK: ["RFC 9000 §19.3", "IH_1"],
  RESET_STREAM: ["RFC 9000 §19.4", "__01"],
  STOP_SENDING: ["RFC 9000 §19.5", "__01"],
  CRYPTO: ["RFC 9000 §19.6", "IH_1"],
  NEW_TOKEN: ["RFC 9000 §19.7", "___1"],
  STREAM: ["RFC 9000 §19.8", "__01"],
  MAX_DATA: ["RFC 9000 §19.9", "__01"],
  MAX_STREAM_DATA: ["RFC 9000 §19.10", "__01"],
  MAX_STREAMS: ["RFC 9000 §19.11", "__01"],
  DATA_BLOCKED: ["RFC 9000 §19.12", "__01"],
  STREAM_DATA_BLOCKED: ["RFC 9000 §19.13", "__01"],
  STREAMS_BLOCKED: ["RFC 9000 §19.14", "__01"],
  NEW_CONNECTION_ID: ["RFC 9000 §19.15", "__01"],
  RETIRE_CONNECTION_ID: ["RFC 9000 §19.16", "__01"],
  PATH_CHALLENGE: ["RFC 9000 §19.17", "__01"],
  PATH_RESPONSE: ["RFC 9000 §19.18", "___1"],
  CONNECTION_CLOSE: ["RFC 9000 §19.19", "IH01"],
  HANDSHAKE_DONE: ["RFC 9000 §19.20", "___1"],
  DATAGRAM: ["RFC 9221 §4", "__01"],
};

const letters: Readonly<Record<PacketSpace, string>> = {
  initial: "I",
  handshake: "H",
  "zero-rtt": "0",
  "one-rtt": "1",
};

const names: readonly QuicFrameName[] = [
  ...(["PADDING", "PING", "ACK", "ACK", "RESET_STREAM", "STOP_SENDING", "CRYPTO"] as const),
  "NEW_TOKEN",
  ...Array<QuicFrameName>(8).fill("STREAM"),
  ...(["MAX_DATA", "MAX_STREAM_DATA", "MAX_STREAMS", "MAX_STREAMS", "DATA_BLOCKED"] as const),
  ...(["STREAM_DATA_BLOCKED", "STREAMS_BLOCKED", "STREAMS_BLOCKED"] as const),
  ...(["NEW_CONNECTION_ID", "RETIRE_CONNECTION_ID", "PATH_CHALLENGE", "PATH_RESPONSE"] as const),
  ...(["CONNECTION_CLOSE", "CONNECTION_CLOSE", "HANDSHAKE_DONE"] as const),
];

/** Name of a frame type; null for one that neither RFC 9000 nor RFC 9221 defines. */
export function quicFrameName(type: bigint): QuicFrameName | null {
  if (type === 0x30n || type === 0x31n) return "DATAGRAM";
  return type < BigInt(names.length) ? (names[Number(type)] ?? null) : null;
}

/** Section that defines a frame. */
export const quicFrameRule = (name: QuicFrameName): string => definitions[name][0];

/** Whether a packet with this frame must be acknowledged. RFC 9000 §12.4, §13.2. */
export const isAckEliciting = (frame: QuicFrame): boolean =>
  frame.name !== "PADDING" && frame.name !== "ACK" && frame.name !== "CONNECTION_CLOSE";

/** The fault of a frame in a packet that may not carry it; null when it may. RFC 9000 §12.4. */
export function checkFrameInPacket(frame: QuicFrame, space: PacketSpace): Fault | null {
  const early = space === "initial" || space === "handshake";
  const letter = letters[space];
  const allowed = definitions[frame.name][1].includes(letter) && !(early && frame.type === 0x1dn);
  // §12.5 keeps RETIRE_CONNECTION_ID out of 0-RTT too, although the table lists it for 0.
  const retired = space === "zero-rtt" && frame.name === "RETIRE_CONNECTION_ID";
  if (allowed && !retired) return null;
  return {
    code: "PROTOCOL_VIOLATION",
    at: 0,
    rule: retired ? "RFC 9000 §12.5" : "RFC 9000 §12.4",
    text: `${frame.name} is not permitted in ${space} packets.`,
  };
}

/** What a stream ID tells: who opened the stream and whether it runs both ways. RFC 9000 §2.1. */
export function streamKind(streamId: bigint): {
  readonly initiator: "client" | "server";
  readonly direction: "bidirectional" | "unidirectional";
} {
  return {
    initiator: streamId & 1n ? "server" : "client",
    direction: streamId & 2n ? "unidirectional" : "bidirectional",
  };
}

/**
 * A STREAM frame with the right type bits: OFF only when the offset is not 0, LEN always, so that
 * other frames may follow. RFC 9000 §19.8.
 */
export function streamFrame(
  streamId: bigint,
  data: Uint8Array,
  { offset = 0n, fin = false }: { readonly offset?: bigint; readonly fin?: boolean } = {},
): StreamFrame {
  const type = 0x08n | (offset > 0n ? 0x04n : 0n) | 0x02n | (fin ? 0x01n : 0n);
  return { type, name: "STREAM", streamId, offset, fin, data };
}
