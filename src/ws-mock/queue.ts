// First in, first out, at the same price however long the line is: Array.shift moves all that remains.

/** A line of items. */
export interface Queue<T> {
  readonly length: number;
  push(item: T): void;
  /** The first item, which stays. */
  peek(): T | undefined;
  /** The first item, which is gone afterwards. */
  shift(): T | undefined;
  /** All items, which are gone afterwards. */
  takeAll(): T[];
  /** All items as they stand. */
  all(): readonly T[];
}

/** Opens an empty line. */
export function createQueue<T>(): Queue<T> {
  let items: T[] = [];
  let first = 0;
  return {
    get length() {
      return items.length - first;
    },
    push(item) {
      items.push(item);
    },
    peek: () => items[first],
    shift() {
      const item = items[first];
      if (first < items.length) first += 1;
      // What is gone is dropped now and then, so that a line that never empties does not grow.
      if (first === items.length || (first > 1024 && 2 * first > items.length)) {
        items = items.slice(first);
        first = 0;
      }
      return item;
    },
    takeAll() {
      const taken = items.slice(first);
      items = [];
      first = 0;
      return taken;
    },
    all: () => items.slice(first),
  };
}
