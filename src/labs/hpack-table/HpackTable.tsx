// The HPACK lab, the view: each request's bytes field by field, and the table as it changes behind it.
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { Check, Select } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import { late } from "#kit/late.tsx";
import type { Bench } from "#kit/use-lab.ts";
import { entrySize, STATIC_TABLE } from "#protocols/http2/index.ts";
import { formatHex } from "#wire/index.ts";
import { lab } from "./model.ts";
import { dissectorOf, sizeOf, type Request, type Seen } from "./requests.ts";
import type { Change, Choice, Setup, Table as TableRoom } from "./setup.ts";
import "./hpack-table.css";

type HpackBench = Bench<Setup, Change, Seen>;

/** The views of a trace; loaded when somebody opens them. */
const TraceView = late(async () => (await import("#kit/TraceView.tsx")).TraceView);

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

/** What a form means, shorter than its name. */
const FORM_WORDS: Readonly<Record<string, string>> = {
  "Indexed field": "by number",
  "Literal with incremental indexing": "written out, added",
  "Literal without indexing": "written out",
  "Literal never indexed": "written out, never index",
  "Table size update": "new size of the table",
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
        options={Object.entries(CHOICE_NAMES).map(([value, text]) => ({ value, text }))}
        onChange={(value) => send({ kind: "secret", value })}
      />
      <Select
        id={`${id}-table`}
        label="The table has"
        value={setup.table}
        options={Object.entries(TABLE_NAMES).map(([value, text]) => ({ value, text }))}
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

/** Octets and characters of a line that are shown; a large cookie is cut. */
const SHOWN = 16;
const LONGEST = 34;

const hexOf = (bytes: Uint8Array): string =>
  bytes.length <= SHOWN
    ? formatHex(bytes, " ")
    : `${formatHex(bytes.subarray(0, SHOWN), " ")} … ${bytes.length} bytes`;
const cut = (text: string): string =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;

/** The dynamic table behind a request: new entries marked, evicted ones struck through. */
function Table({ request }: { readonly request: Request }): JSX.Element {
  const { added, evicted, table } = request;
  if (table.length + evicted.length === 0) return <p class="soft">The table is empty.</p>;
  return (
    <table>
      <caption>The table behind it</caption>
      <thead>
        <tr>
          <th scope="col">index</th>
          <th scope="col">entry</th>
          <th scope="col">size</th>
        </tr>
      </thead>
      <tbody>
        {table.map((field, at) => (
          <tr key={at} class={at < added ? "hpack-new" : undefined}>
            <td>{STATIC_TABLE.length + 1 + at}</td>
            <td>
              {cut(field.join(": "))}
              {at < added && <b> new</b>}
            </td>
            <td>{entrySize(field)}</td>
          </tr>
        ))}
        {evicted.map((field, at) => (
          <tr key={`evicted-${at}`} class="hpack-gone">
            <td>–</td>
            <td>
              <s>{cut(field.join(": "))}</s> evicted
            </td>
            <td />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Step({ request }: { readonly request: Request }): JSX.Element {
  const { block, lines, table, title } = request;
  return (
    <div class="hpack-sides">
      <div class="scroll" tabIndex={0} role="region" aria-label={`Field block: ${title}`}>
        <table>
          <caption>
            {title}: {block.length} bytes
          </caption>
          <thead>
            <tr>
              <th scope="col">bytes</th>
              <th scope="col">field</th>
              <th scope="col">sent</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ bytes, form, text }, at) => (
              <tr key={at}>
                <td class="hpack-hex">{hexOf(bytes)}</td>
                <td>{cut(text)}</td>
                <td class="hpack-form">{FORM_WORDS[form] ?? form}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label={`Table behind: ${title}`}>
        <Table request={request} />
        <p class="soft hpack-size">{sizeOf(table)} bytes in the table</p>
      </div>
    </div>
  );
}

function Observation({ seen, setup }: { readonly seen: Seen; readonly setup: Setup }): JSX.Element {
  const [opened, setOpened] = useState(false);
  const [chosen, setChosen] = useState(0);
  const dissect = useMemo(() => dissectorOf(setup, seen.trace), [setup, seen]);
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
      <details class="lab-more" onToggle={({ currentTarget }) => setOpened(currentTarget.open)}>
        <summary>The connection, event by event</summary>
        {opened && <TraceView trace={seen.trace} dissect={dissect} name={lab.definition.id} />}
      </details>
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
