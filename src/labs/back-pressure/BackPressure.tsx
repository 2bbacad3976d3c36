// Back pressure, the view: two dials, the wire, when to hold back; the queue second by second and as a line.
import type { JSX } from "preact";
import { Select, Slider } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import { TraceFold } from "#kit/TraceFold.tsx";
import type { Bench } from "#kit/use-lab.ts";
import type { Seen } from "./flood.ts";
import { lab } from "./model.ts";
import { QueueChart } from "./QueueChart.tsx";
import { BOUNDS, RANGES, SPEEDS, type Change, type Dial, type Setup } from "./setup.ts";
import "./back-pressure.css";

type PressureBench = Bench<Setup, Change, Seen>;

/** The engines that read the bytes of a trace: loaded once they are asked for. */
const loadTools = () => import("#scenarios/dissect-websocket.ts");

const boundText = (bound: number | null): string =>
  bound === null
    ? "always"
    : bound === 0
      ? "only when nothing waits"
      : `while at most ${bound.toLocaleString("en")} bytes wait`;

function Controls({ state, dispatch }: PressureBench): JSX.Element {
  const { setup } = state;
  const { id } = lab.definition;
  const send = (change: Change): void => dispatch({ type: "change", change });
  const dial = (name: Dial, label: string): JSX.Element => (
    <Slider
      id={`${id}-${name}`}
      label={label}
      value={setup[name]}
      {...RANGES[name]}
      onChange={(value) => send({ kind: "dial", dial: name, value })}
    />
  );
  return (
    <div class="queue-controls">
      {dial("rate", "Positions")}
      {dial("size", "Each has")}
      <Select
        id={`${id}-speed`}
        label="The wire takes"
        value={String(setup.speed)}
        options={SPEEDS.map((each) => ({ value: String(each), text: `${each} kbit/s` }))}
        onChange={(value) => send({ kind: "speed", speed: Number(value) })}
      />
      <Select
        id={`${id}-bound`}
        label="The script sends"
        value={String(setup.bound)}
        options={BOUNDS.map((each) => ({ value: String(each), text: boundText(each) }))}
        onChange={(value) =>
          send({ kind: "bound", bound: value === "null" ? null : Number(value) })
        }
      />
    </div>
  );
}

function Observation({ seen }: { readonly seen: Seen }): JSX.Element {
  const { samples, sent, skipped, drained, trace } = seen;
  return (
    <>
      <QueueChart seen={seen} />
      <div class="scroll" tabIndex={0} role="region" aria-label="Second by second">
        <table>
          <thead>
            <tr>
              <th scope="col">After</th>
              {samples.map(({ second }) => (
                <th key={second} scope="col">
                  {second} s
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">bufferedAmount</th>
              {samples.map(({ second, waiting }) => (
                <td key={second}>{waiting.toLocaleString("en")}</td>
              ))}
            </tr>
            <tr>
              <th scope="row">Newest at the server</th>
              {samples.map(({ second, age }) => (
                <td key={second}>{age === null ? "none" : `${age.toFixed(1)} s old`}</td>
              ))}
            </tr>
          </tbody>
        </table>
      </div>
      <p>
        {sent} positions were sent{skipped > 0 ? `, ${skipped} skipped` : ""}.{" "}
        {drained > 0.2
          ? `When no more were made, the queue took another ${drained.toFixed(1)} seconds to empty, and close() waited for it.`
          : "When no more were made, nothing was left to wait for."}
      </p>
      <TraceFold
        summary="Every frame, byte by byte"
        trace={trace}
        name={lab.definition.id}
        load={loadTools}
      />
    </>
  );
}

/** The whole lab; its first state is rendered at build time. */
export function BackPressure(): JSX.Element {
  return (
    <LabFrame
      lab={lab}
      controls={(bench) => <Controls {...bench} />}
      observation={(seen) => <Observation seen={seen} />}
    />
  );
}
