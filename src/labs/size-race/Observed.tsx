// What a race showed: the sizes as a table and as bars, and why nothing could be measured.
import type { JSX } from "preact";
import { Bars } from "./Bars.tsx";
import { factorOf, factorText, sharesOf, type Measured, type Seen } from "./seen.ts";
import { shareText, type Setup } from "./setup.ts";

/** What JSON says and protobuf cannot. */
export const Notes = ({ notes }: { readonly notes: readonly string[] }): JSX.Element | null =>
  notes.length === 0 ? null : (
    <ul class="race-notes">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );

const BROTLI: Readonly<Record<Measured["brotliBy"], string>> = {
  browser:
    "This browser has a brotli encoder of its own; the row is measured with it, at the level that the browser chose.",
  build:
    "This browser has no brotli encoder. The row was computed at level 5 when the course was built, from the same bytes.",
  nobody:
    "This browser has no brotli encoder, so there is no brotli row for data that only you have.",
};

interface Props {
  readonly seen: Seen;
  readonly setup: Setup;
}

/** The table, its picture, and what had to be said otherwise in protobuf. */
export function Observed({ seen, setup }: Props): JSX.Element {
  if (seen.kind === "refused") {
    return (
      <p class="race-told broken">
        The {seen.at}
        {seen.line !== undefined && `, line ${seen.line}, column ${seen.column ?? 1}`}: {seen.why}
      </p>
    );
  }
  const { json, protobuf, parts, given, notes, brotliBy } = seen;
  const { source, share } = setup;
  const shares = sharesOf(parts);
  const rows = [
    ["as they are", json.raw, protobuf.raw],
    ["gzip", json.gzip, protobuf.gzip],
    ["brotli", json.brotli, protobuf.brotli],
  ] as const;
  return (
    <>
      <p>
        {source === "own" ? "Your data" : shareText(source, share)}: of the JSON, {shares.names} %
        are names, {shares.texts} % texts, {shares.numbers} % digits, {shares.words} % true, false
        and null, {shares.marks} % braces and commas.
        {given !== null &&
          given !== json.raw &&
          ` As pasted it has ${given.toLocaleString("en")} bytes; without white space, which nobody needs, ${json.raw.toLocaleString("en")}.`}
      </p>
      <div class="scroll" tabIndex={0} role="region" aria-label="Bytes of both formats">
        <table class="race-sizes">
          <thead>
            <tr>
              <th scope="col">Bytes</th>
              <th scope="col">JSON</th>
              <th scope="col">protobuf</th>
              <th scope="col">JSON ÷ protobuf</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, one, other]) =>
              one === null || other === null ? null : (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{one.toLocaleString("en")}</td>
                  <td>{other.toLocaleString("en")}</td>
                  <td>{factorText(factorOf(one, other))}</td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      </div>
      <Bars {...seen} />
      <p class="soft">{BROTLI[brotliBy]}</p>
      <Notes notes={notes} />
    </>
  );
}
