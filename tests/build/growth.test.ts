// A lesson page lists its own module and links to the others, so it hardly grows with the course.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { budgets } from "../support/budgets.ts";
import { brotliSize } from "../support/built.ts";
import { buildGenerated } from "../support/generated-course.ts";

/** One that stands in both courses, in the middle of its module in the small one. */
const lesson = "lessons/lesson-0009/index.html";

it("a lesson among 1,000 weighs little more than among 26", { timeout: 600_000 }, async () => {
  const sizeIn = async (count: number): Promise<{ raw: number; packed: number }> => {
    const built = await buildGenerated(count);
    const html = readFileSync(join(built, lesson));
    rmSync(built, { recursive: true });
    return { raw: html.length, packed: brotliSize(html) };
  };
  const small = await sizeIn(26);
  const large = await sizeIn(1000);
  const sizes = JSON.stringify({ small, large });
  expect.soft(large.raw / small.raw, sizes).toBeLessThanOrEqual(budgets.growth);
  expect.soft(large.packed / small.packed, sizes).toBeLessThanOrEqual(budgets.growth);
});
