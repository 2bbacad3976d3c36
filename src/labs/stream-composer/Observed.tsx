// What a run of the composer showed: the events of two parsers, and every byte's part in them.
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { Dissect } from "#kit/edited.ts";
import { late } from "#kit/late.tsx";
import { watchThisPage } from "#kit/page-watch.ts";
import type { Bench } from "#kit/use-lab.ts";
import { WirePanel } from "#kit/WirePanel.tsx";
import { openSpace, writeExchange } from "#mocks/index.ts";
import { describeStream } from "#protocols/sse/index.ts";
import type { MessageEvent as Message } from "#trace/index.ts";
import { fatesOf } from "./fates.ts";
import { lab } from "./model.ts";
import { observeIn } from "./observe.ts";
import { agree, readStream, show, type Heard, type Seen } from "./reading.ts";
import { bytesOf, type Change, type Setup } from "./stream.ts";

const ByteInspector = late(async () => (await import("#kit/ByteInspector.tsx")).ByteInspector);

/** Longest wait in milliseconds between two signs of a stream of a few hundred bytes. */
const PATIENCE = 8000;

/** Runs in this page, with the browser's own class. */
export const observe = observeIn(
  () => openSpace(lab.definition.id),
  (address) => new EventSource(address),
  () => watchThisPage(PATIENCE),
);

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

/** What is known about a difference: seen in Firefox 153, not in Chromium 156. */
const differenceIn = (bytes: Uint8Array): string =>
  bytes.includes(0)
    ? "This stream holds a NULL. The specification keeps it in data and ignores an id that has one; Firefox takes it out of data, and drops the line behind such an id, too."
    : "The specification decides; please tell us with a link to this state.";

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

type Props = Bench<Setup, Change, Seen> & { readonly seen: Seen };

/** Both parsers' events, the fate of each block, the bytes, the request. */
export function Observed({ seen, state }: Props): JSX.Element {
  const { setup, run, history } = state;
  const [opened, setOpened] = useState(false);
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
          : `✗ ${who} and our engine differ. ${differenceIn(bytes)}`}
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
      <details
        class="composer-bytes"
        onToggle={({ currentTarget }) => setOpened(currentTarget.open)}
      >
        <summary>Bytes and fields, each changeable</summary>
        {opened && <ByteInspector key={run} event={event} dissect={dissect} />}
      </details>
      <WirePanel exchanges={history.flatMap(({ exchanges }) => exchanges)} write={writeExchange} />
    </>
  );
}
