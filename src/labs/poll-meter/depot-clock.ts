// The depot's clock: faster than the reader's, and standing still while the page does.
import type { DepotClock } from "#mocks/scan-feed.ts";

/** What the clock is driven by; a page gives its own, a test one of its making. */
export interface Mainspring {
  /** Milliseconds, never going back. */
  readonly now: () => number;
  /** Calls back after so many milliseconds; the function given back takes that away. */
  readonly later: (call: () => void, milliseconds: number) => () => void;
}

/** Time that passed for the reader and not for the depot. */
export interface Standstill {
  /** Depot seconds at which the clock stood. */
  readonly at: number;
  /** Milliseconds of the reader. */
  readonly lasted: number;
  readonly why: "paused" | "hidden" | "asleep";
}

/** A depot's clock that can be paused, and told to stop for good. */
export interface PausableClock extends DepotClock {
  pause(why: "paused" | "hidden"): void;
  resume(): void;
  /** Why it stands still, or null while it runs. */
  readonly whyPaused: () => "paused" | "hidden" | null;
  stop(): void;
  readonly standstills: () => readonly Standstill[];
}

/** Longest time between two looks at the reader's clock, in milliseconds. */
const BEAT = 40;
/**
 * More than this between two looks means that the page was kept from looking (a busy moment, a
 * frozen tab, a sleeping machine): it counts as one beat, for measured delays would be false.
 */
const LONGEST = 120;
/** A gap as long as this is worth telling. */
const WORTH_TELLING = 2000;

/** Starts at second 0 and runs `speed` times as fast as the mainspring, as long as somebody waits. */
export function createDepotClock(speed: number, { now, later }: Mainspring): PausableClock {
  let seconds = 0;
  let last = now();
  let paused: { readonly since: number; readonly why: "paused" | "hidden" } | null = null;
  let stopped = false;
  let cancel: (() => void) | null = null;
  let waiting: { readonly second: number; readonly resolve: () => void }[] = [];
  const standstills: Standstill[] = [];

  /** Brings the clock up to now. */
  function advance(): void {
    const time = now();
    const passed = time - last;
    last = time;
    if (paused !== null || stopped) return;
    if (passed > WORTH_TELLING) standstills.push({ at: seconds, lasted: passed, why: "asleep" });
    seconds += ((passed > LONGEST ? BEAT : passed) / 1000) * speed;
  }

  function ring(): void {
    cancel = null;
    advance();
    const due = waiting.filter(({ second }) => second <= seconds);
    waiting = waiting.filter(({ second }) => second > seconds);
    for (const { resolve } of due.sort((one, other) => one.second - other.second)) resolve();
    wind();
  }

  /** Has itself called for whoever waits for the next moment. */
  function wind(): void {
    cancel?.();
    cancel = null;
    if (paused !== null || stopped || waiting.length === 0) return;
    const next = Math.min(...waiting.map(({ second }) => second));
    const milliseconds = ((next - seconds) / speed) * 1000;
    cancel = later(ring, Math.max(0, Math.min(BEAT, milliseconds)));
  }

  return {
    now() {
      advance();
      return seconds;
    },
    until(second) {
      advance();
      if (stopped || second <= seconds) return Promise.resolve();
      return new Promise((resolve) => {
        waiting.push({ second, resolve });
        wind();
      });
    },
    isStopped: () => stopped,
    pause(why) {
      if (stopped) return;
      advance();
      paused ??= { since: last, why };
      wind();
    },
    resume() {
      if (paused === null) return;
      advance();
      standstills.push({ at: seconds, lasted: last - paused.since, why: paused.why });
      paused = null;
      wind();
    },
    whyPaused: () => paused?.why ?? null,
    stop() {
      advance();
      stopped = true;
      wind();
      for (const { resolve } of waiting) resolve();
      waiting = [];
    },
    standstills: () => standstills,
  };
}
