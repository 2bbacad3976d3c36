// The race as bars: raw, after gzip, after brotli; the table beside it says the same in numbers.
import type { JSX } from "preact";
import type { Measured } from "./seen.ts";

const [LEFT, RIGHT, BAR, GAP] = [52, 392, 15, 14];
const GROUP = 2 * BAR + GAP;

/** Draws JSON over protobuf for each form that was measured, on one scale. */
export function Bars({ json, protobuf }: Measured): JSX.Element {
  const groups = [
    { name: "raw", sizes: [json.raw, protobuf.raw] },
    { name: "gzip", sizes: [json.gzip, protobuf.gzip] },
    { name: "brotli", sizes: [json.brotli, protobuf.brotli] },
  ].filter(({ sizes }) => sizes.every((size) => size !== null));
  const most = Math.max(1, ...groups.flatMap(({ sizes }) => sizes.map(Number)));
  const height = groups.length * GROUP;
  return (
    <svg class="race-bars" viewBox={`0 0 400 ${height}`} aria-hidden="true">
      {groups.map(({ name, sizes }, group) => (
        <g key={name} transform={`translate(0 ${group * GROUP + GAP / 2})`}>
          <text class="form" x={LEFT - 8} y={BAR + 4}>
            {name}
          </text>
          {["JSON", "protobuf"].map((format, row) => {
            const size = Number(sizes[row]);
            const width = Math.max(1, ((RIGHT - LEFT) * size) / most);
            const inside = width > 170;
            return (
              <g key={format} class={format.toLowerCase()}>
                <rect x={LEFT} y={row * BAR} width={width} height={BAR - 2} rx="2" />
                <text
                  class={inside ? "inside" : undefined}
                  x={inside ? LEFT + 6 : LEFT + width + 5}
                  y={row * BAR + BAR - 4.5}
                >
                  {`${format} ${size.toLocaleString("en")}`}
                </text>
              </g>
            );
          })}
        </g>
      ))}
    </svg>
  );
}
