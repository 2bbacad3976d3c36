// The waterfall lab, the view: three dials, the run beside six connections, its trace, and two GETs as bytes.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Select, Slider } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import { late } from "#kit/late.tsx";
import { TraceFold } from "#kit/TraceFold.tsx";
import type { Bench } from "#kit/use-lab.ts";
import { Waterfall as Bars } from "#kit/Waterfall.tsx";
import { optionsOf } from "#kit/question.ts";
import { utf8Text } from "#wire/index.ts";
import { lab } from "./model.ts";
import type { Seen } from "./page-load.ts";
import { RANGES, type Change, type Dial, type Setup, type Use } from "./setup.ts";
import { dissectHttp1, dissectRequests, TWO_GETS } from "./two-gets.ts";
import "./waterfall.css";

type WaterfallBench = Bench<Setup, Change, Seen>;

const LABELS: Readonly<Record<Dial, string>> = {
  rtt: "Round trip",
  connections: "Connections at once",
  slow: "The slow one takes the server",
  place: "The slow one’s place",
};

const USE_NAMES: Readonly<Record<Use, string>> = {
  close: "closed each time (1.0)",
  keep: "kept (1.1)",
  pipeline: "pipelined (1.1)",
};

function Controls({ state, dispatch }: WaterfallBench): JSX.Element {
  const { setup } = state;
  const id = lab.definition.id;
  const dial = (name: Dial): JSX.Element => (
    <Slider
      key={name}
      id={`${id}-${name}`}
      label={LABELS[name]}
      value={setup[name]}
      {...RANGES[name]}
      onChange={(value) =>
        dispatch({ type: "change", change: { kind: "dial", dial: name, value } })
      }
    />
  );
  return (
    <div class="lab-dials">
      {dial("rtt")}
      {dial("connections")}
      <Select
        id={`${id}-use`}
        label="Each connection is"
        value={setup.use}
        options={optionsOf(USE_NAMES)}
        onChange={(use) => dispatch({ type: "change", change: { kind: "use", use } })}
      />
      <details>
        <summary>The slow resource</summary>
        <div class="lab-dials">
          {dial("place")}
          {dial("slow")}
        </div>
      </details>
    </div>
  );
}

const connectionsOf = (count: number): string =>
  count === 1 ? "1 connection" : `${count} connections`;

// Its engine is here already: the runs are made with it.
const loadTools = () => Promise.resolve({ createDissector: () => dissectHttp1 });

const ByteInspector = late(async () => (await import("#kit/ByteInspector.tsx")).ByteInspector);

const Observation = ({
  seen: { own, six },
  setup,
}: {
  readonly seen: Seen;
  readonly setup: Setup;
}): JSX.Element => (
  <>
    <Bars
      runs={[
        {
          name: `Yours: ${connectionsOf(setup.connections)}, ${USE_NAMES[setup.use]}`,
          trace: own.trace,
        },
        { name: "What browsers do: 6 connections, kept (1.1)", trace: six.trace },
      ]}
    />
    <TraceFold
      summary="Your run, event by event"
      trace={own.trace}
      name={lab.definition.id}
      load={loadTools}
    />
  </>
);

/** Until it is opened the two requests stand as text: the inspector would only weigh on the page. */
function TwoGets({ ready }: WaterfallBench): JSX.Element {
  const [opened, setOpened] = useState(false);
  const id = `${lab.definition.id}-bytes`;
  return (
    <section aria-labelledby={id}>
      <h4 class="eyebrow" id={id}>
        Two pipelined GETs in one buffer
      </h4>
      <p>
        This is what one read from the socket brings. No length and no marker says where the second
        request begins: the server finds out by reading the first.
      </p>
      {opened ? (
        <>
          <p class="soft">
            Change a byte: take the first request’s blank line away, or its version, and see what
            the server makes of both.
          </p>
          <ByteInspector event={TWO_GETS} dissect={dissectRequests} />
        </>
      ) : (
        <>
          <pre class="waterfall-gets">{utf8Text(TWO_GETS.bytes).trimEnd()}</pre>
          <button type="button" disabled={!ready} onClick={() => setOpened(true)}>
            Open the bytes
          </button>
        </>
      )}
    </section>
  );
}

/** The whole lab; its first state is rendered at build time. */
export function Waterfall(): JSX.Element {
  return (
    <LabFrame
      lab={lab}
      controls={(bench) => <Controls {...bench} />}
      observation={(seen, { state }) => <Observation seen={seen} setup={state.setup} />}
      more={(bench) => <TwoGets {...bench} />}
    />
  );
}
