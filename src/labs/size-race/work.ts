// What the race computes outside of the page's own thread: the schema of what was pasted, and the race itself.
import { preview, race } from "./race.ts";
import type { Seen } from "./seen.ts";
import type { Setup } from "./setup.ts";

/** What is asked for. */
export type Job =
  | { readonly what: "preview"; readonly text: string }
  | { readonly what: "race"; readonly setup: Setup };

/** What came of it; the other is null. */
export interface Done {
  readonly preview: ReturnType<typeof preview> | null;
  readonly seen: Seen | null;
}

/** Does one job. */
export async function work(job: Job): Promise<Done> {
  return job.what === "preview"
    ? { preview: preview(job.text), seen: null }
    : { preview: null, seen: await race(job.setup) };
}
