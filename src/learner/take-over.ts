// What waited in localStorage joins the log when a page opens it.
import type { LearnerEvent } from "./event.ts";
import type { Learner } from "./learner.ts";
import { clearOutbox, readOutbox } from "./outbox.ts";
import { readProgress } from "./progress.ts";
import type { Shelf } from "./shelf.ts";
import { sortRows } from "./sort-rows.ts";

/** Takes the outbox into the log and, the first time, what the mirror knew before there was a log. */
export async function takeOver(
  learner: Learner,
  shelf: Shelf,
  dev: string,
  id: () => string,
): Promise<void> {
  if (learner.standing().kind === "read-only") return;
  const waiting = readOutbox(shelf);
  const { events } = sortRows(
    waiting.map((row) => (typeof row === "object" ? { v: 1, dev, ...row } : row)),
  );
  const known = new Set([
    ...learner.lessons().lessons.keys(),
    ...events.flatMap((event) => (event.kind === "lesson" ? event.lesson : [])),
  ]);
  const { t, tz } = learner.instant();
  const older = Object.entries(readProgress(shelf).lessons).flatMap(
    ([lesson, state]): LearnerEvent[] =>
      known.has(lesson) ? [] : [{ v: 1, id: id(), t, tz, dev, kind: "lesson", lesson, state }],
  );
  if (events.length + older.length === 0) return;
  const { fault } = await learner.merge([...older, ...events]);
  if (fault === undefined && learner.standing().kind === "saved") clearOutbox(shelf, waiting);
}
