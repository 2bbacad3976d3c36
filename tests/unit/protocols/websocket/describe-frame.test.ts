import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeFrame, readFrame, writeFrame } from "#protocols/websocket/index.ts";
import { concat, findUntiled, parseHex, utf8, type Field } from "#wire/index.ts";
import { describeTiled } from "../../../support/three-ways.ts";

const key = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);
const flat = (field: Field): Field[] => [field, ...(field.children ?? []).flatMap(flat)];
const textOf = (field: Field, name: string): string | undefined =>
  flat(field).find((each) => each.name === name)?.text;

describe("field tree of a frame", () => {
  it("names every bit of a masked Hello", () => {
    const tree = describeTiled(
      describeFrame,
      parseHex("818537fa213d7f9f4d5158") ?? new Uint8Array(),
    );
    expect(flat(tree).map(({ name, text }) => `${name} = ${text}`)).toEqual([
      "frame = text, 5 bytes, masked",
      "FIN, RSV, opcode = FIN text",
      "FIN = 1: last frame of its message",
      "RSV1 = 0: reserved",
      "RSV2 = 0: reserved",
      "RSV3 = 0: reserved",
      "opcode = 1: text",
      "MASK, payload length = masked, 5",
      "MASK = 1: a key follows (client to server)",
      "payload length = 5: 5 bytes",
      "masking key = 37 fa 21 3d",
      'payload = "Hello" (on the wire 7f 9f 4d 51 58)',
    ]);
  });

  it("shows extended lengths, reserved bits and long or binary payloads", () => {
    const long = describeTiled(
      describeFrame,
      writeFrame({ opcode: 2, rsv: 4, payload: utf8("x".repeat(200)) }),
    );
    expect(textOf(long, "extended payload length")).toBe("200 bytes");
    expect(textOf(long, "payload length")).toBe("126: the next 2 bytes hold it");
    expect(textOf(long, "RSV1")).toContain("1: ");
    expect(textOf(long, "payload")).toMatch(/^"x{64}…"$/);
    const huge = writeFrame({ opcode: 2, fin: false, payload: new Uint8Array(65_536).fill(0xff) });
    const tree = describeTiled(describeFrame, huge);
    expect(textOf(tree, "extended payload length")).toBe("65536 bytes");
    expect(textOf(tree, "payload")).toMatch(/^(ff ){64}…$/);
    expect(textOf(tree, "FIN")).toBe("0: more fragments follow");
    const one = describeTiled(describeFrame, writeFrame({ opcode: 2, payload: Uint8Array.of(65) }));
    expect(one.text).toBe("binary, 1 byte");
  });

  it("splits a close body into code and reason, masked or not", () => {
    const payload = concat([Uint8Array.of(3, 0xe9), utf8("deploy")]);
    for (const maskingKey of [undefined, key]) {
      const tree = describeTiled(describeFrame, writeFrame({ opcode: 8, payload }, { maskingKey }));
      expect(textOf(tree, "close code")).toBe("1001: Going Away");
      expect(textOf(tree, "reason")).toBe('"deploy"');
    }
    const empty = describeTiled(describeFrame, writeFrame({ opcode: 8 }));
    expect(textOf(empty, "close code")).toBeUndefined();
  });

  it("tiles whatever readFrame reads and answers alike otherwise", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(3), (bytes, at) => {
        const frame = readFrame(bytes, at);
        const tree = describeFrame(bytes, at);
        expect(tree.kind).toBe(frame.kind);
        if (tree.kind !== "done" || frame.kind !== "done") return;
        expect(tree.next).toBe(frame.next);
        expect(tree.value.at).toBe(at);
        expect(findUntiled(tree.value)).toBeNull();
      }),
      { numRuns: 10_000 },
    );
  });
});
