// Numbers from a seed: in range, the same for the same seed.
import { expect, test } from "vitest";
import { createSeeded } from "../../../src/kit/seeded.ts";

const draw = (seed: number): number[] => {
  const chance = createSeeded(seed);
  return Array.from({ length: 200 }, () => chance.between(3, 9));
};

test("stay in range, reach all of it, repeat with the seed and differ without", () => {
  expect(draw(5)).toEqual(draw(5));
  expect(draw(5)).not.toEqual(draw(6));
  expect(new Set(draw(5))).toEqual(new Set([3, 4, 5, 6, 7, 8, 9]));
});

test("shuffling loses and invents nothing", () => {
  const cards = ["a", "b", "c", "d", "e"];
  expect(createSeeded(2).shuffle(cards).sort()).toEqual(cards);
});

test("nothing can be picked from nothing", () => {
  expect(() => createSeeded(1).pick([])).toThrow(RangeError);
});
