// A crowd of clients that lost their server three times, and how their reconnect loop does. RFC 6455 §7.2.3.
import type { Chance } from "#kit/seeded.ts";

/** How each client comes back. */
export interface Loop {
  /** Seconds before the first attempt. */
  readonly first: number;
  readonly growth: "same" | "double";
  /** Longest delay in seconds. */
  readonly cap: number;
  /** How far chance moves a delay: not at all, by a tenth, or anywhere between 0 and it. */
  readonly jitter: "none" | "tenth" | "full";
  /** When the delay begins small again. */
  readonly reset: "open" | "stable";
}

/** An outage as the server has it: away for so long, or accepting and crashing a second later. */
export interface Outage {
  readonly seconds: number;
  readonly crashes: boolean;
}

/** How the loop did in one outage. */
export interface Score {
  /** Handshakes in the busiest second after the end of the outage. */
  readonly busiest: number;
  /** Attempts that each client made, on average. */
  readonly attempts: number;
  /** Seconds from the end of the outage until the last client was back. */
  readonly lastBack: number;
}

/** Clients in the crowd. */
export const CLIENTS = 300;
/** Seconds that a connection lasts while the server crashes right after accepting it. */
const CRASH_AFTER = 1;

/** The delay before attempt `count`, counted from 0. */
function delayOf({ first, growth, cap, jitter }: Loop, count: number, chance: Chance): number {
  const grown = growth === "double" ? first * 2 ** Math.min(count, 20) : first;
  const most = Math.min(cap, grown);
  const roll = chance.between(0, 1000) / 1000;
  if (jitter === "full") return Math.max(0.05, roll * most);
  return jitter === "tenth" ? most * (0.9 + 0.2 * roll) : most;
}

/** Runs the whole crowd through one outage. */
export function weather(loop: Loop, { seconds, crashes }: Outage, chance: Chance): Score {
  const perSecond = new Map<number, number>();
  let attempts = 0;
  let lastBack = 0;
  for (let client = 0; client < CLIENTS; client += 1) {
    let count = 0;
    let now = 0;
    for (;;) {
      now += delayOf(loop, count, chance);
      attempts += 1;
      if (now >= seconds) break;
      count += 1;
      if (crashes) {
        // It opened, and a second later it was gone again.
        now += CRASH_AFTER;
        if (loop.reset === "open") count = 0;
      }
    }
    const second = Math.floor(now - seconds);
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
    lastBack = Math.max(lastBack, now - seconds);
  }
  return {
    busiest: Math.max(...perSecond.values()),
    attempts: attempts / CLIENTS,
    lastBack,
  };
}
