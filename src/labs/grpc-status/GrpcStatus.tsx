// The status theatre, the view: a scene to choose, the answer's frames as they came, and what the caller sees.
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { Select } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import { optionsOf } from "#kit/question.ts";
import { TraceFold } from "#kit/TraceFold.tsx";
import type { Bench } from "#kit/use-lab.ts";
import { loadHttp2Tools } from "#scenarios/http2-tools.ts";
import { lab } from "./model.ts";
import { HTTP, LONGEST_MESSAGE, RESETS, SCENES, type Change, type Setup } from "./setup.ts";
import { replayOf, statusOf, type Seen } from "./theatre.ts";
import "./grpc-status.css";

type TheatreBench = Bench<Setup, Change, Seen>;

const WITH_MESSAGE: readonly Setup["scene"][] = ["only", "after"];

function Controls({ state, dispatch }: TheatreBench): JSX.Element {
  const { setup } = state;
  const { id } = lab.definition;
  const set = (values: Readonly<Record<string, unknown>>): void =>
    dispatch({ type: "change", change: { set: values } });
  return (
    <div class="lab-dials">
      <Select
        id={`${id}-scene`}
        label="Scene"
        value={setup.scene}
        options={optionsOf(SCENES)}
        onChange={(scene) => set({ scene })}
      />
      {setup.scene === "proxy" && (
        <Select
          id={`${id}-http`}
          label="Its HTTP status"
          value={String(setup.http)}
          options={HTTP.map((status) => ({ value: String(status), text: String(status) }))}
          onChange={(http) => set({ http: Number(http) })}
        />
      )}
      {setup.scene === "reset" && (
        <Select
          id={`${id}-reset`}
          label="Error code of RST_STREAM"
          value={setup.reset}
          options={Object.keys(RESETS).map((name) => ({ value: name, text: name }))}
          onChange={(reset) => set({ reset })}
        />
      )}
      {WITH_MESSAGE.includes(setup.scene) && (
        <label class="lab-control" for={`${id}-message`}>
          <span>The error’s message; its code is {statusOf(setup)}</span>
          <input
            id={`${id}-message`}
            class="lab-text"
            maxLength={LONGEST_MESSAGE}
            spellcheck={false}
            autocomplete="off"
            value={setup.message}
            onInput={({ currentTarget }) => set({ message: currentTarget.value })}
          />
        </label>
      )}
    </div>
  );
}

function Answer({ seen }: { readonly seen: Seen }): JSX.Element {
  const { frames, outcome } = seen;
  return (
    <>
      {frames.length === 0 && <p>No frame of an answer came.</p>}
      <div
        class="scroll"
        tabIndex={0}
        role="region"
        aria-label="The answer’s frames"
        hidden={frames.length === 0}
      >
        <table class="theatre-frames">
          <thead>
            <tr>
              <th scope="col">Frame</th>
              <th scope="col">Holds</th>
            </tr>
          </thead>
          <tbody>
            {frames.map(({ ends, frame, holds }, index) => (
              <tr key={index}>
                <th scope="row">
                  {frame}
                  {ends && frame !== "RST_STREAM" && <small>END_STREAM</small>}
                </th>
                <td>
                  {holds.map((line) => (
                    <code key={line}>{line}</code>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="theatre-outcome">
        <b>The client’s code sees</b>{" "}
        <code>
          {outcome.code} {outcome.name}
        </code>
        {outcome.message !== "" && <>, “{outcome.message}”</>}
      </p>
    </>
  );
}

function Observation({ seen, setup }: { readonly seen: Seen; readonly setup: Setup }): JSX.Element {
  const load = useMemo(() => loadHttp2Tools(replayOf(setup)), [setup]);
  return (
    <>
      <Answer seen={seen} />
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
export function GrpcStatus(): JSX.Element {
  return (
    <LabFrame
      lab={lab}
      controls={(bench) => <Controls {...bench} />}
      observation={(seen, { state }) => <Observation seen={seen} setup={state.setup} />}
    />
  );
}
