// How long TCP waits before it sends again: RFC 6298 §2 and §5.

export interface RetransmissionTimeout {
  /** Milliseconds to wait now, back-off included. */
  readonly current: number;
  /** Takes a round-trip time measured on a segment that was sent once (Karn, §3). */
  sample(roundTrip: number): void;
  /** Doubles after an expiry (§5.5). */
  backOff(): void;
}

/** RFC 6298 §2.1: before the first measurement. */
const INITIAL = 1000;
/** RFC 6298 §2.5 allows a maximum, provided it is at least 60 seconds. */
const MAXIMUM = 60_000;

/** `minimum` in milliseconds: §2.4 says 1,000; widely used stacks take less. */
export function createRetransmissionTimeout(minimum: number): RetransmissionTimeout {
  let smoothed: number | null = null;
  let variation = 0;
  let timeout = INITIAL;
  const bounded = (value: number): number => Math.min(MAXIMUM, Math.max(minimum, value));
  return {
    get current() {
      return timeout;
    },
    sample(roundTrip) {
      if (smoothed === null) {
        smoothed = roundTrip;
        variation = roundTrip / 2;
      } else {
        variation = 0.75 * variation + 0.25 * Math.abs(smoothed - roundTrip);
        smoothed = 0.875 * smoothed + 0.125 * roundTrip;
      }
      // The virtual clock has no granularity G; the formula keeps 1 ms for it.
      timeout = bounded(smoothed + Math.max(1, 4 * variation));
    },
    backOff() {
      timeout = bounded(timeout * 2);
    },
  };
}
