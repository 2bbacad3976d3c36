import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeMessage, readMessage, writeMessage } from "#protocols/grpc/index.ts";
import { concat, findUntiled, formatHex, parseHex } from "#wire/index.ts";
import { describeTiled, readThreeWays } from "../../../support/three-ways.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);
describe("length-prefixed messages", () => {
  it("are five bytes and the message", () => {
    expect(formatHex(writeMessage(hex("082a")), " ")).toBe("00 00 00 00 02 08 2a");
    expect(readThreeWays(readMessage, hex("0000000002082a"))).toEqual({
      compressed: false,
      data: hex("082a"),
    });
    expect(readThreeWays(readMessage, hex("0100000000"))).toEqual({
      compressed: true,
      data: new Uint8Array(0),
    });
  });

  it("read back what was written", () => {
    fc.assert(
      fc.property(fc.boolean(), fc.uint8Array(), (compressed, data) => {
        const bytes = writeMessage(data, { compressed });
        expect(readThreeWays(readMessage, bytes)).toEqual({ compressed, data });
      }),
    );
  });

  it("fault on a flag that is neither 0 nor 1, at once", () => {
    for (const text of ["02", "80 00", "ff 00 00 00 00"]) {
      expect(readMessage(concat([hex("0000"), hex(text)]), 2)).toMatchObject({
        kind: "fault",
        fault: { code: "BAD_FLAG", at: 2 },
      });
    }
    expect(readMessage(hex("00ffffffff"))).toEqual({ kind: "more", missing: 4_294_967_295 });
  });

  it("describe as trees that tile", () => {
    const tree = describeTiled(describeMessage, writeMessage(hex("082a"), { compressed: true }));
    expect(tree.children?.map(({ name, text }) => `${name}: ${text}`)).toEqual([
      "compressed flag: 1: compressed as grpc-encoding says",
      "message length: 2 bytes",
      "message: 08 2a",
    ]);
    const long = describeTiled(describeMessage, writeMessage(new Uint8Array(100)));
    expect(long.children?.[2]?.text).toMatch(/^(00 ){64}…$/);
    expect(describeTiled(describeMessage, writeMessage(Uint8Array.of(1))).text).toBe("1 byte");
  });

  it("never throw on random bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(3), (bytes, at) => {
        const step = readMessage(bytes, at);
        const tree = describeMessage(bytes, at);
        expect(tree.kind).toBe(step.kind);
        if (tree.kind === "done") expect(findUntiled(tree.value)).toBeNull();
      }),
      { numRuns: 10_000 },
    );
  });
});
