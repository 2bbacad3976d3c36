// What a depot has to tell and the clock it tells it by, without any way of telling.

/** One scan of a parcel. */
export interface TimedScan {
  /** Counts from 1 in the order of the scans. */
  readonly id: number;
  /** Seconds of the depot's clock. */
  readonly at: number;
}

/** The depot's clock: it may run faster than the reader's, stand still, and be stopped for good. */
export interface DepotClock {
  readonly now: () => number;
  /** Resolves at that second; at once when it has passed or the clock was stopped. */
  readonly until: (second: number) => Promise<void>;
  readonly isStopped: () => boolean;
}

/** Seconds of silence after which an open stream sends a comment, so that no proxy ends it. */
export const HEARTBEAT = 15;

/** What is told of one scan, in every way. */
export const scanText = ({ id }: TimedScan): string =>
  JSON.stringify({ id, parcel: 4000 + ((id * 37) % 512), depot: "oslo" });
