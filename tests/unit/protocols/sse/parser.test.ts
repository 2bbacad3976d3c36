// Reading event streams: the examples of WHATWG HTML §9.2 and the corners of its algorithm.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createEventStreamParser,
  writeEvent,
  type StreamEvent,
} from "../../../../src/protocols/sse/index.ts";
import { utf8, utf8Text } from "../../../../src/wire/index.ts";

const message = (data: string, lastEventId = "", type = "message"): StreamEvent => ({
  type,
  data,
  lastEventId,
});

/** The events of a stream in one piece, byte by byte, and cut in two at every place. */
function readEveryWay(bytes: Uint8Array): StreamEvent[] {
  const run = (pieces: readonly Uint8Array[]): StreamEvent[] => {
    const parser = createEventStreamParser();
    return [...pieces.flatMap((piece) => parser.push(piece)), ...parser.end()];
  };
  const whole = run([bytes]);
  expect(run(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(whole);
  for (let at = 0; at <= bytes.length; at += 1) {
    expect(run([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole);
  }
  return whole;
}

describe("the examples of §9.2", () => {
  it.each<[text: string, events: StreamEvent[]]>([
    [
      "data: This is the first message.\n\ndata: This is the second message, it\ndata: has two lines.\n\ndata: This is the third message.\n\n",
      [
        message("This is the first message."),
        message("This is the second message, it\nhas two lines."),
        message("This is the third message."),
      ],
    ],
    [
      "event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\nevent: add\ndata: 113411\n\n",
      [message("73857293", "", "add"), message("2153", "", "remove"), message("113411", "", "add")],
    ],
    ["data: YHOO\ndata: +2\ndata: 10\n\n", [message("YHOO\n+2\n10")]],
    [
      ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
      [message("first event", "1"), message("second event"), message(" third event")],
    ],
    ["data\n\ndata\ndata\n\ndata:", [message(""), message("\n")]],
    ["data:test\n\ndata: test\n\n", [message("test"), message("test")]],
  ])("%j", (text, events) => {
    expect(readEveryWay(utf8(text))).toEqual(events);
  });
});

describe("corners", () => {
  it.each<[text: string, events: StreamEvent[]]>([
    // Line ends, mixed and split.
    ["data: a\r\rdata: b\r\n\r\ndata: c\n\n", [message("a"), message("b"), message("c")]],
    ["data: a\r\n\rdata: b\n\r\n", [message("a"), message("b")]],
    ["data: a\rdata: b\n\n", [message("a\nb")]],
    ["data: a\n\r", [message("a")]],
    // One byte order mark is stripped, at the start only.
    ["\ufeffdata: a\n\n\ufeffdata: b\n\n", [message("a")]],
    ["\ufeff\ufeffdata: a\n\n", []],
    // Names are compared literally; one space is removed; a colon may be missing.
    ["Data: a\n data: b\ndata : c\ndatax: d\nda: e\n\n", []],
    ["data:  a\ndata:\tb\ndata: \ndata\n\n", [message(" a\n\tb\n\n")]],
    ["data::a\n\n", [message(":a")]],
    ["event\ndata:a\n\nevent: x\nevent:\ndata:b\n\n", [message("a"), message("b")]],
    ["event: x\n\ndata: a\n\n", [message("a")]],
    // The id persists, is reset by an empty one, and is ignored with U+0000.
    [
      "id: 1\ndata:a\n\ndata:b\n\nid: x\0\ndata:c\n\nid\ndata:d\n\n",
      [message("a", "1"), message("b", "1"), message("c", "1"), message("d")],
    ],
    ["id: 1\n\ndata:a\n\n", [message("a", "1")]],
    // No blank line, no event.
    ["data: a\n", []],
    ["data: a", []],
    // UTF-8 in every piece, and what is not UTF-8.
    ["event: größe\ndata: 🎈\n\n", [message("🎈", "", "größe")]],
    ["\n\n\n", []],
    ["", []],
  ])("%j", (text, events) => {
    expect(readEveryWay(utf8(text))).toEqual(events);
  });

  it("replaces ill-formed UTF-8 instead of failing", () => {
    const bytes = Uint8Array.of(...utf8("data: "), 0xff, 0xe2, 0x82, ...utf8("\n\n"));
    expect(readEveryWay(bytes)).toEqual([message("\ufffd\ufffd")]);
  });

  it("takes retry of digits only, and at once", () => {
    const parser = createEventStreamParser();
    expect(parser.reconnectionTime).toBeNull();
    for (const value of [": 10s", ": -1", ": 1.5", ":", "", ": 1 ", ":  1", ": ١"]) {
      parser.push(utf8(`retry${value}\n`));
      expect(parser.reconnectionTime).toBeNull();
    }
    parser.push(utf8("retry: 03000\n"));
    expect(parser.reconnectionTime).toBe(3000);
    parser.push(utf8("retry:0\nretry: x\n"));
    expect(parser.reconnectionTime).toBe(0);
    parser.push(utf8(`retry: ${"9".repeat(400)}\n`));
    expect(parser.reconnectionTime).toBe(Number.MAX_SAFE_INTEGER);
  });

  it("sets the last event id at the blank line, not before, and drops what the end cuts off", () => {
    const parser = createEventStreamParser();
    parser.push(utf8("id: 1\ndata: a\n\nid: 2\ndata: b\n"));
    expect(parser.lastEventId).toBe("1");
    expect(parser.end()).toEqual([]);
    expect(parser.lastEventId).toBe("1");
    // The next connection starts afresh, with its own byte order mark.
    expect(parser.push(utf8("\ufeffdata: c\n\n"))).toEqual([message("c", "1")]);
  });

  it("forgets a CR and half a character when the stream ends", () => {
    const parser = createEventStreamParser();
    parser.push(utf8("data: a\r"));
    parser.end();
    expect(parser.push(utf8("\ndata: b\n\n"))).toEqual([message("b")]);
    parser.push(Uint8Array.of(0xe2, 0x82));
    parser.end();
    expect(parser.push(utf8("data: c\n\n"))).toEqual([message("c")]);
  });
});

describe("writeEvent", () => {
  it.each([
    [{ data: "a" }, "data: a\n\n"],
    [{ data: "a\r\nb\rc\n" }, "data: a\ndata: b\ndata: c\ndata: \n\n"],
    [{ id: "", data: "" }, "id: \ndata: \n\n"],
    [
      { id: "7", event: "add", retry: 3000, comment: "x\ny", data: " z" },
      ": x\n: y\nevent: add\nid: 7\nretry: 3000\ndata:  z\n\n",
    ],
    [{ comment: "" }, ": \n\n"],
    [{}, "\n"],
  ])("%j", (event, text) => {
    expect(utf8Text(writeEvent(event))).toBe(text);
  });
  it.each([
    [{ id: "a\nb" }],
    [{ id: "a\0b" }],
    [{ event: "a\rb" }],
    [{ retry: 1.5 }],
    [{ retry: -1 }],
    [{ retry: Number.NaN }],
  ])("throws RangeError on %j", (event) => {
    expect(() => writeEvent(event)).toThrow(RangeError);
  });
});

const line = fc.string({ unit: fc.constantFrom("a", ":", " ", "é", "🎈", "\t", "\ufeff") });
it("reads what it writes, in pieces of any size", () => {
  const event = fc.record({ event: line, data: fc.array(line, { minLength: 1 }), id: line });
  fc.assert(
    fc.property(fc.array(event), fc.integer({ min: 1, max: 40 }), (events, size) => {
      const parser = createEventStreamParser();
      const read = events.flatMap(({ event: type, data, id }) => {
        const bytes = writeEvent({ event: type, data: data.join("\n"), id });
        const found: StreamEvent[] = [];
        for (let at = 0; at < bytes.length; at += size) {
          found.push(...parser.push(bytes.subarray(at, at + size)));
        }
        return found;
      });
      expect(read).toEqual(
        events.map((each) => message(each.data.join("\n"), each.id, each.event || "message")),
      );
    }),
  );
});
