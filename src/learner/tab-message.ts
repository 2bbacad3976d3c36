// What the tabs of one browser tell each other about the log.
import type { LearnerEvent } from "./event.ts";
import { sortRows } from "./sort-rows.ts";

/** More ids than this are not listed in a message: the other tab reads everything. */
const MANY = 200;

export type TabMessage =
  /** Events were written; without `ids` so many that everything is to be read. */
  | { readonly kind: "changed"; readonly ids?: readonly string[] }
  /** An import was taken back: events left the log, and others came back to their places. */
  | {
      readonly kind: "taken back";
      readonly ids: readonly string[];
      readonly back: readonly LearnerEvent[];
    };

/** The message about events that were written. */
export const changedMessage = (events: readonly LearnerEvent[]): TabMessage =>
  events.length > MANY ? { kind: "changed" } : { kind: "changed", ids: events.map(({ id }) => id) };

/** A message of another tab, which may be of another version; undefined for what is none of ours. */
export function readTabMessage(message: unknown): TabMessage | undefined {
  const { kind, ids, back } = (message ?? {}) as Readonly<Record<string, unknown>>;
  const named = Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : undefined;
  if (kind === "changed") return named === undefined ? { kind } : { kind, ids: named };
  if (kind !== "taken back" || named === undefined) return undefined;
  return { kind, ids: named, back: sortRows(Array.isArray(back) ? back : []).events };
}
