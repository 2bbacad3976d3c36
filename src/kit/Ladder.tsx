// The sequence diagram: actors as columns, messages as arrows as slanted as they were slow.
import type { JSX } from "preact";
import { useEffect, useId, useMemo, useRef, useState } from "preact/hooks";
import type { Trace, TraceEvent } from "#trace/index.ts";
import { columnOf, layLadder, rungsIn, scaleFor, timeOf, yOf, type Rung } from "./ladder-layout.ts";
import { countUntil } from "./playback.ts";
import { LadderWords, percent } from "./LadderWords.tsx";
import type { Player } from "./use-playback.ts";
import { useWindow } from "./use-window.ts";
import "./trace-style.ts";

interface Props extends Player {
  readonly trace: Trace;
  /** Called with the current event when its bytes are wanted. */
  readonly onOpen?: (event: TraceEvent) => void;
}

/** Pixels; the style sheet says the same. */
const HEIGHT = 420;
const ZOOMS = [0.125, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64];

/** With more arrows than these, those under way carry no dot. */
const MOST_MOVING = 60;

/** Who speaks gives the colour; a broken rule or a loss its own. */
const classOf = (trace: Trace, { event, lost }: Rung): string => {
  if (lost || event.fault !== undefined) return "fault";
  const actor = event.kind === "message" ? event.from : event.actor;
  const role = trace.actors.find(({ id }) => id === actor)?.role ?? "client";
  return role === "intermediary" ? "between" : role;
};

/** Up and down step through the events, plus and minus zoom, Enter opens the bytes. */
export function Ladder({ trace, track, place, act, onOpen }: Props): JSX.Element {
  const id = useId();
  const [zoom, setZoom] = useState(1);
  const { box, top, height, width } = useWindow(HEIGHT);
  const { events, end } = track;
  const scale = scaleFor(events.length, end, HEIGHT) * zoom;
  const ladder = useMemo(() => layLadder(trace, events, end, scale), [trace, events, end, scale]);
  const current = events[place.seen - 1];
  const y = yOf(place.now, scale);

  // The window follows the place once it moves; at first it shows the beginning.
  const before = useRef(place.now);
  useEffect(() => {
    const element = box.current;
    if (element === null || before.current === place.now) return;
    before.current = place.now;
    const [from, to] = [element.scrollTop + 40, element.scrollTop + element.clientHeight - 60];
    if (y < from || y > to) element.scrollTop = y - element.clientHeight / 2;
  }, [place.now, y, box]);
  const zoomBy = (by: number): void => {
    const next = ZOOMS[ZOOMS.indexOf(zoom) + by];
    const element = box.current;
    if (next === undefined) return;
    // What is in the middle stays there.
    const middle = (element?.scrollTop ?? 0) + HEIGHT / 2;
    setZoom(next);
    requestAnimationFrame(() => {
      if (element !== null) element.scrollTop = (middle * next) / zoom - HEIGHT / 2;
    });
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    switch (event.key) {
      case "ArrowDown":
      case "ArrowRight":
        act({ type: "step", by: 1 });
        break;
      case "ArrowUp":
      case "ArrowLeft":
        act({ type: "step", by: -1 });
        break;
      case "Home":
        act({ type: "stand", seen: 0 });
        break;
      case "End":
        act({ type: "stand", seen: events.length });
        break;
      case "+":
        zoomBy(1);
        break;
      case "-":
        zoomBy(-1);
        break;
      case "Enter":
        if (current !== undefined) onOpen?.(current);
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  const found = rungsIn(ladder, top, height);
  const cause = current?.cause === undefined ? undefined : trace.events[current.cause];
  const from = cause === undefined ? undefined : ladder.rungs[ladder.placeOf.get(cause.id) ?? -1];
  const to = current === undefined ? undefined : ladder.rungs[ladder.placeOf.get(current.id) ?? -1];
  const drawn = to === undefined || found.includes(to) ? found : [...found, to];
  const inWindow = (at: number): boolean => at > top - 20 && at < top + height + 20;
  // What lies too close to be told apart is not drawn, and it is said.
  const begun =
    countUntil(events, timeOf(top + height, scale)) - countUntil(events, timeOf(top, scale));
  const shown = found.filter(({ y1 }) => y1 >= top && y1 <= top + height).length;
  const moving = drawn.length < MOST_MOVING;
  // One listener for all arrows: each carries its event's number.
  const onClick = (event: MouseEvent): void => {
    const found = event.target instanceof Element ? event.target.closest("[data-event]") : null;
    const chosen = Number(found?.getAttribute("data-event") ?? -1);
    const index = events.findIndex((each) => each.id === chosen);
    if (index >= 0) act({ type: "stand", seen: index + 1 });
  };
  return (
    <div class="tv-ladder">
      <div class="tv-keys">
        <button type="button" class="tv-key" onClick={() => zoomBy(-1)} aria-label="Zoom out">
          −
        </button>
        <button type="button" class="tv-key" onClick={() => zoomBy(1)} aria-label="Zoom in">
          +
        </button>
        {begun > shown && (
          <span class="tv-hint">
            {shown} of {begun} events of this stretch are drawn; zoom in, or find the others in the
            table.
          </span>
        )}
        <span class="soft tv-hint">↑ ↓ step · + − zoom{onOpen && " · Enter opens the bytes"}</span>
      </div>
      <div
        class="tv-rungs"
        ref={box}
        tabIndex={0}
        role="region"
        aria-label={`Ladder: ${trace.title}; the table tells the same in words`}
        onKeyDown={onKeyDown}
      >
        <svg class="tv-actors" aria-hidden="true" width="100%" height="30">
          {trace.actors.map(({ id: actor, name, role }, index) => (
            <text
              key={actor}
              class={role === "intermediary" ? "between" : role}
              x={percent(columnOf(index, trace.actors.length))}
              y="20"
              text-anchor="middle"
            >
              {name}
            </text>
          ))}
        </svg>
        <svg
          class="tv-arrows"
          aria-hidden="true"
          width="100%"
          height={Math.ceil(ladder.height)}
          onClick={onClick}
        >
          <defs>
            {["client", "server", "between", "fault"].map((role) => (
              <marker
                key={role}
                id={`${id}-${role}`}
                class={role}
                viewBox="0 0 8 8"
                refX="7"
                refY="4"
                markerWidth="8"
                markerHeight="8"
                markerUnits="userSpaceOnUse"
                orient="auto"
              >
                <path d="M0 0.5L8 4L0 7.5Z" />
              </marker>
            ))}
          </defs>
          {trace.actors.map(({ id: actor }, index) => {
            const x = percent(columnOf(index, trace.actors.length));
            return <line key={actor} class="tv-life" x1={x} x2={x} y1="0" y2={ladder.height} />;
          })}
          {from !== undefined && to !== undefined && (
            <line
              class="tv-cause"
              x1={percent(from.x2)}
              y1={from.y2}
              x2={percent(to.x1)}
              y2={to.y1}
            />
          )}
          {drawn.map((rung, slot) => {
            const { event, x1, x2, y1, y2, lost, labelled } = rung;
            const who = classOf(trace, rung);
            const here = event === current;
            const later = event.at > place.now ? " later" : "";
            const part = (place.now - event.at) / (y2 > y1 ? (y2 - y1) / scale : 1);
            return (
              // Slots are used again for other events: moving nodes is dearer than changing them.
              <g key={slot} data-event={event.id} class={`${who}${later}${here ? " here" : ""}`}>
                {event.kind === "local" ? (
                  <circle cx={percent(x1)} cy={y1} r="4" />
                ) : (
                  <line
                    x1={percent(x1)}
                    y1={y1}
                    x2={percent(x2)}
                    y2={y2}
                    marker-end={lost ? undefined : `url(#${id}-${who})`}
                  />
                )}
                {lost && (
                  <text class="tv-cross" x={percent(x2)} y={y2 + 5} text-anchor="middle">
                    ✕
                  </text>
                )}
                {moving && part > 0 && part < 1 && event.kind === "message" && (
                  <circle
                    class="tv-flying"
                    cx={percent(x1 + (x2 - x1) * part)}
                    cy={y1 + (y2 - y1) * part}
                    r="5"
                  />
                )}
                {((labelled && inWindow((y1 + y2) / 2)) || here) && (
                  <LadderWords rung={rung} width={width} />
                )}
              </g>
            );
          })}
          <line class="tv-now" x1="0" x2="100%" y1={y} y2={y} />
        </svg>
      </div>
    </div>
  );
}
