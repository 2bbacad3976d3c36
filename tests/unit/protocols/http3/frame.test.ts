import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatHex, parseHex, type Field, type Step } from "#wire/index.ts";
import {
  HTTP3_FRAME_TYPES,
  MAX_VARINT,
  describeFrame,
  http3ErrorName,
  http3FrameName,
  isGrease,
  readHttp3Frame,
  readHttp3FrameHeader,
  settingName,
  writeHttp3Frame,
  type Http3FrameFields,
  type Http3Setting,
} from "#protocols/http3/index.ts";
import { mutations } from "../../../support/mutations.ts";
import { describeTiled, readThreeWays } from "../../../support/three-ways.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);
const codeOf = (step: Step<unknown>): string =>
  step.kind === "fault" ? step.fault.code : step.kind;

const frames: readonly (readonly [string, Http3FrameFields])[] = [
  ["00 03 61 62 63", { type: 0x00n, data: hex("616263") }],
  ["00 00", { type: 0x00n, data: hex("") }],
  ["01 03 00 00 d1", { type: 0x01n, encodedFieldSection: hex("0000d1") }],
  ["03 01 07", { type: 0x03n, pushId: 7n }],
  ["04 00", { type: 0x04n, settings: [] }],
  [
    "04 08 01 50 00 06 40 40 21 00",
    {
      type: 0x04n,
      settings: [
        [0x01n, 0x1000n],
        [0x06n, 64n],
        [0x21n, 0n],
      ],
    },
  ],
  ["05 04 07 00 00 d1", { type: 0x05n, pushId: 7n, encodedFieldSection: hex("0000d1") }],
  ["07 01 04", { type: 0x07n, id: 4n }],
  ["07 08 ff ff ff ff ff ff ff fc", { type: 0x07n, id: MAX_VARINT - 3n }],
  ["0d 02 40 40", { type: 0x0dn, pushId: 64n }],
  ["21 02 ca fe", { type: 0x21n, payload: hex("cafe") }],
  ["40 40 00", { type: 0x40n, payload: hex("") }],
];

describe("HTTP/3 frames (RFC 9114 §7)", () => {
  it.each(frames)("%s", (text, frame) => {
    const bytes = hex(text);
    const value = readThreeWays(readHttp3Frame, bytes);
    expect(value).toMatchObject(frame);
    expect(value.name).toBe(http3FrameName(value.type));
    expect(formatHex(writeHttp3Frame(value), " ")).toBe(text);
    expect(writeHttp3Frame({ ...frame, type: Number(frame.type) })).toEqual(bytes);
    const tree = describeTiled(describeFrame, bytes);
    expect(tree.name).toBe(value.name);
    expect(describeFrame(bytes.subarray(0, 1)).kind).toBe("more");
  });

  it.each([
    ["03 00", "H3_FRAME_ERROR", "RFC 9114 §7.1"],
    ["03 02 07 00", "H3_FRAME_ERROR", "RFC 9114 §7.1"],
    ["07 01 40", "H3_FRAME_ERROR", "RFC 9114 §7.1"],
    ["0d 09 00", "H3_FRAME_ERROR", "RFC 9114 §7.1"],
    ["05 00", "H3_FRAME_ERROR", "RFC 9114 §7.1"],
    ["04 01 06", "H3_FRAME_ERROR", "RFC 9114 §7.1"],
    ["04 02 06 40", "H3_FRAME_ERROR", "RFC 9114 §7.1"],
    ["04 04 06 01 06 01", "H3_SETTINGS_ERROR", "RFC 9114 §7.2.4"],
    ["04 04 21 01 21 02", "H3_SETTINGS_ERROR", "RFC 9114 §7.2.4"],
    ["04 02 00 01", "H3_SETTINGS_ERROR", "RFC 9114 §7.2.4.1"],
    ["04 02 02 01", "H3_SETTINGS_ERROR", "RFC 9114 §7.2.4.1"],
    ["04 02 03 01", "H3_SETTINGS_ERROR", "RFC 9114 §7.2.4.1"],
    ["04 02 04 01", "H3_SETTINGS_ERROR", "RFC 9114 §7.2.4.1"],
    ["04 02 05 01", "H3_SETTINGS_ERROR", "RFC 9114 §7.2.4.1"],
    ["02", "H3_FRAME_UNEXPECTED", "RFC 9114 §7.2.8"],
    ["06 00", "H3_FRAME_UNEXPECTED", "RFC 9114 §7.2.8"],
    ["08 00", "H3_FRAME_UNEXPECTED", "RFC 9114 §7.2.8"],
    ["09 00", "H3_FRAME_UNEXPECTED", "RFC 9114 §7.2.8"],
  ])("%s breaks a rule: %s", (text, code, rule) => {
    for (const step of [readHttp3Frame(hex(text)), describeFrame(hex(text))]) {
      if (step.kind !== "fault") throw new Error(step.kind);
      expect(step.fault).toMatchObject({ code, rule });
      expect(step.fault.text).not.toBe("");
    }
  });

  it("finds a single-integer payload wrong before it has arrived", () => {
    expect(codeOf(readHttp3Frame(hex("0d 40 ff")))).toBe("H3_FRAME_ERROR");
  });

  it("asks for a payload of any announced length without reserving it", () => {
    const step = readHttp3Frame(hex("00 ff ff ff ff ff ff ff ff 00"));
    expect(step).toMatchObject({ kind: "more" });
    const header = readHttp3FrameHeader(hex("00 ff ff ff ff ff ff ff ff 00"));
    expect(header).toMatchObject({ value: { name: "DATA", length: MAX_VARINT }, next: 9 });
    expect(codeOf(readHttp3FrameHeader(hex("02")))).toBe("H3_FRAME_UNEXPECTED");
    expect(readHttp3FrameHeader(hex("00")).kind).toBe("more");
  });

  it("refuses to write what must not be sent", () => {
    const wrong: Http3FrameFields[] = [
      { type: 0x02n, payload: hex("") },
      { type: 0x00n },
      { type: 0x01n },
      { type: 0x03n },
      { type: 0x04n },
      { type: 0x05n, pushId: 1n },
      { type: 0x07n },
      { type: 0x21n },
      { type: 0x04n, settings: [[0x02n, 0n]] },
      {
        type: 0x04n,
        settings: [
          [0x06n, 0n],
          [0x06n, 1n],
        ],
      },
      { type: 0x04n, settings: [[0x06n, 1n << 62n]] },
    ];
    for (const frame of wrong) expect(() => writeHttp3Frame(frame)).toThrow(RangeError);
  });

  it("names the two bits of length and the bits of value of every integer", () => {
    const tree = describeTiled(describeFrame, hex("0d 02 40 40"));
    expect(tree.children?.map(({ name, text }) => [name, text])).toEqual([
      ["Type", "0x0d MAX_PUSH_ID"],
      ["Length", "2 bytes"],
      ["Push ID", "64"],
    ]);
    expect(tree.children?.[2]?.children).toEqual<Field[]>([
      {
        name: "length prefix",
        at: 2,
        length: 2,
        text: "01: 2 bytes",
        rule: "RFC 9000 §16",
        bits: [0, 2],
      },
      { name: "value", at: 2, length: 2, text: "64", rule: "RFC 9000 §16", bits: [2, 16] },
    ]);
  });

  it("knows the names, and which numbers are reserved to be ignored", () => {
    expect(isGrease(0x21n)).toBe(true);
    expect(isGrease(0x40n)).toBe(true);
    expect(isGrease(0x3ffffffffffffffen)).toBe(true);
    expect(isGrease(0x02n)).toBe(false);
    expect(settingName(0x07n)).toBe("QPACK_BLOCKED_STREAMS");
    expect(settingName(0x33n)).toBe("unknown, ignored");
    expect(http3ErrorName(0x0105n)).toBe("H3_FRAME_UNEXPECTED");
    expect(http3ErrorName(0x21n)).toBe("0x21");
    expect(Object.keys(HTTP3_FRAME_TYPES)).toHaveLength(7);
  });
});

const data = fc.uint8Array({ maxLength: 40 });
const varint = fc.bigInt(0n, MAX_VARINT);
const settings = fc
  .uniqueArray(fc.tuple(fc.bigInt(6n, MAX_VARINT), varint), {
    selector: ([id]) => id,
    maxLength: 8,
  })
  .map((list): Http3Setting[] => list);
const anyFrame: fc.Arbitrary<Http3FrameFields> = fc.oneof(
  fc.record({ type: fc.constant(0x00n), data }),
  fc.record({ type: fc.constant(0x01n), encodedFieldSection: data }),
  fc.record({ type: fc.constantFrom(0x03n, 0x0dn), pushId: varint }),
  fc.record({ type: fc.constant(0x04n), settings }),
  fc.record({ type: fc.constant(0x05n), pushId: varint, encodedFieldSection: data }),
  fc.record({ type: fc.constant(0x07n), id: varint }),
  fc.record({ type: fc.bigInt(0x0en, MAX_VARINT), payload: data }),
);

describe("any HTTP/3 frame", () => {
  it("reads back as it was written and tiles", () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        const bytes = writeHttp3Frame(frame);
        expect(readThreeWays(readHttp3Frame, bytes)).toMatchObject(frame);
        describeTiled(describeFrame, bytes);
      }),
      { numRuns: 300 },
    );
  });

  it("every damaged copy of a valid one is read or refused", () => {
    for (const [text] of frames) {
      for (const damaged of mutations(hex(text))) {
        const step = readHttp3Frame(damaged);
        expect(describeFrame(damaged).kind).toBe(step.kind);
        if (step.kind === "done") describeTiled(describeFrame, damaged.subarray(0, step.next));
      }
    }
  });

  it("10,000 random inputs are read or refused, never thrown at", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const step = readHttp3Frame(bytes);
        expect(describeFrame(bytes).kind).toBe(step.kind);
        if (step.kind === "done") describeTiled(describeFrame, bytes.subarray(0, step.next));
        if (step.kind === "more") expect(step.missing).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 10_000 },
    );
  });
});
