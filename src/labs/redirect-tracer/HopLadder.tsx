// The tracer's picture: requests and answers between browser and service, drawn from what was recorded.
import type { JSX } from "preact";
import type { Exchange } from "#trace/index.ts";
import { leadsTo } from "./chain.ts";

const LEFT = 70;
const RIGHT = 330;
const TOP = 36;
/** Height of one request with its answer. */
const RUNG = 84;
/** More rungs than this are cut in the middle. */
const MOST_RUNGS = 6;

/** "POST /parcels · 27 B": what arrived. */
export const arrivalText = ({ request: { method, target, content } }: Exchange): string =>
  content.length > 0 ? `${method} ${target} · ${content.length}\u00a0B` : `${method} ${target}`;

/** "302 → /parcels/42": what was answered. */
export function answerText(exchange: Exchange): string {
  const to = leadsTo(exchange);
  const { status } = exchange.response;
  return to === null ? String(status) : `${status} → ${to}`;
}

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
      {shown.map((exchange, index) => {
        const y = TOP + index * RUNG;
        return (
          <g key={exchange.number}>
            {cut && index === shown.length - 1 && (
              <text class="gap" x="200" y={y + 4}>
                … {exchanges.length - shown.length} more …
              </text>
            )}
            <path class="client" d={`M${LEFT} ${y + 20}L${RIGHT - 4} ${y + 30}m-9 -6l9 6l-10 4`} />
            <text x="200" y={y + 16}>
              {arrivalText(exchange)}
            </text>
            <path class="server" d={`M${RIGHT} ${y + 53}L${LEFT + 4} ${y + 63}m9 -6l-9 6l10 4`} />
            <text x="200" y={y + 49}>
              {answerText(exchange)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
