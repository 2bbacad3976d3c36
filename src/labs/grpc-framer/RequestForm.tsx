// The request's fields, one by one, and the deadline with what it says. PROTOCOL-HTTP2.md §Requests.
import type { JSX } from "preact";
import { Check, Select } from "#kit/Controls.tsx";
import { formatTimeout, parseTimeout } from "#protocols/grpc/index.ts";
import { noteField } from "./call.ts";
import {
  ENCODINGS,
  LONGEST_NOTE,
  LONGEST_TIMEOUT,
  METHODS,
  PATHS,
  TYPES,
  type Setup,
} from "./setup.ts";

interface Props {
  /** Unique on the page. */
  readonly id: string;
  readonly setup: Setup;
  readonly onSet: (set: Partial<Setup>) => void;
}

const same = (values: readonly string[]) => values.map((value) => ({ value, text: value }));

interface LineProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly most: number;
  /** What the value says. */
  readonly reading: string;
  readonly onInput: (value: string) => void;
}

const Line = ({ id, label, value, most, reading, onInput }: LineProps): JSX.Element => (
  <div class="lab-control framer-line">
    <label for={id}>{label}</label>
    <input
      id={id}
      class="lab-text"
      maxLength={most}
      spellcheck={false}
      autocapitalize="none"
      autocomplete="off"
      aria-describedby={`${id}-says`}
      value={value}
      onInput={({ currentTarget }) => onInput(currentTarget.value)}
    />
    <small id={`${id}-says`} class="soft" aria-live="polite">
      {reading}
    </small>
  </div>
);

function readTimeout(timeout: string): string {
  if (timeout === "") return "left out: the client waits without end";
  const parsed = parseTimeout(timeout);
  if ("rule" in parsed) return parsed.text;
  const seconds = (parsed.ms / 1000).toLocaleString("en", { maximumFractionDigits: 9 });
  return `${seconds} s; our engine writes ${formatTimeout(parsed.ms)}, the finest unit that eight digits hold`;
}

function readNote(setup: Setup): string {
  const field = noteField(setup);
  return field === null ? "left out" : `travels as ${field.join(": ")}`;
}

/** The controls of the field section. */
export function RequestForm({ id, setup, onSet }: Props): JSX.Element {
  const { method, path, te, type, timeout, encoding, flagged, note } = setup;
  return (
    <div class="lab-dials">
      <Select
        id={`${id}-method`}
        label=":method"
        value={method}
        options={same(METHODS)}
        onChange={(value) => onSet({ method: value as Setup["method"] })}
      />
      <Select
        id={`${id}-path`}
        label=":path"
        value={path}
        options={same(PATHS)}
        onChange={(value) => onSet({ path: value as Setup["path"] })}
      />
      <Select
        id={`${id}-type`}
        label="content-type"
        value={type}
        options={same(TYPES)}
        onChange={(value) => onSet({ type: value as Setup["type"] })}
      />
      <Select
        id={`${id}-encoding`}
        label="grpc-encoding"
        value={encoding}
        options={ENCODINGS.map((value) => ({ value, text: value === "" ? "left out" : value }))}
        onChange={(value) => onSet({ encoding: value as Setup["encoding"] })}
      />
      <Line
        id={`${id}-timeout`}
        label="grpc-timeout"
        value={timeout}
        most={LONGEST_TIMEOUT}
        reading={readTimeout(timeout)}
        onInput={(value) => onSet({ timeout: value })}
      />
      <Line
        id={`${id}-note`}
        label="x-note, metadata of your own"
        value={note}
        most={LONGEST_NOTE}
        reading={readNote(setup)}
        onInput={(value) => onSet({ note: value })}
      />
      <Check
        id={`${id}-te`}
        label="te: trailers"
        checked={te}
        onChange={(on) => onSet({ te: on })}
      />
      <Check
        id={`${id}-flagged`}
        label="flag 01, compressed"
        checked={flagged}
        onChange={(on) => onSet({ flagged: on })}
      />
    </div>
  );
}
