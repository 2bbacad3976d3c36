// The outcome of reading bytes: done, more needed, or a broken rule. No protocol of its own.

/** What one decoding step found: a value, a wish for more bytes, or a broken rule. */
export type Step<T> =
  | { readonly kind: "done"; readonly value: T; readonly next: number }
  | { readonly kind: "more"; readonly missing: number }
  | { readonly kind: "fault"; readonly fault: Fault };

/** A broken rule in bytes that someone sent. It is data: labs draw it, tests compare it. */
export interface Fault {
  /** Stable name, the specification's own where it has one: "FRAME_SIZE_ERROR". */
  readonly code: string;
  /** Byte offset of the first offending byte. */
  readonly at: number;
  /** The rule broken, as a citation: "RFC 9113 §4.2". */
  readonly rule: string;
  /** One sentence for a person. */
  readonly text: string;
}

/** A value was read; `next` is the absolute offset of the first byte behind it. */
export const done = <T>(value: T, next: number): Step<T> => ({ kind: "done", value, next });

/** At least `missing` (≥ 1) further bytes are needed before anything can be said. */
export const more = (missing: number): Step<never> => ({
  kind: "more",
  missing: Math.max(1, missing),
});

/** The bytes break `rule`; `at` is the offset of the first offending byte. */
export const fault = (code: string, at: number, rule: string, text: string): Step<never> => ({
  kind: "fault",
  fault: { code, at, rule, text },
});
