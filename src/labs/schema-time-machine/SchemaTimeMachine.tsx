// Schema time machine, the view: two schemas, three programs, and what became of the message between them.
import type { JSX } from "preact";
import { Select } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import { optionsOf } from "#kit/question.ts";
import type { Bench } from "#kit/use-lab.ts";
import { lab } from "./model.ts";
import { Observed } from "./Observed.tsx";
import { observe } from "./observe.ts";
import { PRESETS } from "./presets.ts";
import type { Seen } from "./seen.ts";
import { originOf, sentBy, type Change, type Setup, type TextName } from "./setup.ts";
import { useFault } from "./use-fault.ts";
import "./schema-time-machine.css";

type MachineBench = Bench<Setup, Change, Seen>;

const { id } = lab.definition;

const PROXY_NAMES = {
  none: "nobody",
  pass: "v1 proxy: passes it on",
  copy: "v1 proxy: copies fields",
  json: "v1 proxy: sends JSON",
};

interface TextProps {
  readonly name: TextName;
  readonly label: string;
  readonly rows: number;
  readonly bench: MachineBench;
  /** What stands in the way, told below the field. */
  readonly fault: string | null;
}

function Text({ name, label, rows, bench, fault }: TextProps): JSX.Element {
  const { state, dispatch } = bench;
  return (
    <div class="machine-text">
      <label class="lab-control" for={`${id}-${name}`}>
        <span>{label}</span>
        <textarea
          id={`${id}-${name}`}
          class="lab-text"
          rows={rows}
          spellcheck={false}
          autocapitalize="none"
          autocomplete="off"
          aria-describedby={`${id}-${name}-told`}
          value={state.setup[name]}
          onInput={({ currentTarget }) => {
            const made: Change = { kind: "text", which: name, text: currentTarget.value };
            const taken = lab.definition.change(state.setup, made) !== state.setup;
            if (taken) dispatch({ type: "change", change: made });
            // A text that no link could carry is not taken: the field goes back to what is kept.
            else {
              currentTarget.value = state.setup[name];
              dispatch({
                type: "notice",
                text: "Not taken: schemas and messages here are short, so that a link can carry them.",
              });
            }
          }}
        />
      </label>
      <p id={`${id}-${name}-told`} class="machine-told" aria-live="polite">
        {fault}
      </p>
    </div>
  );
}

function Schema({
  version,
  bench,
}: {
  readonly version: "v1" | "v2";
  readonly bench: MachineBench;
}) {
  const { setup } = bench.state;
  const text = setup[version];
  const fault = useFault(version, text, originOf(setup.preset, setup.deleting)[version]);
  const label = version === "v1" ? "v1, the old schema" : "v2, the new schema";
  return <Text name={version} label={label} rows={15} bench={bench} fault={fault} />;
}

/** What is wrong with the message as JSON; the schema judges the rest when it runs. */
function jsonFault(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return `This is no JSON yet: ${error instanceof Error ? error.message : "it cannot be read"}`;
  }
}

function Controls(bench: MachineBench): JSX.Element {
  const { state, dispatch } = bench;
  const { setup } = state;
  const change = (made: Change): void => {
    dispatch({ type: "change", change: made });
  };
  const versions = optionsOf({ v1: "has v1", v2: "has v2" });
  return (
    <>
      {setup.deleting ? (
        <p class="machine-aim">
          Your runs count for “Delete a field for good”: edit v2.{" "}
          <button type="button" onClick={() => change({ kind: "leave" })}>
            Leave it
          </button>
        </p>
      ) : (
        <Select
          id={`${id}-preset`}
          label="What changes"
          value={setup.preset}
          options={PRESETS.map(({ id: value, title }) => ({ value, text: title }))}
          onChange={(preset) => change({ kind: "preset", id: preset })}
        />
      )}
      <div class="machine-way">
        <Select
          id={`${id}-writer`}
          label="The writer"
          value={setup.writer}
          options={versions}
          onChange={(version) => change({ kind: "writer", version })}
        />
        <Select
          id={`${id}-proxy`}
          label="Between them"
          value={setup.proxy}
          options={optionsOf(PROXY_NAMES)}
          onChange={(proxy) => change({ kind: "proxy", proxy })}
        />
        <Select
          id={`${id}-reader`}
          label="The reader"
          value={setup.reader}
          options={versions}
          onChange={(version) => change({ kind: "reader", version })}
        />
      </div>
      <div class="machine-schemas">
        <Schema version="v1" bench={bench} />
        <Schema version="v2" bench={bench} />
      </div>
      <Text
        name={setup.writer === "v1" ? "sent1" : "sent2"}
        label={`What the writer sends, by ${setup.writer}`}
        rows={7}
        bench={bench}
        fault={jsonFault(sentBy(setup))}
      />
    </>
  );
}

/** The whole lab; its first state is rendered at build time. */
export function SchemaTimeMachine(): JSX.Element {
  return (
    <LabFrame
      lab={lab}
      observe={observe}
      controls={(bench) => <Controls {...bench} />}
      observation={(seen) => <Observed seen={seen} />}
    />
  );
}
