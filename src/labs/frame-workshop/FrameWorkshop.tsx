// The frame workshop, the view: the story so far, the frame that came with its bytes, and bytes of one's own.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Select, Slider } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import { late } from "#kit/late.tsx";
import type { Bench } from "#kit/use-lab.ts";
import { createHttp2Dissector } from "#scenarios/http2-dissect.ts";
import { formatHex, parseHex } from "#wire/index.ts";
import { frameAt } from "./judge.ts";
import { lab, type Seen } from "./model.ts";
import { asMessage, BEGINNINGS, beginWith, dissectOwn, receive } from "./own-bytes.ts";
import { PLACES, type Change, type Setup } from "./setup.ts";
import { FRAMES, replay, STORY, TRACE, type Told } from "./story.ts";
import "./frame-workshop.css";

type WorkshopBench = Bench<Setup, Change, Seen>;

const loadInspector = () => import("#kit/ByteInspector.tsx");
/** Bytes beside their fields; loaded once the lab is in view and the page idle. */
const ByteInspector = late(async () => (await loadInspector()).ByteInspector);
/** The views of a trace; loaded when somebody opens them. */
const TraceView = late(async () => (await import("#kit/TraceView.tsx")).TraceView);

const dissect = createHttp2Dissector(TRACE, replay);
/** Frames of the past that stand above the question. */
const REMEMBERED = 4;

const Line = ({ told: { event } }: { readonly told: Told }): JSX.Element => (
  <li>
    <span class={event.from}>{event.from === "client" ? "browser →" : "← server"}</span>{" "}
    <span>{event.label}</span>
  </li>
);

function Controls({ state, dispatch }: WorkshopBench): JSX.Element {
  const { place } = state.setup;
  const from = Math.max(0, place - 1 - REMEMBERED);
  const before = FRAMES.slice(from, place - 1);
  return (
    <>
      <Slider
        id={`${lab.definition.id}-place`}
        label="The frame to predict"
        value={place}
        {...PLACES}
        unit={`of ${PLACES.max}`}
        onChange={(value) => dispatch({ type: "change", change: { kind: "place", value } })}
      />
      {before.length > 0 && (
        <ol class="workshop-past" start={from + 1} aria-label="Frames before it">
          {before.map((told) => (
            <Line key={told.event.id} told={told} />
          ))}
        </ol>
      )}
      <p class="workshop-now">
        <b>Now:</b> {STORY[place - 1]}
      </p>
    </>
  );
}

function Observation({
  seen,
  bench: { state, dispatch },
}: {
  readonly seen: Seen;
  readonly bench: WorkshopBench;
}): JSX.Element {
  const [opened, setOpened] = useState(false);
  const { setup } = state;
  const { event } = frameAt(setup);
  return (
    <>
      <p>
        <span class={`workshop-from ${event.from}`}>
          {event.from === "client" ? "browser → server" : "server → browser"}
        </span>{" "}
        {event.label}
      </p>
      <ByteInspector key={event.id} event={event} dissect={dissect} />
      <p class="soft">
        Change a byte, and the receiver takes the changed frame in the state that it is in right
        now.
      </p>
      {setup.place < PLACES.max && (
        <p class="lab-row">
          <button
            type="button"
            onClick={() =>
              dispatch({ type: "change", change: { kind: "place", value: setup.place + 1 } })
            }
          >
            Predict the frame after it
          </button>
        </p>
      )}
      <details class="lab-more" onToggle={({ currentTarget }) => setOpened(currentTarget.open)}>
        <summary>The connection up to here, event by event</summary>
        {opened && <TraceView trace={seen} dissect={dissect} name={lab.definition.id} />}
      </details>
    </>
  );
}

/** What the waiting server sends back. */
function Replies({ bytes }: { readonly bytes: Uint8Array }): JSX.Element {
  const { replies } = receive(bytes);
  return (
    <p class="workshop-replies">
      <b>The server answers:</b> {replies.length === 0 ? "nothing" : replies.join("; ")}
    </p>
  );
}

const NAMES = Object.keys(BEGINNINGS);

/** Bytes of the learner's own; the inspector is loaded with the page's script, drawn when opened. */
function OwnBytes({ ready }: WorkshopBench): JSX.Element {
  const [opened, setOpened] = useState(false);
  const [kind, setKind] = useState(NAMES[0] ?? "");
  const [text, setText] = useState(() => formatHex(beginWith(kind), " "));
  const bytes = parseHex(text);
  const id = `${lab.definition.id}-own`;
  return (
    <section aria-labelledby={id}>
      <h4 class="eyebrow" id={id}>
        Bytes of your own
      </h4>
      <p>
        A server has read the fields of a POST on stream 1 and waits for the content. Write what it
        receives next, one frame or several.
      </p>
      {opened ? (
        <>
          <Select
            id={`${id}-kind`}
            label="Begin with"
            value={kind}
            options={NAMES.map((name) => ({ value: name, text: name }))}
            onChange={(name) => {
              setKind(name);
              setText(formatHex(beginWith(name), " "));
            }}
          />
          <p class="lab-line">
            <label for={`${id}-hex`}>Your bytes in hexadecimal</label>
            <textarea
              id={`${id}-hex`}
              class="lab-text"
              rows={2}
              spellcheck={false}
              value={text}
              onInput={({ currentTarget }) => setText(currentTarget.value)}
            />
          </p>
          {bytes === null || bytes.length === 0 ? (
            <p class="soft">Two digits, 0 to f, make a byte.</p>
          ) : (
            <>
              <ByteInspector key={text} event={asMessage(bytes)} dissect={dissectOwn} />
              <Replies bytes={bytes} />
            </>
          )}
        </>
      ) : (
        <button type="button" disabled={!ready} onClick={() => setOpened(true)}>
          Open the bench
        </button>
      )}
    </section>
  );
}

/** The whole lab; its first state is rendered at build time. */
export function FrameWorkshop(): JSX.Element {
  return (
    <LabFrame
      lab={lab}
      warm={loadInspector}
      controls={(bench) => <Controls {...bench} />}
      observation={(seen, bench) => <Observation seen={seen} bench={bench} />}
      more={(bench) => <OwnBytes {...bench} />}
    />
  );
}
