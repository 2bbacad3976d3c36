// The pipe as a picture, drawn from the trace alone: each stream's frames, and its window as it empties and refills.
import type { JSX } from "preact";
import type { Trace } from "#trace/index.ts";
import { gaugeOf } from "./pipe.ts";
import { TARGETS, type Target } from "./setup.ts";

const WIDTH = 760;
const LEFT = 92;
const RIGHT = 8;
const FRAMES = 20;
const LEVEL = 30;
const ROW = FRAMES + LEVEL + 16;
const TOP = 6;

interface Span {
  readonly from: number;
  readonly until: number;
}

/** DATA frames of a stream while they occupy the pipe. */
function framesOf({ events }: Trace, target: Target, delay: number): readonly Span[] {
  return events.flatMap((event) =>
    event.kind === "message" &&
    event.from === "server" &&
    event.contentBytes !== undefined &&
    event.stream === target
      ? [{ from: event.at, until: (event.arrives ?? event.at) - delay }]
      : [],
  );
}

/** When WINDOW_UPDATEs for a target reached the server. */
const updatesOf = ({ events }: Trace, target: Target): readonly number[] =>
  events.flatMap((event) =>
    event.kind === "message" &&
    event.from === "client" &&
    event.bytes[3] === 8 &&
    event.stream === target
      ? [event.arrives ?? event.at]
      : [],
  );

const levelsOf = ({ events }: Trace, target: Target): readonly (readonly [number, number])[] =>
  events.flatMap((event) =>
    event.kind === "gauge" && event.gauge === gaugeOf(target) ? [[event.at, event.value]] : [],
  );

interface Props {
  readonly trace: Trace;
  readonly delay: number;
}

/** Four rows on one time axis; the table beside it says the same in words. */
export function PipeChart({ trace, delay }: Props): JSX.Element {
  const sent = trace.events.filter(
    (event) => event.kind === "message" && (event.contentBytes ?? 0) > 0,
  );
  const start = sent[0]?.at ?? 0;
  const end =
    10 + Math.max(start, ...trace.events.flatMap(({ at, kind }) => (kind === "gauge" ? [at] : [])));
  const scale = (WIDTH - LEFT - RIGHT) / Math.max(1, end - start);
  const x = (time: number): number => LEFT + (Math.min(Math.max(time, start), end) - start) * scale;
  const height = TOP + TARGETS.length * ROW;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Frames and windows over time">
      <svg class="pipe-chart" viewBox={`0 0 ${WIDTH} ${height}`} aria-hidden="true">
        {TARGETS.map((target, row) => {
          const top = TOP + row * ROW;
          const floor = top + FRAMES + LEVEL;
          const levels = levelsOf(trace, target);
          const most = Math.max(1, ...levels.map(([, level]) => level));
          const y = (level: number): number => floor - (Math.max(0, level) / most) * (LEVEL - 4);
          const [first] = levels;
          const steps = levels.map(([at, level]) => `H${x(at)}V${y(level)}`).join("");
          const last = levels.at(-1)?.[0] ?? end;
          const line =
            first === undefined
              ? ""
              : `M${x(first[0])} ${y(first[1])}${steps}H${x(target === 0 ? end : last)}`;
          const dry = levels.flatMap(([at, level], place) =>
            level <= 0 ? [{ from: at, until: levels[place + 1]?.[0] ?? end }] : [],
          );
          return (
            <g key={target} class={`pipe-row pipe-${target}`}>
              <text x="0" y={top + 14}>
                {target === 0 ? "connection" : `stream ${target}`}
              </text>
              <text class="pipe-small" x="0" y={floor}>
                window
              </text>
              <path class="pipe-floor" d={`M${LEFT} ${floor}H${WIDTH - RIGHT}`} />
              {dry.map(({ from, until }) => (
                <rect
                  key={from}
                  class="pipe-dry"
                  x={x(from)}
                  y={top + FRAMES + 2}
                  width={Math.max(2, x(until) - x(from))}
                  height={LEVEL - 2}
                />
              ))}
              {target !== 0 &&
                framesOf(trace, target, delay).map(({ from, until }) => (
                  <rect
                    key={from}
                    class="pipe-frame"
                    x={x(from)}
                    y={top}
                    width={Math.max(1.5, x(until) - x(from) - 1)}
                    height={FRAMES - 4}
                    rx="2"
                  />
                ))}
              {line !== "" && <path class="pipe-level" d={line} />}
              {updatesOf(trace, target).map((at) => (
                <path key={at} class="pipe-update" d={`M${x(at)} ${floor}l-4 7h8z`} />
              ))}
            </g>
          );
        })}
      </svg>
    </div>
  );
}
