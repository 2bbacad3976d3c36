// HTTP-date and Retry-After: the examples of RFC 9110 §5.6.7 and §10.2.3, and their edges.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatHttpDate,
  isFault,
  parseHttpDate,
  parseRetryAfter,
} from "../../../../src/protocols/semantics/index.ts";

const example = 784_111_777;

describe("parseHttpDate", () => {
  it.each([
    "Sun, 06 Nov 1994 08:49:37 GMT",
    "Sunday, 06-Nov-94 08:49:37 GMT",
    "Sun Nov  6 08:49:37 1994",
  ])("reads %s", (text) => {
    expect(parseHttpDate(text)).toBe(example);
  });

  it.each([
    ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
    ["Wed, 31 Dec 1969 23:59:59 GMT", -1],
    ["Tue, 29 Feb 2000 12:00:00 GMT", 951_825_600],
    ["Sat, 31 Dec 2016 23:59:60 GMT", 1_483_228_800],
    ["Mon, 01 Jan 0099 00:00:00 GMT", -59_042_995_200],
    ["Mon, 06 Nov 1994 08:49:37 GMT", example],
    ["Sun Nov 16 08:49:37 1994", example + 864_000],
  ])("reads %s, leap seconds and early years among them", (text, seconds) => {
    expect(parseHttpDate(text)).toBe(seconds);
  });

  it.each([
    "",
    "Sun, 6 Nov 1994 08:49:37 GMT",
    "sun, 06 Nov 1994 08:49:37 GMT",
    "Sun, 06 NOV 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 08:49:37 UTC",
    "Sun, 06 Nov 1994 08:49:37 GMT ",
    "Sun, 06 Nov 94 08:49:37 GMT",
    "Sun, 31 Nov 1994 08:49:37 GMT",
    "Sun, 00 Nov 1994 08:49:37 GMT",
    "Wed, 29 Feb 1900 08:49:37 GMT",
    "Sun, 06 Nov 1994 24:00:00 GMT",
    "Sun, 06 Nov 1994 08:60:00 GMT",
    "Sun, 06 Nov 1994 08:00:61 GMT",
    "Sunday, 31-Feb-94 08:49:37 GMT",
    "Sun Nov 6 08:49:37 1994",
    "784111777",
  ])("refuses %j", (text) => {
    expect(parseHttpDate(text)).toMatchObject({ code: "BAD_HTTP_DATE", rule: "RFC 9110 §5.6.7" });
  });

  it("takes two digits as at most 50 years ahead of the clock it is given", () => {
    const year = (digits: string, now: number): number => {
      const seconds = parseHttpDate(`Monday, 02-Mar-${digits} 00:00:00 GMT`, now);
      return isFault(seconds) ? 0 : new Date(seconds * 1000).getUTCFullYear();
    };
    const mid2020 = Date.UTC(2020, 6, 1) / 1000;
    expect(["70", "71", "99", "00", "20"].map((digits) => year(digits, mid2020))).toEqual([
      2070, 1971, 1999, 2000, 2020,
    ]);
    expect(year("05", Date.UTC(2080, 0, 1) / 1000)).toBe(2105);
    expect(year("94", Date.UTC(1995, 0, 1) / 1000)).toBe(1994);
  });
});

it("formatHttpDate writes the preferred form, which is read back", () => {
  expect(formatHttpDate(example)).toBe("Sun, 06 Nov 1994 08:49:37 GMT");
  expect(formatHttpDate(example + 0.9)).toBe("Sun, 06 Nov 1994 08:49:37 GMT");
  fc.assert(
    fc.property(fc.integer({ min: -62_167_219_200, max: 253_402_300_799 }), (seconds) => {
      expect(parseHttpDate(formatHttpDate(seconds))).toBe(seconds);
    }),
  );
  for (const seconds of [Number.NaN, 1e18, -62_167_219_201]) {
    expect(() => formatHttpDate(seconds)).toThrow(RangeError);
  }
});

describe("parseRetryAfter", () => {
  it.each<[text: string, value: unknown]>([
    ["120", { seconds: 120 }],
    ["Fri, 31 Dec 1999 23:59:59 GMT", { date: 946_684_799 }],
    ["Sunday, 06-Nov-94 08:49:37 GMT", { date: example }],
    ["Sun Nov  6 08:49:37 1994", { date: example }],
    [" 0\t", { seconds: 0 }],
    ["007", { seconds: 7 }],
    ["99999999999999999999", { seconds: Number.MAX_SAFE_INTEGER }],
  ])("reads %j", (text, value) => {
    expect(parseRetryAfter(text)).toEqual(value);
  });
  it.each(["", "-1", "+1", "1.5", "1s", "soon", "1 2", "٣", "Sun, 06 Nov 1994"])(
    "refuses %j",
    (text) => {
      expect(parseRetryAfter(text)).toMatchObject({ code: "BAD_RETRY_AFTER" });
    },
  );
  it("hands the clock on to the two-digit year", () => {
    const now = Date.UTC(2080, 0, 1) / 1000;
    expect(parseRetryAfter("Monday, 02-Mar-05 00:00:00 GMT", now)).toEqual({
      date: Date.UTC(2105, 2, 2) / 1000,
    });
  });
});
