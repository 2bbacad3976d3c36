// localStorage behind a fence: it may be refused, full, or hold anything.

/** The part of localStorage that is used; the browser may refuse even to name it. */
export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** A shelf that forgets: for browsers that refuse storage. */
const nowhere: Shelf = { getItem: () => null, setItem: () => {}, removeItem: () => {} };

/** localStorage, or a shelf that forgets where the browser refuses it. */
export function openShelf(): Shelf {
  try {
    return localStorage;
  } catch {
    return nowhere;
  }
}

/** What stands under the key; null where there is nothing or storage is refused. */
export function readShelf(shelf: Shelf, key: string): string | null {
  try {
    return shelf.getItem(key);
  } catch {
    return null;
  }
}

/** Writes or, with null, removes. Full or refused storage is no reason to stop reading. */
export function writeShelf(shelf: Shelf, key: string, value: string | null): void {
  try {
    if (value === null) shelf.removeItem(key);
    else shelf.setItem(key, value);
  } catch {
    // The page works without memory.
  }
}
