import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatTimeout, parseTimeout } from "#protocols/grpc/index.ts";

const ms = (text: string): number => {
  const parsed = parseTimeout(text);
  if (!("ms" in parsed)) throw new Error(`${text}: ${parsed.text}`);
  return parsed.ms;
};

describe("grpc-timeout", () => {
  it.each([
    ["1n", 1e-6],
    ["10u", 0.01],
    ["1500m", 1500],
    ["2S", 2000],
    ["3M", 180_000],
    ["1H", 3_600_000],
    ["99999999H", 359_999_996_400_000],
    ["00000010m", 10],
  ])("%s is %d ms", (text, expected) => {
    expect(ms(text)).toBe(expected);
  });

  it.each(["", "1", "S", "1s", "123456789S", "-1S", "1.5S", " 1S", "1S ", "0S", "00000000n"])(
    "refuses %j",
    (text) => {
      expect(parseTimeout(text)).toMatchObject({ code: "BAD_TIMEOUT" });
    },
  );

  it.each([
    [1500, "1500000u"],
    [0.0000001, "1n"],
    [12.345678, "12345678n"],
    [0.1 + 0.2, "300000n"],
    [99.999999, "99999999n"],
    [99.9999991, "100000u"],
    [99_999_999, "99999999m"],
    [99_999_999.5, "100000S"],
    [123_456_789_000, "2057614M"],
    [359_999_996_400_000, "99999999H"],
  ])("writes %d ms as %s", (value, text) => {
    expect(formatTimeout(value)).toBe(text);
  });

  it("never gives less time than asked for, and at most one unit more", () => {
    const times = fc.double({ min: 1e-6, max: 3.5e14, noNaN: true });
    fc.assert(
      fc.property(times, (value) => {
        const back = ms(formatTimeout(value));
        expect(back).toBeGreaterThanOrEqual(value * (1 - 2 ** -44));
        expect(back).toBeLessThanOrEqual(value * (1 + 1e-4) + 1e-6);
      }),
    );
  });

  it("writes back the same time that it read", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99_999_999 }),
        fc.constantFrom(..."numSMH"),
        (count, unit) => {
          const time = ms(`${count}${unit}`);
          expect(ms(formatTimeout(time))).toBeCloseTo(time, 6);
        },
      ),
    );
  });

  it("refuses what is no time", () => {
    for (const value of [0, -1, NaN, Infinity, 4e14]) {
      expect(() => formatTimeout(value)).toThrow(RangeError);
    }
  });

  it("never throws while parsing", () => {
    const texts = fc.string({ unit: fc.constantFrom(..."0123456789numSMHx. "), maxLength: 11 });
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseTimeout(text);
        expect("ms" in parsed ? parsed.ms > 0 : parsed.code === "BAD_TIMEOUT").toBe(true);
      }),
      { numRuns: 10_000 },
    );
  });
});
