// The door of the learner's room: the event log, its folds, its clock, and what can be taken away.
export * from "./event.ts";
export * from "./event-store.ts";
export type * from "./learner.ts";
export * from "./lesson-state.ts";
export * from "./settings.ts";
