// A refusal with its reason.
import type { Verdict } from "#kit/lab.ts";

/** Not solved, why, and where it is written. */
export const refuse = (why: string, source: string): Verdict => ({ solved: false, why, source });
