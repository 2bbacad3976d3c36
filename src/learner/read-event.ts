// Rows from outside (storage, a file, another tab) as events: upcast, checked, or told why not.
import { EVENT_VERSION, type EventKind, type LearnerEvent } from "./event.ts";

/** What a row turned out to be. */
export type ReadRow =
  | { readonly kind: "event"; readonly event: LearnerEvent }
  /** Written by a newer version of the course: not ours to judge. */
  | { readonly kind: "newer"; readonly version: number }
  | { readonly kind: "bad"; readonly why: string };

type Row = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => boolean;

/** By version v: makes a row of v into one of v + 1. Pure; events in storage are never rewritten. */
export type Upcasters = Readonly<Record<number, (row: Row) => Row>>;
const UPCASTERS: Upcasters = {};

/** Latest instant that JavaScript's calendar can name, minus a century of intervals. */
const LAST_INSTANT = 8.64e15 - 100 * 365.25 * 86_400_000;

const number =
  (low: number, high: number): Check =>
  (value) =>
    typeof value === "number" && value >= low && value <= high;
const integer =
  (low: number, high: number): Check =>
  (value) =>
    Number.isInteger(value) && number(low, high)(value);
const text =
  (longest: number): Check =>
  (value) =>
    typeof value === "string" && value.length > 0 && value.length <= longest;
function matching(form: RegExp): Check {
  // In a log the same device and session come a thousand times in a row.
  let last: unknown;
  return (value) => {
    if (value === last) return last !== undefined;
    if (typeof value !== "string" || value.length > 200 || !form.test(value)) return false;
    last = value;
    return true;
  };
}
const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

const NAME = /^[\w.:~-]+$/;
const id = matching(NAME);
const slug = matching(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const card = matching(/^[a-z0-9]+([.-][a-z0-9]+)*(~[1-9]\d?)?$/);
const session = optional(matching(NAME));

const answered = {
  card,
  r: oneOf(1, 2, 3, 4),
  ms: number(0, 1e9),
  m: integer(1, 1e6),
  auto: oneOf(undefined, 1),
  over: oneOf(undefined, 1),
  sure: oneOf(undefined, 1, 2, 3),
  seed: optional(integer(0, 2 ** 32 - 1)),
  session,
};
/** { lesson: "…", kind: "…" }: few and short. */
const scope: Check = (value) =>
  typeof value === "object" &&
  value !== null &&
  Object.entries(value).length <= 8 &&
  Object.entries(value).every(([name, part]) => text(40)(name) && text(200)(part));
const mark = { card, session };
const day = integer(-1e6, 1e7);

/** What each kind carries. */
const BODIES: Readonly<Record<EventKind, Readonly<Record<string, Check>>>> = {
  review: { ...answered, algo: oneOf("fsrs6") },
  practice: answered,
  undo: { undoes: id, card, session },
  suspend: mark,
  unsuspend: mark,
  bury: mark,
  reset: mark,
  collect: mark,
  drop: mark,
  flag: mark,
  unflag: mark,
  session: {
    mode: text(40),
    seed: integer(0, 2 ** 32 - 1),
    queue: (value) => Array.isArray(value) && value.length <= 10_000 && value.every(card),
    scope: optional(scope),
  },
  "session-end": { session: id },
  snapshot: {
    card,
    s: number(0.001, 36_500),
    d: number(1, 10),
    last: day,
    due: day,
    m: integer(1, 1e6),
  },
  lesson: { lesson: slug, state: oneOf("visited", "done") },
  prediction: {
    lab: slug,
    question: id,
    answer: (value) => typeof value === "string" && value.length <= 4000,
    right: oneOf(undefined, true, false),
  },
  challenge: { lab: slug, challenge: id },
  settings: { set: (value) => typeof value === "object" && value !== null },
};

const STAMP: Readonly<Record<string, Check>> = {
  id,
  t: integer(0, LAST_INSTANT),
  // −12:00 to +14:00 are in use; a little more is believed.
  tz: integer(-1440, 1440),
  dev: matching(NAME),
};

type Checks = readonly (readonly [name: string, check: Check])[];
const STAMP_CHECKS: Checks = Object.entries(STAMP);
const BODY_CHECKS = new Map<string, Checks>(
  Object.entries(BODIES).map(([kind, checks]) => [kind, Object.entries(checks)]),
);

function firstWrong(row: Row, checks: Checks): string | undefined {
  for (const [name, check] of checks) if (!check(row[name])) return name;
  return undefined;
}

/** Reads one row of any version; never throws and never changes it. */
export function readEvent(
  value: unknown,
  upcasters: Upcasters = UPCASTERS,
  version: number = EVENT_VERSION,
): ReadRow {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return { kind: "bad", why: "not an object" };
  let row = value as Row;
  const { v } = row;
  if (typeof v !== "number" || !Number.isInteger(v) || v < 0)
    return { kind: "bad", why: "no version" };
  if (v > version) return { kind: "newer", version: v };
  for (let from = v; from < version; from += 1) {
    const upcast = upcasters[from];
    if (upcast === undefined) return { kind: "bad", why: `version ${from} was never written` };
    row = { ...upcast(row), v: from + 1 };
  }
  const { kind } = row;
  const checks = typeof kind === "string" ? BODY_CHECKS.get(kind) : undefined;
  if (checks === undefined) return { kind: "bad", why: "unknown kind" };
  const wrong = firstWrong(row, STAMP_CHECKS) ?? firstWrong(row, checks);
  if (wrong !== undefined) return { kind: "bad", why: `${wrong} is missing or out of bounds` };
  return { kind: "event", event: row as unknown as LearnerEvent };
}
