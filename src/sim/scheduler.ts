// The discrete-event core: a queue of things to do at virtual times, and no other clock.

/** A thing to be done; handed back so that it can be cancelled. */
export interface Timer {
  readonly at: number;
}

export interface Scheduler {
  /** Virtual milliseconds since the start. */
  readonly now: number;
  /** Runs `act` at virtual time `at`; a time in the past throws RangeError. */
  schedule(at: number, act: () => void): Timer;
  /** Forgets a timer; one that has run or was cancelled is ignored. */
  cancel(timer: Timer): void;
  /**
   * Runs everything due up to and including `until` in order of time, equal times in order of
   * scheduling. Stops after `limit` steps and answers false: a run that does not end is a bug.
   */
  run(until?: number, limit?: number): boolean;
}

interface Entry extends Timer {
  readonly order: number;
  act: (() => void) | null;
}

const before = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** A binary heap; the earliest entry is at 0. */
function push(heap: Entry[], entry: Entry): void {
  let hole = heap.push(entry) - 1;
  while (hole > 0) {
    const parent = (hole - 1) >> 1;
    const above = heap[parent] as Entry;
    if (!before(entry, above)) break;
    heap[hole] = above;
    hole = parent;
  }
  heap[hole] = entry;
}

function pop(heap: Entry[]): Entry | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  let hole = 0;
  for (;;) {
    let child = 2 * hole + 1;
    if (child >= heap.length) break;
    const right = heap[child + 1];
    if (right !== undefined && before(right, heap[child] as Entry)) child += 1;
    const below = heap[child] as Entry;
    if (!before(below, last)) break;
    heap[hole] = below;
    hole = child;
  }
  heap[hole] = last;
  return first;
}

/** A scheduler at time 0 with nothing to do. */
export function createScheduler(): Scheduler {
  const heap: Entry[] = [];
  let now = 0;
  let order = 0;
  return {
    get now() {
      return now;
    },
    schedule(at, act) {
      if (!(at >= now)) throw new RangeError(`cannot schedule at ${at}: it is ${now} already`);
      const entry: Entry = { at, order: order++, act };
      push(heap, entry);
      return entry;
    },
    cancel(timer) {
      (timer as Entry).act = null;
    },
    run(until = Infinity, limit = 10_000_000) {
      for (let steps = 0; steps < limit; steps += 1) {
        const first = heap[0];
        if (first === undefined || first.at > until) {
          if (until !== Infinity) now = Math.max(now, until);
          return true;
        }
        pop(heap);
        const { act } = first;
        if (act === null) continue;
        first.act = null;
        now = first.at;
        act();
      }
      return false;
    },
  };
}
