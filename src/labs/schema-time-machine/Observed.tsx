// What the journey showed: the bytes on each hop, every field's fate, what changed, and the colleague.
import type { JSX } from "preact";
import { Source } from "#kit/Verdict.tsx";
import { formatHex, utf8Text } from "#wire/index.ts";
import type { SchemaChange } from "./compare-types.ts";
import type { Arrived, Colleague, Fate, Hop, Journey, Seen } from "./seen.ts";

/** Bytes of one record that are shown. */
const SHOWN = 18;

/** The colour of a field: the same on every hop. */
const colourOf = (number: number): string => `b${1 + ((number - 1) % 8)}`;

function Bytes({ bytes, records, to }: Hop): JSX.Element {
  return (
    <ol class="machine-records">
      {records.map(({ number, name, at, length, known }) => (
        <li key={at} class={`${colourOf(number)}${known ? "" : " unknown"}`}>
          <small>
            {number} {name}
            {!known && <b> unknown to the {to.split(",")[0]}</b>}
          </small>
          <code>
            {formatHex(bytes.subarray(at, at + Math.min(length, SHOWN)), " ")}
            {length > SHOWN && " …"}
          </code>
        </li>
      ))}
    </ol>
  );
}

function HopRow(hop: Hop): JSX.Element {
  const { from, to, format, bytes, records, read, refused } = hop;
  return (
    <li>
      <p class="machine-hop">
        <b>
          {from} <span aria-label="to">→</span> {to}
        </b>{" "}
        {format === "JSON" ? "as JSON" : "in binary"}, {bytes.length} bytes
      </p>
      {format === "JSON" ? (
        <pre class="machine-json">{utf8Text(bytes)}</pre>
      ) : records.length === 0 ? (
        <p class="soft">No byte: every field is at its default.</p>
      ) : (
        <Bytes {...hop} />
      )}
      <p class={refused === null ? "machine-read" : "machine-read refused"}>
        {refused === null ? (
          <>
            The {to.split(",")[0]} reads <code>{read}</code>
          </>
        ) : (
          `The ${to.split(",")[0] ?? ""} refuses it: ${refused}`
        )}
      </p>
    </li>
  );
}

const FATES: Readonly<Record<Fate, string>> = {
  same: "✓ arrived",
  other: "≠ read as something else",
  hidden: "– kept as unknown bytes",
  lost: "✗ lost",
  refused: "✗ refused",
};

const Journeys = ({ journeys }: { readonly journeys: readonly Journey[] }): JSX.Element => (
  <div class="scroll" tabIndex={0} role="region" aria-label="What became of each field">
    <table class="machine-fates">
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Written</th>
          <th scope="col">The reader has</th>
          <th scope="col">Outcome</th>
        </tr>
      </thead>
      <tbody>
        {journeys.map(({ number, name, wrote, read, fate, by }) => (
          <tr key={number} class={fate}>
            <th scope="row">
              {number} {name}
            </th>
            <td>{wrote}</td>
            <td>{read ?? "nothing under this number"}</td>
            <td class="machine-fate">
              {FATES[fate]}
              {by !== null && ` by ${by}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const CLASSES = {
  safe: "wire-safe",
  compatible: "wire-compatible",
  unsafe: "wire-unsafe",
} as const;

const Changes = ({ changes }: { readonly changes: readonly SchemaChange[] }): JSX.Element =>
  changes.length === 0 ? (
    <p>v1 and v2 say the same: no change to judge.</p>
  ) : (
    <div class="scroll" tabIndex={0} role="region" aria-label="The change, judged">
      <table class="machine-changes">
        <thead>
          <tr>
            <th scope="col">From v1 to v2</th>
            <th scope="col">In binary</th>
            <th scope="col">In ProtoJSON</th>
            <th scope="col">Because</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ place, what, binary, json, why, source }) => (
            <tr key={`${place} ${what}`}>
              <th scope="row">
                <code>{place}</code> {what}
              </th>
              <td class={binary}>{CLASSES[binary]}</td>
              <td class={json}>{CLASSES[json]}</td>
              <td>
                {why} <Source of={source} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );

const Try = ({ line, refused }: { readonly line: string; readonly refused: string | null }) => (
  <li class={refused === null ? "taken" : "refused"}>
    <code>{line}</code>{" "}
    {refused === null ? "✗ The compiler takes it." : `✓ The compiler refuses: ${refused}`}
  </li>
);

const Colleagues = ({ colleagues }: { readonly colleagues: readonly Colleague[] }) => (
  <>
    <h5 class="machine-heading">A careless colleague adds a field to v2</h5>
    <ul class="machine-tries">
      {colleagues.map(({ number, numberLine, numberRefused, nameLine, nameRefused }) => [
        <Try key={`number ${number}`} line={numberLine} refused={numberRefused} />,
        <Try key={`name ${number}`} line={nameLine} refused={nameRefused} />,
      ])}
    </ul>
  </>
);

function Arrival({ hops, journeys, changes, colleagues }: Arrived): JSX.Element {
  return (
    <>
      <ol class="machine-hops">
        {hops.map((hop) => (
          <HopRow key={hop.from} {...hop} />
        ))}
      </ol>
      <Journeys journeys={journeys} />
      <h5 class="machine-heading">The change, judged by the two schemas alone</h5>
      <Changes changes={changes} />
      {colleagues.length > 0 && <Colleagues colleagues={colleagues} />}
    </>
  );
}

/** Everything that a run showed, or what stood in its way. */
export const Observed = ({ seen }: { readonly seen: Seen }): JSX.Element =>
  seen.kind === "refused" ? (
    <p class="machine-told">
      {seen.at === "message" ? "The message" : `The schema ${seen.at}`}
      {seen.line !== undefined && `, line ${seen.line}, column ${seen.column ?? 1}`}: {seen.why}
    </p>
  ) : (
    <Arrival {...seen} />
  );
