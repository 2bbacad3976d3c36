// The field tree of an event stream, and random input.
import fc from "fast-check";
import { expect, it } from "vitest";
import { createEventStreamParser, describeStream } from "../../../../src/protocols/sse/index.ts";
import { findUntiled, utf8, type Field } from "../../../../src/wire/index.ts";
import { describeTiled } from "../../../support/three-ways.ts";

const outline = (field: Field): unknown[] =>
  (field.children ?? []).map(({ name, text, children }) => [
    name,
    text,
    ...(children ?? []).map((line) => [
      line.name,
      line.text,
      ...(line.children ?? []).map((part) => `${part.name}=${part.text}`),
    ]),
  ]);

it("names every part of a stream", () => {
  const bytes = utf8(
    "\ufeff: hi\ndata: a\r\nid\nretry:x\rfoo\n\nretry:9\nid:\0\nevent:\nevent: t\n\ndata:\xe9",
  );
  const tree = describeTiled(describeStream, bytes);
  expect(tree.text).toBe("1 event");
  expect(outline(tree)).toEqual([
    ["byte order mark", "U+FEFF, stripped once"],
    [
      "event",
      "dispatches message: a",
      ["comment line", "ignored", "colon=:", "comment= hi", "line end=LF"],
      [
        "field line",
        "a line of data",
        "field name=data",
        "colon=:",
        "space= ",
        "value=a",
        "line end=CR LF",
      ],
      ["field line", "the last event id is reset", "field name=id", "line end=LF"],
      [
        "field line",
        "ignored: not only digits",
        "field name=retry",
        "colon=:",
        "value=x",
        "line end=CR",
      ],
      ["field line", "ignored: no field has this name", "field name=foo", "line end=LF"],
      ["blank line", "ends the block", "line end=LF"],
    ],
    [
      "block",
      "dispatches nothing: it has no data",
      [
        "field line",
        "reconnect after 9 ms",
        "field name=retry",
        "colon=:",
        "value=9",
        "line end=LF",
      ],
      [
        "field line",
        "ignored: an id with U+0000",
        "field name=id",
        "colon=:",
        "value=\0",
        "line end=LF",
      ],
      ["field line", "the default type, message", "field name=event", "colon=:", "line end=LF"],
      [
        "field line",
        "the type is t",
        "field name=event",
        "colon=:",
        "space= ",
        "value=t",
        "line end=LF",
      ],
      ["blank line", "ends the block", "line end=LF"],
    ],
    [
      "unfinished block",
      "dropped if the stream ends here: no blank line",
      ["field line", "a line of data", "field name=data", "colon=:", "value=é"],
    ],
  ]);
});

it("starts where it is told, and takes an empty stream", () => {
  expect(describeStream(utf8("xxdata:a\n\n"), 2)).toMatchObject({
    value: { at: 2, length: 8, children: [{ name: "event", at: 2 }] },
  });
  expect(describeStream(new Uint8Array())).toMatchObject({
    kind: "done",
    value: { text: "0 events" },
  });
  const block = describeTiled(describeStream, utf8("id: 5\n:\n\n")).children?.[0];
  expect(block).toMatchObject({ name: "block", text: "dispatches nothing: it has no data" });
  expect(block?.children?.[0]).toMatchObject({ text: "the last event id is 5" });
});

const pieces = fc.constantFrom(
  ..."data|event|id|retry|:| |1|x|\n|\r|\r\n|\n\n|\0|é|\ufeff".split("|"),
);
const soup = fc.array(pieces, { maxLength: 40 }).map((parts) => utf8(parts.join("")));

it("answers 10,000 random inputs, and the tree counts the parser's events", () => {
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), soup), (bytes) => {
      const parser = createEventStreamParser();
      const events = [...parser.push(bytes), ...parser.end()];
      const tree = describeStream(bytes);
      if (tree.kind !== "done") throw new Error(tree.kind);
      expect(findUntiled(tree.value)).toBeNull();
      expect(tree.next).toBe(bytes.length);
      expect(tree.value.children?.filter(({ name }) => name === "event")).toHaveLength(
        events.length,
      );
    }),
    { numRuns: 10_000 },
  );
});

it("stays linear on long lines, in one piece or byte by byte", () => {
  for (const piece of ["x", "data:x\n", "\r", "\n", "\r\n", ":"]) {
    const bytes = utf8(piece.repeat(300_000 / piece.length));
    createEventStreamParser().push(bytes);
    const parser = createEventStreamParser();
    for (const byte of bytes) parser.push(Uint8Array.of(byte));
    parser.end();
  }
}, 30_000);
