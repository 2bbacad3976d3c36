// The race from the page: computed by a worker, or here where the browser refuses workers.
import type { Observe } from "#kit/lab.ts";
import { callOffPage } from "#kit/off-page.ts";
import type { Built } from "./built.ts";
import type { Seen } from "./seen.ts";
import type { Setup } from "./setup.ts";
import type { Done, Job, work } from "./work.ts";
import worker from "./race.worker.ts?worker&url";

const call = callOffPage<Job, Done>(
  () => new Worker(worker, { type: "module" }),
  async () => {
    await import(/* @vite-ignore */ worker);
    return (globalThis as unknown as { readonly sizeRaceWork: typeof work }).sizeRaceWork;
  },
);

/** Runs the race; where the browser has no brotli, `built` stands in for data as they were prepared. */
export const observeWith =
  (built: Built): Observe<Setup, Seen> =>
  async ({ setup }) => {
    const { seen } = await call({ what: "race", setup });
    if (seen === null) throw new RangeError("the race was not run");
    return fillIn(seen, setup, built);
  };

/** Puts the figures of the build where this browser has none. */
export function fillIn(seen: Seen, { source, share, schema }: Setup, built: Built): Seen {
  if (seen.kind === "refused" || seen.brotliBy === "browser") return seen;
  if (source === "own" || schema !== null) return seen;
  const [json, protobuf] = built[source][share];
  return {
    ...seen,
    json: { ...seen.json, brotli: json },
    protobuf: { ...seen.protobuf, brotli: protobuf },
    brotliBy: "build",
  };
}

/** The schema that fits own JSON, or what stands in the way. */
export async function previewOf(text: string): Promise<Exclude<Done["preview"], null>> {
  const { preview } = await call({ what: "preview", text });
  if (preview === null) throw new RangeError("the schema was not inferred");
  return preview;
}
