// The time machine from the page: parser and codec come with the first use, into a worker, or here where
// the browser refuses workers.
import type { Observe } from "#kit/lab.ts";
import { callOffPage } from "#kit/off-page.ts";
import type { Version } from "./presets.ts";
import type { Seen } from "./seen.ts";
import type { Setup } from "./setup.ts";
import type { Done, Job, work } from "./work.ts";
import worker from "./travel.worker.ts?worker&url";

const call = callOffPage<Job, Done>(
  () => new Worker(worker, { type: "module" }),
  async () => {
    await import(/* @vite-ignore */ worker);
    return (globalThis as unknown as { readonly timeMachineWork: typeof work }).timeMachineWork;
  },
);

/** Sends the message on its way. */
export const observe: Observe<Setup, Seen> = async ({ setup }) => {
  const seen = await call({ what: "travel", setup });
  if (seen === null) throw new RangeError("the journey was not computed");
  return seen;
};

/** What is wrong with a schema, in words with the place; null for one that compiles. */
export async function faultOf(version: Version, text: string): Promise<string | null> {
  const done = await call({ what: "compile", version, text });
  if (done?.kind !== "refused") return null;
  const { line, column, why } = done;
  return line === undefined ? why : `Line ${line}, column ${column ?? 1}: ${why}`;
}
