// The lines of a request's field block, each with its bytes and the form that it was sent in. RFC 7541 §6.
import { describeFieldBlock } from "#protocols/http2/index.ts";
import type { Request } from "./requests.ts";

/** One field as it went out. */
export interface Line {
  /** "Indexed field", "Literal never indexed": the form's name. */
  readonly form: string;
  readonly text: string;
  readonly bytes: Uint8Array;
}

/** Reads the block with the table as it stood before; our own blocks can be read. */
export function linesOf({ before, block }: Request): readonly Line[] {
  const step = describeFieldBlock(block, 0, { table: before });
  const children = step.kind === "done" ? (step.value.children ?? []) : [];
  return children.map(({ name, text, at, length }): Line => {
    return { form: name, text, bytes: block.subarray(at, at + length) };
  });
}
