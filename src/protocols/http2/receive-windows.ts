// The windows that we grant: how much may still arrive, and when to open them again. RFC 9113 §6.9.
import { MAX_WINDOW } from "./settings.ts";

/** One window that we grant. */
export interface Grant {
  /** Octets that the peer may still send; negative after we lowered our setting (§6.9.2). */
  receiveWindow: number;
  /** Octets that are done with and not yet given back. */
  consumed: number;
}

/**
 * Credit to give back now: everything consumed once it is half of the full window, so that
 * WINDOW_UPDATEs stay rare (§6.9.1) and a sender is never starved; else 0.
 */
export function dueCredit({ consumed }: Grant, fullWindow: number): number {
  return consumed >= Math.max(1, Math.floor(fullWindow / 2)) ? consumed : 0;
}

/** Gives credit; more than the largest window throws RangeError. */
export function giveCredit(grant: Grant, octets: number): void {
  if (!Number.isInteger(octets) || octets < 1 || grant.receiveWindow + octets > MAX_WINDOW) {
    throw new RangeError(
      `a credit of ${octets} octets: it is at least 1 and keeps the window within ${MAX_WINDOW}`,
    );
  }
  grant.receiveWindow += octets;
  grant.consumed = Math.max(0, grant.consumed - octets);
}
