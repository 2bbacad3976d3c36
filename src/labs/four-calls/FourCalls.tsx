// The lab on the four kinds of call, the view: both ends beside each other, and the call as it is played.
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { Select, Slider } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import { TraceFold } from "#kit/TraceFold.tsx";
import type { Bench } from "#kit/use-lab.ts";
import { loadGrpcTools } from "#scenarios/grpc-tools.ts";
import type { End } from "#scenarios/http2-wire.ts";
import type { Seen } from "./call.ts";
import { lab } from "./model.ts";
import { AFTER, type Change, type Framing, type Kind, type Limit, type Setup } from "./setup.ts";
import { planOf } from "./story.ts";
import "./four-calls.css";

const KIND_NAMES: Readonly<Record<Kind, string>> = {
  unary: "unary: GetParcel",
  server: "server streaming: WatchParcel",
  client: "client streaming: UploadScans",
  bidi: "bidirectional: Dispatch",
};

const FRAMING_NAMES: Readonly<Record<Framing, string>> = {
  each: "one message each",
  cut: "each message cut after 3 bytes",
  joined: "streamed messages joined",
};

const LIMIT_NAMES: Readonly<Record<Limit, string>> = {
  none: "nothing",
  deadline: "a deadline",
  cancel: "the client’s application",
};

const optionsOf = (names: Readonly<Record<string, string>>): { value: string; text: string }[] =>
  Object.entries(names).map(([value, text]) => ({ value, text }));

function Controls({ state, dispatch }: Bench<Setup, Change, Seen>): JSX.Element {
  const { setup } = state;
  const { id } = lab.definition;
  const send = (change: Change): void => dispatch({ type: "change", change });
  const choice = (
    what: "kind" | "framing" | "limit",
    label: string,
    names: Readonly<Record<string, string>>,
  ): JSX.Element => (
    <Select
      id={`${id}-${what}`}
      label={label}
      value={setup[what]}
      options={optionsOf(names)}
      onChange={(value) => send({ kind: "choose", what, value })}
    />
  );
  return (
    <div class="lab-dials">
      {choice("kind", "Call", KIND_NAMES)}
      {choice("framing", "DATA frames hold", FRAMING_NAMES)}
      {choice("limit", "It may be cut short by", LIMIT_NAMES)}
      {setup.limit !== "none" && (
        <Slider
          id={`${id}-after`}
          label={setup.limit === "deadline" ? "Deadline" : "Cancelled"}
          value={setup.after}
          {...AFTER}
          reading={(value) => `${setup.limit === "deadline" ? "" : "after "}${value} ms`}
          onChange={(value) => send({ kind: "after", value })}
        />
      )}
    </div>
  );
}

const ENDS: readonly (readonly [end: End, name: string])[] = [
  ["client", "Client"],
  ["server", "Server"],
];

/** "OK after 110 ms, by the trailers". */
function conclusionOf({ began, concluded }: Seen, end: End): string {
  const own = concluded[end];
  if (own === null) return "it waits without end";
  const by = {
    status: end === "client" ? "the status arrived" : "it sent the status",
    deadline: "its deadline passed",
    cancel: "the application gave up",
    reset: "RST_STREAM arrived",
    http: "an HTTP status",
  }[own.by];
  return `${own.name} after ${own.at - began} ms: ${by}`;
}

function BothEnds({ seen }: { readonly seen: Seen }): JSX.Element {
  const { began, halfClosed, received, sent } = seen;
  const rows: readonly (readonly [name: string, cell: (end: End) => string | number])[] = [
    ["HEADERS frames sent", (end) => sent[end].headers],
    ["DATA frames sent", (end) => sent[end].data],
    ["whole messages received", (end) => received[end].length],
    [
      "its own direction closed",
      (end) => {
        const at = halfClosed[end];
        return at === null ? "by RST_STREAM only" : `after ${at - began} ms`;
      },
    ],
    ["the call ended", (end) => conclusionOf(seen, end)],
  ];
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Both ends of the call">
      <table class="calls-ends">
        <thead>
          <tr>
            <td />
            {ENDS.map(([end, name]) => (
              <th key={end} scope="col" class={end}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, cell]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {ENDS.map(([end]) => (
                <td key={end}>{cell(end)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Observation({ seen, setup }: { readonly seen: Seen; readonly setup: Setup }): JSX.Element {
  const load = useMemo(() => loadGrpcTools(planOf(setup), seen.stream), [seen, setup]);
  return (
    <>
      <BothEnds seen={seen} />
      <TraceFold
        summary="The call, frame by frame"
        trace={seen.trace}
        name={`${lab.definition.id}-${setup.kind}`}
        load={load}
        first="ladder"
        open
      />
    </>
  );
}

/** The whole lab; its first state is rendered at build time. */
export function FourCalls(): JSX.Element {
  return (
    <LabFrame
      lab={lab}
      controls={(bench) => <Controls {...bench} />}
      observation={(seen, { state }) => <Observation seen={seen} setup={state.setup} />}
    />
  );
}
