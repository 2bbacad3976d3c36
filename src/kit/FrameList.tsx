// Every message that carries bytes as a list; the chosen one is opened in the byte inspector.
import type { JSX } from "preact";
import { useEffect, useId, useMemo, useState } from "preact/hooks";
import type { MessageEvent, Trace, TraceEvent } from "#trace/index.ts";
import { ByteInspector } from "./ByteInspector.tsx";
import type { Dissect } from "./edited.ts";
import { formatTime, LAYER_NAMES, nameOf, sizeOf } from "./event-words.ts";
import { Filler } from "./FieldTree.tsx";
import { useRows } from "./use-window.ts";

interface Props {
  readonly trace: Trace;
  readonly events: readonly TraceEvent[];
  readonly dissect: Dissect;
  /** Id of the current event: its message is chosen, or the one before it; the first where none is. */
  readonly chosen: number;
  readonly onChoose: (event: MessageEvent) => void;
}

/** Pixels; the style sheet says the same. */
const ROW = 34;
const HEIGHT = 204;
/** Milliseconds without another choice after which the chosen message is opened. */
const REST = 60;

/** The list above, the inspector below. */
export function FrameList({ trace, events, dissect, chosen, onChoose }: Props): JSX.Element {
  const id = useId();
  const frames = useMemo(
    () =>
      events.filter(
        (event): event is MessageEvent => event.kind === "message" && event.bytes.length > 0,
      ),
    [events],
  );
  const place = Math.max(
    0,
    frames.findLastIndex((frame) => frame.id <= chosen),
  );
  const { box, rows } = useRows(frames.length, ROW, place, HEIGHT);
  const frame = frames[place];
  // While the timeline moves the list follows; the bytes are opened once it rests.
  const [opened, setOpened] = useState(frame);
  useEffect(() => {
    if (frame === opened) return;
    const timer = setTimeout(() => setOpened(frame), REST);
    return () => {
      clearTimeout(timer);
    };
  }, [frame, opened]);
  if (frame === undefined) return <p class="soft">No message of the layers that are shown.</p>;
  const steps: Readonly<Record<string, number>> = {
    ArrowUp: place - 1,
    ArrowDown: place + 1,
    PageUp: place - 5,
    PageDown: place + 5,
    Home: 0,
    End: frames.length - 1,
  };
  return (
    <div class="tv-frames">
      <div
        class="tv-list"
        ref={box}
        role="listbox"
        tabIndex={0}
        aria-label="Messages"
        aria-activedescendant={
          place >= rows.from && place < rows.to ? `${id}-${frame.id}` : undefined
        }
        onKeyDown={(event) => {
          const to = steps[event.key];
          const next =
            to === undefined ? undefined : frames.at(Math.min(frames.length - 1, Math.max(0, to)));
          if (next === undefined) return;
          event.preventDefault();
          onChoose(next);
        }}
      >
        <Filler height={rows.before} />
        {frames.slice(rows.from, rows.to).map((each, index) => (
          <div
            key={each.id}
            id={`${id}-${each.id}`}
            class="tv-frame"
            role="option"
            aria-selected={each === frame}
            aria-setsize={frames.length}
            aria-posinset={rows.from + index + 1}
            onClick={() => onChoose(each)}
          >
            <span class="tv-num">{formatTime(each.at)}</span>
            <span class="tv-way">
              {nameOf(trace, each.from)} <span aria-hidden="true">→</span>
              <span class="only-heard">to</span> {nameOf(trace, each.to)}
            </span>
            <span class="tv-layer">{LAYER_NAMES[each.layer]}</span>
            <span class="tv-what">
              {each.label}
              {each.arrives === null && <span class="tv-lost"> ✕ lost</span>}
            </span>
            <span class="tv-num">{sizeOf(each)}</span>
          </div>
        ))}
        <Filler height={rows.after} />
      </div>
      {opened !== undefined && <ByteInspector key={opened.id} event={opened} dissect={dissect} />}
    </div>
  );
}
