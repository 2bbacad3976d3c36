// What a lab's own code weighs beyond the shared kit, and what the kit weighs: see docs/decisions/budgets.md.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "../../scripts/setup.mjs";
import { budgets } from "../support/budgets.ts";
import { modulesOf, weighCode, weighLabCode } from "../support/weigh-code.ts";

it("the kit, all of it at once", async () => {
  const { script, style } = await weighCode(modulesOf("src/kit"));
  expect(script, "nothing was weighed").toBeGreaterThan(10_000);
  expect(script + style).toBeLessThanOrEqual(budgets.code.kit);
}, 60_000);

it.each(readdirSync(join(root, "src/labs")))(
  "the lab %s beyond the kit",
  async (lab) => {
    const { script } = await weighLabCode(lab);
    expect(script, "nothing was weighed").toBeGreaterThan(1_000);
    expect(script).toBeLessThanOrEqual(budgets.code.lab);
  },
  60_000,
);
