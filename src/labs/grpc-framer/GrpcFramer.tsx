// The gRPC framer, the view: fields one by one, two cuts to slide, both readers beside each other, and the trace.
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { Select, Slider } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import { late } from "#kit/late.tsx";
import { optionsOf } from "#kit/question.ts";
import { TraceFold } from "#kit/TraceFold.tsx";
import type { Bench } from "#kit/use-lab.ts";
import { loadHttp2Tools } from "#scenarios/http2-tools.ts";
import { Bytes } from "./Bytes.tsx";
import { contentOf } from "./call.ts";
import { replayOf } from "./exchange.ts";
import { lab } from "./model.ts";
import type { Seen } from "./observe.ts";
import { RequestForm } from "./RequestForm.tsx";
import { contentLength, PRESETS, type Change, type Setup } from "./setup.ts";
import "./grpc-framer.css";

type FramerBench = Bench<Setup, Change, Seen>;

const Observed = late(async () => (await import("./Observed.tsx")).Observed);

const OWN = "your own";
const END_NAMES: Readonly<Record<Setup["end"], string>> = {
  last: "on the last DATA frame",
  empty: "on an empty DATA frame behind it",
  never: "nowhere",
};

/** The preset that the controls stand at. */
function presetOf(setup: Setup): string {
  const text = JSON.stringify(lab.definition.encode(setup));
  const found = Object.entries(PRESETS).find(
    ([, preset]) => JSON.stringify(lab.definition.encode(preset)) === text,
  );
  return found?.[0] ?? OWN;
}

const CUTS = ["First cut behind byte", "Second cut behind byte"] as const;

function Controls({ state, dispatch, ready }: FramerBench): JSX.Element {
  const { setup } = state;
  const { id } = lab.definition;
  const set = (values: Partial<Setup>): void =>
    dispatch({ type: "change", change: { kind: "set", set: values } });
  const preset = presetOf(setup);
  const names = [...Object.keys(PRESETS), ...(preset === OWN ? [OWN] : [])];
  return (
    <>
      <div class="lab-dials">
        <Select
          id={`${id}-preset`}
          label="Begin with"
          value={preset}
          options={names.map((name) => ({ value: name, text: name }))}
          onChange={(name) => dispatch({ type: "change", change: { kind: "preset", name } })}
        />
        <Select
          id={`${id}-messages`}
          label="Messages"
          value={String(setup.messages)}
          options={[
            { value: "1", text: "one" },
            { value: "2", text: "two" },
          ]}
          onChange={(value) => set({ messages: value === "2" ? 2 : 1 })}
        />
        <Select
          id={`${id}-end`}
          label="END_STREAM"
          value={setup.end}
          options={optionsOf(END_NAMES)}
          onChange={(value) => set({ end: value as Setup["end"] })}
        />
      </div>
      <p class="framer-content">
        <Bytes bytes={contentOf(setup)} cuts={setup.cuts} />
        <small>
          <span class="framer-flag">flag</span> <span class="framer-length">length</span>{" "}
          <span class="framer-message">message</span> ┊ a frame ends
        </small>
      </p>
      <div class="lab-dials">
        {CUTS.map((label, index) => (
          <Slider
            key={label}
            id={`${id}-cut-${index}`}
            label={label}
            value={setup.cuts[index] ?? 0}
            min={0}
            max={contentLength(setup) - 1}
            step={1}
            unit=""
            reading={(value) => (value === 0 ? "none" : String(value))}
            onChange={(value) => {
              const [first, second] = setup.cuts;
              set({ cuts: index === 0 ? [value, second] : [first, value] });
            }}
          />
        ))}
        <details>
          <summary>The request’s fields, one by one</summary>
          {ready && <RequestForm id={id} setup={setup} onSet={set} />}
        </details>
      </div>
    </>
  );
}

function Observation({ seen, setup }: { readonly seen: Seen; readonly setup: Setup }): JSX.Element {
  const load = useMemo(() => loadHttp2Tools(replayOf(setup)), [setup]);
  return (
    <>
      <Observed seen={seen} setup={setup} />
      <TraceFold
        summary="The whole call, frame by frame and byte by byte"
        trace={seen.trace}
        name={lab.definition.id}
        load={load}
      />
    </>
  );
}

/** The whole lab; its first state is rendered at build time. */
export function GrpcFramer(): JSX.Element {
  return (
    <LabFrame
      lab={lab}
      controls={(bench) => <Controls {...bench} />}
      observation={(seen, { state }) => <Observation seen={seen} setup={state.setup} />}
    />
  );
}
