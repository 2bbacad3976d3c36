// How much application data still waits for the network: bytes written against bytes that have left
// (WHATWG WebSockets, "bufferedAmount"). Framing is on the wire but does not count.

/** The account of one connection. */
export interface Ledger {
  /** `length` bytes were written to carry `amount` bytes of application data. */
  wrote(length: number, amount: number): void;
  /** The first `count` bytes that had not left have left now. */
  left(count: number): void;
  /** Calls back as soon as nothing waits. */
  whenEmpty(act: () => void): void;
}

/** Opens an account; `drained` hears how many bytes of application data have left. */
export function createLedger(drained: (amount: number) => void): Ledger {
  let entries: { length: number; amount: number }[] = [];
  let first = 0;
  let total = 0;
  let acts: (() => void)[] = [];
  const isEmpty = () => first === entries.length;
  return {
    wrote(length, amount) {
      entries.push({ length, amount });
      total += amount;
    },
    left(count) {
      const before = total;
      let rest = count;
      while (rest > 0 && !isEmpty()) {
        const entry = entries[first] as { length: number; amount: number };
        const gone = Math.min(rest, entry.length);
        rest -= gone;
        entry.length -= gone;
        // The header goes first: the data shrink once no more than them is left of the frame.
        const amount = Math.min(entry.amount, entry.length);
        total -= entry.amount - amount;
        entry.amount = amount;
        if (entry.length === 0) first += 1;
      }
      if (isEmpty()) [entries, first] = [[], 0];
      if (total !== before) drained(before - total);
      if (!isEmpty()) return;
      const now = acts;
      acts = [];
      for (const act of now) act();
    },
    whenEmpty(act) {
      if (isEmpty()) act();
      else acts.push(act);
    },
  };
}
