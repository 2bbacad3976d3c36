// A place in a trace that plays: animation frames feed the pure reducer; reduced motion plays stills.
import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import type { Layer, Trace } from "#trace/index.ts";
import {
  carryOver,
  play,
  START,
  trackOf,
  type Playback,
  type PlaybackAction,
  type Track,
} from "./playback.ts";

/** Milliseconds that a still stays at speed 1 when motion is reduced. */
const STILL = 900;
/** A tab that slept does not jump. */
const LONGEST_FRAME = 100;

/** What the timeline and the views are given. */
export interface Player {
  readonly track: Track;
  readonly place: Playback;
  readonly act: (action: PlaybackAction) => void;
}

/** Plays one trace; another trace starts at its end, where everything has happened. */
export function usePlayback(trace: Trace, layers?: ReadonlySet<Layer>): Player {
  const track = useMemo(() => trackOf(trace, layers), [trace, layers]);
  const atEnd = (): Playback => play(track, START, { type: "stand", seen: track.events.length });
  const [held, setHeld] = useState({ trace, track, place: atEnd() });
  let current = held;
  if (held.track !== track) {
    const place = held.trace === trace ? carryOver(track, held.place) : atEnd();
    current = { trace, track, place };
    setHeld(current);
  }
  const act = useCallback(
    (action: PlaybackAction): void => {
      setHeld((before) =>
        before.track === track ? { ...before, place: play(track, before.place, action) } : before,
      );
    },
    [track],
  );
  const { playing, speed } = current.place;
  useEffect(() => {
    if (!playing) return;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      const timer = setInterval(() => act({ type: "still" }), STILL / speed);
      return () => {
        clearInterval(timer);
      };
    }
    let before = performance.now();
    let frame = requestAnimationFrame(function next(now) {
      act({ type: "tick", elapsed: Math.min(LONGEST_FRAME, now - before) });
      before = now;
      frame = requestAnimationFrame(next);
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [playing, speed, act]);
  return { track, place: current.place, act };
}
