// Interim timeline, the view: a few dials, both ways as a table and as bars on one time axis.
import type { JSX } from "preact";
import { Select, Slider } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import type { Bench } from "#kit/use-lab.ts";
import { lab } from "./model.ts";
import { RANGES, type Change, type Dial } from "./setup.ts";
import { TimelineBars } from "./TimelineBars.tsx";
import type { Lane, Setup, Timeline } from "./timeline.ts";
import "./interim-timeline.css";

type TimelineBench = Bench<Setup, Change, Timeline>;

const LABELS: Readonly<Record<Dial, string>> = {
  rtt: "Round trip",
  think: "Server thinks for",
  bandwidth: "Bandwidth",
  stylesheet: "Stylesheet",
  upload: "Upload",
};

function Controls({ state, dispatch, ready }: TimelineBench): JSX.Element {
  const { setup } = state;
  const change = (made: Change): void => {
    dispatch({ type: "change", change: made });
  };
  const id = lab.definition.id;
  const dial = (name: Dial): JSX.Element => (
    <Slider
      key={name}
      id={`${id}-${name}`}
      label={LABELS[name]}
      value={setup[name]}
      {...RANGES[name]}
      onChange={(value) => change({ kind: "dial", dial: name, value })}
    />
  );
  return (
    <div class="interim-controls">
      <Select
        id={`${id}-scene`}
        label="Scene"
        value={setup.scene}
        options={[
          { value: "hints", text: "103 before a page" },
          { value: "upload", text: "100 before an upload" },
        ]}
        onChange={(value) =>
          change({ kind: "scene", scene: value === "upload" ? "upload" : "hints" })
        }
      />
      {dial("rtt")}
      {dial("think")}
      <details>
        <summary>Sizes and bandwidth</summary>
        {ready && (
          <>
            {dial("bandwidth")}
            {setup.scene === "hints" ? (
              dial("stylesheet")
            ) : (
              <>
                {dial("upload")}
                <Select
                  id={`${id}-answer`}
                  label="The upload is"
                  value={setup.answer}
                  options={[
                    { value: "refused", text: "refused: 413" },
                    { value: "accepted", text: "accepted: 201" },
                  ]}
                  onChange={(value) =>
                    change({
                      kind: "answer",
                      answer: value === "accepted" ? "accepted" : "refused",
                    })
                  }
                />
              </>
            )}
          </>
        )}
      </details>
    </div>
  );
}

const ms = (value: number): string => `${Math.round(value)} ms`;

/** "from–until" of a stretch, a single moment, or a dash. */
function when({ stretches }: Lane, id: string): string {
  const found = stretches.find((each) => each.id === id);
  if (found === undefined) return "–";
  const { from, until } = found;
  return from === until ? ms(from) : `${Math.round(from)}–${ms(until)}`;
}

function Observation({ plain, interim }: Timeline, { state }: TimelineBench): JSX.Element {
  const { scene } = state.setup;
  const names = scene === "hints" ? ["without 103", "with 103"] : ["without Expect", "with Expect"];
  const ids = [...new Set([...plain.stretches, ...interim.stretches].map(({ id }) => id))];
  const textOf = (id: string): string =>
    [...interim.stretches, ...plain.stretches].find((each) => each.id === id)?.text ?? "";
  return (
    <>
      <div class="scroll" tabIndex={0} role="region" aria-label="Both timelines">
        <table>
          <thead>
            <tr>
              <th scope="col">milliseconds after the request left</th>
              <th scope="col">{names[0]}</th>
              <th scope="col">{names[1]}</th>
            </tr>
          </thead>
          <tbody>
            {ids.map((id) => (
              <tr key={id}>
                <th scope="row">{textOf(id)}</th>
                <td>{when(plain, id)}</td>
                <td>{when(interim, id)}</td>
              </tr>
            ))}
            <tr class="interim-end">
              <th scope="row">{scene === "hints" ? "page can be painted" : "client knows"}</th>
              <td>{ms(plain.end)}</td>
              <td>{ms(interim.end)}</td>
            </tr>
            {scene === "upload" && (
              <tr>
                <th scope="row">content in vain</th>
                <td>{plain.wasted.toFixed(1)} MB</td>
                <td>{interim.wasted.toFixed(1)} MB</td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
      <TimelineBars names={names} lanes={[plain, interim]} />
      <p class="soft interim-model">
        The connection is open, heads take no time to send, and nothing is lost.
      </p>
    </>
  );
}

/** The whole lab; its first state is rendered at build time. */
export function InterimTimeline(): JSX.Element {
  return (
    <LabFrame lab={lab} controls={(bench) => <Controls {...bench} />} observation={Observation} />
  );
}
