// Ethernet II, IPv4 (RFC 791), TCP (RFC 9293 §3.1) and UDP (RFC 768) as bytes, checksums included.
import { concat, uintBytes } from "#wire/index.ts";
import type { Segment } from "./trace.ts";

/** Where a packet comes from or goes to; `host` is the last byte of a 192.0.2.0/24 address (RFC 5737). */
export interface Endpoint {
  readonly host: number;
  readonly port: number;
}

const TCP = 6;
const UDP = 17;
const WINDOW_SHIFT = 7;
const NOTHING = new Uint8Array();
const FLAG_BITS = { FIN: 0x01, SYN: 0x02, RST: 0x04, PSH: 0x08, ACK: 0x10 } as const;

/** The Internet checksum (RFC 1071): one's complement of the one's complement sum of 16-bit words. */
export function internetChecksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) {
    sum += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

const address = (host: number): Uint8Array => Uint8Array.of(192, 0, 2, host);
/** Locally administered unicast addresses: no vendor's hardware is named. */
const hardware = (host: number): Uint8Array => Uint8Array.of(0x02, 0, 0, 0, 0, host);

function withChecksum(packet: Uint8Array, at: number, value: number): Uint8Array {
  packet.set(uintBytes(value, 2), at);
  return packet;
}

function ethernet(from: Endpoint, to: Endpoint, protocol: number, payload: Uint8Array): Uint8Array {
  const head = concat([
    Uint8Array.of(0x45, 0),
    uintBytes(20 + payload.length, 2),
    uintBytes(0, 2),
    uintBytes(0x4000, 2),
    Uint8Array.of(64, protocol, 0, 0),
    address(from.host),
    address(to.host),
  ]);
  return concat([
    hardware(to.host),
    hardware(from.host),
    uintBytes(0x0800, 2),
    withChecksum(head, 10, internetChecksum(head)),
    payload,
  ]);
}

const pseudoHeader = (from: Endpoint, to: Endpoint, protocol: number, length: number): Uint8Array =>
  concat([address(from.host), address(to.host), Uint8Array.of(0, protocol), uintBytes(length, 2)]);

/** One TCP segment in an Ethernet frame; `seq` and `ack` are absolute and wrap at 2^32. */
export function tcpPacket(
  from: Endpoint,
  to: Endpoint,
  { seq, ack, flags, window }: Segment,
  payload: Uint8Array,
): Uint8Array {
  const opening = flags.includes("SYN");
  // A SYN announces MSS 1460 (RFC 9293 §3.7.1) and, so that windows above 65,535 bytes can be
  // written, a window scale (RFC 7323 §2.2), which SYN segments themselves do not apply.
  const options = opening ? Uint8Array.of(2, 4, 0x05, 0xb4, 1, 3, 3, WINDOW_SHIFT) : NOTHING;
  const shownWindow = opening ? window : Math.ceil(window / 2 ** WINDOW_SHIFT);
  const segment = concat([
    uintBytes(from.port, 2),
    uintBytes(to.port, 2),
    uintBytes(seq >>> 0, 4),
    uintBytes(flags.includes("ACK") ? ack >>> 0 : 0, 4),
    Uint8Array.of(
      (5 + options.length / 4) << 4,
      flags.reduce((bits, flag) => bits | FLAG_BITS[flag], 0),
    ),
    uintBytes(Math.min(shownWindow, 0xffff), 2),
    uintBytes(0, 4),
    options,
    payload,
  ]);
  const sum = internetChecksum(concat([pseudoHeader(from, to, TCP, segment.length), segment]));
  return ethernet(from, to, TCP, withChecksum(segment, 16, sum));
}

/** One UDP datagram in an Ethernet frame. */
export function udpPacket(from: Endpoint, to: Endpoint, payload: Uint8Array): Uint8Array {
  const datagram = concat([
    uintBytes(from.port, 2),
    uintBytes(to.port, 2),
    uintBytes(8 + payload.length, 2),
    uintBytes(0, 2),
    payload,
  ]);
  const sum = internetChecksum(concat([pseudoHeader(from, to, UDP, datagram.length), datagram]));
  return ethernet(from, to, UDP, withChecksum(datagram, 6, sum === 0 ? 0xffff : sum));
}
