// Held line, the view: a trouble, its dials, and the run event by event.
import type { JSX } from "preact";
import { Check, Select, Slider } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import { TraceFold } from "#kit/TraceFold.tsx";
import type { Bench } from "#kit/use-lab.ts";
import { SPAN, type Seen } from "./line.ts";
import { lab } from "./model.ts";
import { RANGES, type Change, type Dial, type Setup, type Switch, type Trouble } from "./setup.ts";
import "./held-line.css";

type LineBench = Bench<Setup, Change, Seen>;

const TROUBLES: readonly { readonly value: Trouble; readonly text: string }[] = [
  { value: "buffer", text: "A proxy that collects" },
  { value: "idle", text: "A proxy that hangs up" },
  { value: "six", text: "Tabs that share a host" },
];

const DIALS: Readonly<Record<Dial, string>> = {
  size: "An event has",
  every: "one every",
  buffer: "The proxy's buffer",
  gap: "An event every",
  timeout: "The proxy waits",
  heartbeat: "A comment every",
  tabs: "Open",
};

const SWITCHES: Readonly<Record<Switch, string>> = {
  asks: "the response says Incremental: ?1",
  knows: "the proxy knows that field",
  http2: "HTTP/2 instead of HTTP/1.1",
  shared: "one EventSource for all tabs",
};

/** What belongs to which trouble. */
const PARTS: Readonly<Record<Trouble, readonly [readonly Dial[], readonly Switch[]]>> = {
  buffer: [
    ["size", "every", "buffer"],
    ["asks", "knows"],
  ],
  idle: [["gap", "timeout", "heartbeat"], []],
  six: [["tabs"], ["http2", "shared"]],
};

function Controls({ state, dispatch }: LineBench): JSX.Element {
  const { setup } = state;
  const { id } = lab.definition;
  const [dials, switches] = PARTS[setup.trouble];
  const change = (made: Change): void => dispatch({ type: "change", change: made });
  return (
    <>
      <Select
        id={`${id}-trouble`}
        label="The trouble"
        value={setup.trouble}
        options={TROUBLES}
        onChange={(trouble) => change({ kind: "trouble", trouble })}
      />
      <div class="held-dials">
        {dials.map((name) => (
          <Slider
            key={name}
            id={`${id}-${name}`}
            label={DIALS[name]}
            value={setup[name]}
            {...RANGES[name]}
            onChange={(value) => change({ kind: "dial", dial: name, value })}
          />
        ))}
      </div>
      {switches.length > 0 && (
        <div class="held-switches">
          {switches.map((name) => (
            <Check
              key={name}
              id={`${id}-${name}`}
              label={SWITCHES[name]}
              checked={setup[name]}
              onChange={(on) => change({ kind: "switch", name, on })}
            />
          ))}
        </div>
      )}
    </>
  );
}

/** The run in one sentence. */
function tell({ trouble, every, heartbeat, tabs }: Setup, seen: Seen): string {
  if (trouble === "six") {
    return `${seen.live} of ${tabs} tabs show events; the POST ${seen.saved ? "is sent" : "waits"}.`;
  }
  if (trouble === "idle") {
    const beats = heartbeat === 0 ? "without a heartbeat" : `with a comment every ${heartbeat} s`;
    return `In ${SPAN / 60} minutes ${beats} the proxy hung up ${seen.cuts} times.`;
  }
  if (seen.delay === null) return `In ${SPAN / 60} minutes nothing reached the page.`;
  return seen.together > 1
    ? `The first event waited ${seen.delay} s in the proxy and came together with ${seen.together - 1} more.`
    : `Each event reached the page when it happened, one every ${every} s.`;
}

const loadTools = () => import("./dissect.ts");

const Observation = ({
  seen,
  setup,
}: {
  readonly seen: Seen;
  readonly setup: Setup;
}): JSX.Element => (
  <>
    <p>{tell(setup, seen)}</p>
    <TraceFold
      summary="The run, event by event"
      trace={seen.trace}
      name={lab.definition.id}
      load={loadTools}
    />
  </>
);

/** The whole lab; its first state is rendered at build time. */
export function HeldLine(): JSX.Element {
  return (
    <LabFrame
      lab={lab}
      controls={(bench) => <Controls {...bench} />}
      observation={(seen, { state }) => <Observation seen={seen} setup={state.setup} />}
    />
  );
}
