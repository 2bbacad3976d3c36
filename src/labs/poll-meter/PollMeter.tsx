// Poll meter, the view: how often and how long to ask, four clients side by side, and what each of them paid.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Check, Select, Slider } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import type { Bench } from "#kit/use-lab.ts";
import { WirePanel } from "#kit/WirePanel.tsx";
import type { Badge } from "#kit/lab.ts";
import { openSpace, writeExchange } from "#mocks/index.ts";
import { NAMES, WAYS, type Seen, type Way } from "./measured.ts";
import { lab } from "./model.ts";
import { observeIn } from "./observe.ts";
import { keepSession, pageSpring, thisBrowser } from "./page.ts";
import { Plot } from "./Plot.tsx";
import { LISTS, RANGES, SPEED, type Change, type Dial, type Setup } from "./setup.ts";
import type { SocketFrames } from "./SocketFrames.tsx";
import { Standstills, Totals } from "./Totals.tsx";
import { UnderWay } from "./UnderWay.tsx";
import "./poll-meter.css";

type MeterBench = Bench<Setup, Change, Seen>;

const { id } = lab.definition;
const open = () => openSpace(id);
const observe = observeIn({
  open,
  spring: pageSpring,
  browser: thisBrowser,
  random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  watch: keepSession,
});

const badgeOf = ({ reach }: Seen): Badge =>
  reach === "engine"
    ? lab.definition.badge
    : {
        kind: "MODEL",
        text: "This browser keeps streams or service workers from us, so the page asked the depot itself. Sizes are counted in the same way.",
      };

function Controls({ state, dispatch, ready }: MeterBench): JSX.Element {
  const { setup } = state;
  const send = (change: Change): void => dispatch({ type: "change", change });
  const slider = (dial: keyof typeof RANGES, label: string): JSX.Element => (
    <Slider
      id={`${id}-${dial}`}
      label={label}
      value={setup[dial]}
      {...RANGES[dial]}
      onChange={(value) => send({ kind: "dial", dial, value })}
    />
  );
  const list = (
    dial: Exclude<Dial, keyof typeof RANGES>,
    label: string,
    textOf: (value: number) => string,
  ): JSX.Element => (
    <Select
      id={`${id}-${dial}`}
      label={label}
      value={String(setup[dial])}
      options={LISTS[dial].map((value) => ({ value: String(value), text: textOf(value) }))}
      onChange={(value) => send({ kind: "dial", dial, value: Number(value) })}
    />
  );
  const box = (what: "cursor" | "newest", label: string): JSX.Element => (
    <Check
      id={`${id}-${what}`}
      label={label}
      checked={setup[what]}
      onChange={(on) => send({ kind: "switch", what, on })}
    />
  );
  return (
    <div class="meter-controls">
      {slider("rate", "Scans")}
      {list("interval", "Short polling asks every", (value) => `${value} s`)}
      {slider("hold", "A long poll is held for")}
      <details>
        <summary>Cursor, gap, proxy and stream</summary>
        {ready && (
          <div class="meter-controls">
            {slider("gap", "Gap before the next long poll")}
            {list("proxy", "A proxy gives up after", (value) =>
              value === 0 ? "no proxy" : `${value} s`,
            )}
            {slider("stream", "Which stream of scans")}
            {box("cursor", "a long poll names the last scan it has (cursor)")}
            {box("newest", "an answer holds only the newest scan")}
          </div>
        )}
      </details>
    </div>
  );
}

function Observation({ seen, setup }: { readonly seen: Seen; readonly setup: Setup }): JSX.Element {
  const [recounted, setRecounted] = useState<Readonly<Record<Way, number>> | null>(null);
  const [Frames, setFrames] = useState<typeof SocketFrames | null>(null);
  const [shown, setShown] = useState<Way>("long");
  const paths = { short: "/scans?", long: "/scans/next", stream: "/scans/stream", socket: "-" };
  return (
    <>
      <Totals seen={seen} setup={setup} recounted={recounted} />
      <Standstills standstills={seen.standstills} />
      <Plot seen={seen} />
      <p class="soft meter-note">
        One second here is {SPEED} on the depot’s clock, so the few milliseconds that your browser
        needs for an answer look like a network of some tenths of a second. Content is what the
        script saw; heads are counted as HTTP/1.1, with the fields that your browser and a server
        add.
      </p>
      <p class="lab-row">
        <button
          type="button"
          aria-pressed={recounted !== null}
          onClick={() => {
            if (recounted !== null) setRecounted(null);
            else {
              void import("./recount.ts").then(({ recountAsHttp2 }) => {
                setRecounted(recountAsHttp2(seen, location.host));
              });
            }
          }}
        >
          Count as HTTP/2, too
        </button>
        <button
          type="button"
          aria-expanded={Frames !== null}
          onClick={() => {
            if (Frames !== null) setFrames(null);
            else
              void import("./SocketFrames.tsx").then((loaded) =>
                setFrames(() => loaded.SocketFrames),
              );
          }}
        >
          The WebSocket’s frames
        </button>
      </p>
      {recounted !== null && (
        <p>
          Over HTTP/2 a repeated field is an index into a table, so asking again costs some dozens
          of bytes instead of hundreds. One connection for each way; settings and window updates are
          left out.
        </p>
      )}
      {Frames !== null && <Frames scans={seen.scans} />}
      <Select
        id={`${id}-shown`}
        label="In the wire panel"
        value={shown}
        options={WAYS.slice(0, 3).map((way) => ({ value: way, text: NAMES[way] }))}
        onChange={(value) => setShown(WAYS.find((way) => way === value) ?? "long")}
      />
      <WirePanel
        exchanges={seen.exchanges.filter(({ request }) => request.target.startsWith(paths[shown]))}
        write={writeExchange}
      />
    </>
  );
}

/** The whole lab; its first state is rendered at build time. */
export function PollMeter(): JSX.Element {
  return (
    <LabFrame
      lab={lab}
      observe={observe}
      warm={open}
      badgeOf={badgeOf}
      controls={(bench) => <Controls {...bench} />}
      underWay={({ state, dispatch }) => (
        <UnderWay onStop={(why) => dispatch({ type: "failed", run: state.run, why })} />
      )}
      observation={(seen, { state }) => (
        <Observation key={state.run} seen={seen} setup={state.setup} />
      )}
    />
  );
}
