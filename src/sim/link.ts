// One direction of a network path: delay, bandwidth, a finite queue, and loss by a stated rule.
import type { Random } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";

/** Which packets a path loses; ordinals count packets of one direction from 0. */
export type Loss =
  | { readonly kind: "none" }
  /** Each packet by itself with this probability. */
  | { readonly kind: "rate"; readonly rate: number }
  /** Gilbert–Elliott: a good state that loses nothing and a bad one that loses everything. */
  | { readonly kind: "burst"; readonly toBad: number; readonly toGood: number }
  /** Exactly these, as a learner clicked them. */
  | { readonly kind: "exactly"; readonly ordinals: readonly number[] };

export interface LinkOptions {
  /** One-way propagation delay in milliseconds. */
  readonly delay: number;
  /** Bits per second; Infinity for a path that never is the bottleneck. */
  readonly bandwidth: number;
  /** Bytes that may wait for the wire; what does not fit is lost (drop-tail). */
  readonly queue: number;
  readonly loss: Loss;
}

/** What became of a packet that was handed to a link. */
export interface Passage {
  readonly ordinal: number;
  /** Virtual milliseconds of arrival, or null when it is lost. */
  readonly arrives: number | null;
  readonly lostTo: "queue" | "loss" | null;
}

export interface Link {
  /** Sends `size` bytes (headers included) now; `deliver` runs on arrival, if there is one. */
  send(size: number, deliver: () => void): Passage;
}

function lossRule(loss: Loss, random: Random): (ordinal: number) => boolean {
  switch (loss.kind) {
    case "none":
      return () => false;
    case "rate":
      return () => random.next() < loss.rate;
    case "exactly":
      return (ordinal) => loss.ordinals.includes(ordinal);
    case "burst": {
      let bad = false;
      return () => {
        bad = random.next() < (bad ? 1 - loss.toGood : loss.toBad);
        return bad;
      };
    }
  }
}

/** Opens one direction; its losses are drawn from `random` alone. */
export function createLink(scheduler: Scheduler, options: LinkOptions, random: Random): Link {
  const { delay, bandwidth, queue, loss } = options;
  const loses = lossRule(loss, random);
  const millisecondsFor = (bytes: number): number => (bytes * 8000) / bandwidth;
  let ordinal = 0;
  /** When the wire is free again. */
  let free = 0;
  return {
    send(size, deliver) {
      const own = ordinal;
      ordinal += 1;
      const lost = loses(own);
      const { now } = scheduler;
      const waiting = bandwidth === Infinity ? 0 : (Math.max(0, free - now) * bandwidth) / 8000;
      if (waiting + size > queue) return { ordinal: own, arrives: null, lostTo: "queue" };
      free = Math.max(free, now) + millisecondsFor(size);
      // A lost packet still took its time on the wire up to where it was lost.
      if (lost) return { ordinal: own, arrives: null, lostTo: "loss" };
      const arrives = free + delay;
      scheduler.schedule(arrives, deliver);
      return { ordinal: own, arrives, lostTo: null };
    },
  };
}
