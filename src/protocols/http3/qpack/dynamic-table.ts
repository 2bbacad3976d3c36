// The dynamic table of QPACK: first in, first out, addressed by absolute index. RFC 9204 §3.2.

/** A field line of the table. */
export type TableEntry = readonly [name: string, value: string];

/** Bytes that an entry counts for: name, value and 32 more. RFC 9204 §3.2.1. */
export const entrySize = ([name, value]: TableEntry): number => name.length + value.length + 32;

/** What can be known of a table without changing it. */
export interface TableView {
  /** Bytes that the table may hold now. */
  readonly capacity: number;
  /** Bytes that its entries count for. */
  readonly size: number;
  /** Entries inserted since the beginning. */
  readonly insertCount: number;
  /** Entries evicted since the beginning; also the absolute index of the oldest that is left. */
  readonly dropCount: number;
  /** The entry of an absolute index; undefined when evicted or not inserted yet. RFC 9204 §3.2.4. */
  entry(absolute: number): TableEntry | undefined;
  /** All entries, newest first. */
  entries(): TableEntry[];
  /** How many of the oldest entries an insertion of `size` bytes would evict; null if it never fits. */
  evictionsFor(size: number): number | null;
}

/** The table with the operations that change it. */
export interface DynamicTable extends TableView {
  /** Adds an entry, evicting the oldest; false when it is larger than the capacity. RFC 9204 §3.2.2. */
  insert(entry: TableEntry): boolean;
  /** Changes the capacity, evicting the oldest until the rest fits. */
  setCapacity(capacity: number): void;
  /** Absolute index of the newest entry with this name and value. */
  findLine(name: string, value: string): number | undefined;
  /** Absolute index of the newest entry with this name. */
  findName(name: string): number | undefined;
}

const lineKey = ([name, value]: TableEntry): string => `${name}\0${value}`;

/** An empty table of this capacity in bytes. */
export function createDynamicTable(capacity = 0): DynamicTable {
  /** Oldest first; `kept[0]` has the absolute index `dropCount`. */
  const kept: TableEntry[] = [];
  const byLine = new Map<string, number>();
  const byName = new Map<string, number>();
  let limit = capacity;
  let size = 0;
  let dropCount = 0;

  const evictTo = (target: number): void => {
    while (size > target) {
      const oldest = kept.shift();
      if (oldest === undefined) return;
      size -= entrySize(oldest);
      if (byLine.get(lineKey(oldest)) === dropCount) byLine.delete(lineKey(oldest));
      if (byName.get(oldest[0]) === dropCount) byName.delete(oldest[0]);
      dropCount += 1;
    }
  };

  return {
    get capacity() {
      return limit;
    },
    get size() {
      return size;
    },
    get insertCount() {
      return dropCount + kept.length;
    },
    get dropCount() {
      return dropCount;
    },
    entry: (absolute) => kept[absolute - dropCount],
    entries: () => kept.toReversed(),
    evictionsFor(added) {
      if (added > limit) return null;
      let freed = 0;
      let evicted = 0;
      for (const entry of kept) {
        if (size - freed + added <= limit) break;
        freed += entrySize(entry);
        evicted += 1;
      }
      return evicted;
    },
    insert(entry) {
      const added = entrySize(entry);
      if (added > limit) return false;
      evictTo(limit - added);
      const absolute = dropCount + kept.length;
      kept.push(entry);
      size += added;
      byLine.set(lineKey(entry), absolute);
      byName.set(entry[0], absolute);
      return true;
    },
    setCapacity(next) {
      limit = next;
      evictTo(limit);
    },
    findLine: (name, value) => byLine.get(lineKey([name, value])),
    findName: (name) => byName.get(name),
  };
}
