// The timeline bar: play, step, scrub and jump through a trace; its keys work while focus is inside.
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { formatTime } from "./event-words.ts";
import { SPEEDS, type PlaybackAction } from "./playback.ts";
import type { Player } from "./use-playback.ts";
import "./trace-style.ts";

const KEYS: Readonly<Record<string, PlaybackAction>> = {
  ArrowLeft: { type: "step", by: -1 },
  ArrowDown: { type: "step", by: -1 },
  ArrowRight: { type: "step", by: 1 },
  ArrowUp: { type: "step", by: 1 },
  PageUp: { type: "step", by: 10 },
  PageDown: { type: "step", by: -10 },
  Home: { type: "stand", seen: 0 },
  End: { type: "stand", seen: Infinity },
  "[": { type: "mark", by: -1 },
  "]": { type: "mark", by: 1 },
};

const inside = (target: EventTarget | null, selector: string): boolean =>
  target instanceof Element && target.closest(selector) !== null;

/** Drives a {@link Player}. Server-rendered it shows where the trace ends. */
export function Timeline({ track, place, act }: Player): JSX.Element {
  const id = useId();
  const { events, marks, end } = track;
  const { seen, now, playing, speed } = place;
  const current = events[seen - 1];
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    // A list of choices and a pressed button keep their own keys.
    if (inside(event.target, "select")) return;
    const action =
      event.key === " "
        ? inside(event.target, "button")
          ? undefined
          : ({ type: "toggle" } as const)
        : KEYS[event.key];
    if (action === undefined) return;
    event.preventDefault();
    act(action);
  };
  const button = (name: string, sign: string, action: PlaybackAction, off: boolean) => (
    <button
      type="button"
      class="tv-key"
      aria-label={name}
      title={name}
      aria-disabled={off}
      onClick={() => {
        if (!off) act(action);
      }}
    >
      {sign}
    </button>
  );
  return (
    <div class="tv-timeline" role="group" aria-label="Timeline" onKeyDown={onKeyDown}>
      <div class="tv-keys">
        {button("To the start", "|◀", { type: "stand", seen: 0 }, seen === 0)}
        {button("One event back", "◀", { type: "step", by: -1 }, seen === 0)}
        <button type="button" class="tv-key tv-play" onClick={() => act({ type: "toggle" })}>
          {playing ? "Pause" : "Play"}
        </button>
        {button("One event on", "▶", { type: "step", by: 1 }, seen === events.length)}
        {button("To the end", "▶|", { type: "stand", seen: events.length }, seen === events.length)}
      </div>
      <div class="tv-track">
        <input
          type="range"
          aria-label="Virtual time"
          min={0}
          max={end}
          step="any"
          value={now}
          aria-valuetext={`${formatTime(now)} of ${formatTime(end)}, ${seen} of ${events.length} events${current === undefined ? "" : `: ${current.label}`}`}
          onInput={({ currentTarget }) => act({ type: "seek", now: currentTarget.valueAsNumber })}
        />
        {marks.length > 0 && end > 0 && (
          <svg class="tv-marks" aria-hidden="true" height="6" width="100%">
            {marks.map(({ place: at }) => {
              const x = `${(100 * (events[at - 1]?.at ?? 0)) / end}%`;
              return <line key={at} x1={x} x2={x} y1="0" y2="6" />;
            })}
          </svg>
        )}
      </div>
      <p class="tv-clock">
        <b>{formatTime(now)}</b> <span class="soft">of {formatTime(end)}</span>
        <br />
        <span class="soft">
          {seen} of {events.length} events
        </span>
      </p>
      <label class="tv-small" for={`${id}-speed`}>
        <span class="only-heard">Speed</span>
        <select
          id={`${id}-speed`}
          value={String(speed)}
          onChange={({ currentTarget }) =>
            act({ type: "speed", speed: SPEEDS[currentTarget.selectedIndex] ?? 1 })
          }
        >
          {SPEEDS.map((each) => (
            <option key={each} value={String(each)} selected={each === speed}>
              {each}×
            </option>
          ))}
        </select>
      </label>
      {marks.length > 0 && (
        <label class="tv-small" for={`${id}-mark`}>
          <span class="only-heard">Jump to</span>
          <select
            id={`${id}-mark`}
            value=""
            onChange={({ currentTarget }) => {
              act({ type: "stand", seen: Number(currentTarget.value) });
              currentTarget.value = "";
            }}
          >
            <option value="" disabled selected>
              Jump to …
            </option>
            {marks.map(({ place: at, text }) => (
              <option key={at} value={String(at)}>
                {text}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}
