// Opens the log over a storage: loads, checks, appends, merges, and goes on in memory when it must.
import { learnerTime, notBefore } from "./clock.ts";
import type { EventOf, LearnerEvent } from "./event.ts";
import type { StoreFault } from "./event-store.ts";
import type { Change, Learner, Standing } from "./learner.ts";
import { foldLessons } from "./lesson-state.ts";
import { compareEvents, loadInto, mergeInto } from "./merge.ts";
import { openStorage } from "./open-storage.ts";
import type { LearnerPorts } from "./ports.ts";
import { mirrorLessons } from "./progress.ts";
import { sortRows } from "./sort-rows.ts";
import { foldSettings } from "./settings.ts";
import { readShelf, writeShelf } from "./shelf.ts";
import { storeFault } from "./store-fault.ts";
import { changedMessage, readTabMessage, type TabMessage } from "./tab-message.ts";
import { takeOver } from "./take-over.ts";
import { takeLock } from "./writer-lock.ts";

/** Set in localStorage once something was kept; a database that is empty all the same was cleared. */
const KEPT = "otw.kept";

/** Opens the log; never rejects: a storage that fails leaves a log in memory that says so. */
export async function openLearner(ports: LearnerPorts): Promise<Learner> {
  const { channel, shelf } = ports;
  const log = new Map<string, LearnerEvent>();
  const unsaved = new Map<string, LearnerEvent>();
  const listeners = new Set<(change: Change) => void>();
  let notice: StoreFault | undefined;
  let ordered: readonly LearnerEvent[] | undefined;
  let settings: ReturnType<typeof foldSettings> | undefined;
  let lessons: ReturnType<typeof foldLessons> | undefined;
  const opened = await openStorage(ports);
  const { rows, device } = opened;
  let { store, fault } = opened;
  /** No storage was to be had: nothing is kept, whatever the store in its place says. */
  let lost = fault !== undefined;
  const { events: found, bad, newer } = sortRows(rows);
  loadInto(log, found);
  let readOnly = newer || store.newer;
  if (readOnly) fault = storeFault("newer");
  else if (bad.length > 0) await store.quarantine(bad).catch(() => {});
  store.onGone((gone) => {
    fault = gone;
    tell([], false);
  });

  const events = (): readonly LearnerEvent[] => (ordered ??= [...log.values()].sort(compareEvents));
  const standing = (): Standing => {
    if (fault === undefined) return { kind: "saved" };
    return readOnly
      ? { kind: "read-only", fault }
      : { kind: "memory", fault, unsaved: unsaved.size };
  };

  function tell(ids: readonly string[], here: boolean, less = false): void {
    for (const listener of listeners) listener({ ids, here, ...(less && { less }) });
  }

  /** Takes an import out of memory: whatever was folded is folded anew, the mirror included. */
  function drop(ids: readonly string[], back: readonly LearnerEvent[]): void {
    const labs = new Set<string>();
    for (const id of ids) {
      const event = log.get(id);
      if (event?.kind === "challenge") labs.add(event.lab);
      log.delete(id);
      unsaved.delete(id);
    }
    for (const event of back) log.set(event.id, event);
    ordered = settings = lessons = undefined;
    if (shelf !== undefined) mirrorLessons(shelf, learner.lessons(), labs);
  }

  /** Takes events into memory; a tail that comes in order is appended without sorting. */
  function take(incoming: readonly LearnerEvent[]): ReturnType<typeof mergeInto> {
    const newest = events().at(-1);
    const merged = mergeInto(log, incoming);
    const { changed } = merged;
    if (changed.length === 0) return merged;
    const [only] = changed;
    ordered =
      merged.added === 1 &&
      changed.length === 1 &&
      only !== undefined &&
      (newest === undefined || compareEvents(newest, only) < 0)
        ? [...events(), only]
        : undefined;
    if (changed.some(({ kind }) => kind === "settings")) settings = undefined;
    if (changed.some(({ kind }) => /^(lesson|challenge|prediction)$/.test(kind))) {
      lessons = undefined;
      if (shelf !== undefined) mirrorLessons(shelf, learner.lessons());
    }
    return merged;
  }

  /** Writes what is only in memory; a refusal becomes the standing. */
  async function save(): Promise<void> {
    if (readOnly || lost || unsaved.size === 0) return;
    const writing = [...unsaved.values()];
    try {
      await store.append(writing);
    } catch (error) {
      fault = storeFault(error);
      return;
    }
    for (const { id } of writing) unsaved.delete(id);
    fault = undefined;
    if (shelf !== undefined) writeShelf(shelf, KEPT, "1");
    channel?.post(changedMessage(writing));
  }

  async function add(incoming: readonly LearnerEvent[]): Promise<ReturnType<typeof mergeInto>> {
    const merged = take(incoming);
    for (const event of merged.changed) unsaved.set(event.id, event);
    await save();
    tell(
      merged.changed.map(({ id }) => id),
      true,
    );
    return merged;
  }

  const faulty = (): { fault?: StoreFault } =>
    fault === undefined || (!readOnly && unsaved.size === 0) ? {} : { fault };

  const learner: Learner = {
    events,
    settings: () =>
      (settings ??= foldSettings(
        events().filter((event): event is EventOf<"settings"> => event.kind === "settings"),
      )),
    lessons: () => (lessons ??= foldLessons(events())),
    standing,
    notice: () => notice,
    now() {
      const { t, tz } = learner.instant();
      const newest = events().at(-1);
      const now = learnerTime(t, tz);
      // Flying west does not bring yesterday back.
      return notBefore(now, newest && learnerTime(newest.t, newest.tz));
    },
    instant() {
      // After the newest, never beside it: the order of a log's own events is the order they came in.
      const newest = events().at(-1)?.t;
      return { t: notBefore(ports.clock(), newest && newest + 1), tz: ports.zone() };
    },
    async append(...bodies) {
      const { t, tz } = learner.instant();
      const stamped = bodies.map((body, at): LearnerEvent => ({
        v: 1,
        id: ports.id(),
        t: t + at,
        tz,
        dev: device,
        ...body,
      }));
      await add(stamped);
      return { events: stamped, ...faulty() };
    },
    async merge(incoming) {
      const { added, known, replaced } = await add(incoming);
      return { added, known, replaced, ...faulty() };
    },
    async takeBack(ids, back) {
      if (readOnly) return faulty();
      try {
        if (!lost) await store.replace(ids, back);
      } catch (error) {
        return { fault: storeFault(error) };
      }
      drop(ids, back);
      channel?.post({ kind: "taken back", ids, back } satisfies TabMessage);
      tell([], true, true);
      return {};
    },
    async retry() {
      if (lost) {
        try {
          store = await ports.openStore();
          take(sortRows(await store.read()).events);
          lost = false;
          fault = undefined;
        } catch (error) {
          fault = storeFault(error);
        }
      }
      await save();
      return standing();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    lock: (steal = false) => takeLock(ports.locks, steal),
    quarantined: async () => store.quarantined().catch(() => bad),
    store: {
      readCache: () => store.readCache(),
      writeCache: (written) => (readOnly ? Promise.resolve() : store.writeCache(written)),
      readMeta: (key) => store.readMeta(key),
      writeMeta: (key, value) => (readOnly ? Promise.resolve() : store.writeMeta(key, value)),
    },
    close() {
      channel?.close();
      store.close();
    },
  };

  channel?.listen((message) => {
    const told = readTabMessage(message);
    if (told?.kind === "taken back") {
      drop(told.ids, told.back);
      tell([], false, true);
    }
    if (told?.kind !== "changed") return;
    void store
      .read(told.ids)
      .then((read) => {
        const sorted = sortRows(read);
        if (sorted.newer) {
          readOnly = true;
          fault = storeFault("newer");
        }
        const { changed } = take(sorted.events);
        if (changed.length > 0 || sorted.newer)
          tell(
            changed.map(({ id }) => id),
            false,
          );
      })
      .catch((error: unknown) => {
        fault = storeFault(error);
        tell([], false);
      });
  });

  if (shelf !== undefined) {
    if (fault === undefined && log.size === 0 && readShelf(shelf, KEPT) !== null)
      notice = storeFault("evicted");
    await takeOver(learner, shelf, device, () => ports.id());
  }
  return learner;
}
