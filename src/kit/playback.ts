// Where a reader stands in a trace: how many events were seen, and the virtual time. Pure; no clock.
import { endOf, type Layer, type Trace, type TraceEvent } from "#trace/index.ts";

/** A moment at which the story turns, by the number of events seen when it has happened. */
export interface Mark {
  readonly place: number;
  readonly text: string;
}

/** What can be played: the events that a reader steps over, in order. */
export interface Track {
  readonly events: readonly TraceEvent[];
  readonly marks: readonly Mark[];
  /** Virtual milliseconds at which the last thing ends. */
  readonly end: number;
}

/** The reader's place; a plain value, so two visits to one place are equal. */
export interface Playback {
  /** Events seen, 0 to all of them. */
  readonly seen: number;
  /** Virtual milliseconds: 0 before the first event, the track's end behind the last. */
  readonly now: number;
  readonly playing: boolean;
  readonly speed: Speed;
}

export const SPEEDS = [0.25, 0.5, 1, 2, 4] as const;
/** How fast playing runs; 1 shows the whole track in {@link WHOLE_TRACK}. */
export type Speed = (typeof SPEEDS)[number];

/** Milliseconds of a reader's time that the whole track takes at speed 1. */
export const WHOLE_TRACK = 12_000;

/** Everything that may happen to a place. */
export type PlaybackAction =
  | { readonly type: "toggle" }
  | { readonly type: "pause" }
  /** So many events on, or back when negative. */
  | { readonly type: "step"; readonly by: number }
  /** Behind so many events. */
  | { readonly type: "stand"; readonly seen: number }
  | { readonly type: "seek"; readonly now: number }
  | { readonly type: "mark"; readonly by: 1 | -1 }
  | { readonly type: "speed"; readonly speed: Speed }
  /** So many milliseconds of the reader's time went by. */
  | { readonly type: "tick"; readonly elapsed: number }
  /** The next still where motion is reduced: one event on, and playing goes on until the last. */
  | { readonly type: "still" };

export const START: Playback = { seen: 0, now: 0, playing: false, speed: 1 };

/** The track of a trace: messages and what happens at the actors; of some layers, or of all. */
export function trackOf(trace: Trace, layers?: ReadonlySet<Layer>): Track {
  const events = trace.events.filter(
    ({ kind, layer }) =>
      (kind === "message" || kind === "local") && (layers === undefined || layers.has(layer)),
  );
  const marks = events.flatMap(({ mark }, index) =>
    mark === undefined ? [] : [{ place: index + 1, text: mark }],
  );
  return { events, marks, end: endOf(trace) };
}

/** Events at or before `now`, by bisection. */
export function countUntil(events: readonly TraceEvent[], now: number): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle]?.at ?? Infinity) <= now) low = middle + 1;
    else high = middle;
  }
  return low;
}

const clamp = (value: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, value));

/** The place behind so many events; its time follows from that number alone, so steps are exact. */
function stand(track: Track, state: Playback, wanted: number): Playback {
  const seen = clamp(Math.round(wanted), 0, track.events.length);
  const last = seen === track.events.length;
  const now = seen === 0 && !last ? 0 : last ? track.end : (track.events[seen - 1]?.at ?? 0);
  return { ...state, seen, now, playing: false };
}

function seek(track: Track, state: Playback, wanted: number): Playback {
  const now = clamp(wanted, 0, track.end);
  return { ...state, now, seen: countUntil(track.events, now) };
}

/** The next place; `track` must be the one that the place belongs to. */
export function play(track: Track, state: Playback, action: PlaybackAction): Playback {
  switch (action.type) {
    case "toggle": {
      if (state.playing) return { ...state, playing: false };
      const from = state.now >= track.end ? { ...state, seen: 0, now: 0 } : state;
      return { ...from, playing: track.events.length > 0 };
    }
    case "pause":
      return { ...state, playing: false };
    case "step":
      return stand(track, state, state.seen + action.by);
    case "stand":
      return stand(track, state, action.seen);
    case "seek":
      return { ...seek(track, state, action.now), playing: false };
    case "mark": {
      const places = track.marks.map(({ place }) => place);
      const next =
        action.by > 0
          ? (places.find((place) => place > state.seen) ?? track.events.length)
          : (places.findLast((place) => place < state.seen) ?? 0);
      return stand(track, state, next);
    }
    case "speed":
      return { ...state, speed: action.speed };
    case "tick": {
      if (!state.playing) return state;
      const passed = (action.elapsed * state.speed * track.end) / WHOLE_TRACK;
      const next = seek(track, state, state.now + passed);
      return next.now >= track.end ? { ...next, playing: false } : next;
    }
    case "still": {
      if (!state.playing) return state;
      const next = stand(track, state, state.seen + 1);
      return { ...next, playing: next.seen < track.events.length };
    }
  }
}

/** The same moment on another track of the same trace, as when a layer is shown or hidden. */
export const carryOver = (track: Track, state: Playback): Playback => seek(track, state, state.now);
