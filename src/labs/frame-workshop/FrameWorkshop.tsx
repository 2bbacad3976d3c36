// The frame workshop, the view: the story so far, the frame that came with its bytes, and bytes of one's own.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Slider } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import { late } from "#kit/late.tsx";
import type { Bench } from "#kit/use-lab.ts";
import { frameAt } from "./judge.ts";
import { lab, type Seen } from "./model.ts";
import { PLACES, type Change, type Setup } from "./setup.ts";
import { FRAMES, STORY, type Told } from "./story.ts";
import "./frame-workshop.css";

type WorkshopBench = Bench<Setup, Change, Seen>;

const load = () => import("./Inspect.tsx");
/** Bytes beside their fields, and the views of the visit; loaded when they are first drawn. */
const InspectFrame = late(async () => (await load()).InspectFrame);
const OwnBench = late(async () => (await load()).OwnBench);
const Events = late(async () => (await load()).Events);

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
      <InspectFrame key={event.id} event={event} />
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
        {opened && <Events trace={seen} name={lab.definition.id} />}
      </details>
    </>
  );
}

/** The bench for bytes of the learner's own; drawn and loaded when it is opened. */
function OwnBytes({ ready }: WorkshopBench): JSX.Element {
  const [opened, setOpened] = useState(false);
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
        <OwnBench id={id} />
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
      controls={(bench) => <Controls {...bench} />}
      observation={(seen, bench) => <Observation seen={seen} bench={bench} />}
      more={(bench) => <OwnBytes {...bench} />}
    />
  );
}
