// A finding at a place of the text.
import type { Place, SchemaFault } from "./schema.ts";

/** A fault there; of a token only line and column are taken. */
export const faultAt = ({ line, column }: Place, what: string, rule?: string): SchemaFault => ({
  line,
  column,
  what,
  ...(rule === undefined ? {} : { rule }),
});
