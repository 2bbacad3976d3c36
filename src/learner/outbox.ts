// What lessons and labs have to tell the log, kept in localStorage until a page opens the database.
//
// A lesson at rest may not load the database (its budget is 6 KB of JavaScript), so it writes here and
// the next page that opens the log takes it over. Ids are given here: taking over twice adds nothing.
import type { EventBody } from "./event.ts";
import { readShelf, writeShelf, type Shelf } from "./shelf.ts";

const OUTBOX = "otw.outbox";
/** More than anybody does between two visits to a page with cards; the oldest go first. */
const LONGEST = 500;

/** An event that waits; the device's name is added when it is taken over. */
export type Waiting = {
  readonly id: string;
  readonly t: number;
  readonly tz: number;
} & EventBody;

/** A random id that works on plain-HTTP pages too, where randomUUID is missing. */
export const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (octet) =>
    octet.toString(16).padStart(2, "0"),
  ).join("");

/** What waits; rows are validated by whoever takes them over. */
export function readOutbox(shelf: Shelf): readonly unknown[] {
  try {
    const stored: unknown = JSON.parse(readShelf(shelf, OUTBOX) ?? "[]");
    return Array.isArray(stored) ? stored : [];
  } catch {
    return [];
  }
}

/** Lets events wait. Of a lesson's, only the latest of each state is kept: visits do not pile up. */
export function putInOutbox(shelf: Shelf, ...bodies: readonly EventBody[]): void {
  const said = (row: unknown): string => {
    const { lesson, state } = (row ?? {}) as { lesson?: unknown; state?: unknown };
    return typeof lesson === "string" ? `${lesson} ${String(state)}` : "";
  };
  const stored = readOutbox(shelf);
  const { t: newest } = (stored.at(-1) ?? {}) as { t?: unknown };
  const now = Math.max(Date.now(), typeof newest === "number" ? newest + 1 : 0);
  const tz = -new Date(now).getTimezoneOffset();
  const added = bodies.map((body, at): Waiting => ({ id: newId(), t: now + at, tz, ...body }));
  const fresh = new Set(added.map(said));
  fresh.delete("");
  const kept = stored.filter((row) => !fresh.has(said(row)));
  writeShelf(shelf, OUTBOX, JSON.stringify([...kept, ...added].slice(-LONGEST)));
}

/** Removes the rows that were taken over; what another tab added meanwhile stays. */
export function clearOutbox(shelf: Shelf, taken: readonly unknown[]): void {
  const idOf = (row: unknown): unknown => (row as { id?: unknown } | null)?.id;
  const ids = new Set(taken.map(idOf));
  const left = readOutbox(shelf).filter((row) => !ids.has(idOf(row)));
  writeShelf(shelf, OUTBOX, left.length === 0 ? null : JSON.stringify(left));
}
