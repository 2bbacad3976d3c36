// The tank's runs from the page: computed by a worker, or here where the browser refuses workers.
import type { Observe } from "#kit/lab.ts";
import { callOffPage } from "#kit/off-page.ts";
import type { Plan, Seen } from "./pages.ts";
import type { Setup } from "./setup.ts";
import type { Done, Job } from "./work.ts";

const call = callOffPage<Job, Done>(
  () => new Worker(new URL("./tank.worker.ts", import.meta.url), { type: "module" }),
  async () => (await import("./work.ts")).work,
);

/** Runs the three versions. */
export const observe: Observe<Setup, Seen> = async ({ setup }) => {
  const { seen } = await call({ what: "run", setup });
  if (seen === null) throw new RangeError("the run was not computed");
  return seen;
};

/** What could be lost. */
export async function plan(setup: Setup): Promise<Plan> {
  const { plan } = await call({ what: "plan", setup });
  if (plan === null) throw new RangeError("the picture was not computed");
  return plan;
}
