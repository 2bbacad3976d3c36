// The door of the learner's room: the event log, its folds and its clock. What only some pages need has
// a file of its own, or all would load it: portable.ts, restore-point.ts, log-csv.ts.
export { DAY, dayName, learnerDay, learnerTime, notBefore, wallTime } from "./clock.ts";
export * from "./event.ts";
export type * from "./event-store.ts";
export type * from "./learner.ts";
export { foldLessons, type LessonState, type Prediction } from "./lesson-state.ts";
export { openMemoryStore, emptyDisk, type MemoryDisk } from "./memory-store.ts";
export {
  canonicalJson,
  compareEvents,
  mergeInto,
  mergeLogs,
  pickEvent,
  type Merged,
} from "./merge.ts";
export { openLearner } from "./open-learner.ts";
export type { Channel, LearnerPorts } from "./ports.ts";
export { readEvent, type ReadRow, type Upcasters } from "./read-event.ts";
export { DEFAULT_SETTINGS, foldSettings, readSettings, type Settings } from "./settings.ts";
export { sortRows } from "./sort-rows.ts";
export { storeFault } from "./store-fault.ts";
export type { Locks } from "./writer-lock.ts";
export { askToPersist } from "./persist.ts";
