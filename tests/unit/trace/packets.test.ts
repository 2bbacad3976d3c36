import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { internetChecksum, tcpPacket, udpPacket } from "../../../src/trace/packets.ts";
import { concat, formatHex, uintBytes } from "../../../src/wire/index.ts";

const client = { host: 1, port: 49152 };
const server = { host: 2, port: 80 };

describe("internetChecksum", () => {
  it("sums the example of RFC 1071 §3", () => {
    const words = Uint8Array.of(0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7);
    expect(internetChecksum(words)).toBe(~0xddf2 & 0xffff);
    expect(internetChecksum(Uint8Array.of(0xff))).toBe(0x00ff);
  });
});

/** A receiver sums header, pseudo header and payload with the checksum in place: 0 when intact. */
function verifies(packet: Uint8Array, protocol: number): void {
  const ip = packet.subarray(14, 34);
  const inner = packet.subarray(34);
  expect(internetChecksum(ip)).toBe(0);
  expect(uintBytes(packet.length - 14, 2)).toEqual(ip.subarray(2, 4));
  const pseudo = [ip.subarray(12, 20), Uint8Array.of(0, protocol), uintBytes(inner.length, 2)];
  expect(internetChecksum(concat([...pseudo, inner]))).toBe(0);
}

describe("packets", () => {
  it("verify at a receiver for every payload", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1461 }), fc.nat(2 ** 32 - 1), (payload, seq) => {
        const segment = { seq, ack: 7, flags: ["PSH", "ACK"], window: 65_535 } as const;
        verifies(tcpPacket(client, server, segment, payload), 6);
        verifies(udpPacket(client, server, payload), 17);
      }),
    );
  });

  it("announce MSS 1460 and a window scale in a SYN, and only there", () => {
    const syn = { seq: 0, ack: 0, flags: ["SYN"], window: 65_535 } as const;
    const packet = tcpPacket(client, server, syn, new Uint8Array());
    expect(formatHex(packet.subarray(54))).toBe("020405b401030307");
    expect(packet[47]).toBe(0x02);
    const data = tcpPacket(
      client,
      server,
      { ...syn, flags: ["ACK"], window: 2 ** 20 },
      Uint8Array.of(9),
    );
    expect(data.subarray(54)).toEqual(Uint8Array.of(9));
    expect(uintBytes(8192, 2)).toEqual(data.subarray(48, 50));
  });
});
