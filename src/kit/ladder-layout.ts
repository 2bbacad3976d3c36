// Where a ladder's arrows lie, in pixels down and parts of the width across, and which of them show. Pure.
import type { LocalEvent, MessageEvent, Trace, TraceEvent } from "#trace/index.ts";

/** One drawn event: an arrow from (x1, y1) to (x2, y2), or a moment where both ends are one. */
export interface Rung {
  readonly event: MessageEvent | LocalEvent;
  /** 0 to 1 across. */
  readonly x1: number;
  readonly x2: number;
  /** Pixels from the top; a lost message ends on its way. */
  readonly y1: number;
  readonly y2: number;
  readonly lost: boolean;
  /** Whether there is room for its words beside those of the others. */
  readonly labelled: boolean;
}

/** All that is drawn at one scale, sorted by `y1`. */
export interface Ladder {
  readonly rungs: readonly Rung[];
  /** Position in `rungs` by event id; events that nobody could tell from the one before are missing. */
  readonly placeOf: ReadonlyMap<number, number>;
  readonly height: number;
  /** The longest way down of an arrow: how far above a window one may begin. */
  readonly longest: number;
}

/** Pixels between two labels, and between two arrows that can be told apart. */
const LABEL = 16;
const APART = 2.5;
/** Pixels above the first and below the last arrow. */
const MARGIN = 22;
/** Pixels that browsers still scroll without rounding. */
const TALLEST = 2_000_000;
/** Part of the way that a lost message is drawn. */
const LOST_AT = 0.62;

/** Part of the width outside the first and the last column, for what happens at those actors. */
export const OUTSIDE = 0.19;

/** Across: the first actor at 19 %, the last at 81 %. */
export function columnOf(index: number, actors: number): number {
  return actors < 2 ? 0.5 : OUTSIDE + ((1 - 2 * OUTSIDE) * index) / (actors - 1);
}

/** Pixels for a millisecond so that messages have room on average, but at least `height` in all. */
export function scaleFor(events: number, end: number, height: number): number {
  if (end <= 0) return 1;
  const wanted = Math.min(TALLEST, Math.max(height, events * 1.2 * LABEL));
  return (wanted - 2 * MARGIN) / end;
}

/** Virtual milliseconds to pixels. */
export const yOf = (ms: number, scale: number): number => MARGIN + ms * scale;

/** Pixels to virtual milliseconds. */
export const timeOf = (y: number, scale: number): number => (y - MARGIN) / scale;

/** Half of all delivered messages take at most this long, in milliseconds. */
function typicalFlight(events: readonly TraceEvent[]): number {
  const flights = events
    .flatMap((event) =>
      event.kind === "message" && event.arrives !== null ? [event.arrives - event.at] : [],
    )
    .sort((a, b) => a - b);
  return flights[flights.length >>> 1] ?? 0;
}

/** Lays out the messages and local events of `events` once for a scale; drawing only looks things up. */
export function layLadder(
  trace: Trace,
  events: readonly TraceEvent[],
  end: number,
  scale: number,
): Ladder {
  const actors = trace.actors.length;
  const columns = new Map(trace.actors.map(({ id }, index) => [id, columnOf(index, actors)]));
  const flight = typicalFlight(events);
  const rungs: Rung[] = [];
  const placeOf = new Map<number, number>();
  const last = new Map<string, readonly [y1: number, y2: number]>();
  /** Where the last label ends: in the middle for messages, beside its column for local events. */
  const labelEnds = new Map<string, number>();
  let longest = 0;
  for (const event of events) {
    if (event.kind !== "message" && event.kind !== "local") continue;
    const message = event.kind === "message";
    const lost = message && event.arrives === null;
    const x1 = columns.get(message ? event.from : event.actor) ?? 0.5;
    const far = message ? (columns.get(event.to) ?? 0.5) : x1;
    const x2 = lost ? x1 + (far - x1) * LOST_AT : far;
    const until = message ? (event.arrives ?? event.at + flight * LOST_AT) : event.at;
    const [y1, y2] = [yOf(event.at, scale), yOf(until, scale)];
    const way = `${x1} ${x2}`;
    const [before1, before2] = last.get(way) ?? [-Infinity, -Infinity];
    const told = event.mark !== undefined || event.fault !== undefined;
    if (!told && y1 - before1 < APART && Math.abs(y2 - before2) < APART) continue;
    last.set(way, [y1, y2]);
    const middle = (y1 + y2) / 2;
    const track = message ? "middle" : way;
    const labelled = middle - (labelEnds.get(track) ?? -Infinity) >= LABEL;
    if (labelled) labelEnds.set(track, middle);
    longest = Math.max(longest, y2 - y1);
    placeOf.set(event.id, rungs.length);
    rungs.push({ event, x1, x2, y1, y2, lost, labelled });
  }
  return { rungs, placeOf, height: yOf(end, scale) + MARGIN, longest };
}

/** Rungs drawn in one window; of more, every second, third … is drawn, always the same ones. */
export const MOST_RUNGS = 120;

/**
 * The rungs that cross a window of `height` pixels scrolled to `top`, found by bisection; at most
 * about {@link MOST_RUNGS}, and all that turn the story.
 */
export function rungsIn(ladder: Ladder, top: number, height: number): readonly Rung[] {
  const { rungs, longest, placeOf } = ladder;
  const firstFrom = (y: number): number => {
    let [low, high] = [0, rungs.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((rungs[middle]?.y1 ?? Infinity) < y) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const found = rungs.slice(firstFrom(top - longest - LABEL), firstFrom(top + height + LABEL));
  const crossing = found.filter(({ y2 }) => y2 >= top - LABEL);
  const stride = Math.ceil(crossing.length / MOST_RUNGS);
  if (stride < 2) return crossing;
  // By the place in the whole ladder, so that scrolling does not make arrows come and go.
  return crossing.filter(
    ({ event }) =>
      (placeOf.get(event.id) ?? 0) % stride === 0 ||
      event.mark !== undefined ||
      event.fault !== undefined,
  );
}

/** A label cut to what it has room for, in characters. */
export const shorten = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, Math.max(0, most - 1))}…` : text;
