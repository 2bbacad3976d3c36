// Whole QUIC packets: header, number and payload, protected on the way out, opened on the way in. RFC 9000 §17.
import { concat, uintBytes, type Step } from "#wire/index.ts";
import { writeVarint } from "../varint.ts";
import { LONG_PACKET_KINDS, QUIC_VERSION_1, readQuicHeader, type ProtectedKind } from "./header.ts";
import { packetNumberLength, writePacketNumber, type PacketNumberLength } from "./packet-number.ts";
import type { OpenedPacket, PacketProtection } from "./protection.ts";

/** A packet before protection. */
export interface PlainPacket {
  readonly kind: ProtectedKind;
  readonly destinationConnectionId: Uint8Array;
  /** Of long headers. */
  readonly sourceConnectionId?: Uint8Array;
  /** Of Initial packets; empty unless told. */
  readonly token?: Uint8Array;
  readonly packetNumber: bigint;
  /** Largest packet number that the peer acknowledged in this space; null when none was. */
  readonly largestAcknowledged?: bigint | null;
  /** Bytes of the packet number in the header; as few as §17.1 allows unless told. */
  readonly numberLength?: PacketNumberLength;
  /** Frames. PADDING is added where header protection needs it (RFC 9001 §5.4.2). */
  readonly payload: Uint8Array;
  /** Of short headers. */
  readonly spin?: boolean;
  readonly keyPhase?: 0 | 1;
  /** Bytes that the whole packet shall have at least; PADDING fills it up. RFC 9000 §14.1. */
  readonly padTo?: number;
}

const counted = (bytes: Uint8Array): Uint8Array => concat([uintBytes(bytes.length, 1), bytes]);

/** Everything before the Length field of a long header, or before the number of a short one. */
function headerStart(packet: PlainPacket, numberLength: PacketNumberLength): Uint8Array {
  const { kind, destinationConnectionId } = packet;
  for (const id of [destinationConnectionId, packet.sourceConnectionId]) {
    if (id && id.length > 20) throw new RangeError("A connection ID has 20 bytes at most.");
  }
  if (kind === "one-rtt") {
    const bits = (packet.spin ? 0x20 : 0) | ((packet.keyPhase ?? 0) << 2) | (numberLength - 1);
    return concat([Uint8Array.of(0x40 | bits), destinationConnectionId]);
  }
  const type = LONG_PACKET_KINDS.indexOf(kind);
  const token = packet.token ?? new Uint8Array(0);
  return concat([
    Uint8Array.of(0xc0 | (type << 4) | (numberLength - 1)),
    uintBytes(QUIC_VERSION_1, 4),
    counted(destinationConnectionId),
    counted(packet.sourceConnectionId ?? new Uint8Array(0)),
    ...(kind === "initial" ? [writeVarint(token.length), token] : []),
  ]);
}

/** Bytes that the AEAD adds. RFC 9001 §5.3. */
const TAG_LENGTH = 16;

/**
 * Bytes of one protected packet. Length is always written in two bytes, so that padding does not
 * change the header; a payload beyond 16 KB throws RangeError. RFC 9000 §17, RFC 9001 §5.
 */
export function writeQuicPacket(
  packet: PlainPacket,
  protection: PacketProtection,
): Promise<Uint8Array> {
  const numberLength =
    packet.numberLength ??
    packetNumberLength(packet.packetNumber, packet.largestAcknowledged ?? null);
  const start = headerStart(packet, numberLength);
  const lengthField = packet.kind === "one-rtt" ? 0 : 2;
  const around = start.length + lengthField + numberLength + TAG_LENGTH;
  const least = Math.max(4 - numberLength, (packet.padTo ?? 0) - around);
  const padding = Math.max(0, least - packet.payload.length);
  const payload = concat([packet.payload, new Uint8Array(padding)]);
  const length = numberLength + payload.length + TAG_LENGTH;
  const header = concat([
    start,
    lengthField === 0 ? new Uint8Array(0) : writeVarint(length, 2),
    writePacketNumber(packet.packetNumber, numberLength),
  ]);
  return protection.protect(header, packet.packetNumber, numberLength, payload);
}

/** How a packet is opened. */
export interface OpenOptions {
  readonly protection: PacketProtection;
  /** Largest packet number received in this space; null when none was. */
  readonly largest?: bigint | null;
  /** Bytes of the connection IDs in short headers. */
  readonly connectionIdLength?: number;
}

/**
 * Opens the protected packet at `at` of a datagram; `next` is where a coalesced packet begins.
 * Packets without protection, and those that do not authenticate, are INVALID_PACKET.
 * RFC 9001 §5.5.
 */
export async function openQuicPacket(
  datagram: Uint8Array,
  at: number,
  { protection, largest = null, connectionIdLength }: OpenOptions,
): Promise<Step<OpenedPacket>> {
  const options = connectionIdLength === undefined ? {} : { connectionIdLength };
  const step = readQuicHeader(datagram, at, options);
  if (step.kind !== "done") return step;
  if (!("packetNumberOffset" in step.value)) {
    const text = `A ${step.value.kind} packet has no protected payload.`;
    const fault = { code: "INVALID_PACKET", at, rule: "RFC 9001 §5", text };
    return { kind: "fault", fault };
  }
  const span = { from: at, numberAt: at + step.value.packetNumberOffset, end: step.next };
  return protection.unprotect(datagram, span, largest);
}
