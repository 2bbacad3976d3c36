// The stored figures: whole, and as far as they do not depend on a machine, the same when made again.
import { expect, it } from "vitest";
import { readNumbers, storedNumbers, type Spread } from "../../src/course/numbers.ts";
import { compile } from "../protocols/codecs.ts";
import { makePayloads } from "../../src/labs/size-race/payloads.ts";
import { LEVELS, sizesOf } from "../protocols/sizes.ts";
import { spreadOf } from "../protocols/spread.ts";

const numbers = storedNumbers();

it("the sizes are what the libraries write today", () => {
  const codecs = compile();
  const sizes = makePayloads(numbers.seed).map((payload) =>
    sizesOf(payload, codecs.of(payload.message)),
  );
  expect(numbers.levels).toEqual(LEVELS);
  expect(numbers.sizes).toEqual(sizes);
});

it("every spread holds its median", () => {
  const spreads: readonly Spread[] = [
    ...numbers.decoding.flatMap(({ json, bufbuild, protobufjs }) => [json, bufbuild, protobufjs]),
    ...numbers.calls.flatMap(({ grpc, http1, http2 }) => [grpc, http1, http2]),
  ];
  expect(spreads).toHaveLength(24);
  for (const { min, median, max } of spreads) {
    expect(min).toBeLessThanOrEqual(median);
    expect(median).toBeLessThanOrEqual(max);
  }
});

it("a file with anything missing or added is refused", () => {
  expect(() => readNumbers({ ...numbers, guess: 1 })).toThrow("guess");
  expect(() => readNumbers({ ...numbers, calls: [{ inFlight: 1 }] })).toThrow("grpc");
  expect(() => readNumbers(null)).toThrow();
});

it("the median is the middle one, rounded to what was measured", () => {
  expect(spreadOf([3, 1, 1234.5])).toEqual({ median: 3, min: 1, max: 1230 });
  expect(() => spreadOf([])).toThrow("nothing was measured");
});
