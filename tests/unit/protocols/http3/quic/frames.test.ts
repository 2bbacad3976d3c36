import { describe, expect, it } from "vitest";
import { concat, formatHex, parseHex } from "#wire/index.ts";
import {
  describeQuicFrames,
  readQuicFrame,
  readQuicFrames,
  streamFrame,
  writeQuicFrame,
  writeQuicFrames,
  type QuicFrame,
} from "#protocols/http3/index.ts";
import { describeTiled, readThreeWays } from "../../../../support/three-ways.ts";
import { frames, openFrames, token } from "./frame-examples.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);

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
