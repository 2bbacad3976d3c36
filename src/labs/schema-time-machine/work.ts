// What the time machine computes outside of the page's own thread: a journey, and what is wrong with a schema.
import type { Version } from "./presets.ts";
import type { Seen } from "./seen.ts";
import type { Setup } from "./setup.ts";
import { compileVersion, travel } from "./travel.ts";

/** What is asked for. */
export type Job =
  | { readonly what: "travel"; readonly setup: Setup }
  | { readonly what: "compile"; readonly version: Version; readonly text: string };

/** A journey, or what stands in its way; null for a text that compiles. */
export type Done = Seen | null;

/** Does one job. */
export function work(job: Job): Promise<Done> {
  if (job.what === "travel") return Promise.resolve(travel(job.setup));
  const compiled = compileVersion(job.version, job.text);
  return Promise.resolve("kind" in compiled ? compiled : null);
}
