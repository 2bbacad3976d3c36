// The timeline's picture: both ways as bars on one axis; the table above it says the same in words.
import type { JSX } from "preact";
import type { Lane } from "./timeline.ts";

const WIDTH = 760;
const LEFT = 8;
const ROW = 26;
/** Width of a letter at this size, generously. */
const LETTER = 7;

interface Props {
  readonly names: readonly string[];
  readonly lanes: readonly Lane[];
}

/** Draws each stretch as a bar, each moment as a tick. */
export function TimelineBars({ names, lanes }: Props): JSX.Element {
  const last = Math.max(
    1,
    ...lanes.flatMap(({ end, stretches }) => [end, ...stretches.map((s) => s.until)]),
  );
  const scale = (WIDTH - 2 * LEFT) / last;
  const x = (time: number): number => LEFT + time * scale;
  const rows = lanes.map(({ stretches }) => stretches.length + 1);
  const tops = rows.map(
    (_, index) => 22 + rows.slice(0, index).reduce((sum, n) => sum + n * ROW + 18, 0),
  );
  const height = (tops.at(-1) ?? 0) + (rows.at(-1) ?? 0) * ROW;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Both timelines as bars">
      <svg class="interim-bars" viewBox={`0 0 ${WIDTH} ${height}`} aria-hidden="true">
        {lanes.map(({ stretches, end }, lane) => {
          const top = tops[lane] ?? 0;
          return (
            <g key={names[lane]}>
              <text class="name" x={LEFT} y={top - 6}>
                {names[lane]}
              </text>
              {stretches.map(({ id, text, who, from, until }, row) => {
                const y = top + row * ROW;
                const width = Math.max(3, x(until) - x(from));
                const room = LETTER * text.length;
                const inside = width > room + 16;
                const right = !inside && x(from) + width + room + 8 < WIDTH;
                return (
                  <g key={id} class={who}>
                    <rect x={x(from)} y={y + 3} width={width} height={ROW - 6} rx="3" />
                    <text
                      class={inside ? "inside" : undefined}
                      x={inside ? x(from) + 8 : right ? x(from) + width + 6 : x(from) - 6}
                      y={y + ROW / 2 + 3}
                      text-anchor={inside || right ? "start" : "end"}
                    >
                      {text}
                    </text>
                  </g>
                );
              })}
              <path
                class="end"
                d={`M${x(end)} ${top}V${top + ((rows[lane] ?? 1) - 1) * ROW + 6}`}
              />
              <text
                class="end"
                x={Math.min(x(end), WIDTH - 4)}
                y={top + (rows[lane] ?? 1) * ROW - 6}
                text-anchor="end"
              >
                {`${Math.round(end)} ms`}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
