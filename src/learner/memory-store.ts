// An event store in plain memory: for tests, and for browsers that refuse to keep anything.
import type { LearnerEvent } from "./event.ts";
import type { EventStore, Quarantined } from "./event-store.ts";

/** What a memory store holds; two stores on one of these are two tabs on one database. */
export interface MemoryDisk {
  readonly events: Map<string, unknown>;
  readonly quarantine: Map<string, Quarantined>;
  readonly cache: Map<string, { readonly card: string }>;
  readonly meta: Map<string, unknown>;
}

/** An empty disk. */
export const emptyDisk = (): MemoryDisk => ({
  events: new Map(),
  quarantine: new Map(),
  cache: new Map(),
  meta: new Map(),
});

/** Opens a store on a disk; rows are copied in and out, as a database does. */
export function openMemoryStore(disk: MemoryDisk = emptyDisk()): EventStore {
  /** Like a database's: later, and what is thrown becomes a rejection. */
  const later = <T>(work: () => T): Promise<T> =>
    Promise.resolve().then(() => structuredClone(work()));
  const put = <T>(shelf: Map<string, T>, rows: readonly T[], keyOf: (row: T) => string) => {
    const copies = structuredClone(rows);
    return later(() => {
      for (const row of copies) shelf.set(keyOf(row), row);
    });
  };
  return {
    kind: "memory",
    newer: false,
    read: (ids) =>
      later(() => (ids ?? [...disk.events.keys()]).flatMap((id) => disk.events.get(id) ?? [])),
    append: (events) => put(disk.events as Map<string, LearnerEvent>, events, ({ id }) => id),
    replace(ids, events) {
      const copies = structuredClone(events);
      return later(() => {
        for (const id of ids) disk.events.delete(id);
        for (const event of copies) disk.events.set(event.id, event);
      });
    },
    quarantine: (rows) => put(disk.quarantine, rows, ({ key }) => key),
    quarantined: () => later(() => [...disk.quarantine.values()]),
    readCache: () => later(() => [...disk.cache.values()]),
    writeCache: (rows) => put(disk.cache, rows, ({ card }) => card),
    readMeta: (key) => later(() => disk.meta.get(key)),
    writeMeta: (key, value) =>
      later(() => {
        disk.meta.set(key, structuredClone(value));
      }),
    onGone() {},
    close() {},
  };
}
