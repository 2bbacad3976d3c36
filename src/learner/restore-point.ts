// The way back before the last import: what it added is known, and so are the few bodies it replaced.
//
// Logs only grow, with this one exception: events that came from outside in one go may leave in one go.
// What the learner did since then stays.
import type { EventBody, LearnerEvent } from "./event.ts";
import type { StoreFault } from "./event-store.ts";
import type { Appended, Learner, MergeReport } from "./learner.ts";
import { mergeInto } from "./merge.ts";
import { sortRows } from "./sort-rows.ts";

/** Key of the store's meta. */
const KEY = "restore-point";

/** The state before an import, as the difference to the state after it. */
export interface RestorePoint {
  /** UTC milliseconds of the import. */
  readonly at: number;
  /** Ids of the events that it added. */
  readonly added: readonly string[];
  /** The bodies that it replaced, as they were. */
  readonly replaced: readonly LearnerEvent[];
}

/** The last import's, unless it was taken back or storage is refused. */
export async function restorePoint(learner: Learner): Promise<RestorePoint | undefined> {
  const kept = await learner.store.readMeta(KEY).catch(() => undefined);
  const { at, added, replaced } = (kept ?? {}) as Partial<Record<keyof RestorePoint, unknown>>;
  if (typeof at !== "number" || !Array.isArray(added) || !Array.isArray(replaced)) return undefined;
  const ids = added.filter((id): id is string => typeof id === "string");
  return { at, added: ids, replaced: sortRows(replaced).events };
}

/** Keeps the point of an import that changed something; storage that refuses leaves no way back. */
async function keepPoint(learner: Learner, point: RestorePoint): Promise<void> {
  if (point.added.length + point.replaced.length === 0) return;
  await learner.store.writeMeta(KEY, point).catch(() => {});
}

/** Merges the events of a file so that it can be taken back; the point is written before them. */
export async function mergeUndoably(
  learner: Learner,
  events: readonly LearnerEvent[],
): Promise<MergeReport & { readonly fault?: StoreFault }> {
  const before = new Map(learner.events().map((event) => [event.id, event]));
  const { changed } = mergeInto(new Map(before), events);
  await keepPoint(learner, {
    at: learner.instant().t,
    added: changed.flatMap(({ id }) => (before.has(id) ? [] : id)),
    replaced: changed.flatMap(({ id }) => before.get(id) ?? []),
  });
  return learner.merge(events);
}

/** Appends what a link brought, so that it can be taken back. */
export async function appendUndoably(
  learner: Learner,
  bodies: readonly EventBody[],
): Promise<Appended> {
  const appended = await learner.append(...bodies);
  const added = appended.events.map(({ id }) => id);
  await keepPoint(learner, { at: learner.instant().t, added, replaced: [] });
  return appended;
}

/** Goes back before the last import. What was done since stays; the same file can be joined again. */
export async function undoImport(
  learner: Learner,
  { added, replaced }: RestorePoint,
): Promise<{ readonly fault?: StoreFault }> {
  const done = await learner.takeBack(added, replaced);
  if (done.fault === undefined) await learner.store.writeMeta(KEY, null).catch(() => {});
  return done;
}
