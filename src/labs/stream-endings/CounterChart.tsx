// The counter of unfinished streams over time, against its limit; drawn from the trace alone.
import type { JSX } from "preact";
import type { Trace } from "#trace/index.ts";

const WIDTH = 760;
const HEIGHT = 150;
const LEFT = 44;
const FLOOR = HEIGHT - 20;
const TOP = 14;

interface Props {
  readonly trace: Trace;
  readonly limit: number;
}

/** A line that climbs to the limit, or does not reach it. */
export function CounterChart({ trace, limit }: Props): JSX.Element {
  const points = trace.events.flatMap((event) =>
    event.kind === "gauge" ? [[event.at, event.value] as const] : [],
  );
  const start = points[0]?.[0] ?? 0;
  const end = points.at(-1)?.[0] ?? 1;
  const most = Math.max(limit, ...points.map(([, value]) => value)) * 1.1;
  const x = (at: number): number =>
    LEFT + ((at - start) / Math.max(1, end - start)) * (WIDTH - LEFT - 8);
  const y = (value: number): number => FLOOR - (value / most) * (FLOOR - TOP);
  const line = points
    .map(([at, value], place) =>
      place === 0 ? `M${x(at)} ${y(0)}V${y(value)}` : `H${x(at)}V${y(value)}`,
    )
    .join("");
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="The counter over time">
      <svg class="endings-chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        <path class="endings-floor" d={`M${LEFT} ${FLOOR}H${WIDTH - 8}`} />
        <path class="endings-limit" d={`M${LEFT} ${y(limit)}H${WIDTH - 8}`} />
        <text x={LEFT + 4} y={y(limit) - 5}>
          limit {limit}
        </text>
        <path class="endings-line" d={line} />
        <text x={LEFT} y={HEIGHT - 5}>
          {Math.round(start)} ms
        </text>
        <text x={WIDTH - 8} y={HEIGHT - 5} text-anchor="end">
          {Math.round(end)} ms
        </text>
      </svg>
    </div>
  );
}
