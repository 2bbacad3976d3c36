// The two editors with what the compiler says to them, as soon as somebody has touched one.
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { Select } from "#kit/Controls.tsx";
import type { Bench } from "#kit/use-lab.ts";
import { placeOf } from "./judge.ts";
import { lab } from "./model.ts";
import { change as apply, EXAMPLES, MOST_BYTES, type Change, type Setup } from "./setup.ts";
import { NOT_LOADED, useWeigh } from "./use-weigh.ts";
import type { Mistake, Seen } from "./weigh.ts";

const OWN = "your own";
const { id } = lab.definition;

/** The example that the editors stand at. */
const exampleOf = (setup: Setup): string =>
  [...EXAMPLES].find(([, each]) => JSON.stringify(each) === JSON.stringify(setup))?.[0] ?? OWN;

/** Offset of a place in a text. */
function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split("\n");
  return lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
}

/** Examples, .proto, message and value. */
export function Editors({ state, dispatch }: Bench<Setup, Change, Seen>): JSX.Element {
  const { setup, history } = state;
  const [touched, setTouched] = useState(false);
  const [tooLong, setTooLong] = useState<"schema" | "json" | null>(null);
  const schema = useRef<HTMLTextAreaElement>(null);
  const weigh = useWeigh(touched || history.length > 0);
  const seen = typeof weigh === "function" ? weigh(setup) : null;
  const example = exampleOf(setup);
  const names = [...EXAMPLES.keys(), ...(example === OWN ? [OWN] : [])];
  const write = (kind: "schema" | "json", text: string, field: HTMLTextAreaElement): void => {
    const taken = setup[kind] === text || apply(setup, { kind, text }) !== setup;
    setTooLong(taken ? null : kind);
    if (taken) dispatch({ type: "change", change: { kind, text } });
    else field.value = setup[kind];
  };
  const mistake = seen?.kind === "fault" ? seen : null;
  const says = (where: "schema" | "json"): JSX.Element => (
    <Says
      where={where}
      mistake={mistake?.where === where ? mistake : null}
      fine={
        seen !== null && (seen.kind === "done" || (where === "schema" && mistake?.where === "json"))
      }
      failed={weigh === "failed"}
      tooLong={tooLong === where}
      onJump={(line, column) => {
        const at = offsetOf(setup.schema, line, column);
        schema.current?.focus();
        schema.current?.setSelectionRange(at, at + 1);
      }}
    />
  );
  return (
    <div class="tb-editors" onFocusCapture={() => setTouched(true)}>
      <div class="tb-row">
        <Select
          id={`${id}-example`}
          label="Begin with"
          value={example}
          options={names.map((name) => ({ value: name, text: name }))}
          onChange={(name) => dispatch({ type: "change", change: { kind: "example", name } })}
        />
        {seen !== null && seen.types.length > 1 && (
          <Select
            id={`${id}-type`}
            label="The message to write"
            value={seen.kind === "done" ? seen.type : setup.type}
            options={seen.types.map((name) => ({ value: name, text: name }))}
            onChange={(text) => dispatch({ type: "change", change: { kind: "type", text } })}
          />
        )}
      </div>
      <div class="tb-pair">
        <div>
          <label for={`${id}-schema`}>The .proto</label>
          <textarea
            id={`${id}-schema`}
            ref={schema}
            class="lab-text"
            rows={10}
            wrap="off"
            spellcheck={false}
            autocapitalize="none"
            autocomplete="off"
            value={setup.schema}
            aria-describedby={`${id}-schema-says`}
            aria-invalid={mistake?.where === "schema"}
            onInput={({ currentTarget }) => write("schema", currentTarget.value, currentTarget)}
          />
          {says("schema")}
        </div>
        <div>
          <label for={`${id}-json`}>The value, as JSON</label>
          <textarea
            id={`${id}-json`}
            class="lab-text"
            rows={7}
            spellcheck={false}
            autocapitalize="none"
            autocomplete="off"
            value={setup.json}
            aria-describedby={`${id}-json-says`}
            aria-invalid={mistake?.where === "json"}
            onInput={({ currentTarget }) => write("json", currentTarget.value, currentTarget)}
          />
          {says("json")}
        </div>
      </div>
    </div>
  );
}

interface SaysProps {
  readonly where: "schema" | "json";
  readonly mistake: Mistake | null;
  readonly fine: boolean;
  readonly failed: boolean;
  readonly tooLong: boolean;
  readonly onJump: (line: number, column: number) => void;
}

/** The line below an editor. */
function Says({ where, mistake, fine, failed, tooLong, onJump }: SaysProps): JSX.Element {
  const { line, column } = mistake ?? {};
  return (
    <div class="tb-says" id={`${id}-${where}-says`} role="status">
      {tooLong ? (
        <p class="tb-wrong">
          That was not taken: both texts together may have about {MOST_BYTES.toLocaleString("en")}{" "}
          bytes, so that a link can hold them.
        </p>
      ) : failed ? (
        <p class="tb-wrong">{NOT_LOADED}</p>
      ) : mistake !== null ? (
        <>
          <p class="tb-wrong">
            <b>✗ {placeOf(mistake)}:</b> {mistake.what}
          </p>
          {line !== undefined && column !== undefined && (
            <button type="button" onClick={() => onJump(line, column)}>
              Go to the place
            </button>
          )}
        </>
      ) : (
        <p class="soft">
          {fine
            ? "✓ in order"
            : where === "schema"
              ? "Compiled as soon as you touch it."
              : "Names in lowerCamelCase; 64-bit integers as strings."}
        </p>
      )}
    </div>
  );
}
