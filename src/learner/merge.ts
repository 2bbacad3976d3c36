// Two logs become one: union by id, so that no order of merging and no repetition changes the outcome.
import type { LearnerEvent } from "./event.ts";

/** JSON with sorted keys and without undefined members: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (value === undefined) return "null";
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
}

/** The log's order: by instant, then by id. */
export const compareEvents = (a: LearnerEvent, b: LearnerEvent): number =>
  a.t - b.t || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Of two bodies under one id, the one that every device picks. */
export const pickEvent = (a: LearnerEvent, b: LearnerEvent): LearnerEvent =>
  canonicalJson(a) <= canonicalJson(b) ? a : b;

/** What `mergeInto` did; `changed` are the events that are new or replaced. */
export interface Merged {
  readonly changed: readonly LearnerEvent[];
  readonly added: number;
  readonly known: number;
  readonly replaced: number;
}

/** Adds events to a log keyed by id. */
export function mergeInto(
  log: Map<string, LearnerEvent>,
  incoming: Iterable<LearnerEvent>,
): Merged {
  const changed = new Map<string, LearnerEvent>();
  let [added, known, replaced] = [0, 0, 0];
  for (const event of incoming) {
    const before = log.get(event.id);
    const kept = before === undefined ? event : pickEvent(before, event);
    if (before === undefined) added += 1;
    else if (canonicalJson(kept) === canonicalJson(before)) {
      known += 1;
      continue;
    } else replaced += 1;
    log.set(event.id, kept);
    changed.set(event.id, kept);
  }
  return { changed: [...changed.values()], added, known, replaced };
}

/** Adds events without saying what changed: for the many of a log that is being opened. */
export function loadInto(log: Map<string, LearnerEvent>, incoming: Iterable<LearnerEvent>): void {
  for (const event of incoming) {
    const before = log.get(event.id);
    log.set(event.id, before === undefined ? event : pickEvent(before, event));
  }
}

/** The union of logs, in the log's order. */
export function mergeLogs(...logs: readonly (readonly LearnerEvent[])[]): readonly LearnerEvent[] {
  const union = new Map<string, LearnerEvent>();
  for (const log of logs) loadInto(union, log);
  return [...union.values()].sort(compareEvents);
}
