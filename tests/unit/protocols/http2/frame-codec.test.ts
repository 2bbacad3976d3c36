import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  FLAGS,
  FRAME_TYPES,
  readFrame,
  readFrameHeader,
  writeFrame,
  type Frame,
  type WritableFrame,
} from "../../../../src/protocols/http2/index.ts";
import { concat, parseHex, utf8 } from "../../../../src/wire/index.ts";
import { mutations } from "../../../support/mutations.ts";
import { readThreeWays } from "../../../support/three-ways.ts";
import { anyFrame } from "./any-frame.ts";

const hex = (text: string): Uint8Array => parseHex(text)!;
const faultOf = (text: string) => {
  const step = readFrame(hex(text));
  return step.kind === "fault" ? step.fault : step.kind;
};

describe("layouts of RFC 9113 §6", () => {
  it.each<[string, string, WritableFrame]>([
    [
      "DATA",
      "000005 00 01 00000001 68656c6c6f",
      { type: 0, flags: 1, streamId: 1, data: utf8("hello") },
    ],
    [
      "DATA, padded",
      "000008 00 08 00000001 02 68656c6c6f 0000",
      { type: 0, flags: 8, streamId: 1, data: utf8("hello"), padLength: 2, padding: hex("0000") },
    ],
    [
      "DATA, padded by nothing",
      "000001 00 08 00000001 00",
      { type: 0, flags: 8, streamId: 1, data: hex(""), padLength: 0, padding: hex("") },
    ],
    [
      "HEADERS",
      "000001 01 05 00000003 82",
      { type: 1, flags: 5, streamId: 3, fragment: hex("82") },
    ],
    [
      "HEADERS, padded, with priority",
      "000008 01 2c 00000003 01 8000000b 07 82 00",
      {
        type: 1,
        flags: 0x2c,
        streamId: 3,
        priority: { exclusive: true, streamDependency: 11, weight: 8 },
        fragment: hex("82"),
        padLength: 1,
        padding: hex("00"),
      },
    ],
    [
      "PRIORITY",
      "000005 02 00 00000009 0000000b ff",
      {
        type: 2,
        flags: 0,
        streamId: 9,
        priority: { exclusive: false, streamDependency: 11, weight: 256 },
      },
    ],
    [
      "RST_STREAM",
      "000004 03 00 00000005 00000008",
      { type: 3, flags: 0, streamId: 5, errorCode: 8 },
    ],
    [
      "SETTINGS",
      "00000c 04 00 00000000 0003 00000064 0009 ffffffff",
      {
        type: 4,
        flags: 0,
        streamId: 0,
        settings: [
          [3, 100],
          [9, 0xffffffff],
        ],
      },
    ],
    ["SETTINGS, ACK", "000000 04 01 00000000", { type: 4, flags: 1, streamId: 0, settings: [] }],
    [
      "PUSH_PROMISE",
      "000007 05 0c 00000001 01 00000002 84 00",
      {
        type: 5,
        flags: 0x0c,
        streamId: 1,
        promisedStreamId: 2,
        fragment: hex("84"),
        padLength: 1,
        padding: hex("00"),
      },
    ],
    [
      "PING",
      "000008 06 00 00000000 0102030405060708",
      { type: 6, flags: 0, streamId: 0, opaqueData: hex("0102030405060708") },
    ],
    [
      "GOAWAY",
      "00000b 07 00 00000000 7fffffff 0000000b 627965",
      {
        type: 7,
        flags: 0,
        streamId: 0,
        lastStreamId: 0x7fffffff,
        errorCode: 11,
        debugData: utf8("bye"),
      },
    ],
    [
      "WINDOW_UPDATE",
      "000004 08 00 00000000 7fffffff",
      { type: 8, flags: 0, streamId: 0, windowSizeIncrement: 0x7fffffff },
    ],
    [
      "CONTINUATION",
      "000001 09 04 00000001 82",
      { type: 9, flags: 4, streamId: 1, fragment: hex("82") },
    ],
    [
      "an unknown type",
      "000002 21 ff 7fffffff abcd",
      { type: 0x21, flags: 0xff, streamId: 0x7fffffff, payload: hex("abcd") },
    ],
  ])("%s", (_, text, frame) => {
    expect(writeFrame(frame)).toEqual(hex(text));
    expect(readThreeWays(readFrame, hex(text))).toEqual(frame);
  });

  it("ignores the reserved bits and keeps undefined flags", () => {
    expect(readFrame(hex("000004 08 00 80000001 80000001"))).toMatchObject({
      value: { streamId: 1, windowSizeIncrement: 1 },
    });
    expect(readFrame(hex("000008 06 16 80000000 0102030405060708"))).toMatchObject({
      value: { type: FRAME_TYPES.PING, flags: 0x16 },
    });
    expect(readFrameHeader(hex("00000104058000000f"))).toEqual({
      kind: "done",
      value: { length: 1, type: 4, flags: 5, streamId: 15 },
      next: 9,
    });
  });
});

describe("faults of RFC 9113 §4.2 and §6", () => {
  it.each<[string, string, string, number, string]>([
    [
      "a payload beyond the limit, from the header alone",
      "004001000000000001",
      "FRAME_SIZE_ERROR",
      0,
      "§4.2",
    ],
    ["an unknown type beyond the limit", "004001ff0000000001", "FRAME_SIZE_ERROR", 0, "§4.2"],
    ["DATA on stream 0", "000000000000000000", "PROTOCOL_ERROR", 5, "§6.1"],
    ["HEADERS on stream 0", "000000010000000000", "PROTOCOL_ERROR", 5, "§6.2"],
    ["PRIORITY on stream 0", "000005020000000000", "PROTOCOL_ERROR", 5, "§6.3"],
    ["RST_STREAM on stream 0", "000004030080000000", "PROTOCOL_ERROR", 5, "§6.4"],
    ["SETTINGS on stream 1", "000000040000000001", "PROTOCOL_ERROR", 5, "§6.5"],
    ["PUSH_PROMISE on stream 0", "000004050000000000", "PROTOCOL_ERROR", 5, "§6.6"],
    ["PING on stream 1", "000008060000000001", "PROTOCOL_ERROR", 5, "§6.7"],
    ["GOAWAY on stream 1", "000008070000000001", "PROTOCOL_ERROR", 5, "§6.8"],
    ["CONTINUATION on stream 0", "000000090000000000", "PROTOCOL_ERROR", 5, "§6.10"],
    ["PRIORITY of 4 octets", "000004020000000001", "FRAME_SIZE_ERROR", 0, "§6.3"],
    ["RST_STREAM of 5 octets", "000005030000000001", "FRAME_SIZE_ERROR", 0, "§6.4"],
    ["SETTINGS of 7 octets", "000007040000000000", "FRAME_SIZE_ERROR", 0, "§6.5"],
    ["SETTINGS with ACK and a setting", "000006040100000000", "FRAME_SIZE_ERROR", 0, "§6.5"],
    ["PING of 7 octets", "000007060000000000", "FRAME_SIZE_ERROR", 0, "§6.7"],
    ["GOAWAY of 7 octets", "000007070000000000", "FRAME_SIZE_ERROR", 0, "§4.2"],
    ["WINDOW_UPDATE of 3 octets", "000003080000000000", "FRAME_SIZE_ERROR", 0, "§6.9"],
    ["DATA without its pad length", "000000000800000001", "FRAME_SIZE_ERROR", 0, "§4.2"],
    ["HEADERS too short for a priority", "000004012000000001", "FRAME_SIZE_ERROR", 0, "§4.2"],
    ["PUSH_PROMISE without a promised stream", "000003050000000001", "FRAME_SIZE_ERROR", 0, "§4.2"],
    ["DATA of padding alone", "0000020008000000010200", "PROTOCOL_ERROR", 9, "§6.1"],
    [
      "HEADERS with padding over its priority",
      "0000060128000000010100000000ff",
      "PROTOCOL_ERROR",
      9,
      "§6.2",
    ],
    [
      "PUSH_PROMISE with too much padding",
      "00000605080000000102000000028400",
      "PROTOCOL_ERROR",
      9,
      "§6.6",
    ],
    ["PUSH_PROMISE of an odd stream", "00000405040000000100000003", "PROTOCOL_ERROR", 9, "§6.6"],
    ["PUSH_PROMISE of stream 0", "00000405040000000180000000", "PROTOCOL_ERROR", 9, "§6.6"],
  ])("%s", (_, text, code, at, section) => {
    expect(faultOf(text)).toMatchObject({ code, at, rule: `RFC 9113 ${section}` });
  });

  it("takes the limit as an argument and counts offsets from the start of the bytes", () => {
    const large = writeFrame({ type: 0, flags: 0, streamId: 1, data: new Uint8Array(20_000) });
    expect(readFrame(large)).toMatchObject({ kind: "fault" });
    expect(readFrame(large, 0, { maxFrameSize: 20_000 })).toMatchObject({ kind: "done" });
    const shifted = concat([hex("ffff"), hex("000000000000000000")]);
    expect(readFrame(shifted, 2)).toMatchObject({ fault: { at: 7 } });
    expect(readFrame(hex("00"), 40)).toEqual({ kind: "more", missing: 9 });
  });
});

describe("writing", () => {
  it("sets the flags that padding and priority imply and pads with zeros", () => {
    const data = { type: FRAME_TYPES.DATA, flags: 0, streamId: 1, data: utf8("x"), padLength: 3 };
    expect(writeFrame(data)).toEqual(hex("000005 00 08 00000001 03 78 000000"));
    const padded = { ...data, padLength: undefined, padding: utf8("pp") };
    expect(writeFrame(padded as unknown as Frame)).toEqual(hex("000004 00 08 00000001 02 78 7070"));
    const flagged = { type: FRAME_TYPES.DATA, flags: FLAGS.PADDED, streamId: 1, data: utf8("x") };
    expect(writeFrame(flagged)).toEqual(hex("000002 00 08 00000001 00 78"));
    const priority = { exclusive: false, streamDependency: 0, weight: 1 };
    const headers = { type: FRAME_TYPES.HEADERS, flags: 4, streamId: 1, fragment: hex("82") };
    expect(writeFrame({ ...headers, priority })).toEqual(
      hex("000006 01 24 00000001 00000000 00 82"),
    );
  });

  it("writes a defined type with a raw payload, right or wrong", () => {
    const raw = { type: FRAME_TYPES.PING, flags: 0, streamId: 7, payload: hex("01") };
    expect(writeFrame(raw)).toEqual(hex("000001 06 00 00000007 01"));
  });

  const ping = { type: FRAME_TYPES.PING, flags: 0, streamId: 0 };
  it.each<[string, unknown]>([
    ["a PING of 7 octets", { ...ping, opaqueData: new Uint8Array(7) }],
    ["a stream beyond 31 bits", { ...ping, streamId: 2 ** 31, opaqueData: new Uint8Array(8) }],
    ["a negative flag octet", { ...ping, flags: -1, opaqueData: new Uint8Array(8) }],
    [
      "a weight of 0",
      {
        type: 2,
        flags: 0,
        streamId: 1,
        priority: { exclusive: false, streamDependency: 0, weight: 0 },
      },
    ],
    ["a setting beyond 32 bits", { type: 4, flags: 0, streamId: 0, settings: [[1, 2 ** 32]] }],
    [
      "padding that contradicts its length",
      {
        type: 0,
        flags: 8,
        streamId: 1,
        data: hex(""),
        padLength: 1,
        padding: hex("0000"),
      },
    ],
    ["256 octets of padding", { type: 0, flags: 8, streamId: 1, data: hex(""), padLength: 256 }],
    ["PRIORITY announced but absent", { type: 1, flags: 0x20, streamId: 1, fragment: hex("") }],
    ["an unknown type without a payload", { type: 33, flags: 0, streamId: 1 }],
    [
      "a payload beyond 24 bits",
      { type: 33, flags: 0, streamId: 1, payload: new Uint8Array(2 ** 24) },
    ],
  ])("refuses %s", (_, frame) => {
    expect(() => writeFrame(frame as WritableFrame)).toThrow(RangeError);
  });
});

describe("any frame", () => {
  it("is read as it was written, wherever it is cut", () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        const bytes = writeFrame(frame);
        expect(readThreeWays(readFrame, bytes)).toEqual(frame);
      }),
    );
  });

  it("never throws on random bytes, nor on damaged frames", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const step = readFrame(bytes);
        if (step.kind === "more") expect(step.missing).toBeGreaterThan(0);
        if (step.kind === "fault") expect(step.fault.rule).toMatch(/^RFC 9113 §/);
      }),
      { numRuns: 10_000 },
    );
    for (const frame of fc.sample(anyFrame, { numRuns: 60, seed: 9113 })) {
      for (const damaged of mutations(writeFrame(frame))) {
        expect(["done", "more", "fault"]).toContain(readFrame(damaged).kind);
      }
    }
  });
});
