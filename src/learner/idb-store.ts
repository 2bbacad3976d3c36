// The event store in IndexedDB: database "on-the-wire" with stores events, cards, meta, quarantine.
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { LearnerEvent } from "./event.ts";
import type { EventStore, Quarantined, StoreFault } from "./event-store.ts";

const NAME = "on-the-wire";
const VERSION = 1;
/** Another tab on an older version may keep an upgrade waiting for ever; nobody waits that long. */
const PATIENCE = 4000;

interface Shape extends DBSchema {
  events: { key: string; value: LearnerEvent };
  cards: { key: string; value: { readonly card: string } };
  meta: { key: string; value: unknown };
  quarantine: { key: string; value: Quarantined };
}

/** One step a version; a database of version n runs the steps from n on. */
const UPGRADES: readonly ((db: IDBPDatabase<Shape>) => void)[] = [
  (db) => {
    db.createObjectStore("events", { keyPath: "id" });
    db.createObjectStore("cards", { keyPath: "card" });
    db.createObjectStore("meta");
    db.createObjectStore("quarantine", { keyPath: "key" });
  },
];

const gone = (kind: "closed" | "evicted"): StoreFault => ({
  kind,
  text:
    kind === "closed"
      ? "The storage was closed: a newer version of the course is open in another tab. Reload this page."
      : "The browser closed the storage: it may have run out of space. Export your progress, then reload.",
});

/** Opens the database. Rejects with what the browser threw, or with an `Error` named "blocked". */
export async function openIdbStore(): Promise<EventStore> {
  let tell: (fault: StoreFault) => void = () => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  let late = false;
  const open = (version: number | undefined): Promise<IDBPDatabase<Shape>> =>
    openDB<Shape>(NAME, version, {
      upgrade(db, from) {
        for (const step of UPGRADES.slice(from)) step(db);
      },
      blocking(_now, _wanted, event) {
        (event.target as IDBDatabase).close();
        tell(gone("closed"));
      },
      terminated: () => tell(gone("evicted")),
    });
  const opened = open(VERSION).then(
    (db) => ({ db, newer: false }),
    async (error: unknown) => {
      // Without a version the newer database opens as it is, for reading.
      if (error instanceof DOMException && error.name === "VersionError")
        return { db: await open(undefined), newer: true };
      throw error;
    },
  );
  void opened.then(({ db }) => late && db.close()).catch(() => {});
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      late = true;
      reject(Object.assign(new Error("the database did not open in time"), { name: "blocked" }));
    }, PATIENCE);
  });
  const { db, newer } = await Promise.race([opened, tooLate]).finally(() => clearTimeout(timer));
  return {
    kind: "indexeddb",
    newer,
    async read(ids) {
      if (ids === undefined) return db.getAll("events");
      const tx = db.transaction("events");
      const rows = await Promise.all(ids.map((id) => tx.store.get(id)));
      return rows.filter((row) => row !== undefined);
    },
    async append(events) {
      const tx = db.transaction("events", "readwrite", { durability: "strict" });
      const writes = events.map((event) => tx.store.put(event));
      await Promise.all([...writes, tx.done]);
    },
    async quarantine(rows) {
      const tx = db.transaction("quarantine", "readwrite");
      await Promise.all([...rows.map((row) => tx.store.put(row)), tx.done]);
    },
    quarantined: () => db.getAll("quarantine"),
    readCache: () => db.getAll("cards"),
    async writeCache(rows) {
      const tx = db.transaction("cards", "readwrite");
      await Promise.all([...rows.map((row) => tx.store.put(row)), tx.done]);
    },
    readMeta: (key) => db.get("meta", key),
    async writeMeta(key, value) {
      await db.put("meta", value, key);
    },
    onGone(listener) {
      tell = listener;
    },
    close: () => db.close(),
  };
}
