import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createWebFrameReader,
  describeWebFrame,
  parseTrailerBlock,
  readWebFrame,
  writeTrailerBlock,
  writeWebFrame,
} from "#protocols/grpc/index.ts";
import { concat, findUntiled, parseHex, utf8, type Field } from "#wire/index.ts";
import { describeTiled, readThreeWays } from "../../../support/three-ways.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);
const flat = (field: Field): Field[] => [field, ...(field.children ?? []).flatMap(flat)];

// A message and trailers as a server sends them.
const MESSAGE = hex("0000000002082a");
const TRAILERS = hex("800000000f677270632d7374617475733a300d0a");

describe("gRPC-Web frames", () => {
  it("are messages and trailers", () => {
    expect(readThreeWays(readWebFrame, MESSAGE)).toEqual({
      kind: "message",
      compressed: false,
      data: hex("082a"),
    });
    expect(readThreeWays(readWebFrame, TRAILERS)).toEqual({
      kind: "trailers",
      compressed: false,
      data: utf8("grpc-status:0\r\n"),
      fields: [["grpc-status", "0"]],
    });
  });

  it("may be compressed; then the fields show only afterwards", () => {
    for (const kind of ["message", "trailers"] as const) {
      const data = Uint8Array.of(1, 2);
      const bytes = writeWebFrame({ kind, compressed: true, data });
      expect(bytes[0]).toBe(kind === "message" ? 0x01 : 0x81);
      expect(readThreeWays(readWebFrame, bytes)).toEqual({ kind, compressed: true, data });
    }
  });

  it("are written from fields as from bytes", () => {
    const fields = [
      ["Grpc-Status", "5"],
      ["x-a", "b c"],
    ] as const;
    const bytes = writeWebFrame({ kind: "trailers", fields });
    expect(readThreeWays(readWebFrame, bytes).fields).toEqual([
      ["grpc-status", "5"],
      ["x-a", "b c"],
    ]);
    expect(() => writeTrailerBlock([["a b", "c"]])).toThrow(RangeError);
    expect(() => writeTrailerBlock([["a", "b\r\nc: d"]])).toThrow(RangeError);
  });

  it("keep a block that is none, without fields", () => {
    const bytes = writeWebFrame({ kind: "trailers", data: utf8("8") });
    const frame = readThreeWays(readWebFrame, bytes);
    expect(frame).toEqual({ kind: "trailers", compressed: false, data: utf8("8") });
    expect(parseTrailerBlock(frame.data)).toMatchObject({ code: "BAD_TRAILERS", at: 0 });
  });

  it("fault on any other flag", () => {
    for (const flag of [0x02, 0x40, 0x82, 0xff]) {
      expect(readWebFrame(Uint8Array.of(flag))).toMatchObject({
        fault: { code: "BAD_FLAG", at: 0 },
      });
    }
  });

  it("describe as trees that tile, down to the flag's bits", () => {
    const trailers = describeTiled(describeWebFrame, TRAILERS);
    expect(flat(trailers).map(({ name, text }) => `${name}: ${text}`)).toEqual([
      "gRPC-Web frame: 15 bytes",
      "flag: trailers",
      "trailers: 1: trailers",
      "reserved: 000000",
      "compressed: 0: as it is",
      "message length: 15 bytes",
      "trailers: 1 field",
      "grpc-status: 0",
    ]);
    const message = describeTiled(
      describeWebFrame,
      writeWebFrame({ kind: "message", compressed: true, data: hex("01") }),
    );
    expect(flat(message).map(({ text }) => text)).toContain("1: as grpc-encoding says");
    const broken = describeTiled(
      describeWebFrame,
      writeWebFrame({ kind: "trailers", data: utf8("oops") }),
    );
    expect(broken.children?.[2]).toMatchObject({ name: "trailers", text: "oops" });
    const binary = describeTiled(
      describeWebFrame,
      writeWebFrame({ kind: "trailers", data: hex("ff") }),
    );
    expect(binary.children?.[2]).toMatchObject({ text: "ff" });
    const two = describeTiled(
      describeWebFrame,
      writeWebFrame({ kind: "trailers", data: utf8("a: b\r\nc: d") }),
    );
    expect(two.children?.[2]).toMatchObject({ text: "2 fields" });
  });

  it("never throw on random bytes", () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc
        .tuple(fc.constantFrom(0, 1, 0x80, 0x81), fc.uint8Array({ maxLength: 30 }))
        .map(([flag, data]) => concat([Uint8Array.of(flag, 0, 0, 0, data.length), data])),
    );
    fc.assert(
      fc.property(bytes, (input) => {
        const step = readWebFrame(input);
        const tree = describeWebFrame(input);
        expect(tree.kind).toBe(step.kind);
        if (tree.kind === "done") expect(findUntiled(tree.value)).toBeNull();
      }),
      { numRuns: 10_000 },
    );
  });
});

describe("trailer blocks", () => {
  it.each([
    ["a:b\r\n", [["a", "b"]]],
    [
      "a: b\r\nA:  c \r\n",
      [
        ["a", "b"],
        ["A", "c"],
      ],
    ],
    ["a: b", [["a", "b"]]],
    ["a:\r\n", [["a", ""]]],
    ["", []],
  ])("%j", (text, fields) => {
    expect(parseTrailerBlock(utf8(text))).toEqual(fields);
  });

  it.each([
    ["a", 0],
    ["a: b\r\n\r\n", 6],
    ["a: b\nc: d\r\n", 0],
    ["a: b\r\n: c\r\n", 6],
    ["a b: c\r\n", 0],
  ])("refuse %j", (text, at) => {
    expect(parseTrailerBlock(utf8(text))).toMatchObject({ code: "BAD_TRAILERS", at });
  });
});

describe("web frame reader", () => {
  it("reads the frames wherever the bytes are cut", () => {
    const bytes = concat([MESSAGE, TRAILERS]);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const reader = createWebFrameReader();
      const frames = [bytes.subarray(0, cut), bytes.subarray(cut)].flatMap(
        (piece) => reader.push(piece).messages,
      );
      expect(frames.map(({ kind }) => kind)).toEqual(["message", "trailers"]);
      expect(reader.end()).toBeNull();
    }
  });

  it("lets nothing follow the trailers", () => {
    const reader = createWebFrameReader();
    expect(reader.push(TRAILERS).fault).toBeNull();
    expect(reader.push(MESSAGE)).toMatchObject({
      messages: [],
      fault: { code: "FRAME_AFTER_TRAILERS", at: TRAILERS.length },
    });
  });
});
