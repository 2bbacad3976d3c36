// The lab on endings, the view: which requests may go again, or how far an attack gets, with every event.
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { Select, Slider } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import { late } from "#kit/late.tsx";
import { TraceFold } from "#kit/TraceFold.tsx";
import { optionsOf } from "#kit/question.ts";
import type { Bench } from "#kit/use-lab.ts";
import { loadHttp2Tools } from "#scenarios/http2-tools.ts";
import type { Seen } from "./judge.ts";
import { REQUESTS, replayLeaving, type Fate, type Left } from "./leaving.ts";
import { lab } from "./model.ts";
import { CONCURRENT, replayAttack, type Reset, type Session } from "./resetting.ts";
import { RANGES, type Change, type Dial, type Farewell, type Scene, type Setup } from "./setup.ts";
import "./stream-endings.css";

type EndingsBench = Bench<Setup, Change, Seen>;

/** The picture beside the table; loaded with the first attack. */
const CounterChart = late(async () => (await import("./CounterChart.tsx")).CounterChart);

const SCENE_NAMES: Readonly<Record<Scene, string>> = {
  goaway: "a server leaves",
  reset: "a client opens and resets",
};

const FAREWELL_NAMES: Readonly<Record<Farewell, string>> = {
  one: "with a GOAWAY",
  two: "with two, a round trip apart",
  none: "without a word",
};

const DIALS: Readonly<Record<Scene, readonly (readonly [dial: Dial, label: string])[]>> = {
  goaway: [
    ["taken", "Requests taken up by then"],
    ["answered", "of these it still answers"],
  ],
  reset: [
    ["attack", "The attacker resets"],
    ["limit", "The server bears"],
    ["burst", "Leaving a page, a reader gives up"],
  ],
};

function Controls({ state, dispatch, ready }: EndingsBench): JSX.Element {
  const { setup } = state;
  const { id } = lab.definition;
  const send = (change: Change): void => dispatch({ type: "change", change });
  return (
    <>
      <div class="lab-dials">
        <Select
          id={`${id}-scene`}
          label="Scene"
          value={setup.scene}
          options={optionsOf(SCENE_NAMES)}
          onChange={(value) => send({ kind: "choose", what: "scene", value })}
        />
        {setup.scene === "goaway" && (
          <Select
            id={`${id}-farewell`}
            label="It leaves"
            value={setup.farewell}
            options={optionsOf(FAREWELL_NAMES)}
            onChange={(value) => send({ kind: "choose", what: "farewell", value })}
          />
        )}
        {DIALS[setup.scene].map(([dial, label]) => (
          <Slider
            key={dial}
            id={`${id}-${dial}`}
            label={label}
            value={setup[dial]}
            {...RANGES[dial]}
            onChange={(value) => send({ kind: "dial", dial, value })}
          />
        ))}
      </div>
      {/* Before the script is there the prediction's options name them. */}
      {ready && setup.scene === "goaway" && (
        <p class="endings-asked">
          The client sends, one right after the other:{" "}
          {REQUESTS.map(([stream, method, path]) => `${method} ${path} on ${stream}`).join(", ")}.
        </p>
      )}
    </>
  );
}

const FATES: Readonly<Record<Fate, readonly [now: string, again: string]>> = {
  answered: ["has its answer", "no need"],
  idempotent: ["perhaps processed", "yes, it is idempotent"],
  uncertain: ["perhaps processed", "no: ask somebody who knows"],
  unprocessed: ["not processed, says GOAWAY", "yes"],
};

function Leaving({ seen }: { readonly seen: Left }): JSX.Element {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="The five requests">
      <table class="endings-fates">
        <thead>
          <tr>
            <th scope="col">stream</th>
            <th scope="col">request</th>
            <th scope="col">when all is over</th>
            <th scope="col">send it again?</th>
          </tr>
        </thead>
        <tbody>
          {REQUESTS.map(([id, method, path]) => {
            const [now, again] = FATES[seen.fates[id]];
            return (
              <tr key={id}>
                <th scope="row">{id}</th>
                <td>
                  {method} {path}
                </td>
                <td>{now}</td>
                <td>{again}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const endOf = ({ ended }: Session): string => ended ?? "goes on";

function Resetting({ seen, setup }: { readonly seen: Reset; readonly setup: Setup }): JSX.Element {
  const rows = [
    ["attacker", seen.attack],
    ["reader who leaves a page", seen.browser],
  ] as const;
  return (
    <>
      <div class="scroll" tabIndex={0} role="region" aria-label="Both clients">
        <table>
          <thead>
            <tr>
              <th scope="col">client</th>
              <th scope="col">requests begun</th>
              <th scope="col">open at once, of {CONCURRENT}</th>
              <th scope="col">connection</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, session]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{session.begun}</td>
                <td>{session.open}</td>
                <td>{endOf(session)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <CounterChart trace={seen.attack.trace} limit={setup.limit} />
      <p class="soft">
        The attacker’s unfinished streams, as the server counts them. A completed stream would take
        one back.
      </p>
    </>
  );
}

function Observation({ seen, setup }: { readonly seen: Seen; readonly setup: Setup }): JSX.Element {
  const load = useMemo(
    () => loadHttp2Tools(seen.scene === "goaway" ? replayLeaving(setup) : replayAttack(setup)),
    [seen, setup],
  );
  return (
    <>
      {seen.scene === "goaway" ? <Leaving seen={seen} /> : <Resetting seen={seen} setup={setup} />}
      <TraceFold
        summary="The connection, event by event"
        trace={seen.trace}
        name={`${lab.definition.id}-${seen.scene}`}
        load={load}
      />
    </>
  );
}

/** The whole lab; its first state is rendered at build time. */
export function StreamEndings(): JSX.Element {
  return (
    <LabFrame
      lab={lab}
      controls={(bench) => <Controls {...bench} />}
      observation={(seen, { state }) => <Observation seen={seen} setup={state.setup} />}
    />
  );
}
