// Numbers of the meter as people read them.

/** "6.2 s"; two digits below one second. */
export const seconds = (value: number): string =>
  `${value.toFixed(value < 1 ? 2 : 1).replace(/\.0$/, "")} s`;

/** "10.9 KB", thousands not 1,024s; below one thousand "904 B". */
export const size = (bytes: number): string =>
  bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} KB`;

/** "1:05" on the depot's clock. */
export const moment = (second: number): string =>
  `${Math.floor(second / 60)}:${String(Math.floor(second % 60)).padStart(2, "0")}`;

/** "scan 7", "scans 7 and 9", "scans 7, 9, 11 and 4 more". */
export function scanList(ids: readonly number[]): string {
  const [first, second] = ids;
  if (ids.length <= 1) return `scan ${first ?? 0}`;
  if (ids.length === 2) return `scans ${first ?? 0} and ${second ?? 0}`;
  return ids.length === 3
    ? `scans ${ids.slice(0, 2).join(", ")} and ${ids[2] ?? 0}`
    : `scans ${ids.slice(0, 3).join(", ")} and ${ids.length - 3} more`;
}
