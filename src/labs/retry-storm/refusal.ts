// A verdict against an answer, for the storm's challenges.
import type { Verdict } from "#kit/lab.ts";

/** Refuses with the reason of this very mistake. */
export const refuse = (why: string, source: string): Verdict => ({ solved: false, why, source });
