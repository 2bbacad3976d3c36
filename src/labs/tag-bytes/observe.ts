// A run without a view; the compiler is loaded with the first one.
import type { Observe } from "#kit/lab.ts";
import type { Setup } from "./setup.ts";
import type { Seen } from "./weigh.ts";

/** Writes the value of the setup by its schema. */
export const observe: Observe<Setup, Seen> = async ({ setup }) =>
  (await import("./weigh.ts")).weigh(setup);
