// No text makes a parser throw or hang.
import fc from "fast-check";
import { expect, it } from "vitest";
import {
  evaluatePreconditions,
  formatEntityTag,
  listMembers,
  parseChallenges,
  parseContentRange,
  parseEntityTag,
  parseEntityTags,
  parseHttpDate,
  parseLinkHeader,
  parseMediaType,
  parseRange,
  parseRetryAfter,
} from "../../../../src/protocols/semantics/index.ts";

const parsers: readonly ((text: string) => unknown)[] = [
  listMembers,
  parseChallenges,
  parseContentRange,
  parseEntityTag,
  parseEntityTags,
  (text) => parseHttpDate(text),
  parseLinkHeader,
  parseMediaType,
  parseRange,
  (text) => parseRetryAfter(text),
  (text) =>
    evaluatePreconditions(
      {
        method: "GET",
        fields: [
          ["If-None-Match", text],
          ["If-Match", text],
        ],
      },
      { etag: text, lastModified: text },
    ),
];
const pieces = fc.constantFrom(
  ...'<|>|;|,|=|"|\\|\\"| |\t|a|rel|title*|UTF-8\'\'%41|%ff|W/|"x"|*|bytes|-|0|12|/|Sun, 06 Nov 1994 08:49:37 GMT|Basic |realm|\xff|\u{1f600}'.split(
    "|",
  ),
);
const texts = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join("")),
);

it("answers 10,000 random texts without a throw", { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(texts, (text) => {
      for (const parse of parsers) expect(parse(text)).toBeDefined();
    }),
    { numRuns: 10_000 },
  );
});

it("stays linear on long texts of one kind", { timeout: 60_000 }, () => {
  for (const piece of [
    ",",
    ";a",
    '"',
    "\\",
    "<a>,",
    '<a>;b="',
    "a=b,",
    "Basic ",
    '"a",',
    "0-1,",
    " ",
    "a",
  ]) {
    const long = piece.repeat(50_000);
    for (const text of [
      long,
      `<a>${long}`,
      `"${long}`,
      `a/b;c="${long}`,
      `Basic ${long}`,
      `bytes=${long}`,
    ]) {
      for (const parse of parsers) parse(text);
    }
  }
});

it("entity tags read back", () => {
  const opaque = fc.string({
    unit: fc.constantFrom("!", "#", "~", "\\", ",", "\x80", "\xff", "a"),
  });
  fc.assert(
    fc.property(fc.boolean(), opaque, (weak, text) => {
      const tag = { weak, opaque: text };
      expect(parseEntityTag(formatEntityTag(tag))).toEqual(tag);
    }),
  );
});
