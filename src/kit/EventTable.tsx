// The trace as a table, page by page: what a screen reader gets first, and what every picture says.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Trace, TraceEvent } from "#trace/index.ts";
import { formatTime, LAYER_NAMES, nameOf, sizeOf } from "./event-words.ts";

interface Props {
  readonly trace: Trace;
  /** The events to show, in order: a track's. */
  readonly events: readonly TraceEvent[];
  /** How many of them have happened; the last of these is the current one. */
  readonly seen: number;
  /** Called with the number of events up to and with the one chosen. */
  readonly onStand?: (seen: number) => void;
  /** Called with a message whose bytes are wanted. */
  readonly onOpen?: (event: TraceEvent) => void;
}

const PAGE = 15;

/** Rows of events; the page follows the current event and can be turned. */
export function EventTable({ trace, events, seen, onStand, onOpen }: Props): JSX.Element {
  const pages = Math.max(1, Math.ceil(events.length / PAGE));
  const pageOf = (row: number): number => Math.min(pages - 1, Math.max(0, Math.floor(row / PAGE)));
  const [page, setPage] = useState(0);
  const [followed, setFollowed] = useState(seen);
  useEffect(() => {
    if (seen === followed) return;
    setFollowed(seen);
    setPage(pageOf(seen - 1));
  }, [seen]);
  const first = Math.min(page, pages - 1) * PAGE;
  const shown = events.slice(first, first + PAGE);
  const turn = (to: number): void => setPage(Math.min(pages - 1, Math.max(0, to)));
  return (
    <div class="tv-table">
      <div class="scroll" tabIndex={0} role="region" aria-label={`Events: ${trace.title}`}>
        <table aria-rowcount={events.length + 1}>
          <thead>
            <tr aria-rowindex={1}>
              <th scope="col">Time</th>
              <th scope="col">From</th>
              <th scope="col">To</th>
              <th scope="col">Layer</th>
              <th scope="col">What</th>
              <th scope="col">Bytes</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((event, index) => {
              const place = first + index + 1;
              const message = event.kind === "message" ? event : null;
              const actor = event.kind === "local" || event.kind === "gauge" ? event.actor : "";
              return (
                <tr
                  key={event.id}
                  class={place > seen ? "tv-later" : undefined}
                  aria-rowindex={place + 1}
                  aria-current={place === seen ? "true" : undefined}
                >
                  <td class="tv-num">{formatTime(event.at)}</td>
                  <td>{nameOf(trace, message?.from ?? actor)}</td>
                  <td>
                    {message === null ? "" : nameOf(trace, message.to)}
                    {message?.arrives === null && <span class="tv-lost"> ✕ lost</span>}
                  </td>
                  <td>{LAYER_NAMES[event.layer]}</td>
                  <td class="tv-what">
                    {onStand === undefined ? (
                      event.label
                    ) : (
                      <button type="button" class="tv-plain" onClick={() => onStand(place)}>
                        {event.label}
                      </button>
                    )}
                    {event.fault !== undefined && (
                      <span class="tv-fault">
                        {" "}
                        ✗ {event.fault.code} ({event.fault.rule})
                      </span>
                    )}
                  </td>
                  <td class="tv-num">
                    {message !== null && message.bytes.length > 0 && onOpen !== undefined ? (
                      <button
                        type="button"
                        class="tv-plain"
                        aria-label={`${sizeOf(event)}: open the bytes of ${event.label}`}
                        onClick={() => onOpen(event)}
                      >
                        {sizeOf(event)}
                      </button>
                    ) : (
                      sizeOf(event)
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {events.length === 0 && <p class="soft">No event of the layers that are shown.</p>}
      {pages > 1 && (
        <div class="tv-keys tv-pages" role="group" aria-label="Pages of the table">
          <button type="button" class="tv-key" onClick={() => turn(0)} aria-label="First page">
            |◀
          </button>
          <button
            type="button"
            class="tv-key"
            onClick={() => turn(page - 1)}
            aria-label="Page before"
          >
            ◀
          </button>
          <span>
            {first + 1}–{first + shown.length} of {events.length}
          </span>
          <button
            type="button"
            class="tv-key"
            onClick={() => turn(page + 1)}
            aria-label="Page after"
          >
            ▶
          </button>
          <button
            type="button"
            class="tv-key"
            onClick={() => turn(pages - 1)}
            aria-label="Last page"
          >
            ▶|
          </button>
        </div>
      )}
    </div>
  );
}
