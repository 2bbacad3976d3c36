// What a run of the meter measured, as plain data, and what it adds up to.
import type { Reach } from "#mocks/index.ts";
import type { TimedScan } from "#mocks/scan-feed.ts";
import type { Exchange, Fields } from "#trace/index.ts";
import type { Standstill } from "./depot-clock.ts";

export const WAYS = ["short", "long", "stream", "socket"] as const;
export type Way = (typeof WAYS)[number];

export const NAMES: Readonly<Record<Way, string>> = {
  short: "Short polling",
  long: "Long polling",
  stream: "SSE",
  socket: "WebSocket",
};

/** One request as the script knows it; times in depot seconds, sizes in bytes. */
export interface Asked {
  readonly at: number;
  readonly target: string;
  /** With what the browser adds. */
  readonly fields: Fields;
  /** null while nothing has come back; status 0 when nothing ever did. */
  readonly answer: {
    readonly at: number;
    readonly status: number;
    /** With what the server adds. */
    readonly fields: Fields;
    /** Sizes of the content's pieces; several of an event stream. */
    readonly pieces: readonly number[];
    readonly scans: number;
  } | null;
}

/** Bytes that went over the wire at a moment, heads and framing included. */
export interface Moved {
  readonly at: number;
  readonly up: number;
  readonly down: number;
}

/** A scan in the client's hands. */
export interface Arrival {
  readonly id: number;
  readonly at: number;
}

/** What one way did in a run. */
export interface Run {
  readonly asked: readonly Asked[];
  readonly moved: readonly Moved[];
  readonly arrivals: readonly Arrival[];
}

/** What a run showed. */
export interface Seen {
  readonly reach: Reach;
  readonly scans: readonly TimedScan[];
  readonly runs: Readonly<Record<Way, Run>>;
  /** As the service saw them: the first of each way. */
  readonly exchanges: readonly Exchange[];
  readonly standstills: readonly Standstill[];
}

/** What a way adds up to. */
export interface Total {
  readonly requests: number;
  /** Answers without a scan. */
  readonly empty: number;
  /** Requests that ended in an error, and those that a proxy cut. */
  readonly failed: number;
  readonly delivered: number;
  /** Never told; where answers hold only the newest scan, the ones passed over are not lost. */
  readonly lost: readonly number[];
  /** Mean and longest seconds between a scan and its arrival; null when none arrived. */
  readonly mean: number | null;
  readonly longest: number | null;
  readonly up: number;
  readonly down: number;
}

/** Seconds between each scan that arrived and its arrival. */
export const delaysOf = (
  { scans }: Pick<Seen, "scans">,
  { arrivals }: Run,
): readonly { readonly id: number; readonly at: number; readonly delay: number }[] =>
  scans.flatMap(({ id, at }) => {
    const arrival = arrivals.find((each) => each.id === id);
    return arrival === undefined ? [] : [{ id, at, delay: Math.max(0, arrival.at - at) }];
  });

/** Adds up one way's run. */
export function totalOf(seen: Pick<Seen, "scans" | "runs">, way: Way, newest = false): Total {
  const run = seen.runs[way];
  const answers = run.asked.flatMap(({ answer }) => (answer === null ? [] : [answer]));
  const delays = delaysOf(seen, run).map(({ delay }) => delay);
  const arrived = new Set(run.arrivals.map(({ id }) => id));
  const last = Math.max(0, ...arrived);
  const polls = way === "short" || way === "long";
  return {
    requests: run.asked.length,
    empty: polls ? answers.filter(({ status }) => status === 204).length : 0,
    failed: answers.filter(({ status }) => status === 0 || status >= 400).length,
    delivered: delays.length,
    lost: seen.scans
      .filter(({ id }) => !arrived.has(id) && !(newest && polls && id < last))
      .map(({ id }) => id),
    mean: delays.length === 0 ? null : delays.reduce((sum, each) => sum + each, 0) / delays.length,
    longest: delays.length === 0 ? null : Math.max(...delays),
    up: run.moved.reduce((sum, { up }) => sum + up, 0),
    down: run.moved.reduce((sum, { down }) => sum + down, 0),
  };
}

export const bytesOf = ({ up, down }: Pick<Total, "up" | "down">): number => up + down;

/** The ways by their bytes, fewest first. */
export const byBytes = (seen: Pick<Seen, "scans" | "runs">): readonly Way[] =>
  WAYS.toSorted((one, other) => bytesOf(totalOf(seen, one)) - bytesOf(totalOf(seen, other)));
