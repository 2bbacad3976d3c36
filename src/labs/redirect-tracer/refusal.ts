// Shared by the tracer's challenges: codes to choose from.
import type { Option } from "#kit/lab.ts";

/** Codes with their names, as options. */
export const codes = (
  ...rows: readonly (readonly [status: number, name: string])[]
): readonly Option[] =>
  rows.map(([status, name]) => ({ value: String(status), text: `${status} ${name}` }));
