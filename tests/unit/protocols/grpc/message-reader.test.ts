import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMessageReader, writeMessage, type GrpcMessage } from "#protocols/grpc/index.ts";
import { concat, parseHex, utf8 } from "#wire/index.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);
const messages = fc.array(
  fc.record({ compressed: fc.boolean(), data: fc.uint8Array({ maxLength: 40 }) }),
  { maxLength: 6 },
);

describe("message reader", () => {
  const write = (list: readonly GrpcMessage[]) =>
    concat(list.map(({ data, compressed }) => writeMessage(data, { compressed })));

  it("finds the same messages wherever the bytes are cut", () => {
    fc.assert(
      fc.property(
        messages,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        (list, cuts) => {
          const bytes = write(list);
          const reader = createMessageReader();
          const found: GrpcMessage[] = [];
          for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
            const size = cuts[turn % cuts.length] ?? 1;
            const borrowed = bytes.slice(at, at + size);
            const { messages: arrived, fault } = reader.push(borrowed);
            borrowed.fill(0xee);
            expect(fault).toBeNull();
            found.push(...arrived);
            at += size;
          }
          expect(found).toEqual(list);
          expect(reader.end()).toBeNull();
        },
      ),
    );
  });

  it("finds two messages in three DATA frames at every pair of cuts", () => {
    const bytes = write([
      { compressed: false, data: utf8("ab") },
      { compressed: true, data: utf8("c") },
    ]);
    for (let first = 0; first <= bytes.length; first += 1) {
      for (let second = first; second <= bytes.length; second += 1) {
        const reader = createMessageReader();
        const pieces = [
          bytes.subarray(0, first),
          bytes.subarray(first, second),
          bytes.subarray(second),
        ];
        expect(pieces.flatMap((piece) => reader.push(piece).messages)).toHaveLength(2);
      }
    }
  });

  it("says where the stream breaks, and then no more", () => {
    const reader = createMessageReader();
    const good = writeMessage(utf8("ok"));
    expect(reader.push(good.subarray(0, 4))).toEqual({ messages: [], fault: null });
    const { messages: before, fault } = reader.push(concat([good.subarray(4), Uint8Array.of(7)]));
    expect(before).toHaveLength(1);
    expect(fault).toMatchObject({ code: "BAD_FLAG", at: 7 });
    expect(reader.push(good)).toEqual({ messages: [], fault: null });
    expect(reader.end()).toBeNull();
  });

  it("refuses a message beyond the limit from its prefix alone", () => {
    const reader = createMessageReader({ maxMessageSize: 3 });
    expect(reader.push(writeMessage(utf8("abc"))).messages).toHaveLength(1);
    expect(reader.push(hex("0000000004"))).toMatchObject({
      fault: { code: "MESSAGE_TOO_LARGE", at: 9 },
    });
    const standard = createMessageReader();
    expect(standard.push(hex("0000400000")).fault).toBeNull();
    expect(createMessageReader().push(hex("0000400001")).fault?.code).toBe("MESSAGE_TOO_LARGE");
  });

  it("finds the end within a prefix or a message", () => {
    for (const [text, why] of [
      ["00", "prefix"],
      ["000000000261", "within a message."],
    ] as const) {
      const reader = createMessageReader();
      reader.push(hex(text));
      expect(reader.end()).toMatchObject({ code: "MESSAGE_INCOMPLETE", at: 0 });
      expect(reader.end()).toBeNull();
      const again = createMessageReader();
      again.push(hex(text));
      expect(again.end()?.text).toContain(why);
    }
  });

  it("takes a large message in tiny pieces in good time", () => {
    const bytes = writeMessage(new Uint8Array(300_000));
    const reader = createMessageReader();
    let count = 0;
    for (let at = 0; at < bytes.length; at += 3) {
      count += reader.push(bytes.subarray(at, at + 3)).messages.length;
    }
    expect(count).toBe(1);
  });
});
