// The answers as a table for other programs, such as an optimizer of FSRS weights. RFC 4180.
import type { LearnerEvent } from "./event.ts";

const HEAD = ["card", "t", "tz", "kind", "rating", "ms", "sure", "undone"];

/** A cell that no spreadsheet takes for a formula and no reader for two cells. */
const cell = (value: string | number): string => {
  const text = String(value);
  const safe = /^[=+@\t]|^-(?!\d)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** One line an answer, in the log's order; `undone` is 1 for answers taken back. Lines end with CRLF. */
export function writeCsv(events: readonly LearnerEvent[]): string {
  const undone = new Set(events.flatMap((event) => (event.kind === "undo" ? event.undoes : [])));
  const rows = events.flatMap((event) => {
    if (event.kind !== "review" && event.kind !== "practice") return [];
    const { card, t, tz, kind, r, ms, sure = "", id } = event;
    return [[card, t, tz, kind, r, ms, sure, undone.has(id) ? 1 : 0]];
  });
  return [HEAD, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}
