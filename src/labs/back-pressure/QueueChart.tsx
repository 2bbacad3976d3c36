// bufferedAmount over ten seconds as a line; the table beside it says the same in numbers.
import type { JSX } from "preact";
import { SECONDS, type Seen } from "./flood.ts";

const WIDTH = 600;
const HEIGHT = 150;

/** A round number at or above `value`. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return [1, 2, 5, 10].map((each) => each * power).find((each) => each >= value) ?? value;
}

/** Draws the line from 0 to the end of the ten seconds. */
export function QueueChart({ seen }: { readonly seen: Seen }): JSX.Element {
  const top = roundUp(Math.max(1000, seen.most));
  const x = (at: number): number => (WIDTH * at) / (1000 * SECONDS);
  const y = (bytes: number): number => HEIGHT - (HEIGHT * bytes) / top;
  const points = seen.line
    .filter(([at]) => at <= 1000 * SECONDS)
    .map(([at, bytes]) => `${x(at).toFixed(1)},${y(bytes).toFixed(1)}`);
  return (
    <svg
      class="queue-chart"
      viewBox={`-90 -20 ${WIDTH + 130} ${HEIGHT + 60}`}
      role="img"
      aria-label={`bufferedAmount over ${SECONDS} seconds, ${seen.most} bytes at most; the table says the same`}
    >
      {[0, 0.5, 1].map((part) => (
        <g key={part}>
          <line class="queue-grid" x1="0" x2={WIDTH} y1={y(part * top)} y2={y(part * top)} />
          <text x="-8" y={y(part * top) + 5} text-anchor="end">
            {`${(part * top) / 1000} kB`}
          </text>
        </g>
      ))}
      {[0, 5, 10].map((second) => (
        <text key={second} x={x(1000 * second)} y={HEIGHT + 30} text-anchor="middle">
          {second} s
        </text>
      ))}
      <polyline class="queue-line" points={points.join(" ")} />
    </svg>
  );
}
