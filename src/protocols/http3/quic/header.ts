// QUIC packet headers as far as header protection leaves them readable. RFC 9000 §17, RFC 9001 §5.4.
import { done, type Field, type Step } from "#wire/index.ts";
import { createCursor, type BitPart, type Cursor } from "../cursor.ts";
import { byteCount } from "../field-parts.ts";

/** The only version described here. RFC 9000 §15. */
export const QUIC_VERSION_1 = 1;

/** Connection IDs that every long header shows. */
interface ConnectionIds {
  readonly destinationConnectionId: Uint8Array;
  readonly sourceConnectionId: Uint8Array;
}

/** What can be read of a packet without keys; `packetNumberOffset` counts from the packet's first byte. */
export type QuicHeader =
  | ({
      readonly kind: "initial";
      readonly version: number;
      readonly token: Uint8Array;
      readonly packetNumberOffset: number;
    } & ConnectionIds)
  | ({
      readonly kind: "zero-rtt" | "handshake";
      readonly version: number;
      readonly packetNumberOffset: number;
    } & ConnectionIds)
  | ({
      readonly kind: "retry";
      readonly version: number;
      readonly token: Uint8Array;
      /** 16 bytes. */
      readonly integrityTag: Uint8Array;
    } & ConnectionIds)
  | ({ readonly kind: "version-negotiation"; readonly versions: readonly number[] } & ConnectionIds)
  | ({ readonly kind: "unknown-version"; readonly version: number } & ConnectionIds)
  | {
      readonly kind: "one-rtt";
      readonly spin: boolean;
      readonly destinationConnectionId: Uint8Array;
      readonly packetNumberOffset: number;
    };

/** Kinds of packet that carry frames. */
export type ProtectedKind = "initial" | "zero-rtt" | "handshake" | "one-rtt";

/** Long packet types in the order of their numbers. RFC 9000 §17.2, Table 5. */
export const LONG_PACKET_KINDS = ["initial", "zero-rtt", "handshake", "retry"] as const;

/** What a reader cannot see in a short header. */
export interface HeaderOptions {
  /** Bytes of the connection IDs that this endpoint gave out; 8 unless told. RFC 9000 §17.3.1. */
  readonly connectionIdLength?: number;
}

const longRule = "RFC 9000 §17.2";
const shortRule = "RFC 9000 §17.3.1";
const code = "INVALID_PACKET";

const bit = (name: string, zero: string, one: string): BitPart => ({
  name,
  width: 1,
  say: (value) => (value ? one : zero),
});
const form = bit("Header Form", "0: short", "1: long");
const fixed = bit("Fixed Bit", "0", "1");
const hidden = (name: string, width: number): BitPart => ({
  name,
  width,
  say: (value) => `${value.toString(2).padStart(width, "0")} under header protection`,
});
const longType: BitPart = {
  name: "Long Packet Type",
  width: 2,
  say: (value) => `${value}: ${LONG_PACKET_KINDS[value] ?? ""}`,
};

function takeConnectionId(cursor: Cursor, which: string, version: number): Uint8Array {
  const at = cursor.at;
  const length = cursor.uint(`${which} Connection ID Length`, 1, longRule);
  if (version === QUIC_VERSION_1 && length > 20) {
    const text = `The ${which.toLowerCase()} connection ID has ${length} bytes: 20 are the most.`;
    cursor.fail(code, at, longRule, text);
  }
  return cursor.take(`${which} Connection ID`, length, longRule);
}

/** Takes the Length field and everything it covers; answers where the packet number begins. */
function takeProtected(cursor: Cursor, from: number, rule: string): number {
  const length = cursor.varint("Length", longRule, (value) => byteCount(Number(value)));
  const offset = cursor.at - from;
  const say = (bytes: Uint8Array): string => `${byteCount(bytes)}, protected`;
  cursor.take("Packet Number and Packet Payload", length, rule, say);
  return offset;
}

function takeLong(cursor: Cursor, first: number): QuicHeader {
  const type = LONG_PACKET_KINDS[(first >> 4) & 3] ?? "initial";
  const at = cursor.at;
  // The version decides what the first byte means (RFC 9000 §17.2), so it is looked at beforehand.
  const version = cursor.lookAhead(1, 4);
  const rest =
    type === "retry" ? { name: "Unused", width: 4 } : hidden("Reserved, Packet Number Length", 4);
  const parts =
    version === QUIC_VERSION_1
      ? [form, fixed, longType, rest]
      : [form, { name: version === 0 ? "Unused" : "Version-Specific Bits", width: 7 }];
  cursor.bits("First Byte", longRule, parts);
  cursor.uint("Version", 4, longRule, (value) => `0x${value.toString(16).padStart(8, "0")}`);
  const destinationConnectionId = takeConnectionId(cursor, "Destination", version);
  const sourceConnectionId = takeConnectionId(cursor, "Source", version);
  const ids = { destinationConnectionId, sourceConnectionId };
  if (version === 0) {
    const versions: number[] = [];
    const rule = "RFC 9000 §17.2.1";
    while (cursor.halt === null && (cursor.left > 0 || versions.length === 0)) {
      versions.push(
        cursor.uint("Supported Version", 4, rule, (value) => `0x${value.toString(16)}`),
      );
    }
    return { kind: "version-negotiation", versions, ...ids };
  }
  if (version !== QUIC_VERSION_1) {
    cursor.take("Version-Specific Payload", cursor.left, longRule, byteCount);
    return { kind: "unknown-version", version, ...ids };
  }
  if ((first & 0x40) === 0) cursor.fail(code, at, longRule, "The fixed bit is 0.");
  if (type === "retry") {
    const rule = "RFC 9000 §17.2.5";
    const token = cursor.take("Retry Token", Math.max(0, cursor.left - 16), rule);
    const integrityTag = cursor.take("Retry Integrity Tag", 16, rule);
    return { kind: type, version, token, integrityTag, ...ids };
  }
  if (type !== "initial") {
    const rule = type === "handshake" ? "RFC 9000 §17.2.4" : "RFC 9000 §17.2.3";
    return { kind: type, version, packetNumberOffset: takeProtected(cursor, at, rule), ...ids };
  }
  const rule = "RFC 9000 §17.2.2";
  const token = cursor.take("Token", cursor.varint("Token Length", rule), rule);
  return {
    kind: type,
    version,
    token,
    packetNumberOffset: takeProtected(cursor, at, rule),
    ...ids,
  };
}

function takeShort(cursor: Cursor, first: number, connectionIdLength: number): QuicHeader {
  const at = cursor.at;
  const spinBit = bit("Spin Bit", "0", "1");
  const rest = hidden("Reserved, Key Phase, Packet Number Length", 5);
  cursor.bits("First Byte", shortRule, [form, fixed, spinBit, rest]);
  if ((first & 0x40) === 0) cursor.fail(code, at, shortRule, "The fixed bit is 0.");
  const name = "Destination Connection ID";
  const destinationConnectionId = cursor.take(name, connectionIdLength, shortRule);
  const packetNumberOffset = cursor.at - at;
  const say = (bytes: Uint8Array): string => `${byteCount(bytes)}, protected`;
  cursor.take("Packet Number and Packet Payload", cursor.left, shortRule, say);
  const spin = (first & 0x20) !== 0;
  return { kind: "one-rtt", spin, destinationConnectionId, packetNumberOffset };
}

function takeHeader(cursor: Cursor, options: HeaderOptions): QuicHeader {
  const first = cursor.peek ?? 0x80;
  return first & 0x80
    ? takeLong(cursor, first)
    : takeShort(cursor, first, options.connectionIdLength ?? 8);
}

/**
 * Reads the readable part of one packet of a datagram; `next` is where a coalesced packet begins.
 * A datagram that was cut answers `more`; a packet that must be discarded is INVALID_PACKET, a name
 * of ours, since discarding has no error code. RFC 9000 §12.2, §17.
 */
export function readQuicHeader(
  datagram: Uint8Array,
  at = 0,
  options: HeaderOptions = {},
): Step<QuicHeader> {
  const cursor = createCursor(datagram, at);
  const header = takeHeader(cursor, options);
  return cursor.halt ?? done(header, cursor.at);
}

/** Field tree of one protected packet, its number and payload as one leaf. RFC 9000 §17. */
export function describeQuicPacket(
  datagram: Uint8Array,
  at = 0,
  options: HeaderOptions = {},
): Step<Field> {
  const cursor = createCursor(datagram, at, { keep: true });
  const header = takeHeader(cursor, options);
  if (cursor.halt !== null) return cursor.halt;
  const name = `${header.kind} packet`;
  const rule = header.kind === "one-rtt" ? shortRule : longRule;
  const length = cursor.at - at;
  return done(
    { name, at, length, text: byteCount(length), rule, children: cursor.fields },
    cursor.at,
  );
}
