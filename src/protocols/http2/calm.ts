// Bounds on work that costs a peer nothing to cause: RFC 9113 §10.5, §10.5.1.
import type { Fault } from "#wire/index.ts";

/** How much of each suspicious thing a connection bears before it answers ENHANCE_YOUR_CALM. */
export interface Http2Limits {
  /**
   * Streams that the peer opened and that ended before they were complete, reset by itself or
   * because of what it sent, less the streams that were completed. It stops a rapid reset.
   */
  readonly resets: number;
  /** CONTINUATION frames of one field block. */
  readonly continuations: number;
  /** Octets of one field block as it is compressed. */
  readonly fieldBlock: number;
  /** Octets of one field section (name + value + 32 a line); beyond it the message is malformed. */
  readonly fieldSection: number;
  /** Answers to SETTINGS and PING that wait in takeBytes(). */
  readonly replies: number;
  /** DATA frames without content or END_STREAM since the last frame that had a use. */
  readonly emptyFrames: number;
  /** Promised streams that have not begun. */
  readonly promises: number;
}

/** Limits unless told otherwise. */
export const DEFAULT_LIMITS: Http2Limits = {
  resets: 100,
  continuations: 32,
  fieldBlock: 262_144,
  fieldSection: 65_536,
  replies: 1_000,
  emptyFrames: 100,
  promises: 100,
};

/** Things that are counted over time, as opposed to within one block. */
export type Counted = "resets" | "replies" | "emptyFrames";

/** The counters of one connection, without a clock: useful work and `renew` set them back. */
export interface Calm {
  readonly counts: Readonly<Record<Counted, number>>;
  /** Counts one; the fault when that is more than the limit. */
  count(what: Counted, at: number): Fault | null;
  /** Takes one back, not below zero. */
  credit(what: Counted): void;
  /** Sets one counter, or all, to zero: a new unit of work begins. */
  renew(what?: Counted): void;
}

const WORDS: Readonly<Record<Counted, string>> = {
  resets: "streams reset before they were complete",
  replies: "answers to SETTINGS and PING waiting",
  emptyFrames: "empty DATA frames in a row",
};

/** The fault of too much of something. */
export const calmFault = (at: number, limit: number, what: string): Fault => ({
  code: "ENHANCE_YOUR_CALM",
  at,
  rule: "RFC 9113 §10.5",
  text: `more than ${limit} ${what}`,
});

/** Counters at zero. */
export function createCalm(limits: Http2Limits): Calm {
  const counts: Record<Counted, number> = { resets: 0, replies: 0, emptyFrames: 0 };
  return {
    counts,
    count(what, at) {
      counts[what] += 1;
      return counts[what] > limits[what] ? calmFault(at, limits[what], WORDS[what]) : null;
    },
    credit(what) {
      counts[what] = Math.max(0, counts[what] - 1);
    },
    renew(what) {
      for (const name of what === undefined ? (Object.keys(counts) as Counted[]) : [what]) {
        counts[name] = 0;
      }
    },
  };
}
