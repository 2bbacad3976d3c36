// Entity tags and conditional requests: RFC 9110 §8.8.3 and §13.
import { describe, expect, it } from "vitest";
import {
  entityTagsMatch,
  evaluateIfRange,
  evaluatePreconditions,
  formatEntityTag,
  isFault,
  parseEntityTag,
  parseEntityTags,
  type HeaderField,
  type Validators,
} from "../../../../src/protocols/semantics/index.ts";

describe("entity tags", () => {
  it.each<[a: string, b: string, strong: boolean, weak: boolean]>([
    ['W/"1"', 'W/"1"', false, true],
    ['W/"1"', 'W/"2"', false, false],
    ['W/"1"', '"1"', false, true],
    ['"1"', '"1"', true, true],
    ['""', '""', true, true],
    ['"a"', '"A"', false, false],
    ["1", "1", false, false],
    [' "1"', '"1" ', true, true],
  ])("%s and %s: the table of §8.8.3.2", (a, b, strong, weak) => {
    expect(entityTagsMatch(a, b, "strong")).toBe(strong);
    expect(entityTagsMatch(b, a, "weak")).toBe(weak);
  });
  it.each(['"xyzzy"', 'W/"xyzzy"', '""', '"a\\"', '"a,b"', '"\xff"'])(
    "%s reads and writes",
    (text) => {
      const tag = parseEntityTag(text);
      expect(isFault(tag) ? tag : formatEntityTag(tag)).toBe(text);
    },
  );
  it.each(["", "xyzzy", 'w/"a"', '"a', '"a b"', '"a" "b"', '"a", "b"', 'W/ "a"', '"\u0001"'])(
    "%j is no tag",
    (text) => {
      expect(parseEntityTag(text)).toMatchObject({ code: "BAD_ENTITY_TAG" });
    },
  );
  it("lists take empty members, and commas inside the quotes", () => {
    expect(parseEntityTags(', "a,b" ,, W/"c",')).toEqual([
      { weak: false, opaque: "a,b" },
      { weak: true, opaque: "c" },
    ]);
    expect(parseEntityTags("")).toEqual([]);
    expect(parseEntityTags('"a" "b"')).toBeNull();
  });
});

const then = 784_111_777;
const date = "Sun, 06 Nov 1994 08:49:37 GMT";
const earlier = "Sun, 06 Nov 1994 08:49:36 GMT";
const current: Validators = { etag: '"v2"', lastModified: then };

describe("evaluatePreconditions", () => {
  it.each<
    [outcome: "perform" | 304 | 412, method: string, fields: HeaderField[], now?: Validators]
  >([
    ["perform", "GET", []],
    // Step 1: If-Match, strong.
    ["perform", "PUT", [["If-Match", '"v1", "v2"']]],
    [412, "PUT", [["If-Match", '"v1"']]],
    [412, "GET", [["If-Match", '"v1"']]],
    [412, "PUT", [["If-Match", 'W/"v2"']]],
    [412, "PUT", [["If-Match", '"v2"']], { etag: 'W/"v2"' }],
    [
      "perform",
      "PUT",
      [
        ["If-Match", '"v1"'],
        ["if-match", '"v2"'],
      ],
    ],
    ["perform", "PUT", [["If-Match", "*"]]],
    [412, "PUT", [["If-Match", "*"]], {}],
    ["perform", "PUT", [["If-Match", "*"]], { exists: true }],
    ["perform", "PUT", [["If-Match", "*"]], { lastModified: then }],
    [412, "PUT", [["If-Match", '"v2"']], { exists: true }],
    [412, "PUT", [["If-Match", "v2"]]],
    [412, "PUT", [["If-Match", '"v2", *']]],
    // Step 2: If-Unmodified-Since, only without If-Match.
    ["perform", "PUT", [["If-Unmodified-Since", date]]],
    [412, "PUT", [["If-Unmodified-Since", earlier]]],
    [
      "perform",
      "PUT",
      [
        ["If-Match", '"v2"'],
        ["If-Unmodified-Since", earlier],
      ],
    ],
    ["perform", "PUT", [["If-Unmodified-Since", "yesterday"]]],
    [
      "perform",
      "PUT",
      [
        ["If-Unmodified-Since", earlier],
        ["If-Unmodified-Since", earlier],
      ],
    ],
    ["perform", "PUT", [["If-Unmodified-Since", earlier]], { etag: '"v2"' }],
    [412, "PUT", [["If-Unmodified-Since", earlier]], { lastModified: date }],
    // Step 3: If-None-Match, weak.
    [304, "GET", [["If-None-Match", '"v1", W/"v2"']]],
    [304, "HEAD", [["If-None-Match", '"v2"']], { etag: 'W/"v2"' }],
    [412, "PUT", [["If-None-Match", '"v2"']]],
    ["perform", "GET", [["If-None-Match", '"v1"']]],
    [304, "GET", [["If-None-Match", "*"]]],
    [412, "PUT", [["If-None-Match", "*"]]],
    ["perform", "PUT", [["If-None-Match", "*"]], {}],
    ["perform", "PUT", [["If-None-Match", "*"]], { etag: '"v2"', exists: false }],
    ["perform", "GET", [["If-None-Match", "v2"]]],
    // Step 4: If-Modified-Since, only GET and HEAD and without If-None-Match.
    [304, "GET", [["If-Modified-Since", date]]],
    ["perform", "GET", [["If-Modified-Since", earlier]]],
    ["perform", "POST", [["If-Modified-Since", date]]],
    [
      "perform",
      "GET",
      [
        ["If-None-Match", '"v1"'],
        ["If-Modified-Since", date],
      ],
    ],
    ["perform", "GET", [["If-Modified-Since", `${date}, ${date}`]]],
    ["perform", "GET", [["If-Modified-Since", date]], { etag: '"v2"' }],
    [304, "GET", [["If-Modified-Since", " Sunday, 06-Nov-94 08:49:37 GMT"]]],
    // Both kinds: the lost update is looked at first.
    [
      412,
      "GET",
      [
        ["If-Match", '"v1"'],
        ["If-None-Match", '"v2"'],
      ],
    ],
    [
      304,
      "GET",
      [
        ["If-Match", '"v2"'],
        ["If-None-Match", '"v2"'],
      ],
    ],
    // §13.2.1: methods without a selected representation.
    ["perform", "OPTIONS", [["If-Match", '"v1"']]],
    ["perform", "CONNECT", [["If-None-Match", "*"]]],
    ["perform", "TRACE", [["If-Unmodified-Since", earlier]]],
  ])("%s: %s %j %j", (outcome, method, fields, now = current) => {
    expect(evaluatePreconditions({ method, fields }, now)).toBe(outcome);
  });
});

it.each<[applies: boolean, value: string | null, now?: Validators]>([
  [true, null],
  [true, '"v2"'],
  [false, '"v1"'],
  [false, 'W/"v2"'],
  [false, '"v2"', { etag: 'W/"v2"' }],
  [false, '"v2"', { lastModified: then }],
  [true, date],
  [false, earlier],
  [false, "nonsense"],
  [false, date, { etag: '"v2"' }],
])("If-Range %s: %j, §13.1.5", (applies, value, now = current) => {
  const fields: HeaderField[] = value === null ? [] : [["If-Range", value]];
  expect(evaluateIfRange({ fields }, now)).toBe(applies);
});
it("If-Range takes no date that is a weak validator", () => {
  expect(evaluateIfRange({ fields: [["If-Range", date]] }, current, false)).toBe(false);
});
