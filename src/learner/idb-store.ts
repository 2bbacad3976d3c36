// The event store in IndexedDB: database "on-the-wire" with stores events, batches, cards, meta, quarantine.
import { openDB, unwrap, type DBSchema, type IDBPDatabase } from "idb";
import type { LearnerEvent } from "./event.ts";
import type { EventStore, Quarantined, StoreFault } from "./event-store.ts";
import { joinBatches, packRows, unpackRows } from "./packed-log.ts";

const NAME = "on-the-wire";
const VERSION = 2;
/** Another tab on an older version may keep an upgrade waiting for ever; nobody waits that long. */
const PATIENCE = 4000;

interface Shape extends DBSchema {
  events: { key: string; value: LearnerEvent };
  /** The events once more, packed for reading (packed-log.ts); deleting them loses nothing. */
  batches: { key: number; value: string };
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
  (db) => {
    db.createObjectStore("batches", { autoIncrement: true });
    // Its rows became groups of rows; what is gone is folded anew.
    db.deleteObjectStore("cards");
    db.createObjectStore("cards", { keyPath: "card" });
  },
];

type Database = IDBPDatabase<Shape>;

/** Does what can wait once the page has shown itself; a refusal costs time on the next visit, no more. */
function later(work: () => Promise<unknown>): void {
  const start = (): void => void work().catch(() => {});
  if (typeof requestIdleCallback === "function") requestIdleCallback(start, { timeout: 5000 });
  else setTimeout(start, 1000);
}

/** Puts other batches in the place of all; undefined from `pack` leaves them as they are. */
async function repack(
  db: Database,
  pack: (batches: readonly string[], count: number) => readonly string[] | undefined,
): Promise<void> {
  const tx = db.transaction(["events", "batches"], "readwrite");
  const store = tx.objectStore("batches");
  const [count, batches] = await Promise.all([tx.objectStore("events").count(), store.getAll()]);
  const packed = pack(batches, count);
  if (packed !== undefined)
    await Promise.all([store.clear(), ...packed.map((batch) => store.add(batch))]);
  await tx.done;
}

/** All rows of the log: from the batches where they hold it whole, else one by one. */
async function readAll(db: Database, mayWrite: boolean): Promise<readonly unknown[]> {
  const tx = db.transaction(["events", "batches"]);
  const [count, batches] = await Promise.all([
    tx.objectStore("events").count(),
    tx.objectStore("batches").getAll(),
  ]);
  const packed = unpackRows(batches, count);
  if (packed !== undefined) {
    if (mayWrite && joinBatches(batches)) later(() => repack(db, joinBatches));
    return packed;
  }
  const rows = await db.getAll("events");
  // Another tab may write meanwhile: then the next visit packs.
  const same = (now: readonly string[], count: number): boolean =>
    count === rows.length && now.length === batches.length && now.at(-1) === batches.at(-1);
  if (mayWrite)
    later(() => repack(db, (now, count) => (same(now, count) ? packRows(rows) : undefined)));
  return rows;
}

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
  const open = (version: number | undefined): Promise<Database> =>
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
      if (ids === undefined)
        return db.objectStoreNames.contains("batches") ? readAll(db, !newer) : db.getAll("events");
      const tx = db.transaction("events");
      const rows = await Promise.all(ids.map((id) => tx.store.get(id)));
      return rows.filter((row) => row !== undefined);
    },
    async append(events) {
      const batches = packRows(events);
      const tx = db.transaction(["events", "batches"], "readwrite", { durability: "strict" });
      // Without a promise for each of perhaps 100,000 rows; a refused one aborts them all.
      const stores = unwrap(tx);
      const [rows, texts] = [stores.objectStore("events"), stores.objectStore("batches")];
      for (const event of events) rows.put(event);
      for (const batch of batches) texts.add(batch);
      await tx.done;
    },
    async replace(ids, events) {
      const tx = db.transaction(["events", "batches"], "readwrite", { durability: "strict" });
      const stores = unwrap(tx);
      const rows = stores.objectStore("events");
      for (const id of ids) rows.delete(id);
      for (const event of events) rows.put(event);
      // The next visit packs anew.
      stores.objectStore("batches").clear();
      await tx.done;
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
