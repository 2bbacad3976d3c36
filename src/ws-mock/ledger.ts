// How much application data still waits for the network: bytes written against bytes that have left
// (WHATWG WebSockets, "bufferedAmount"). Framing is on the wire but does not count.
import { createQueue } from "./queue.ts";

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
  const entries = createQueue<{ length: number; amount: number }>();
  let total = 0;
  let acts: (() => void)[] = [];
  return {
    wrote(length, amount) {
      entries.push({ length, amount });
      total += amount;
    },
    left(count) {
      const before = total;
      let rest = count;
      for (let entry = entries.peek(); rest > 0 && entry; entry = entries.peek()) {
        const gone = Math.min(rest, entry.length);
        rest -= gone;
        entry.length -= gone;
        // The header goes first: the data shrink once no more than them is left of the frame.
        const amount = Math.min(entry.amount, entry.length);
        total -= entry.amount - amount;
        entry.amount = amount;
        if (entry.length > 0) break;
        entries.shift();
      }
      if (total !== before) drained(before - total);
      if (entries.length > 0) return;
      const now = acts;
      acts = [];
      for (const act of now) act();
    },
    whenEmpty(act) {
      if (entries.length === 0) act();
      else acts.push(act);
    },
  };
}
