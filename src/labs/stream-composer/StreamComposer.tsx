// Stream composer, the view: the stream with its line ends, the events of two parsers, every byte's part in it.
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { ByteInspector } from "#kit/ByteInspector.tsx";
import { Select } from "#kit/Controls.tsx";
import type { Dissect } from "#kit/edited.ts";
import { LabFrame } from "#kit/LabFrame.tsx";
import type { Badge } from "#kit/lab.ts";
import { watchThisPage } from "#kit/page-watch.ts";
import type { Bench } from "#kit/use-lab.ts";
import { WirePanel } from "#kit/WirePanel.tsx";
import { openSpace, writeExchange } from "#mocks/index.ts";
import { describeStream } from "#protocols/sse/index.ts";
import type { MessageEvent as Message } from "#trace/index.ts";
import { lab } from "./model.ts";
import { observeIn } from "./observe.ts";
import { agree, fatesOf, readStream, show, type Heard, type Seen } from "./reading.ts";
import { bytesOf, EXAMPLES, LONGEST_TEXT, type Change, type Setup } from "./stream.ts";
import { VisibleBytes } from "./VisibleBytes.tsx";
import "./stream-composer.css";

/** Longest wait in milliseconds between two signs of a stream of a few hundred bytes. */
const PATIENCE = 8000;

const open = () => openSpace(lab.definition.id);
const observe = observeIn(
  open,
  (address) => new EventSource(address),
  () => watchThisPage(PATIENCE),
);

const badgeOf = ({ reach }: Seen): Badge =>
  reach === "engine"
    ? lab.definition.badge
    : {
        kind: "MODEL",
        text: "No service worker can hand a stream to this page here, so the package eventsource read it instead of the browser's own class.",
      };

const LINE_ENDS = [
  { value: "lf", text: "LF" },
  { value: "crlf", text: "CR LF" },
  { value: "cr", text: "CR" },
];
const PIECES = [
  { value: "whole", text: "in one piece" },
  { value: "lines", text: "line by line" },
  { value: "bytes", text: "byte by byte" },
];

type ComposerBench = Bench<Setup, Change, Seen>;

function Controls({ state, dispatch }: ComposerBench): JSX.Element {
  const { setup } = state;
  const { id } = lab.definition;
  const change = (made: Change): void => dispatch({ type: "change", change: made });
  const example = EXAMPLES.find(({ text }) => text === setup.text)?.name ?? "";
  const names = EXAMPLES.map(({ name }) => ({ value: name, text: name }));
  return (
    <>
      <div class="composer-row">
        <Select
          id={`${id}-example`}
          label="Begin with"
          value={example}
          options={example === "" ? [{ value: "", text: "your own" }, ...names] : names}
          onChange={(name) => change({ kind: "example", name })}
        />
        <Select
          id={`${id}-line-end`}
          label="Enter writes"
          value={setup.lineEnd}
          options={LINE_ENDS}
          onChange={(lineEnd) => change({ kind: "line-end", lineEnd })}
        />
        <Select
          id={`${id}-pieces`}
          label="It is sent"
          value={setup.pieces}
          options={PIECES}
          onChange={(pieces) => change({ kind: "pieces", pieces })}
        />
      </div>
      <div class="composer-text">
        <p>
          <label for={`${id}-text`}>The stream</label>
          <textarea
            id={`${id}-text`}
            class="lab-text"
            rows={12}
            maxLength={LONGEST_TEXT}
            spellcheck={false}
            autocapitalize="none"
            aria-describedby={`${id}-escapes`}
            value={setup.text}
            onInput={({ currentTarget }) => change({ kind: "text", text: currentTarget.value })}
          />
          <small id={`${id}-escapes`} class="soft">
            <code>\r</code> <code>\n</code> <code>\0</code> <code>\xFF</code> write single bytes.
          </small>
        </p>
        <VisibleBytes bytes={bytesOf(setup)} />
      </div>
    </>
  );
}

function Events({
  heard,
  after,
}: {
  heard: readonly Heard[];
  after: readonly number[];
}): JSX.Element {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Events">
      <table>
        <caption class="only-heard">Events in the order in which they were dispatched</caption>
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">type</th>
            <th scope="col">data</th>
            <th scope="col">lastEventId</th>
            <th scope="col">complete with byte</th>
            <th scope="col">onmessage</th>
          </tr>
        </thead>
        <tbody>
          {heard.map(({ type, data, lastEventId }, index) => (
            <tr key={index}>
              <td>{index + 1}</td>
              <td>{show(type)}</td>
              <td class="composer-data">“{show(data)}”</td>
              <td>“{show(lastEventId)}”</td>
              <td>{after[index] ?? "–"}</td>
              <td>{type === "message" ? "hears it" : "does not"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const dissect: Dissect = (event, bytes = event.bytes) => describeStream(bytes);

const inspected = (bytes: Uint8Array, id: number): Message => ({
  kind: "message",
  id,
  at: 0,
  arrives: 0,
  layer: "sse",
  label: "the stream",
  from: "server",
  to: "browser",
  bytes,
  format: "event-stream",
});

function Observation({ seen, state }: ComposerBench & { readonly seen: Seen }): JSX.Element {
  const { setup, run, history } = state;
  const bytes = useMemo(() => bytesOf(setup), [setup]);
  const reading = useMemo(() => readStream(bytes), [bytes]);
  const event = useMemo(() => inspected(bytes, run), [bytes, run]);
  const who = seen.reach === "engine" ? "Your browser’s EventSource" : "The package eventsource";
  const same = agree(seen.heard, reading.events);
  const { length } = seen.heard;
  return (
    <>
      {seen.happened.map((sentence) => (
        <p key={sentence} class="composer-happened">
          {sentence}
        </p>
      ))}
      <p class={same ? "composer-same" : "composer-other"}>
        {same
          ? `✓ ${who} and our engine agree: ${length} ${length === 1 ? "event" : "events"}, the same to the letter.`
          : `✗ ${who} and our engine differ. The specification decides; please tell us with a link to this state.`}
      </p>
      {length > 0 && <Events heard={seen.heard} after={reading.events.map(({ after }) => after)} />}
      {!same && reading.events.length > 0 && (
        <>
          <p>Our engine read:</p>
          <Events heard={reading.events} after={reading.events.map(({ after }) => after)} />
        </>
      )}
      <p class="soft">
        At the end the last event id is{" "}
        {reading.lastEventId === "" ? "empty" : <code>{show(reading.lastEventId)}</code>}
        {reading.reconnectionTime === null
          ? " and the stream has set no reconnection time."
          : `, the reconnection time ${reading.reconnectionTime} ms.`}
      </p>
      <p class="composer-caption">What became of each block</p>
      <ol class="composer-fates">
        {fatesOf(bytes).map(({ from, to, dispatched, text, ignored }) => (
          <li key={from} class={dispatched ? "right" : "none"}>
            <small class="soft">
              bytes {from}–{to - 1}
            </small>{" "}
            {show(text)}
            {ignored.map((line) => (
              <p key={line}>
                <code>{show(line)}</code>
              </p>
            ))}
          </li>
        ))}
      </ol>
      <details class="composer-bytes">
        <summary>Bytes and fields, each changeable</summary>
        <ByteInspector key={run} event={event} dissect={dissect} />
      </details>
      <WirePanel exchanges={history.flatMap(({ exchanges }) => exchanges)} write={writeExchange} />
    </>
  );
}

/** The whole lab; its first state is rendered at build time. */
export function StreamComposer(): JSX.Element {
  return (
    <LabFrame
      lab={lab}
      observe={observe}
      warm={open}
      badgeOf={badgeOf}
      controls={(bench) => <Controls {...bench} />}
      observation={(seen, bench) => <Observation {...bench} seen={seen} />}
    />
  );
}
