// Timestamps in fields: the three forms of RFC 9110 §5.6.7.
import type { Fault } from "#wire/index.ts";
import { textFault } from "./faults.ts";

const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

const dayName = `(?:${days.join("|")})`;
const dayNameLong = "(?:Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day";
const month = `(?<month>${months.join("|")})`;
const time = "(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)";

/** Sun, 06 Nov 1994 08:49:37 GMT; then the two obsolete forms. */
const forms: readonly RegExp[] = [
  new RegExp(`^${dayName}, (?<day>\\d\\d) ${month} (?<year>\\d{4}) ${time} GMT$`),
  new RegExp(`^${dayNameLong}, (?<day>\\d\\d)-${month}-(?<year>\\d\\d) ${time} GMT$`),
  new RegExp(`^${dayName} ${month} (?<day>\\d\\d| \\d) ${time} (?<year>\\d{4})$`),
];

const rule = "RFC 9110 §5.6.7";
const notDate = (): Fault =>
  textFault(
    "BAD_HTTP_DATE",
    0,
    rule,
    "The text is none of the three forms of an HTTP-date. Send the form Sun, 06 Nov 1994 08:49:37 GMT.",
  );

/** Unix seconds of a date in UTC; null when there is no such day or time. */
function secondsOf(year: number, groups: Readonly<Record<string, string>>): number | null {
  const [day, hour, minute, second] = ["day", "hour", "minute", "second"].map((name) =>
    Number(groups[name]),
  ) as [number, number, number, number];
  const date = new Date(0);
  date.setUTCFullYear(year, months.indexOf(groups["month"] ?? ""), day);
  // 60 is a leap second, which Unix time counts as the first of the next minute.
  if (date.getUTCDate() !== day || hour > 23 || minute > 59 || second > 60) return null;
  return date.getTime() / 1000 + hour * 3600 + minute * 60 + second;
}

/** The year of a two-digit date: not more than 50 years after `now`. */
function fullYear(digits: number, groups: Readonly<Record<string, string>>, now: number): number {
  const century = Math.floor(new Date(now * 1000).getUTCFullYear() / 100) * 100;
  const limit = new Date(now * 1000);
  limit.setUTCFullYear(limit.getUTCFullYear() + 50);
  const next = century + 100 + digits;
  const tooLate = (year: number): boolean =>
    (secondsOf(year, groups) ?? Infinity) > limit.getTime() / 1000;
  return [next, next - 100].find((year) => !tooLate(year)) ?? next - 200;
}

/** 2020-01-01, from which two-digit years are counted when the caller names no clock. */
const defaultNow = 1_577_836_800;

/**
 * Unix seconds of an HTTP-date in any of the three forms, case-sensitive. `now` (Unix seconds) is
 * used only to complete the two-digit year of the RFC 850 form. The day's name is not compared with
 * the date: recipients are asked to be robust.
 */
export function parseHttpDate(text: string, now = defaultNow): number | Fault {
  for (const form of forms) {
    const groups = form.exec(text)?.groups;
    if (!groups) continue;
    const year = Number(groups["year"]);
    const short = groups["year"]?.length === 2;
    return secondsOf(short ? fullYear(year, groups, now) : year, groups) ?? notDate();
  }
  return notDate();
}

const two = (value: number): string => String(value).padStart(2, "0");

/** The preferred form of Unix seconds (fractions are cut); outside the years 0–9999 throws RangeError. */
export function formatHttpDate(seconds: number): string {
  const date = new Date(Math.floor(seconds) * 1000);
  const year = date.getUTCFullYear();
  if (!(year >= 0 && year <= 9999)) throw new RangeError(`${seconds} is not within 0000–9999`);
  const day = `${two(date.getUTCDate())} ${months[date.getUTCMonth()]} ${String(year).padStart(4, "0")}`;
  const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(":");
  return `${days[date.getUTCDay()]}, ${day} ${clock} GMT`;
}
