// The Markdown of cards: what it knows, and that it loses and runs nothing else.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseInline, type Inline } from "../../../src/course/inline-text.ts";

const text = (value: string): Inline => ({ kind: "text", text: value });

describe("parseInline", () => {
  it("reads code, emphasis, strong text, links and holes", () => {
    expect(parseInline("a `b` *c* **d** [e](https://f.example/#g) {{c1::h}}.")).toEqual([
      text("a "),
      { kind: "code", text: "b" },
      text(" "),
      { kind: "em", children: [text("c")] },
      text(" "),
      { kind: "strong", children: [text("d")] },
      text(" "),
      { kind: "link", href: "https://f.example/#g", children: [text("e")] },
      text(" "),
      { kind: "hole", text: "h", no: 1 },
      text("."),
    ]);
  });

  it("reads nothing inside code", () => {
    expect(parseInline("`*a* {{c1::b}}`")).toEqual([{ kind: "code", text: "*a* {{c1::b}}" }]);
    expect(parseInline("`` a ` b ``")).toEqual([{ kind: "code", text: "a ` b" }]);
  });

  it("nests emphasis and code in links", () => {
    expect(parseInline("[*a* `b`](/c)")).toEqual([
      {
        kind: "link",
        href: "/c",
        children: [{ kind: "em", children: [text("a")] }, text(" "), { kind: "code", text: "b" }],
      },
    ]);
  });

  it.each(["[a](javascript:alert)", "[a](http://b.example)", "2 * 3 * 4", "*open", "a ` b", "<b>"])(
    "leaves %s as text",
    (source) => {
      expect(parseInline(source)).toEqual([text(source)]);
    },
  );

  it("loses no word of any text", () => {
    const words = (pieces: readonly Inline[]): string =>
      pieces.map((piece) => ("children" in piece ? words(piece.children) : piece.text)).join("");
    const bare = (source: string): string => source.replace(/[^a-z0-9]/g, "");
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab7 *`[]") }), (source) => {
        expect(bare(words(parseInline(source)))).toBe(bare(source));
      }),
    );
  });
});
