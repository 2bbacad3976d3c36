// Faults in field values: data with an offset into the text.
import type { Fault } from "#wire/index.ts";

/** A broken rule in a text; `at` counts characters, which are bytes in a field value. */
export const textFault = (code: string, at: number, rule: string, text: string): Fault => ({
  code,
  at,
  rule,
  text,
});

/** Whether a parser answered with a fault instead of a value. */
export const isFault = (value: unknown): value is Fault =>
  typeof value === "object" && value !== null && "code" in value && "rule" in value;
