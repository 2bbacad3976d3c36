// A run from the page: the parser and the codec are loaded with the first.
import type { Observe } from "#kit/lab.ts";
import type { Seen } from "./seen.ts";
import type { Setup } from "./setup.ts";

/** Sends the message on its way. */
export const observe: Observe<Setup, Seen> = async ({ setup }) =>
  (await import("./travel.ts")).travel(setup);
