// The tracer's picture: requests and answers between browser and service, drawn from what was recorded.
import type { JSX } from "preact";
import type { Exchange } from "#trace/index.ts";

const LEFT = 70;
const RIGHT = 330;
const TOP = 36;
/** Height of one request with its answer. */
const RUNG = 84;
/** More rungs than this are cut in the middle. */
const MOST_RUNGS = 6;

/** Draws each exchange as two arrows; the table beside it says the same in words. */
export function HopLadder({ exchanges }: { readonly exchanges: readonly Exchange[] }): JSX.Element {
  const cut = exchanges.length > MOST_RUNGS;
  const shown = cut ? [...exchanges.slice(0, 4), ...exchanges.slice(-1)] : exchanges;
  const height = TOP + shown.length * RUNG + 8;
  return (
    <svg class="tracer-ladder" viewBox={`0 0 400 ${height}`} aria-hidden="true">
      <path class="lifeline" d={`M${LEFT} ${TOP - 4}V${height}M${RIGHT} ${TOP - 4}V${height}`} />
      <text class="client" x={LEFT} y="20">
        browser
      </text>
      <text class="server" x={RIGHT} y="20">
        parcel service
      </text>
      {shown.map(({ request, response, number }, index) => {
        const y = TOP + index * RUNG;
        const size = request.content.length;
        return (
          <g key={number}>
            {cut && index === shown.length - 1 && (
              <text class="gap" x="200" y={y + 4}>
                … {exchanges.length - shown.length} more …
              </text>
            )}
            <path class="client" d={`M${LEFT} ${y + 20}L${RIGHT - 4} ${y + 30}m-9 -6l9 6l-10 4`} />
            <text x="200" y={y + 16}>
              {request.method} {request.target}
              {size > 0 ? ` · ${size} B` : ""}
            </text>
            <path class="server" d={`M${RIGHT} ${y + 53}L${LEFT + 4} ${y + 63}m9 -6l-9 6l10 4`} />
            <text x="200" y={y + 49}>
              {response.status}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
