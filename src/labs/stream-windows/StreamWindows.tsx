// The lab on streams and windows, the view: order and credit, three responses as table and picture, their events.
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { Select, Slider } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import { late } from "#kit/late.tsx";
import { TraceFold } from "#kit/TraceFold.tsx";
import { optionsOf } from "#kit/question.ts";
import type { Bench } from "#kit/use-lab.ts";
import { loadHttp2Tools } from "#scenarios/http2-tools.ts";
import { lab } from "./model.ts";
import { DELAY, replayOf, type Seen } from "./pipe.ts";
import {
  GRANT,
  SIZE,
  STREAMS,
  TARGETS,
  WINDOWS,
  type Change,
  type Credit,
  type Order,
  type Setup,
  type Target,
} from "./setup.ts";
import "./stream-windows.css";

type WindowsBench = Bench<Setup, Change, Seen>;

/** The picture beside the table; loaded with the first run. */
const PipeChart = late(async () => (await import("./PipeChart.tsx")).PipeChart);

const ORDER_NAMES: Readonly<Record<Order, string>> = {
  "round-robin": "in turns",
  sequential: "one after the other",
  priority: "by urgency: stream 5 asks with u=1",
};

const CREDIT_NAMES: Readonly<Record<Credit, string>> = {
  hand: "by you, once all stand still",
  auto: "by the client, as it reads",
};

const nameOf = (target: Target): string => (target === 0 ? "the connection" : `stream ${target}`);

function Controls({ state, dispatch, ready }: WindowsBench): JSX.Element {
  const { setup } = state;
  const { id } = lab.definition;
  const send = (change: Change): void => dispatch({ type: "change", change });
  return (
    <div class="lab-dials">
      <Select
        id={`${id}-order`}
        label="Frames leave"
        value={setup.order}
        options={optionsOf(ORDER_NAMES)}
        onChange={(value) => send({ kind: "choose", what: "order", value })}
      />
      <Select
        id={`${id}-window`}
        label="Window of each stream"
        value={String(setup.window)}
        options={WINDOWS.map((size) => ({ value: String(size), text: `${size} bytes` }))}
        onChange={(value) => send({ kind: "choose", what: "window", value })}
      />
      <Select
        id={`${id}-credit`}
        label="WINDOW_UPDATEs are sent"
        value={setup.credit}
        options={optionsOf(CREDIT_NAMES)}
        onChange={(value) => send({ kind: "choose", what: "credit", value })}
      />
      {/* Nothing can be moved without a script, so the dials would only weigh on the page. */}
      {ready && setup.credit === "hand" && (
        <fieldset class="pipe-grants">
          <legend>Your WINDOW_UPDATEs (0 sends none)</legend>
          {TARGETS.map((target) => (
            <Slider
              key={target}
              id={`${id}-grant-${target}`}
              label={`on ${nameOf(target)}`}
              value={setup.grants[target]}
              {...GRANT}
              unit="kB"
              onChange={(value) => send({ kind: "grant", stream: target, value })}
            />
          ))}
        </fieldset>
      )}
      <details>
        <summary>
          Sizes: {STREAMS.map((stream) => `${setup.sizes[stream]} kB`).join(", ")} on streams 1, 3
          and 5
        </summary>
        {ready && (
          <div class="lab-dials">
            {STREAMS.map((stream) => (
              <Slider
                key={stream}
                id={`${id}-size-${stream}`}
                label={`Response on stream ${stream}`}
                value={setup.sizes[stream]}
                {...SIZE}
                unit="kB"
                onChange={(value) => send({ kind: "size", stream, value })}
              />
            ))}
          </div>
        )}
      </details>
    </div>
  );
}

const ms = (value: number): string => `${Math.round(value)} ms`;

function Summary({ seen, setup }: { readonly seen: Seen; readonly setup: Setup }): JSX.Element {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="The three responses">
      <table>
        <thead>
          <tr>
            <th scope="col">stream</th>
            <th scope="col">content</th>
            <th scope="col">complete</th>
            <th scope="col">waited for</th>
          </tr>
        </thead>
        <tbody>
          {STREAMS.map((stream) => {
            const waits = seen.waits.filter((wait) => wait.stream === stream);
            const at = seen.completed[stream];
            return (
              <tr key={stream}>
                <th scope="row">{stream}</th>
                <td>{setup.sizes[stream] * 1000} bytes</td>
                <td>{at === null ? "never" : `at ${ms(at)}`}</td>
                <td class="pipe-waits">
                  {waits.length === 0
                    ? "nothing"
                    : waits
                        .map(({ by, from, until }) => {
                          const whose = by === "stream" ? "its window" : "the connection’s window";
                          return until === null
                            ? `${whose} from ${ms(from)}`
                            : `${whose}, ${ms(until - from)}`;
                        })
                        .slice(0, 3)
                        .join("; ") +
                      (waits.length > 3 ? ` and ${waits.length - 3} times more` : "")}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Observation({ seen, setup }: { readonly seen: Seen; readonly setup: Setup }): JSX.Element {
  const load = useMemo(() => loadHttp2Tools(replayOf(setup)), [setup]);
  return (
    <>
      <Summary seen={seen} setup={setup} />
      <PipeChart trace={seen.trace} delay={DELAY} />
      <p class="soft pipe-legend">
        Blocks are DATA frames in the pipe; below them the window’s level, framed in red while it is
        empty. A triangle is a WINDOW_UPDATE that reaches the server.
      </p>
      <TraceFold
        summary="The connection, event by event"
        trace={seen.trace}
        name={lab.definition.id}
        load={load}
      />
    </>
  );
}

/** The whole lab; its first state is rendered at build time. */
export function StreamWindows(): JSX.Element {
  return (
    <LabFrame
      lab={lab}
      controls={(bench) => <Controls {...bench} />}
      observation={(seen, { state }) => <Observation seen={seen} setup={state.setup} />}
    />
  );
}
