// The composer's bytes: escapes, line ends and pieces; and what our engine tells about them.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  agree,
  misreadings,
  readStream,
  show,
} from "../../../../src/labs/stream-composer/reading.ts";
import { fatesOf } from "../../../../src/labs/stream-composer/fates.ts";
import {
  bytesOf,
  change,
  decode,
  encode,
  EXAMPLES,
  LINE_ENDS,
  LONGEST_TEXT,
  PIECES,
  piecesOf,
  START,
  type Setup,
} from "../../../../src/labs/stream-composer/stream.ts";
import { concat, formatHex, utf8 } from "../../../../src/wire/index.ts";

const hex = (text: string, lineEnd: Setup["lineEnd"] = "lf"): string =>
  formatHex(bytesOf({ text, lineEnd }), " ");
const readText = (text: string) => readStream(bytesOf({ text, lineEnd: "lf" }));

describe("bytes", () => {
  test("a line break is what Enter writes", () => {
    expect(hex("a\nb", "lf")).toBe("61 0a 62");
    expect(hex("a\nb", "crlf")).toBe("61 0d 0a 62");
    expect(hex("a\nb", "cr")).toBe("61 0d 62");
  });

  test("an escape is one byte, and any other backslash is itself", () => {
    expect(hex("\\n\\r\\0\\xff\\\\n")).toBe("0a 0d 00 ff 5c 6e");
    expect(hex("\\x4\\q\\")).toBe(formatHex(utf8("\\x4\\q\\"), " "));
    expect(hex("é")).toBe("c3 a9");
  });

  test("the pieces are the bytes, cut behind line ends or everywhere", () => {
    const text = "a\\r\\nb\\rc\n\nd";
    const cut = (pieces: Setup["pieces"]) =>
      piecesOf({ text, lineEnd: "lf", pieces }).map((piece) => formatHex(piece, " "));
    expect(cut("whole")).toEqual(["61 0d 0a 62 0d 63 0a 0a 64"]);
    expect(cut("lines")).toEqual(["61 0d 0a", "62 0d", "63 0a", "0a", "64"]);
    expect(cut("bytes")).toHaveLength(9);
    expect(piecesOf({ text: "", lineEnd: "lf", pieces: "bytes" })).toEqual([]);
    fc.assert(
      fc.property(
        fc.string({ maxLength: 60 }),
        fc.constantFrom(...LINE_ENDS),
        fc.constantFrom(...PIECES),
        (any, lineEnd, pieces) => {
          const setup = { text: any, lineEnd, pieces };
          expect(concat(piecesOf(setup))).toEqual(bytesOf(setup));
        },
      ),
    );
  });
});

describe("the setup", () => {
  test("takes any text that a text area may give, cut to its length, and comes back from a link", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 700 }), (text) => {
        const setup = change(START, { kind: "text", text });
        expect(setup.text.length).toBeLessThanOrEqual(LONGEST_TEXT);
        expect(decode(JSON.parse(JSON.stringify(encode(setup))))).toEqual(setup);
      }),
      { numRuns: 30 },
    );
  });

  test("refuses links that no control can reach", () => {
    for (const data of [
      null,
      [],
      ["a", 0],
      ["a", 3, 0],
      ["a", 0, 9],
      ["\u0000", 0, 0],
      ["\r", 0, 0],
    ])
      expect(decode(data)).toBeNull();
    expect(decode(["x".repeat(LONGEST_TEXT + 1), 0, 0])).toBeNull();
  });
});

describe("reading", () => {
  test("tells each event with the byte that completed it", () => {
    expect(readText("data: a\n\nid: 3\ndata: b\n\n").events).toEqual([
      { type: "message", data: "a", lastEventId: "", after: 9 },
      { type: "message", data: "b", lastEventId: "3", after: 24 },
    ]);
  });

  test("a block without data moves the id, an unfinished one does not", () => {
    expect(readText("id: 8\n\n")).toMatchObject({ events: [], lastEventId: "8" });
    expect(readText("id: 8\n")).toMatchObject({ events: [], lastEventId: "" });
    expect(readText("retry: 20\nretry: 2x")).toMatchObject({ reconnectionTime: 20 });
  });

  test("every example has a fate for each block, and an event for each that is dispatched", () => {
    for (const { text } of EXAMPLES) {
      for (const lineEnd of LINE_ENDS) {
        const bytes = bytesOf({ text, lineEnd });
        const fates = fatesOf(bytes);
        expect(fates.filter(({ dispatched }) => dispatched)).toHaveLength(
          readStream(bytes).events.length,
        );
        for (const { from, to } of fates) expect(to).toBeGreaterThan(from);
      }
    }
  });

  test("ignored lines say why", () => {
    const [fate] = fatesOf(utf8("Data: x\n data: y\nretry: 1s\nid: 1\0\ndata: z\n\n"));
    expect(fate?.dispatched).toBe(true);
    expect(fate?.ignored).toEqual([
      "Data: x: no field has this name",
      " data: y: no field has this name",
      "retry: 1s: not only digits",
      "id: 1\0: an id with U+0000",
    ]);
  });

  test("readers agree only on the same events", () => {
    const one = { type: "message", data: "a", lastEventId: "" };
    expect(agree([one], [{ ...one }])).toBe(true);
    expect(agree([one], [])).toBe(false);
    expect(agree([one], [{ ...one, lastEventId: "1" }])).toBe(false);
  });

  test("what cannot be seen is shown as an escape, and quotes are left alone", () => {
    expect(show('"a"\n\r\t\0\u0007\ufeff')).toBe('"a"\\n\\r\\t\\0\\u0007\\ufeff');
  });

  test("hasty readings differ from the right one in the ways that people err", () => {
    const bytes = utf8("data: a\ndata: b\n\n");
    expect(misreadings(bytes)).toEqual(["a", " a\n b", "ab", "a b", "a\nb\n", "b"]);
    expect(misreadings(utf8(""))).toContain("");
  });
});
