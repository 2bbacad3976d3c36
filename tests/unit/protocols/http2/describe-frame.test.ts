import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createHpackEncoder,
  describeFrame,
  writeFrame,
  type WritableFrame,
} from "../../../../src/protocols/http2/index.ts";
import { findUntiled, parseHex, utf8, type Field } from "../../../../src/wire/index.ts";
import { mutations } from "../../../support/mutations.ts";
import { describeTiled, readThreeWays } from "../../../support/three-ways.ts";
import { anyFrame } from "./any-frame.ts";

const hex = (text: string): Uint8Array => parseHex(text)!;
const treeOf = (frame: WritableFrame): Field => describeTiled(describeFrame, writeFrame(frame));
/** "name: text" of the children, each with its children in brackets. */
const outline = (field: Field): string[] =>
  (field.children ?? []).map(({ children, name, text }) =>
    children === undefined
      ? `${name}: ${text}`
      : `${name}: ${text} [${children.map((child) => `${child.name}=${child.text}`).join(" ")}]`,
  );
const STREAM_1 = "Stream: 1 [Reserved=0 Stream identifier=1]";
const STREAM_0 = "Stream: 0 [Reserved=0 Stream identifier=0]";

describe("describeFrame", () => {
  it("names the header's fields down to each flag bit", () => {
    const tree = treeOf({ type: 0, flags: 0x8b, streamId: 1, data: utf8("hi"), padLength: 3 });
    expect(tree).toMatchObject({ name: "DATA frame", at: 0, length: 15, rule: "RFC 9113 §6.1" });
    expect(tree.text).toBe("DATA on stream 1, 6 octets of payload");
    expect(outline(tree)).toEqual([
      "Length: 6 octets",
      "Type: DATA (0x00)",
      "Flags: PADDED, END_STREAM [Unused=1 Unused=0 Unused=0 Unused=0 PADDED=1 Unused=0 Unused=1 END_STREAM=1]",
      STREAM_1,
      "Pad length: 3 octets",
      "Data: hi",
      "Padding: 3 octets",
    ]);
    expect(tree.children?.[2]?.children?.map(({ bits }) => bits)).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7].map((bit) => [bit, bit + 1]),
    );
  });

  it("shows a set reserved bit", () => {
    const tree = describeTiled(describeFrame, hex("000004 08 00 80000000 80000001"));
    expect(outline(tree).slice(3)).toEqual([
      "Stream: 0 [Reserved=1 Stream identifier=0]",
      "Increment: 1 [Reserved=1 Window size increment=1]",
    ]);
  });

  it.each<[WritableFrame, string[]]>([
    [
      {
        type: 2,
        flags: 0,
        streamId: 1,
        priority: { exclusive: true, streamDependency: 3, weight: 16 },
      },
      [STREAM_1, "Dependency: 3 [Exclusive=1 Stream dependency=3]", "Weight: 16 (15 on the wire)"],
    ],
    [{ type: 3, flags: 0, streamId: 1, errorCode: 8 }, [STREAM_1, "Error code: CANCEL"]],
    [
      { type: 3, flags: 0, streamId: 1, errorCode: 255 },
      [STREAM_1, "Error code: unknown error 0xff"],
    ],
    [
      {
        type: 4,
        flags: 0,
        streamId: 0,
        settings: [
          [4, 1],
          [0xf0, 2],
        ],
      },
      [
        STREAM_0,
        "Setting 1: INITIAL_WINDOW_SIZE = 1 [Identifier=INITIAL_WINDOW_SIZE Value=1]",
        "Setting 2: unknown setting 0xf0 = 2 [Identifier=unknown setting 0xf0 Value=2]",
      ],
    ],
    [
      { type: 6, flags: 1, streamId: 0, opaqueData: hex("0001020304050607") },
      [STREAM_0, "Opaque data: 00 01 02 03 04 05 06 07"],
    ],
    [
      { type: 7, flags: 0, streamId: 0, lastStreamId: 5, errorCode: 0, debugData: hex("00ff") },
      [
        STREAM_0,
        "Last stream: 5 [Reserved=0 Last stream ID=5]",
        "Error code: NO_ERROR",
        "Debug data: 00 ff",
      ],
    ],
    [
      { type: 9, flags: 4, streamId: 1, fragment: hex("82") },
      [STREAM_1, "Field block fragment: 1 octet, continued"],
    ],
    [
      { type: 33, flags: 0, streamId: 1, payload: hex("82") },
      [STREAM_1, "Payload: 1 octet, ignored"],
    ],
  ])("%o", (frame, children) => {
    expect(outline(treeOf(frame)).slice(3)).toEqual(children);
  });

  it("unfolds a field block into its representations", () => {
    const fragment = createHpackEncoder().encode([
      [":method", "GET"],
      ["x-test", "value"],
    ]);
    const tree = treeOf({
      type: 1,
      flags: 0x25,
      streamId: 1,
      priority: { exclusive: false, streamDependency: 0, weight: 16 },
      fragment,
    });
    const block = tree.children?.at(-1);
    expect(block?.children?.map(({ text }) => text)).toEqual([
      ":method: GET (static 2)",
      "x-test: value",
    ]);
    const promise = { type: 5, flags: 4, streamId: 1, promisedStreamId: 2, fragment };
    expect(outline(treeOf(promise as WritableFrame)).slice(4, 5)).toEqual([
      "Promised stream: 2 [Reserved=0 Promised stream ID=2]",
    ]);
  });

  it("shows what of a fragment cannot be decoded, and why", () => {
    const last = (text: string, flags: number) =>
      treeOf({ type: 1, flags, streamId: 1, fragment: hex(text) })
        .children?.at(-1)
        ?.children?.at(-1);
    expect(last("8240", 0)).toMatchObject({ at: 10, length: 1, text: "goes on in CONTINUATION" });
    expect(last("8240", 4)).toMatchObject({ name: "Undecoded", text: "cut short" });
    expect(last("8280", 4)).toMatchObject({ at: 10, text: "index 0 names no entry" });
    const empty = treeOf({ type: 1, flags: 4, streamId: 1, fragment: hex("") }).children?.at(-1);
    expect(empty).toEqual({
      name: "Field block fragment",
      at: 9,
      length: 0,
      text: "0 octets",
      rule: "RFC 9113 §6.2",
    });
  });

  it("knows the dynamic table when it is told", () => {
    const bytes = writeFrame({ type: 1, flags: 4, streamId: 1, fragment: hex("be") });
    const described = describeFrame(bytes, 0, { table: [["x-test", "value"]] });
    expect(described).toMatchObject({ kind: "done" });
    if (described.kind !== "done") return;
    expect(described.value.children?.at(-1)?.children?.[0]?.text).toBe(
      "x-test: value (dynamic 62)",
    );
  });

  it("answers as readFrame does and tiles for any frame, however it is cut", () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        const bytes = writeFrame(frame);
        describeTiled(describeFrame, bytes);
        for (let length = 0; length < bytes.length; length += 1) {
          expect(describeFrame(bytes.subarray(0, length)).kind).toBe("more");
        }
      }),
    );
    const ping = writeFrame({ type: 6, flags: 0, streamId: 0, opaqueData: new Uint8Array(8) });
    const atZero = (bytes: Uint8Array, at = 0) => {
      const step = describeFrame(bytes, at);
      return step.kind === "done" ? { ...step, value: step.value.text } : step;
    };
    expect(readThreeWays(atZero, ping)).toBe("PING on the connection, 8 octets of payload");
  });

  it("never throws on random or damaged bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const step = describeFrame(bytes);
        if (step.kind === "done") expect(findUntiled(step.value)).toBeNull();
      }),
      { numRuns: 10_000 },
    );
    for (const frame of fc.sample(anyFrame, { numRuns: 40, seed: 9113 })) {
      for (const damaged of mutations(writeFrame(frame))) {
        const step = describeFrame(damaged);
        if (step.kind === "done" && findUntiled(step.value) !== null) {
          throw new Error(`${findUntiled(step.value)}`);
        }
      }
    }
  });
});
