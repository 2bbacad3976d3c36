// What a run adds up to, way by way, and what disturbed it.
import type { JSX } from "preact";
import type { Standstill } from "./depot-clock.ts";
import { bytesOf, NAMES, totalOf, WAYS, type Seen, type Way } from "./measured.ts";
import type { Setup } from "./setup.ts";
import { moment, scanList, seconds, size } from "./words.ts";

const WHYS: Readonly<Record<Standstill["why"], string>> = {
  paused: "you paused it",
  hidden: "this tab was hidden, and a hidden page’s timers are slowed",
  asleep: "the page got no time: it was frozen, or the machine asleep",
};

/** One sentence for each time the depot's clock stood still. */
export const Standstills = ({ standstills }: Pick<Seen, "standstills">): JSX.Element | null =>
  standstills.length === 0 ? null : (
    <ul class="meter-stills">
      {standstills.slice(0, 5).map(({ at, lasted, why }, index) => (
        <li key={index}>
          At {moment(at)} the depot’s clock stood still for {seconds(lasted / 1000)}: {WHYS[why]}.
          It then went on where it was.
        </li>
      ))}
    </ul>
  );

interface TotalsProps {
  readonly seen: Seen;
  readonly setup: Setup;
  readonly recounted: Readonly<Record<Way, number>> | null;
}

/** A row for each way; a column of failures only where there are some. */
export function Totals({ seen, setup, recounted }: TotalsProps): JSX.Element {
  const { lost } = totalOf(seen, "long", setup.newest);
  const failed = WAYS.some((way) => totalOf(seen, way).failed > 0);
  return (
    <>
      <div class="scroll" tabIndex={0} role="region" aria-label="What each way paid">
        <table class="meter-totals">
          <caption class="only-heard">
            {seen.scans.length} scans in three minutes, fetched in four ways
          </caption>
          <thead>
            <tr>
              <th scope="col">Way</th>
              <th scope="col">Requests</th>
              <th scope="col">Empty</th>
              {failed && <th scope="col">Failed</th>}
              <th scope="col">Lost</th>
              <th scope="col">Mean delay</th>
              <th scope="col">Longest</th>
              <th scope="col">Bytes</th>
              {recounted !== null && <th scope="col">as HTTP/2</th>}
            </tr>
          </thead>
          <tbody>
            {WAYS.map((way) => {
              const total = totalOf(seen, way, setup.newest);
              return (
                <tr key={way}>
                  <th scope="row" class={`meter-${way}`}>
                    {NAMES[way]}
                  </th>
                  <td>{total.requests}</td>
                  <td>{way === "short" || way === "long" ? total.empty : "–"}</td>
                  {failed && <td class={total.failed > 0 ? "fault" : undefined}>{total.failed}</td>}
                  <td class={total.lost.length > 0 ? "fault" : undefined}>{total.lost.length}</td>
                  <td>{total.mean === null ? "–" : seconds(total.mean)}</td>
                  <td>{total.longest === null ? "–" : seconds(total.longest)}</td>
                  <td>
                    <b>{size(bytesOf(total))}</b>
                  </td>
                  {recounted !== null && <td>{size(recounted[way])}</td>}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {lost.length > 0 && !setup.cursor && (
        <p>
          <b>Lost between two long polls:</b> {scanList(lost)}. Nobody was asking at that moment,
          and the next request said nothing of what came before. Give it a cursor and run again.
        </p>
      )}
    </>
  );
}
