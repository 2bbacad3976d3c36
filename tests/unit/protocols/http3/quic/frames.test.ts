import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat, formatHex, parseHex, utf8 } from "#wire/index.ts";
import {
  MAX_VARINT,
  ackRanges,
  checkFrameInPacket,
  describeQuicFrames,
  isAckEliciting,
  quicErrorName,
  quicFrameName,
  readQuicFrame,
  readQuicFrames,
  streamFrame,
  streamKind,
  writeQuicFrame,
  writeQuicFrames,
  type AckRange,
  type QuicFrame,
} from "#protocols/http3/index.ts";
import { describeTiled, readThreeWays } from "../../../../support/three-ways.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);
const token = hex("00112233445566778899aabbccddeeff");

/** Each frame of §19 that says its own length, by its bytes. */
const frames: readonly (readonly [string, QuicFrame])[] = [
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
const openFrames: readonly (readonly [string, QuicFrame])[] = [
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

describe("QUIC frames (RFC 9000 §19, RFC 9221 §4)", () => {
  it.each(frames)("%s", (text, frame) => {
    const bytes = hex(text);
    expect(readThreeWays(readQuicFrame, bytes)).toEqual(frame);
    expect(formatHex(writeQuicFrame(frame), " ")).toBe(text);
    expect(readQuicFrames(bytes)).toEqual({ kind: "done", value: [frame], next: bytes.length });
    describeTiled(describeQuicFrames, bytes);
    for (let length = 1; length < bytes.length; length += 1) {
      const cut = readQuicFrames(bytes.subarray(0, length));
      expect(cut).toMatchObject({ kind: "fault", fault: { code: "FRAME_ENCODING_ERROR" } });
    }
  });

  it.each(openFrames)("%s reaches to the end of the packet", (text, frame) => {
    const bytes = hex(text);
    expect(readQuicFrame(bytes)).toEqual({ kind: "done", value: frame, next: bytes.length });
    expect(formatHex(writeQuicFrame(frame), " ")).toBe(text);
    describeTiled(describeQuicFrames, bytes);
  });

  it("reads all frames of one payload in order, runs of padding as one", () => {
    const all = frames.map(([, frame]) => frame);
    const padding: QuicFrame = { type: 0x00n, name: "PADDING", length: 5 };
    const payload = writeQuicFrames([padding, ...all, padding]);
    expect(readQuicFrames(payload)).toMatchObject({
      kind: "done",
      value: [padding, ...all, padding],
    });
    const tree = describeTiled(describeQuicFrames, payload);
    expect(tree.children?.map(({ name }) => name)).toEqual([
      "PADDING",
      ...all.map(({ name }) => name),
      "PADDING",
    ]);
    const behind = concat([hex("dead"), payload]);
    expect(readQuicFrames(behind, 2)).toMatchObject({ kind: "done", next: behind.length });
    expect(describeQuicFrames(behind, 2)).toMatchObject({
      value: { at: 2, length: payload.length },
    });
  });

  it.each([
    ["", "PROTOCOL_VIOLATION", "RFC 9000 §12.4"],
    ["1f", "FRAME_ENCODING_ERROR", "RFC 9000 §12.4"],
    ["32 00", "FRAME_ENCODING_ERROR", "RFC 9000 §12.4"],
    ["40 01", "PROTOCOL_VIOLATION", "RFC 9000 §12.4"],
    ["02 00 00 00 01", "FRAME_ENCODING_ERROR", "RFC 9000 §19.3.1"],
    ["02 03 00 01 00 02 00", "FRAME_ENCODING_ERROR", "RFC 9000 §19.3.1"],
    ["02 03 00 01 00 00 02", "FRAME_ENCODING_ERROR", "RFC 9000 §19.3.1"],
    [
      "02 ff ff ff ff ff ff ff ff 00 ff ff ff ff ff ff ff ff 00",
      "FRAME_ENCODING_ERROR",
      "RFC 9000 §12.4",
    ],
    ["06 ff ff ff ff ff ff ff ff 01 aa", "FRAME_ENCODING_ERROR", "RFC 9000 §19.6"],
    ["07 00", "FRAME_ENCODING_ERROR", "RFC 9000 §19.7"],
    ["0e 00 ff ff ff ff ff ff ff ff 01 aa", "FRAME_ENCODING_ERROR", "RFC 9000 §19.8"],
    ["12 d0 00 00 00 00 00 00 01", "FRAME_ENCODING_ERROR", "RFC 9000 §19.11"],
    ["16 d0 00 00 00 00 00 00 01", "FRAME_ENCODING_ERROR", "RFC 9000 §19.14"],
    [`18 01 02 01 aa ${formatHex(token)}`, "FRAME_ENCODING_ERROR", "RFC 9000 §19.15"],
    [`18 01 00 00 ${formatHex(token)}`, "FRAME_ENCODING_ERROR", "RFC 9000 §19.15"],
    ["18 01 00 15", "FRAME_ENCODING_ERROR", "RFC 9000 §19.15"],
  ])("%s breaks a rule: %s", (text, code, rule) => {
    expect(readQuicFrames(hex(text))).toMatchObject({ kind: "fault", fault: { code, rule } });
    expect(describeQuicFrames(hex(text))).toMatchObject({ kind: "fault", fault: { code, rule } });
  });

  it("a single frame may still be on its way", () => {
    expect(readQuicFrame(hex(""))).toMatchObject({ kind: "more" });
    expect(readQuicFrame(hex("06 00"))).toMatchObject({ kind: "more" });
  });

  it("refuses to write what a frame cannot carry", () => {
    const stream = streamFrame(0n, hex("aa"), { offset: 1n });
    const wrong: QuicFrame[] = [
      { type: 0x00n, name: "PADDING", length: 0 },
      { type: 0x02n, name: "ACK", ackDelay: 0n, ranges: [] },
      { type: 0x03n, name: "ACK", ackDelay: 0n, ranges: [{ smallest: 1n, largest: 1n }] },
      {
        type: 0x02n,
        name: "ACK",
        ackDelay: 0n,
        ranges: [
          { smallest: 5n, largest: 6n },
          { smallest: 4n, largest: 4n },
        ],
      },
      { type: 0x07n, name: "NEW_TOKEN", token: hex("") },
      { ...stream, type: 0x0an },
      { ...stream, type: 0x10n },
      { ...stream, fin: true },
      { type: 0x1an, name: "PATH_CHALLENGE", data: hex("00") },
      {
        type: 0x18n,
        name: "NEW_CONNECTION_ID",
        sequenceNumber: 0n,
        retirePriorTo: 0n,
        connectionId: hex(""),
        statelessResetToken: token,
      },
    ];
    for (const frame of wrong) expect(() => writeQuicFrame(frame)).toThrow(RangeError);
    const open: QuicFrame = { type: 0x30n, name: "DATAGRAM", data: hex("aa") };
    expect(() => writeQuicFrames([open, stream])).toThrow(RangeError);
    expect(() => writeQuicFrames([{ ...stream, type: 0x0cn }, stream])).toThrow(RangeError);
    expect(writeQuicFrames([stream, open])).toHaveLength(7);
  });
});

describe("what frames mean", () => {
  it("folds packet numbers into descending ranges (RFC 9000 §19.3.1)", () => {
    expect(ackRanges([])).toEqual([]);
    expect(ackRanges([7n, 3n, 6n, 4n, 9n, 6n])).toEqual<AckRange[]>([
      { smallest: 9n, largest: 9n },
      { smallest: 6n, largest: 7n },
      { smallest: 3n, largest: 4n },
    ]);
  });

  it("says who opened a stream (RFC 9000 §2.1, Table 1)", () => {
    expect([0n, 1n, 2n, 3n].map((id) => Object.values(streamKind(id)).join(" "))).toEqual([
      "client bidirectional",
      "server bidirectional",
      "client unidirectional",
      "server unidirectional",
    ]);
  });

  it("sets the bits of a STREAM frame (RFC 9000 §19.8)", () => {
    expect(streamFrame(0n, hex("")).type).toBe(0x0an);
    expect(streamFrame(0n, hex(""), { fin: true }).type).toBe(0x0bn);
    expect(streamFrame(0n, hex(""), { offset: 1n, fin: true }).type).toBe(0x0fn);
  });

  it("permits each frame where Table 3 does (RFC 9000 §12.4, §12.5)", () => {
    const spaces = ["initial", "handshake", "zero-rtt", "one-rtt"] as const;
    const table = [...frames, ...openFrames].map(([, frame]) => [
      frame.type,
      spaces.map((space, at) => (checkFrameInPacket(frame, space) ? "_" : "IH01"[at])).join(""),
    ]);
    const column = new Map(table.map(([type, packets]) => [type, packets]));
    expect(column.get(0x01n)).toBe("IH01");
    expect(column.get(0x02n)).toBe("IH_1");
    expect(column.get(0x06n)).toBe("IH_1");
    expect(column.get(0x07n)).toBe("___1");
    expect(column.get(0x0an)).toBe("__01");
    expect(column.get(0x19n)).toBe("___1");
    expect(column.get(0x1bn)).toBe("___1");
    expect(column.get(0x1cn)).toBe("IH01");
    expect(column.get(0x1dn)).toBe("__01");
    expect(column.get(0x1en)).toBe("___1");
    expect(column.get(0x31n)).toBe("__01");
    const ping: QuicFrame = { type: 0x07n, name: "NEW_TOKEN", token };
    expect(checkFrameInPacket(ping, "initial")).toMatchObject({ code: "PROTOCOL_VIOLATION" });
  });

  it("asks for acknowledgement of all but ACK, PADDING and CONNECTION_CLOSE (RFC 9000 §12.4)", () => {
    const silent = [...frames, ...openFrames].filter(([, frame]) => !isAckEliciting(frame));
    expect(new Set(silent.map(([, { name }]) => name))).toEqual(
      new Set(["ACK", "PADDING", "CONNECTION_CLOSE"]),
    );
  });

  it("names types and errors", () => {
    expect(quicFrameName(0x1fn)).toBeNull();
    expect(quicFrameName(0x30n)).toBe("DATAGRAM");
    expect(quicErrorName(0x0an)).toBe("PROTOCOL_VIOLATION");
    expect(quicErrorName(0x12an)).toBe("CRYPTO_ERROR (TLS alert 42)");
    expect(quicErrorName(0x200n)).toBe("0x200");
  });
});

const n = fc.bigInt(0n, MAX_VARINT);
const bytes = (minLength: number, maxLength: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength, maxLength });
const ranges = fc
  .tuple(fc.bigInt(0n, 1n << 40n), fc.array(fc.tuple(fc.nat(90), fc.nat(90)), { maxLength: 6 }))
  .map(([base, list]) => {
    let from = base;
    const ascending = list.map(([gap, length]): AckRange => {
      const smallest = from + BigInt(gap) + 2n;
      from = smallest + BigInt(length);
      return { smallest, largest: from };
    });
    return [...ascending.reverse(), { smallest: 0n, largest: base }];
  });
const is = <const T>(value: T): fc.Arbitrary<T> => fc.constant(value);
const anyFrame: fc.Arbitrary<QuicFrame> = fc.oneof(
  fc.record({ type: is(0x02n), name: is("ACK"), ackDelay: n, ranges }),
  fc.record({
    type: is(0x03n),
    name: is("ACK"),
    ackDelay: n,
    ranges,
    ecn: fc.record({ ect0: n, ect1: n, ce: n }),
  }),
  fc.record({ type: is(0x04n), name: is("RESET_STREAM"), streamId: n, errorCode: n, finalSize: n }),
  fc.record({
    type: is(0x06n),
    name: is("CRYPTO"),
    offset: fc.bigInt(0n, 1n << 60n),
    data: bytes(0, 99),
  }),
  fc
    .tuple(n, bytes(0, 99), fc.bigInt(0n, 1n << 60n), fc.boolean())
    .map(([id, data, offset, fin]) => streamFrame(id, data, { offset, fin })),
  fc.record({
    type: is(0x18n),
    name: is("NEW_CONNECTION_ID"),
    sequenceNumber: fc.bigInt(1n << 30n, MAX_VARINT),
    retirePriorTo: fc.bigInt(0n, 1n << 30n),
    connectionId: bytes(1, 20),
    statelessResetToken: bytes(16, 16),
  }),
  fc.record({
    type: is(0x1cn),
    name: is("CONNECTION_CLOSE"),
    errorCode: n,
    frameType: n,
    reasonPhrase: bytes(0, 40),
  }),
  fc.record({ type: is(0x31n), name: is("DATAGRAM"), data: bytes(0, 40) }),
);

describe("any payload", () => {
  it("reads back as it was written and tiles", () => {
    fc.assert(
      fc.property(fc.array(anyFrame, { minLength: 1, maxLength: 6 }), (list) => {
        const payload = writeQuicFrames(list);
        expect(readQuicFrames(payload)).toEqual({
          kind: "done",
          value: list,
          next: payload.length,
        });
        describeTiled(describeQuicFrames, payload);
      }),
      { numRuns: 300 },
    );
  });

  it("10,000 random inputs are read or refused, never thrown at", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (payload) => {
        const step = readQuicFrames(payload);
        expect(step.kind).not.toBe("more");
        expect(describeQuicFrames(payload).kind).toBe(step.kind);
        if (step.kind === "done") describeTiled(describeQuicFrames, payload);
        expect(["done", "more", "fault"]).toContain(readQuicFrame(payload).kind);
      }),
      { numRuns: 10_000 },
    );
  });
});
