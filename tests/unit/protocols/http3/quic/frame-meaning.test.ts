import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseHex } from "#wire/index.ts";
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
  writeQuicFrames,
  type AckRange,
  type QuicFrame,
} from "#protocols/http3/index.ts";
import { mutations } from "../../../../support/mutations.ts";
import { describeTiled } from "../../../../support/three-ways.ts";
import { frames, openFrames, token } from "./frame-examples.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);

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

  it("every damaged copy of a valid one is read or refused", () => {
    for (const [text] of [...frames, ...openFrames]) {
      for (const damaged of mutations(hex(text))) {
        const step = readQuicFrames(damaged);
        expect(describeQuicFrames(damaged).kind).toBe(step.kind);
        if (step.kind === "done") describeTiled(describeQuicFrames, damaged);
      }
    }
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
