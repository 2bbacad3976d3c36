// The learner's log as the pages use it: append, merge, listen, and the lock of the one writing tab.
import type { EventBody, LearnerEvent } from "./event.ts";
import type { EventStore, Quarantined, StoreFault } from "./event-store.ts";
import type { LessonState } from "./lesson-state.ts";
import type { Settings } from "./settings.ts";

/** Whether what happens is kept. */
export type Standing =
  | { readonly kind: "saved" }
  /** It goes on in memory; `unsaved` events would be lost with the page. Offer an export. */
  | { readonly kind: "memory"; readonly fault: StoreFault; readonly unsaved: number }
  /** A newer version of the course wrote here: nothing is written until the page is updated. */
  | { readonly kind: "read-only"; readonly fault: StoreFault };

/** What a merge did. */
export interface MergeReport {
  readonly added: number;
  readonly known: number;
  /** Same id, other body: the smaller canonical JSON was kept. */
  readonly replaced: number;
}

export interface Appended {
  readonly events: readonly LearnerEvent[];
  /** Absent when the events were written before this was returned. */
  readonly fault?: StoreFault;
}

/** Lasts until `release`, or until another tab takes over (`lost`). */
export interface WriterLock {
  readonly lost: Promise<unknown>;
  readonly release: () => void;
}

/** What changed: ids of the events, and whether this page did it. */
export interface Change {
  readonly ids: readonly string[];
  readonly here: boolean;
  /** Events left the log: an import was taken back. What was folded before is to be folded anew. */
  readonly less?: true;
}

/** The open log. All reading is synchronous, from memory. */
export interface Learner {
  /** All events in the log's order (t, id). */
  events(): readonly LearnerEvent[];
  settings(): Settings;
  /** Lessons visited and done, challenges solved, predictions. */
  lessons(): LessonState;
  standing(): Standing;
  /** Something the learner should know though storage works now: what was kept before is gone. */
  notice(): StoreFault | undefined;
  /** Learner milliseconds now (see clock.ts). */
  now(): number;
  /** Raw stamp of this moment: never before the newest event, unless that lies days ahead. */
  instant(): { readonly t: number; readonly tz: number };
  /** Stamps, writes and then returns; a refused write comes back as `fault` and stays in memory. */
  append(...bodies: readonly EventBody[]): Promise<Appended>;
  /** Union by id. Rejects nothing that is a valid event, known card or not. */
  merge(events: readonly LearnerEvent[]): Promise<MergeReport & { readonly fault?: StoreFault }>;
  /** Takes events out and puts others back: only for undoing an import (restore-point.ts). */
  takeBack(ids: readonly string[], back: readonly LearnerEvent[]): Promise<{ fault?: StoreFault }>;
  /** Tries once more to write what is only in memory. */
  retry(): Promise<Standing>;
  subscribe(listener: (change: Change) => void): () => void;
  /** The one tab that reviews; undefined when another has it and `steal` is not set. */
  lock(steal?: boolean): Promise<WriterLock | undefined>;
  quarantined(): Promise<readonly Quarantined[]>;
  readonly store: Pick<EventStore, "readCache" | "writeCache" | "readMeta" | "writeMeta">;
  close(): void;
}
