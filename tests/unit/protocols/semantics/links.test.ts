// Link: the examples of RFC 8288 §3.5 and the corners of Appendix B.
import { expect, it } from "vitest";
import { parseLinkHeader, type Link } from "../../../../src/protocols/semantics/index.ts";

const link = (target: string, rel: string[], more: Partial<Link> = {}): Link => ({
  target,
  rel,
  anchor: null,
  attributes: [],
  ...more,
});

it.each<[text: string, links: Link[]]>([
  [
    '<http://example.com/TheBook/chapter2>; rel="previous"; title="previous chapter"',
    [
      link("http://example.com/TheBook/chapter2", ["previous"], {
        attributes: [["title", "previous chapter"]],
      }),
    ],
  ],
  ['</>; rel="http://example.net/foo"', [link("/", ["http://example.net/foo"])]],
  ['</terms>; rel="copyright"; anchor="#foo"', [link("/terms", ["copyright"], { anchor: "#foo" })]],
  [
    "</TheBook/chapter2>; rel=\"previous\"; title*=UTF-8'de'letztes%20Kapitel, </TheBook/chapter4>; rel=\"next\"; title*=UTF-8'de'n%c3%a4chstes%20Kapitel",
    [
      link("/TheBook/chapter2", ["previous"], { attributes: [["title", "letztes Kapitel"]] }),
      link("/TheBook/chapter4", ["next"], { attributes: [["title", "nächstes Kapitel"]] }),
    ],
  ],
  [
    '<http://example.org/>; rel="start http://example.net/relation/other"',
    [link("http://example.org/", ["start", "http://example.net/relation/other"])],
  ],
  [
    '<https://example.org/>; rel="start", <https://example.org/index>; rel="index"',
    [link("https://example.org/", ["start"]), link("https://example.org/index", ["index"])],
  ],
  // No quotes, odd blanks, upper case, commas and semicolons inside target and value.
  ["<a>;rel=next", [link("a", ["next"])]],
  [
    "<a>\t; REL = Next ; Type=text/html",
    [link("a", ["next"], { attributes: [["type", "text/html"]] })],
  ],
  [
    '<a,b;c>;rel="x";title="1, 2; \\"3\\""',
    [link("a,b;c", ["x"], { attributes: [["title", '1, 2; "3"']] })],
  ],
  // Only the first of some parameters counts.
  [
    "<a>;rel=x;rel=y;title=1;title=2;hreflang=de;hreflang=en;anchor=b;anchor=c",
    [
      link("a", ["x"], {
        anchor: "b",
        attributes: [
          ["title", "1"],
          ["hreflang", "de"],
          ["hreflang", "en"],
        ],
      }),
    ],
  ],
  // The starred form wins if it can be decoded.
  [
    "<a>;title=plain;title*=utf-8''sch%C3%B6n",
    [link("a", [], { attributes: [["title", "schön"]] })],
  ],
  ["<a>;title=plain;title*=latin-1''x", [link("a", [], { attributes: [["title", "plain"]] })]],
  ["<a>;title=plain;title*=utf-8''%ff", [link("a", [], { attributes: [["title", "plain"]] })]],
  ["<a>;crossorigin", [link("a", [], { attributes: [["crossorigin", ""]] })]],
  ["<a>;;rel=x;=1", [link("a", ["x"])]],
  ['<a>;rel="x', [link("a", ["x"])]],
  ['<a>;rel="x\\', [link("a", ["x"])]],
  // Empty members; the first thing that is no link ends the reading.
  [" , ,<a>, ,<b>,", [link("a", []), link("b", [])]],
  ["<a>; rel=x b, <c>", [link("a", ["x", "b"]), link("c", [])]],
  ["<a> junk, <b>", [link("a", [])]],
  ['<a>;rel="x"junk, <b>', [link("a", ["x"])]],
  ["<>", [link("", [])]],
  ["<a", []],
  ["a", []],
  ["", []],
])("%j", (text, links) => {
  expect(parseLinkHeader(text)).toEqual(links);
});
