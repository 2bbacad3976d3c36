// One trace, all its views: a status line and a timeline over table, ladder and frames with their bytes.
import type { ComponentChildren, JSX } from "preact";
import { useId, useMemo, useState } from "preact/hooks";
import type { ProtectQuic } from "#trace/export-pcapng.ts";
import type { Layer, Trace, TraceEvent } from "#trace/index.ts";
import type { Dissect } from "./edited.ts";
import { EventTable } from "./EventTable.tsx";
import { LAYER_NAMES, layersOf, tell } from "./event-words.ts";
import { ExportTrace } from "./ExportTrace.tsx";
import { late } from "./late.tsx";
import { Timeline } from "./Timeline.tsx";
import { usePlayback } from "./use-playback.ts";
import "./trace-style.ts";

interface Props {
  readonly trace: Trace;
  readonly dissect: Dissect;
  /** Beginning of exported files' names, and unique on the page. */
  readonly name: string;
  /** Layers shown at first; all but the transport where missing, all where nothing else is there. */
  readonly layers?: readonly Layer[];
  readonly protectQuic?: ProtectQuic;
  /** The view that is shown first: the table unless told. */
  readonly first?: View;
}

// A tab that nobody opens is not loaded; the table is what everybody gets.
const Ladder = late(async () => (await import("./Ladder.tsx")).Ladder);
const FrameList = late(async () => (await import("./FrameList.tsx")).FrameList);

const TRANSPORT: readonly Layer[] = ["tcp", "quic", "tls"];
const VIEWS = [
  ["table", "Table"],
  ["ladder", "Ladder"],
  ["frames", "Bytes"],
] as const;
/** A view by its tab. */
export type View = (typeof VIEWS)[number][0];

function firstLayers(all: readonly Layer[]): readonly Layer[] {
  const above = all.filter((layer) => !TRANSPORT.includes(layer));
  return above.some((layer) => layer !== "app") ? above : all;
}

/** All views stand at the same event; choosing one in any of them moves the timeline. */
export function TraceView(props: Props): JSX.Element {
  const { trace, dissect, name, layers, protectQuic, first = "table" } = props;
  const all = useMemo(() => layersOf(trace), [trace]);
  const [hidden, setHidden] = useState<ReadonlySet<Layer>>(() => {
    const shown = layers ?? firstLayers(all);
    return new Set(all.filter((layer) => !shown.includes(layer)));
  });
  const shown = useMemo(() => new Set(all.filter((layer) => !hidden.has(layer))), [all, hidden]);
  const player = usePlayback(trace, shown);
  const [view, setView] = useState<View>(first);
  const [moved, setMoved] = useState(false);
  const { track, place } = player;
  const act: typeof player.act = (action) => {
    setMoved(true);
    player.act(action);
  };
  const current = moved ? track.events[place.seen - 1] : undefined;
  const stand = (event: TraceEvent): void =>
    act({ type: "stand", seen: track.events.indexOf(event) + 1 });
  const openBytes = (event: TraceEvent): void => {
    stand(event);
    setView("frames");
  };
  const toggle = (layer: Layer): void => {
    const next = new Set(hidden);
    if (!next.delete(layer)) next.add(layer);
    setHidden(next);
  };
  return (
    <div class="tv" role="group" aria-label={`Trace: ${trace.title}`}>
      <p class="tv-status" role="status">
        {place.playing
          ? "Playing."
          : current === undefined
            ? `${trace.title}: ${track.events.length} events.`
            : tell(trace, current)}
      </p>
      <Timeline track={track} place={place} act={act} />
      {all.length > 1 && (
        <fieldset class="tv-layers">
          <legend class="only-heard">Layers shown</legend>
          {all.map((layer) => (
            <label key={layer}>
              <input type="checkbox" checked={!hidden.has(layer)} onChange={() => toggle(layer)} />{" "}
              {LAYER_NAMES[layer]}
            </label>
          ))}
        </fieldset>
      )}
      <Tabs view={view} onView={setView}>
        {view === "table" && (
          <EventTable
            trace={trace}
            events={track.events}
            seen={place.seen}
            onStand={(seen) => act({ type: "stand", seen })}
            onOpen={openBytes}
          />
        )}
        {view === "ladder" && (
          <Ladder trace={trace} track={track} place={place} act={act} onOpen={openBytes} />
        )}
        {view === "frames" && (
          <FrameList
            trace={trace}
            events={track.events}
            dissect={dissect}
            chosen={current?.id ?? -1}
            onChoose={stand}
          />
        )}
      </Tabs>
      {/* Without a connection there is no packet to capture and no request to list. */}
      {trace.connections.length > 0 && (
        <ExportTrace
          trace={trace}
          name={name}
          {...(protectQuic === undefined ? {} : { protectQuic })}
        />
      )}
    </div>
  );
}

interface TabsProps {
  readonly view: View;
  readonly onView: (view: View) => void;
  readonly children: ComponentChildren;
}

/** Tabs as ARIA practices have them: arrows move between them, one is in the order of focus. */
function Tabs({ view, onView, children }: TabsProps): JSX.Element {
  const id = useId();
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const index = VIEWS.findIndex(([each]) => each === view);
    const next = VIEWS[(index + by + VIEWS.length) % VIEWS.length];
    if (next === undefined) return;
    onView(next[0]);
    document.getElementById(`${id}-${next[0]}`)?.focus();
  };
  return (
    <>
      <div class="tv-tabs" role="tablist" aria-label="Views of the trace" onKeyDown={onKeyDown}>
        {VIEWS.map(([each, text]) => (
          <button
            key={each}
            id={`${id}-${each}`}
            type="button"
            role="tab"
            aria-selected={each === view}
            aria-controls={`${id}-panel`}
            tabIndex={each === view ? 0 : -1}
            onClick={() => onView(each)}
          >
            {text}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${view}`}>
        {children}
      </div>
    </>
  );
}
