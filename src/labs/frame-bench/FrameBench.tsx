// Frame bench, the view: frames to set bit by bit, what the receiver says to each, masking, and the trace.
import type { JSX } from "preact";
import { Check, Select } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import { TraceFold } from "#kit/TraceFold.tsx";
import type { Bench } from "#kit/use-lab.ts";
import { formatHex } from "#wire/index.ts";
import { FrameForm } from "./FrameForm.tsx";
import { MaskTable } from "./MaskTable.tsx";
import { lab } from "./model.ts";
import { observe } from "./observe.ts";

import type { Seen, SeenFrame } from "./receive.ts";
import { LIMITS, MOST_FRAMES, PRESETS, type Change, type Setup } from "./setup.ts";
import "./frame-bench.css";

type FramesBench = Bench<Setup, Change, Seen>;

const OWN = "your own";

/** The engines that read the bytes of a trace: loaded once they are asked for. */
const loadTools = () => import("#scenarios/dissect-websocket.ts");

/** The preset that the controls stand at. */
function presetOf(setup: Setup): string {
  const text = JSON.stringify(lab.definition.encode(setup));
  const found = Object.entries(PRESETS).find(
    ([, preset]) => JSON.stringify(lab.definition.encode(preset)) === text,
  );
  return found?.[0] ?? OWN;
}

function Controls({ state, dispatch, ready }: FramesBench): JSX.Element {
  const { setup } = state;
  const { frames, from, limit, deflate } = setup;
  const { id } = lab.definition;
  const send = (change: Change): void => dispatch({ type: "change", change });
  const preset = presetOf(setup);
  const names = [...Object.keys(PRESETS), ...(preset === OWN ? [OWN] : [])];
  return (
    <>
      <div class="bench-row">
        <Select
          id={`${id}-preset`}
          label="Begin with"
          value={preset}
          options={names.map((name) => ({ value: name, text: name }))}
          onChange={(name) => send({ kind: "preset", name })}
        />
        <Select
          id={`${id}-from`}
          label="Sent by"
          value={from}
          options={[
            { value: "client", text: "the client, to the server" },
            { value: "server", text: "the server, to the browser" },
          ]}
          onChange={(value) => send({ kind: "from", from: value })}
        />
      </div>
      {frames.map((frame, index) => (
        <FrameForm
          key={index}
          id={`${id}-${index}`}
          place={index + 1}
          frame={frame}
          onSet={(set) => send({ kind: "frame", frame: index, set })}
          {...(frames.length > 1 ? { onRemove: () => send({ kind: "remove", frame: index }) } : {})}
        />
      ))}
      <div class="bench-row">
        <button
          type="button"
          disabled={frames.length >= MOST_FRAMES}
          onClick={() => send({ kind: "add" })}
        >
          Add a frame behind
        </button>
        <details>
          <summary>The receiver</summary>
          {ready && (
            <div class="bench-row">
              <Select
                id={`${id}-limit`}
                label="Largest message"
                value={String(limit)}
                options={LIMITS.map((each) => ({
                  value: String(each),
                  text: `${each.toLocaleString("en")} bytes`,
                }))}
                onChange={(value) => send({ kind: "limit", limit: Number(value) })}
              />
              <Check
                id={`${id}-deflate`}
                label="permessage-deflate was agreed on"
                checked={deflate}
                onChange={(on) => send({ kind: "deflate", on })}
              />
            </div>
          )}
        </details>
      </div>
    </>
  );
}

/** Bytes of a frame that its row shows. */
const SHOWN = 24;

function FrameRow({ frame, place }: { readonly frame: SeenFrame; readonly place: number }) {
  const { bytes, header, told } = frame;
  return (
    <tr class={told === null ? "soft" : undefined}>
      <td>{place}</td>
      <td>
        <code class="bench-bytes">
          <b>{formatHex(bytes.subarray(0, header), " ")}</b>{" "}
          {formatHex(bytes.subarray(header, Math.max(header, SHOWN)), " ")}
          {bytes.length > Math.max(header, SHOWN) && " …"}
        </code>
      </td>
      <td>
        {header} + {bytes.length - header}
      </td>
      <td>{told ?? "not sent: the connection was over"}</td>
    </tr>
  );
}

function Inflated({ frames, messages }: Seen): JSX.Element | null {
  const packed = frames.filter(({ spec }) => spec.kind === "deflated");
  if (packed.length === 0) return null;
  const [first, second] = packed;
  return (
    <p>
      {packed.map(({ payload, spec }, index) => (
        <span key={index}>
          “{spec.payload}” travels as <code>{formatHex(payload, " ")}</code>
          {index < packed.length - 1 ? ", then " : ". "}
        </span>
      ))}
      The receiver puts <code>00 00 ff ff</code> behind each and inflates it
      {messages.length > 0 ? `: “${messages.join("”, “")}”` : ""}.
      {first !== undefined &&
        second !== undefined &&
        second.payload.length < first.payload.length &&
        " The second is shorter, because it refers to what the first left in the window."}
    </p>
  );
}

function Observation({ seen }: { readonly seen: Seen }): JSX.Element {
  const { frames, script, trace } = seen;
  const maskedFrame = frames.find(({ spec, payload }) => spec.masked && payload.length > 0);
  return (
    <>
      <div class="scroll" tabIndex={0} role="region" aria-label="Frames and what came of them">
        <table class="bench-seen">
          <thead>
            <tr>
              <th scope="col">#</th>
              <th scope="col">On the wire, header in bold</th>
              <th scope="col">Bytes</th>
              <th scope="col">The receiver makes of it</th>
            </tr>
          </thead>
          <tbody>
            {frames.map((frame, index) => (
              <FrameRow key={index} frame={frame} place={index + 1} />
            ))}
          </tbody>
        </table>
      </div>
      <Inflated {...seen} />
      {script !== null && (
        <p>
          The browser’s script is told{" "}
          <code>{`close { code: ${script.code}, wasClean: ${String(script.wasClean)} }`}</code>
          {script.code === 1006 &&
            ": the Close that was sent does not count for it, only one that was received would"}
          .
        </p>
      )}
      {maskedFrame && <MaskTable frame={maskedFrame} />}
      <TraceFold
        summary="The whole conversation, byte by byte"
        trace={trace}
        name={lab.definition.id}
        load={loadTools}
      />
    </>
  );
}

/** The whole lab; its first state is rendered at build time. */
export function FrameBench(): JSX.Element {
  return (
    <LabFrame
      lab={lab}
      observe={observe}
      controls={(bench) => <Controls {...bench} />}
      observation={(seen) => <Observation seen={seen} />}
    />
  );
}
