// Size race, the view: data and schema to choose or write, and what both formats weigh.
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { Select } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import type { Bench } from "#kit/use-lab.ts";
import type { Built } from "./built.ts";
import { lab } from "./model.ts";
import { observeWith } from "./observe.ts";
import { Notes, Observed } from "./Observed.tsx";
import { OwnData } from "./OwnData.tsx";
import { PAYLOAD_IDS, SCHEMA } from "./payloads.ts";
import type { Seen } from "./seen.ts";
import { fitsLink, payloadOf, SHARES, shareText, type Change, type Setup } from "./setup.ts";
import { usePreview } from "./use-preview.ts";
import "./size-race.css";

type RaceBench = Bench<Setup, Change, Seen>;

const { id, challenges } = lab.definition;

/** Characters of prepared data that are shown. */
const SHOWN = 700;

const SHARE_NAMES = {
  all: "all of it, as in the reference",
  100: "the first 100",
  10: "the first 10",
  1: "the first alone",
};

function Prepared({ state, dispatch, ready }: RaceBench): JSX.Element | null {
  const [opened, setOpened] = useState(false);
  const { source, share } = state.setup;
  if (source === "own") return null;
  const json = opened ? JSON.stringify(payloadOf(source, share).value) : "";
  return (
    <details class="lab-more" onToggle={({ currentTarget }) => setOpened(currentTarget.open)}>
      <summary>The data</summary>
      {opened && (
        <pre class="race-data" tabIndex={0}>
          {json.slice(0, SHOWN)}
          {json.length > SHOWN && ` … ${json.length.toLocaleString("en")} characters in all`}
        </pre>
      )}
      {ready && (
        <button
          type="button"
          onClick={() => dispatch({ type: "change", change: { kind: "adopt" } })}
        >
          Make the first records mine, to change them
        </button>
      )}
    </details>
  );
}

interface SchemaProps extends RaceBench {
  /** What stands there when nobody edited it; null while it is not known. */
  readonly given: string | null;
}

function SchemaField({ state, dispatch, given }: SchemaProps): JSX.Element {
  const { source, schema } = state.setup;
  const change = (text: string | null): void => {
    dispatch({ type: "change", change: { kind: "schema", schema: text } });
  };
  return (
    <details class="lab-more">
      <summary>
        The .proto: {schema === null ? "" : "edited, "}
        {source === "own" ? "inferred from your JSON" : "as measured"}
      </summary>
      <label class="lab-control" for={`${id}-schema`}>
        <span>Yours to edit; the first message, or the one called as now, holds everything.</span>
        <textarea
          id={`${id}-schema`}
          class="lab-text"
          rows={10}
          spellcheck={false}
          autocapitalize="none"
          autocomplete="off"
          value={schema ?? given ?? ""}
          onInput={({ currentTarget }) => change(currentTarget.value)}
        />
      </label>
      {schema !== null && (
        <button type="button" onClick={() => change(null)}>
          Back to the one that came with the data
        </button>
      )}
    </details>
  );
}

function Controls(bench: RaceBench): JSX.Element {
  const { state, dispatch } = bench;
  const { setup } = state;
  const change = (made: Change): void => {
    dispatch({ type: "change", change: made });
  };
  const own = setup.source === "own";
  const preview = usePreview(own ? setup.text : null);
  const aim = challenges.find((challenge) => challenge.id === setup.aim);
  const told =
    preview === null
      ? "Reading …"
      : preview.kind === "refused"
        ? `${preview.line === undefined ? "" : `Line ${preview.line}, column ${preview.column ?? 1}: `}${preview.why}`
        : "A schema fits. Predict, then run.";
  return (
    <>
      {aim && (
        <p class="race-aim">
          Your runs count for “{aim.title}”.{" "}
          <button type="button" onClick={() => change({ kind: "leave" })}>
            Leave it
          </button>
        </p>
      )}
      <div class="lab-dials">
        <Select
          id={`${id}-source`}
          label="Data"
          value={setup.source}
          options={[
            ...PAYLOAD_IDS.map((value) => ({ value, text: shareText(value, "all") })),
            { value: "own", text: "your own JSON" },
          ]}
          onChange={(source) => change({ kind: "source", source })}
        />
        {!own && (
          <Select
            id={`${id}-share`}
            label="How much of it"
            value={setup.share}
            options={SHARES.map((value) => ({ value, text: SHARE_NAMES[value] }))}
            onChange={(share) => change({ kind: "share", share })}
          />
        )}
      </div>
      {own && (
        <OwnData
          id={id}
          text={setup.text}
          onText={(text) => change({ kind: "text", text })}
          told={told}
          broken={preview?.kind === "refused"}
        />
      )}
      {own && preview?.kind === "ready" && <Notes notes={preview.notes} />}
      <Prepared {...bench} />
      <SchemaField
        {...bench}
        given={own ? (preview?.kind === "ready" ? preview.schema : null) : SCHEMA}
      />
      {!fitsLink(setup) && (
        <p class="soft">
          What you wrote is too long for an address: a link from here leads to the data that you
          began with.
        </p>
      )}
    </>
  );
}

interface Props {
  /** Brotli sizes of the prepared data, made with the page. */
  readonly built: Built;
}

/** The whole lab; its first state is rendered at build time. */
export function SizeRace({ built }: Props): JSX.Element {
  const observe = useMemo(() => observeWith(built), [built]);
  return (
    <LabFrame
      lab={lab}
      observe={observe}
      controls={(bench) => <Controls {...bench} />}
      observation={(seen, { state }) => <Observed seen={seen} setup={state.setup} />}
    />
  );
}
