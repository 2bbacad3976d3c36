// The loss tank, the view: what is lost, three waterfalls on one axis, and each run event by event.
import type { JSX } from "preact";
import { Check, Select, Slider } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import { TraceFold } from "#kit/TraceFold.tsx";
import type { Bench } from "#kit/use-lab.ts";
import { Waterfall } from "#kit/Waterfall.tsx";
import { optionsOf } from "#kit/question.ts";
import type { ProtectQuic } from "#trace/export-pcapng.ts";
import type { Layer } from "#trace/index.ts";
import { CASES } from "./cases.ts";
import { lab } from "./model.ts";
import { observe } from "./observe.ts";
import { Packets } from "./Packets.tsx";
import { NAMES, VERSIONS, type Page, type Seen } from "./pages.ts";
import {
  encode,
  RANGES,
  type Change,
  type Dial,
  type Handshake,
  type List,
  type LossKind,
  type Order,
  type Setup,
} from "./setup.ts";
import "./loss-tank.css";

type TankBench = Bench<Setup, Change, Seen>;

const { id: LAB } = lab.definition;

const LOSS_NAMES: Readonly<Record<LossKind, string>> = {
  none: "nothing",
  packet: "the packet chosen below",
  rate: "packets by chance",
  bursts: "packets in bursts",
};

const PAGE_NAMES: Readonly<Record<Page, string>> = {
  three: "three resources of 18 KB",
  one: "one file of 90 KB",
  hundred: "a hundred resources",
};

const ORDER_NAMES: Readonly<Record<Order, string>> = {
  "round-robin": "in turns",
  sequential: "one after the other",
};

const HANDSHAKE_NAMES: Readonly<Record<Handshake, string>> = {
  full: "TLS 1.3, first visit",
  resumed: "TLS 1.3, with a ticket",
  early: "TLS 1.3, with a ticket and early data",
};

const readMoves = (ms: number): string => (ms === 0 ? "never" : `after ${ms} ms`);

const OWN = "own";

/** The case that the controls stand at, or a word for "none of them". */
const caseOf = (setup: Setup): string =>
  CASES.find((each) => JSON.stringify(encode(each.setup)) === JSON.stringify(encode(setup)))?.id ??
  OWN;

function Controls({ state, dispatch, ready }: TankBench): JSX.Element {
  const { setup } = state;
  const send = (change: Change): void => dispatch({ type: "change", change });
  const dial = (name: Dial, label: string, reading?: (value: number) => string): JSX.Element => (
    <Slider
      id={`${LAB}-${name}`}
      label={label}
      value={setup[name]}
      {...RANGES[name]}
      {...(reading === undefined ? {} : { reading })}
      onChange={(value) => send({ kind: "dial", dial: name, value })}
    />
  );
  const choice = (what: List, label: string, names: Record<string, string>): JSX.Element => (
    <Select
      id={`${LAB}-${what}`}
      label={label}
      value={setup[what]}
      options={optionsOf(names)}
      onChange={(value) => send({ kind: "choose", what, value })}
    />
  );
  const chance = setup.loss === "rate" || setup.loss === "bursts";
  return (
    <div class="lab-dials">
      <div class="tank-case">
        <Select
          id={`${LAB}-case`}
          label="Case"
          value={caseOf(setup)}
          options={[
            ...CASES.map(({ id, name }) => ({ value: id, text: name })),
            { value: OWN, text: "your own" },
          ]}
          onChange={(value) => {
            const chosen = CASES.find(({ id }) => id === value);
            if (chosen !== undefined) send({ kind: "case", setup: chosen.setup });
          }}
        />
      </div>
      {choice("loss", "The network loses", LOSS_NAMES)}
      {chance && dial("rate", "Lost of all")}
      {chance && dial("seed", "Throw of the dice")}
      {!chance && (
        <Packets
          id={LAB}
          setup={setup}
          ready={ready}
          onLose={(packet) => send({ kind: "lose", packet })}
        />
      )}
      <details>
        <summary>Page, network and protocol</summary>
        <div class="lab-dials">
          {choice("page", "The page", PAGE_NAMES)}
          {choice("order", "Answers share a connection", ORDER_NAMES)}
          {choice("handshake", "Handshake", HANDSHAKE_NAMES)}
          {dial("rtt", "Round trip")}
          {dial("bandwidth", "Bandwidth")}
          {dial("moves", "The client’s address changes", readMoves)}
          <Check
            id={`${LAB}-table`}
            label="HTTP/3 refers to the QPACK table at once"
            checked={setup.table}
            onChange={(on) => send({ kind: "table", on })}
          />
        </div>
      </details>
    </div>
  );
}

/** The transport too: what is lost is a packet. */
const LAYERS: readonly Layer[] = ["tcp", "quic", "http1", "http2", "http3", "app"];

const loadTools = async () => {
  const { createDissector } = await import("#scenarios/dissect.ts");
  const protectQuic: ProtectQuic = async (...what) =>
    (await import("#scenarios/protect-quic.ts")).protectQuic(...what);
  return { createDissector, protectQuic };
};

const Observation = ({ seen }: { readonly seen: Seen }): JSX.Element => (
  <>
    <Waterfall
      runs={VERSIONS.map((version) => ({ name: NAMES[version], trace: seen[version].load.trace }))}
    />
    {VERSIONS.map((version) => (
      <TraceFold
        key={version}
        summary={`${NAMES[version]}, event by event`}
        trace={seen[version].load.trace}
        name={`${LAB}-${version}`}
        layers={LAYERS}
        load={loadTools}
      />
    ))}
  </>
);

/** The whole lab; its first state is rendered at build time. */
export function LossTank(): JSX.Element {
  return (
    <LabFrame
      lab={lab}
      observe={observe}
      controls={(bench) => <Controls {...bench} />}
      observation={(seen) => <Observation seen={seen} />}
    />
  );
}
