// What the run showed: each frame under two readers, every cut, and what the server answered. Loaded with the first run.
import type { JSX } from "preact";
import { cite } from "#kit/citation.ts";
import type { MessageEvent } from "#trace/index.ts";
import { formatHex, uintBytes } from "#wire/index.ts";
import { Bytes } from "./Bytes.tsx";
import { fieldsOf } from "./call.ts";
import { FATES } from "./judge.ts";
import type { Seen } from "./observe.ts";
import type { TriedCut } from "./parsers.ts";
import { HELD_CODE, NAIVE_CODE } from "./reader-code.ts";
import type { Setup } from "./setup.ts";

interface Props {
  readonly seen: Seen;
  readonly setup: Setup;
}

/** Bytes of a frame's header. RFC 9113 §4.1. */
const FRAME_HEADER = 9;

/** The header that the frame travels with: length, type 0, flags, stream 1. RFC 9113 §4.1. */
const headerOf = (payload: Uint8Array, ends: boolean): string =>
  `${formatHex(uintBytes(payload.length, 3), " ")} 00 ${ends ? "01" : "00"} 00 00 00 01`;

/** The frames of the call's stream that one end sent. */
const sentBy = ({ trace }: Seen, end: "client" | "server"): readonly MessageEvent[] =>
  trace.events.filter(
    (event): event is MessageEvent =>
      event.kind === "message" && event.from === end && event.stream === 1,
  );

function Request({ seen, setup }: Props): JSX.Element {
  const fields = fieldsOf(setup);
  const size = (sentBy(seen, "client")[0]?.bytes.length ?? FRAME_HEADER) - FRAME_HEADER;
  return (
    <>
      <p>
        <b>HEADERS:</b> {fields.length} fields, {size} bytes in HPACK
      </p>
      <pre class="framer-fields" tabIndex={0} aria-label="The request’s fields">
        {fields.map((field) => `${field.join(": ")}\n`)}
      </pre>
    </>
  );
}

function Frames({ seen, setup }: Props): JSX.Element {
  const { payloads, naive, engine } = seen;
  const starts = payloads.map((_, index) =>
    payloads.slice(0, index).reduce((sum, { length }) => sum + length, 0),
  );
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="DATA frames and their two readers">
      <table class="framer-frames">
        <thead>
          <tr>
            <th scope="col">DATA: header, then payload</th>
            <th scope="col">The naive reader</th>
            <th scope="col">As specified</th>
          </tr>
        </thead>
        <tbody>
          {payloads.map((payload, index) => {
            const ends = index === payloads.length - 1 && setup.end !== "never";
            return (
              <tr key={index}>
                <td>
                  <code class="soft">{headerOf(payload, ends)}</code>{" "}
                  <Bytes bytes={payload} from={starts[index] ?? 0} />
                  {ends && <small>END_STREAM</small>}
                </td>
                <td>{naive[index]?.told}</td>
                <td>{engine[index]?.told}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const MARKS = { reads: "✓", throws: "✗", wrong: "≠" } as const;

const Tried = ({ tried: { cut, fate } }: { readonly tried: TriedCut }): JSX.Element => (
  <li class={`framer-${fate}`}>
    <span>{cut === 0 ? "uncut" : cut}</span>{" "}
    <b>
      <span aria-hidden="true">{MARKS[fate]}</span>
      <span class="only-heard">{FATES[fate]}</span>
    </b>
  </li>
);

function Cuts({ seen }: { readonly seen: Seen }): JSX.Element {
  const { tried } = seen;
  return (
    <>
      <p class="framer-outcome">
        <b>Every single cut under the naive reader:</b> ✓ reads all, ✗ throws, ≠ is wrong without
        noticing. The reader as specified: ✓ at all {tried.length}.
      </p>
      <ol class="framer-strip">
        {tried.map((each) => (
          <Tried key={each.cut} tried={each} />
        ))}
      </ol>
      <details class="lab-more">
        <summary>What it does at each cut</summary>
        <div class="scroll" tabIndex={0} role="region" aria-label="Every cut">
          <table class="framer-cuts">
            <thead>
              <tr>
                <th scope="col">Cut</th>
                <th scope="col">The naive reader</th>
              </tr>
            </thead>
            <tbody>
              {tried.map(({ cut, told }) => (
                <tr key={cut}>
                  <th scope="row">{cut === 0 ? "none" : cut}</th>
                  <td>{told}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}

function Ended({ seen }: { readonly seen: Seen }): JSX.Element {
  const { judged, notes, outcome } = seen;
  const answer = sentBy(seen, "server");
  return (
    <>
      <p class="framer-outcome">
        <b>The server answers</b> {answer.length === 0 && "nothing."}
      </p>
      <ol class="framer-answer">
        {answer.map(({ id, label }) => (
          <li key={id}>{label}</li>
        ))}
      </ol>
      <p class="framer-outcome">
        <b>The client sees</b>{" "}
        {outcome === null ? (
          "nothing: it waits."
        ) : (
          <>
            <code>
              {outcome.code} {outcome.name}
            </code>
            {outcome.message === "" ? "." : `: ${outcome.message.replace(/\.$/, "")}.`}
          </>
        )}{" "}
        {judged?.kind === "http" &&
          "There was no grpc-status, so its library made this one out of the HTTP status."}
      </p>
      {notes.length > 0 && (
        <ul>
          {notes.map(({ text, source }) => (
            <li key={text}>
              {text} <a href={cite(source).href}>{cite(source).text}</a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

const Code = ({ code, name }: { readonly code: string; readonly name: string }): JSX.Element => (
  <>
    <p>
      <b>{name}</b>
    </p>
    <pre class="framer-fields" tabIndex={0} aria-label={name}>
      {code}
    </pre>
  </>
);

/** The whole observation but the trace. */
export const Observed = ({ seen, setup }: Props): JSX.Element => (
  <>
    <Request seen={seen} setup={setup} />
    <Frames seen={seen} setup={setup} />
    <Cuts seen={seen} />
    <Ended seen={seen} />
    <details class="lab-more">
      <summary>Both readers as code</summary>
      <Code name="The naive reader" code={NAIVE_CODE} />
      <Code name="As specified" code={HELD_CODE} />
    </details>
  </>
);
