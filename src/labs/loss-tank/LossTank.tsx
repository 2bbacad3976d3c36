// The loss tank, the view: which packet is lost, three waterfalls on one axis, and each run event by event.
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { Check, Select, Slider } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import { TraceView } from "#kit/TraceView.tsx";
import type { Bench } from "#kit/use-lab.ts";
import { Waterfall } from "#kit/Waterfall.tsx";
import { createDissector } from "#scenarios/dissect.ts";
import { lab } from "./model.ts";
import { RANGES, type Change, type Handshake, type Order, type Setup } from "./setup.ts";
import { NAMES, VERSIONS, type Seen, type Version } from "./tank.ts";
import "./loss-tank.css";

type TankBench = Bench<Setup, Change, Seen>;

const ORDER_NAMES: Readonly<Record<Order, string>> = {
  "round-robin": "in turns",
  sequential: "one after the other",
};

const HANDSHAKE_NAMES: Readonly<Record<Handshake, string>> = {
  full: "TLS 1.3, first visit",
  resumed: "TLS 1.3, with a ticket",
  early: "TLS 1.3, with a ticket and early data",
};

const optionsOf = (names: Readonly<Record<string, string>>): { value: string; text: string }[] =>
  Object.entries(names).map(([value, text]) => ({ value, text }));

function Controls({ state, dispatch }: TankBench): JSX.Element {
  const { setup } = state;
  const { id } = lab.definition;
  const send = (change: Change): void => dispatch({ type: "change", change });
  const dial = (name: "rtt" | "drop", label: string): JSX.Element => (
    <Slider
      id={`${id}-${name}`}
      label={label}
      value={setup[name]}
      {...RANGES[name]}
      onChange={(value) => send({ kind: "dial", dial: name, value })}
    />
  );
  const choice = (what: "order" | "handshake", label: string, names: Record<string, string>) => (
    <Select
      id={`${id}-${what}`}
      label={label}
      value={setup[what]}
      options={optionsOf(names)}
      onChange={(value) => send({ kind: "choose", what, value })}
    />
  );
  return (
    <div class="tank-controls">
      {dial("drop", "Lost packet with content (0: none)")}
      {choice("order", "Answers share a connection", ORDER_NAMES)}
      {dial("rtt", "Round trip")}
      <details>
        <summary>Handshake and QPACK</summary>
        <div class="tank-controls">
          {choice("handshake", "Handshake", HANDSHAKE_NAMES)}
          <Check
            id={`${id}-table`}
            label="HTTP/3 refers to the QPACK table at once"
            checked={setup.table}
            onChange={(on) => send({ kind: "table", on })}
          />
        </div>
      </details>
    </div>
  );
}

/** One run of the three, event by event with its bytes; computed only when it is opened. */
function Events({
  seen,
  version,
}: {
  readonly seen: Seen;
  readonly version: Version;
}): JSX.Element {
  const [opened, setOpened] = useState(false);
  const { trace } = seen[version].load;
  const dissect = useMemo(() => createDissector(trace), [trace]);
  return (
    <details class="tank-more" onToggle={({ currentTarget }) => setOpened(currentTarget.open)}>
      <summary>{NAMES[version]}, event by event</summary>
      {opened && (
        <TraceView trace={trace} dissect={dissect} name={`${lab.definition.id}-${version}`} />
      )}
    </details>
  );
}

const Observation = ({ seen }: { readonly seen: Seen }): JSX.Element => (
  <>
    <Waterfall
      runs={VERSIONS.map((version) => ({ name: NAMES[version], trace: seen[version].load.trace }))}
    />
    {VERSIONS.map((version) => (
      <Events key={version} seen={seen} version={version} />
    ))}
  </>
);

/** The whole lab; its first state is rendered at build time. */
export function LossTank(): JSX.Element {
  return (
    <LabFrame
      lab={lab}
      controls={(bench) => <Controls {...bench} />}
      observation={(seen) => <Observation seen={seen} />}
    />
  );
}
