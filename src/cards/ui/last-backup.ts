// When the last backup was made, as this browser noted it.
import type { Learner } from "#learner/index.ts";

/** Key of the store's meta: the learner time of the last backup. */
const BACKUP = "backup";

/** Learner time of the last backup; undefined where there was none. */
export async function lastBackup(learner: Learner): Promise<number | undefined> {
  const kept = await learner.store.readMeta(BACKUP).catch(() => undefined);
  return typeof kept === "number" ? kept : undefined;
}

/** Notes a backup made now. */
export const noteBackup = (learner: Learner): Promise<void> =>
  learner.store.writeMeta(BACKUP, learner.now()).catch(() => {});
