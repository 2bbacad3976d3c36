// The dynamic table of HPACK, first in, first out, bounded in octets: RFC 7541 §2.3.2 and §4.
import type { HeaderField } from "#protocols/semantics/fields.ts";

/** Octets that an entry counts beside its name and value (RFC 7541 §4.1). */
export const ENTRY_OVERHEAD = 32;

/** Size of a table entry in octets (RFC 7541 §4.1). */
export const entrySize = (field: HeaderField): number =>
  field[0].length + field[1].length + ENTRY_OVERHEAD;

/** A dynamic table; `onEvict` hears of each entry that leaves, with the number it was added under. */
export interface DynamicTable {
  /** Entries held. */
  readonly length: number;
  /** Sum of the entries' sizes in octets. */
  readonly size: number;
  /** Octets that the entries may take together. */
  readonly maxSize: number;
  /** How many entries were ever added; the newest one's number is one less. */
  readonly added: number;
  /** The entry at a position, 0 = newest; undefined beyond the oldest. */
  at(position: number): HeaderField | undefined;
  /** Adds an entry, evicting from the old end first; one larger than the table empties it (§4.4). */
  add(field: HeaderField): void;
  /** Changes `maxSize`, evicting from the old end (§4.3). */
  resize(maxSize: number): void;
  /** The entries, newest first. */
  list(): HeaderField[];
}

/** An empty dynamic table of `maxSize` octets. */
export function createDynamicTable(
  initialSize: number,
  onEvict: (field: HeaderField, number: number) => void = () => {},
): DynamicTable {
  // A ring of a power of two: entry number n lies at n modulo the ring's length.
  let ring: (HeaderField | undefined)[] = new Array<HeaderField | undefined>(16).fill(undefined);
  let added = 0;
  let length = 0;
  let size = 0;
  let maxSize = initialSize;

  const evictTo = (target: number): void => {
    while (size > target && length > 0) {
      const number = added - length;
      const place = number & (ring.length - 1);
      const field = ring[place] as HeaderField;
      ring[place] = undefined;
      length -= 1;
      size -= entrySize(field);
      onEvict(field, number);
    }
  };
  const grow = (): void => {
    const larger = new Array<HeaderField | undefined>(2 * ring.length).fill(undefined);
    for (let number = added - length; number < added; number += 1) {
      larger[number & (larger.length - 1)] = ring[number & (ring.length - 1)];
    }
    ring = larger;
  };
  const at = (position: number): HeaderField | undefined =>
    position < length ? ring[(added - 1 - position) & (ring.length - 1)] : undefined;

  return {
    get length() {
      return length;
    },
    get size() {
      return size;
    },
    get maxSize() {
      return maxSize;
    },
    get added() {
      return added;
    },
    at,
    add(field) {
      const octets = entrySize(field);
      evictTo(Math.max(0, maxSize - octets));
      if (octets > maxSize) return;
      if (length === ring.length) grow();
      ring[added & (ring.length - 1)] = field;
      added += 1;
      length += 1;
      size += octets;
    },
    resize(next) {
      maxSize = next;
      evictTo(next);
    },
    list: () => Array.from({ length }, (_, position) => at(position) as HeaderField),
  };
}
