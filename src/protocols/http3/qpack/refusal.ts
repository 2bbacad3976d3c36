// A broken rule as an answer of the QPACK engines. RFC 9204 §6.
import type { Fault } from "#wire/index.ts";

/** What a broken rule answers. */
export interface Refusal {
  readonly kind: "fault";
  readonly fault: Fault;
}

/** Builds a refusal; `at` is the offset of the first offending byte. */
export const refuse = (code: string, at: number, rule: string, text: string): Refusal => ({
  kind: "fault",
  fault: { code, at, rule, text },
});
