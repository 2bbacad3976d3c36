// The HPACK lab, the view: each request's bytes field by field, and the table as it changes behind it.
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { Check, Select } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import { late } from "#kit/late.tsx";
import { TraceFold } from "#kit/TraceFold.tsx";
import { optionsOf } from "#kit/question.ts";
import type { Bench } from "#kit/use-lab.ts";
import { loadHttp2Tools } from "#scenarios/http2-tools.ts";
import { lab } from "./model.ts";
import { replayOf, type Seen } from "./requests.ts";
import type { Change, Choice, Setup, Table as TableRoom } from "./setup.ts";
import "./hpack-table.css";

type HpackBench = Bench<Setup, Change, Seen>;

/** A request's bytes and the table behind it; loaded with the first run. */
const Step = late(async () => (await import("./Step.tsx")).Step);

const CHOICE_NAMES: Readonly<Record<Choice, string>> = {
  index: "indexed",
  literal: "a literal, not indexed",
  never: "a literal, never indexed",
};

const TABLE_NAMES: Readonly<Record<TableRoom, string>> = {
  default: "4096 bytes, the default",
  crowded: "4096, and a cookie of 3900",
  none: "0, no table",
};

function Controls({ state, dispatch }: HpackBench): JSX.Element {
  const { setup } = state;
  const { id } = lab.definition;
  const send = (change: Change): void => dispatch({ type: "change", change });
  return (
    <div class="lab-dials">
      <Select
        id={`${id}-secret`}
        label={`x-pin: ${setup.pin} is`}
        value={setup.secret}
        options={optionsOf(CHOICE_NAMES)}
        onChange={(value) => send({ kind: "secret", value })}
      />
      <Select
        id={`${id}-table`}
        label="The table has"
        value={setup.table}
        options={optionsOf(TABLE_NAMES)}
        onChange={(value) => send({ kind: "table", value })}
      />
      <Check
        id={`${id}-huffman`}
        label="Huffman code"
        checked={setup.huffman}
        onChange={(on) => send({ kind: "huffman", on })}
      />
    </div>
  );
}

function Observation({ seen, setup }: { readonly seen: Seen; readonly setup: Setup }): JSX.Element {
  const [chosen, setChosen] = useState(0);
  const load = useMemo(() => loadHttp2Tools(replayOf(setup)), [setup]);
  const most = Math.max(...seen.requests.map(({ block }) => block.length));
  const request = seen.requests[chosen];
  return (
    <>
      <p class="soft">Five requests in their order. Choose one to see its bytes and the table.</p>
      <ol class="hpack-requests">
        {seen.requests.map(({ block, own, title }, at) => (
          <li key={title} class={own ? "hpack-own" : "hpack-guess"}>
            <button type="button" aria-pressed={at === chosen} onClick={() => setChosen(at)}>
              <span>{title}</span> <span>{block.length} bytes</span>
            </button>
            <svg viewBox={`0 0 ${most} 1`} preserveAspectRatio="none" aria-hidden="true">
              <rect width={block.length} height="1" />
            </svg>
          </li>
        ))}
      </ol>
      <div aria-live="polite">{request !== undefined && <Step request={request} />}</div>
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
export function HpackTable(): JSX.Element {
  return (
    <LabFrame
      lab={lab}
      controls={(bench) => <Controls {...bench} />}
      observation={(seen, { state }) => <Observation seen={seen} setup={state.setup} />}
    />
  );
}
