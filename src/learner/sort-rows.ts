// Rows as a storage or a file holds them, sorted into events and what is none.
import type { LearnerEvent } from "./event.ts";
import type { Quarantined } from "./event-store.ts";
import { canonicalJson } from "./merge.ts";
import { readEvent } from "./read-event.ts";

interface Sorted {
  readonly events: readonly LearnerEvent[];
  readonly bad: readonly Quarantined[];
  readonly newer: boolean;
}

/** Rows from a storage: events, what is no event, and whether a newer version wrote some. */
export function sortRows(rows: readonly unknown[]): Sorted {
  const events: LearnerEvent[] = [];
  const bad: Quarantined[] = [];
  let newer = false;
  for (const row of rows) {
    const read = readEvent(row);
    if (read.kind === "event") events.push(read.event);
    else if (read.kind === "newer") newer = true;
    else {
      const { id } = (row ?? {}) as { id?: unknown };
      bad.push({ key: typeof id === "string" ? id : canonicalJson(row), row, why: read.why });
    }
  }
  return { events, bad, newer };
}
