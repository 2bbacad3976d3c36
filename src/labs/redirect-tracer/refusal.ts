// Shared by the tracer's challenges: a refusal with its reason, and codes to choose from.
import type { Option, Verdict } from "#kit/lab.ts";

/** A verdict against an answer. */
export const refuse = (why: string, source: string): Verdict => ({ solved: false, why, source });

/** Codes with their names, as options. */
export const codes = (
  ...rows: readonly (readonly [status: number, name: string])[]
): readonly Option[] =>
  rows.map(([status, name]) => ({ value: String(status), text: `${status} ${name}` }));
