import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFrame, readHeader, writeFrame, type WsFrame } from "#protocols/websocket/index.ts";
import { concat, formatHex, parseHex, utf8 } from "#wire/index.ts";
import { readThreeWays } from "../../../support/three-ways.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);

// Retyped from RFC 6455 §5.7.
const EXAMPLES = [
  { hex: "81 05 48 65 6c 6c 6f", opcode: 1, fin: true, text: "Hello" },
  { hex: "81 85 37 fa 21 3d 7f 9f 4d 51 58", opcode: 1, fin: true, text: "Hello", key: "37fa213d" },
  { hex: "01 03 48 65 6c", opcode: 1, fin: false, text: "Hel" },
  { hex: "80 02 6c 6f", opcode: 0, fin: true, text: "lo" },
  { hex: "89 05 48 65 6c 6c 6f", opcode: 9, fin: true, text: "Hello" },
  {
    hex: "8a 85 37 fa 21 3d 7f 9f 4d 51 58",
    opcode: 10,
    fin: true,
    text: "Hello",
    key: "37fa213d",
  },
];

const frames = fc
  .record({
    opcode: fc.constantFrom(0, 1, 2, 8, 9, 10),
    rsv: fc.nat(7),
    data: fc.uint8Array({ maxLength: 125 }),
    times: fc.constantFrom(1, 3, 600),
    fin: fc.boolean(),
    key: fc.option(fc.uint8Array({ minLength: 4, maxLength: 4 }), { nil: undefined }),
  })
  .map(({ opcode, rsv, data, times, fin, key }) => {
    const payload = opcode > 7 ? data : concat(Array.from({ length: times }, () => data));
    const base = { fin: fin || opcode > 7, rsv, opcode, masked: key !== undefined, payload };
    return key ? { ...base, maskingKey: key } : base;
  });

describe("frames", () => {
  it.each(EXAMPLES)("reads and writes $hex", ({ hex: text, opcode, fin, text: payload, key }) => {
    const bytes = hex(text);
    const frame = readThreeWays(readFrame, bytes);
    expect(frame).toEqual({
      fin,
      rsv: 0,
      opcode,
      masked: key !== undefined,
      ...(key ? { maskingKey: hex(key) } : {}),
      payload: utf8(payload),
    });
    expect(writeFrame(frame)).toEqual(bytes);
  });

  it("writes the shortest length: 125, 126, 65,535 and 65,536 bytes", () => {
    const header = (length: number) => {
      const bytes = writeFrame({ opcode: 2, payload: new Uint8Array(length) });
      return formatHex(bytes.subarray(0, bytes.length - length), " ");
    };
    expect(header(125)).toBe("82 7d");
    expect(header(126)).toBe("82 7e 00 7e");
    expect(header(256)).toBe("82 7e 01 00");
    expect(header(65_535)).toBe("82 7e ff ff");
    expect(header(65_536)).toBe("82 7f 00 00 00 00 00 01 00 00");
  });

  it("reads back what it writes", () => {
    fc.assert(
      fc.property(frames, (frame) => {
        const bytes = writeFrame(frame);
        expect(readFrame(bytes)).toEqual({ kind: "done", value: frame, next: bytes.length });
        const { maskingKey, masked: _, ...plain }: WsFrame = frame;
        expect(writeFrame(plain, { maskingKey })).toEqual(bytes);
      }),
    );
  });

  it("answers more for every cut of every header form", () => {
    for (const length of [0, 125, 126, 65_536]) {
      const payload = new Uint8Array(length);
      for (const maskingKey of [undefined, Uint8Array.of(1, 2, 3, 4)]) {
        const bytes = writeFrame({ opcode: 2, payload }, { maskingKey });
        const header = readHeader(bytes);
        if (header.kind !== "done") throw new Error("no header");
        for (let cut = 0; cut < header.next; cut += 1) {
          const step = readHeader(bytes.subarray(0, cut));
          expect(step.kind).toBe("more");
          if (step.kind === "more") expect(step.missing).toBeLessThanOrEqual(header.next - cut);
        }
      }
    }
  });

  it.each([
    ["83 00", "RESERVED_OPCODE", 0],
    ["8b 00", "RESERVED_OPCODE", 0],
    ["83", "RESERVED_OPCODE", 0],
    ["09 00", "CONTROL_FRAGMENTED", 0],
    ["08", "CONTROL_FRAGMENTED", 0],
    ["89 7e", "CONTROL_TOO_LONG", 1],
    ["88 ff", "CONTROL_TOO_LONG", 1],
    ["82 7e 00 7d", "LENGTH_NOT_MINIMAL", 2],
    ["82 7f 00 00 00 00 00 00 ff ff", "LENGTH_NOT_MINIMAL", 2],
    ["82 7f 80 00 00 00 00 00 00 00", "LENGTH_TOO_LARGE", 2],
  ])("refuses %s: %s", (text, code, at) => {
    const step = readFrame(concat([Uint8Array.of(0, 0, 0), hex(text)]), 3);
    expect(step).toMatchObject({ kind: "fault", fault: { code, at: 3 + at } });
    if (step.kind === "fault") expect(step.fault.rule).toMatch(/^RFC 6455 §5/);
  });

  it("asks for the bytes of the largest frame without reserving them", () => {
    const step = readFrame(hex("82 7f 7f ff ff ff ff ff ff ff 00"));
    expect(step).toMatchObject({ kind: "more" });
  });

  it("refuses to write what a header cannot say", () => {
    expect(() => writeFrame({ opcode: 16 })).toThrow(RangeError);
    expect(() => writeFrame({ opcode: -1 })).toThrow(RangeError);
    expect(() => writeFrame({ opcode: 1.5 })).toThrow(RangeError);
    expect(() => writeFrame({ opcode: 1, rsv: 8 })).toThrow(RangeError);
    expect(() => writeFrame({ opcode: 1, maskingKey: Uint8Array.of(1) })).toThrow(RangeError);
    expect(() => writeFrame({ opcode: 1, masked: true })).toThrow(RangeError);
  });

  it("never throws on random bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(5), (bytes, at) => {
        const step = readFrame(bytes, at);
        if (step.kind === "done") expect(step.next).toBeLessThanOrEqual(bytes.length);
        if (step.kind === "more") expect(step.missing).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 10_000 },
    );
  });
});
