// One frame of every type by its bytes, for the tests of QUIC frames. RFC 9000 §19, RFC 9221 §4.
import { formatHex, parseHex, utf8 } from "#wire/index.ts";
import type { QuicFrame } from "#protocols/http3/index.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);
export const token = hex("00112233445566778899aabbccddeeff");

/** Each frame of §19 that says its own length, by its bytes. */
export const frames: readonly (readonly [string, QuicFrame])[] = [
  ["01", { type: 0x01n, name: "PING" }],
  [
    "02 0a 03 00 02",
    { type: 0x02n, name: "ACK", ackDelay: 3n, ranges: [{ smallest: 8n, largest: 10n }] },
  ],
  [
    "03 0a 00 01 00 01 02 05 06 07",
    {
      type: 0x03n,
      name: "ACK",
      ackDelay: 0n,
      ranges: [
        { smallest: 10n, largest: 10n },
        { smallest: 5n, largest: 7n },
      ],
      ecn: { ect0: 5n, ect1: 6n, ce: 7n },
    },
  ],
  [
    "04 04 41 0c 09",
    { type: 0x04n, name: "RESET_STREAM", streamId: 4n, errorCode: 0x10cn, finalSize: 9n },
  ],
  ["05 04 41 00", { type: 0x05n, name: "STOP_SENDING", streamId: 4n, errorCode: 0x100n }],
  ["06 05 02 aa bb", { type: 0x06n, name: "CRYPTO", offset: 5n, data: hex("aabb") }],
  ["07 01 cc", { type: 0x07n, name: "NEW_TOKEN", token: hex("cc") }],
  [
    "0a 04 02 aa bb",
    { type: 0x0an, name: "STREAM", streamId: 4n, offset: 0n, fin: false, data: hex("aabb") },
  ],
  [
    "0f 03 40 64 00",
    { type: 0x0fn, name: "STREAM", streamId: 3n, offset: 100n, fin: true, data: hex("") },
  ],
  ["10 80 01 00 00", { type: 0x10n, name: "MAX_DATA", maximum: 65_536n }],
  ["11 00 3f", { type: 0x11n, name: "MAX_STREAM_DATA", streamId: 0n, maximum: 63n }],
  ["12 40 64", { type: 0x12n, name: "MAX_STREAMS", maximum: 100n }],
  ["13 03", { type: 0x13n, name: "MAX_STREAMS", maximum: 3n }],
  ["14 3f", { type: 0x14n, name: "DATA_BLOCKED", maximum: 63n }],
  ["15 08 3f", { type: 0x15n, name: "STREAM_DATA_BLOCKED", streamId: 8n, maximum: 63n }],
  ["16 01", { type: 0x16n, name: "STREAMS_BLOCKED", maximum: 1n }],
  ["17 d0 00 00 00 00 00 00 00", { type: 0x17n, name: "STREAMS_BLOCKED", maximum: 1n << 60n }],
  [
    `18 02 01 04 de ad be ef ${formatHex(token, " ")}`,
    {
      type: 0x18n,
      name: "NEW_CONNECTION_ID",
      sequenceNumber: 2n,
      retirePriorTo: 1n,
      connectionId: hex("deadbeef"),
      statelessResetToken: token,
    },
  ],
  ["19 02", { type: 0x19n, name: "RETIRE_CONNECTION_ID", sequenceNumber: 2n }],
  [
    "1a 01 02 03 04 05 06 07 08",
    { type: 0x1an, name: "PATH_CHALLENGE", data: hex("0102030405060708") },
  ],
  [
    "1b 01 02 03 04 05 06 07 08",
    { type: 0x1bn, name: "PATH_RESPONSE", data: hex("0102030405060708") },
  ],
  [
    "1c 0a 06 02 6e 6f",
    {
      type: 0x1cn,
      name: "CONNECTION_CLOSE",
      errorCode: 0x0an,
      frameType: 0x06n,
      reasonPhrase: utf8("no"),
    },
  ],
  [
    "1d 41 00 00",
    { type: 0x1dn, name: "CONNECTION_CLOSE", errorCode: 0x100n, reasonPhrase: utf8("") },
  ],
  ["1e", { type: 0x1en, name: "HANDSHAKE_DONE" }],
  ["31 02 aa bb", { type: 0x31n, name: "DATAGRAM", data: hex("aabb") }],
];

/** Frames that reach to the end of their packet. */
export const openFrames: readonly (readonly [string, QuicFrame])[] = [
  ["00 00 00", { type: 0x00n, name: "PADDING", length: 3 }],
  [
    "08 00 aa bb",
    { type: 0x08n, name: "STREAM", streamId: 0n, offset: 0n, fin: false, data: hex("aabb") },
  ],
  [
    "0d 00 07 aa",
    { type: 0x0dn, name: "STREAM", streamId: 0n, offset: 7n, fin: true, data: hex("aa") },
  ],
  ["30 aa bb", { type: 0x30n, name: "DATAGRAM", data: hex("aabb") }],
];
