// Where events are kept: the port that IndexedDB and plain memory both implement.
import type { LearnerEvent } from "./event.ts";

/** Why the browser does not keep what it was given. */
export type StoreFaultKind = "refused" | "full" | "evicted" | "blocked" | "closed" | "newer";

/** A storage that failed, as a value: the session goes on in memory and says so. */
export interface StoreFault {
  readonly kind: StoreFaultKind;
  /** For the learner: what failed: why. What to do. */
  readonly text: string;
}

/** A row that is no event of ours, kept as it was found. */
export interface Quarantined {
  /** Key of the row in the events store, or a hash of its text. */
  readonly key: string;
  readonly row: unknown;
  readonly why: string;
}

/** What a storage does; every promise may reject with what the browser threw. */
export interface EventStore {
  readonly kind: "indexeddb" | "memory";
  /** The database has a newer shape than this code knows: it may be read, not written. */
  readonly newer: boolean;
  /** All rows, or those of the ids; in no particular order and not yet validated. */
  read(ids?: readonly string[]): Promise<readonly unknown[]>;
  /** Adds events all or none; an id that is there already is replaced, so writing twice is harmless. */
  append(events: readonly LearnerEvent[]): Promise<void>;
  /** Takes rows out and puts others in their place, all or none: only to go back before an import. */
  replace(ids: readonly string[], events: readonly LearnerEvent[]): Promise<void>;
  quarantine(rows: readonly Quarantined[]): Promise<void>;
  quarantined(): Promise<readonly Quarantined[]>;
  /** The derived cache of another room: rows keyed by their `card`; deleting it loses nothing. */
  readCache(): Promise<readonly unknown[]>;
  writeCache(rows: readonly { readonly card: string }[]): Promise<void>;
  readMeta(key: string): Promise<unknown>;
  writeMeta(key: string, value: unknown): Promise<void>;
  /** Called once when another tab or a newer page needs the storage; it is closed by then. */
  onGone(listener: (fault: StoreFault) => void): void;
  close(): void;
}
