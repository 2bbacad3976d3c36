// The learner's clock: local time whose day begins at 04:00, as plain milliseconds for the scheduler.

/** Milliseconds of a learner day. */
export const DAY = 86_400_000;
const MINUTE = 60_000;
/** Who reviews at one at night still belongs to yesterday. */
const ROLL_OVER = 4 * 60 * MINUTE;
/** A device clock this far ahead is believed to be a slip that passes; further ahead it is ignored. */
const SLIP = 2 * DAY;

/** Learner milliseconds of an instant: UTC milliseconds and minutes ahead of UTC. */
export const learnerTime = (t: number, tz: number): number => t + tz * MINUTE - ROLL_OVER;

/** UTC milliseconds of a learner time, in a zone that many minutes ahead of UTC. */
export const wallTime = (learner: number, tz: number): number => learner - tz * MINUTE + ROLL_OVER;

/** Number of the learner day; day 0 began on 1970-01-01 at 04:00 local time. */
export const learnerDay = (learner: number): number => Math.floor(learner / DAY);

/** The calendar date "2026-11-20" of a learner day. */
export const dayName = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/**
 * An instant that is never before the newest one known, so that a clock set back neither reorders the
 * log nor lets time run backwards. A newest instant more than two days ahead is a broken clock's and
 * is ignored: it must not freeze the learner's time.
 */
export const notBefore = (now: number, newest: number | undefined): number =>
  newest !== undefined && newest > now && newest - now <= SLIP ? newest : now;
