// Reconnect bench, the view: the server's script, request by request, and what the page heard of it.
import type { JSX } from "preact";
import { Check, Select, Slider } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import type { Badge } from "#kit/lab.ts";
import { watchThisPage } from "#kit/page-watch.ts";
import type { Bench } from "#kit/use-lab.ts";
import { WirePanel } from "#kit/WirePanel.tsx";
import { openSpace, writeExchange } from "#mocks/index.ts";
import { lab } from "./model.ts";
import { observeIn, type End, type Seen, type Visit } from "./observe.ts";
import { RANGES, type Answer, type Change, type Resume, type Setup } from "./setup.ts";
import "./reconnect-bench.css";

/** Longest wait in milliseconds between two steps of a run; the longest reconnection time is 1 s. */
const PATIENCE = 10_000;

const open = () => openSpace(lab.definition.id);
const observe = observeIn({
  open,
  watchPage: () => watchThisPage(PATIENCE),
  now: () => performance.now(),
});

const badgeOf = ({ reach }: Seen): Badge =>
  reach === "engine"
    ? lab.definition.badge
    : {
        kind: "MODEL",
        text: "No service worker can hand a stream to this page here, so the package asked the pretend service directly, without a request of the browser.",
      };

const ANSWER_TEXTS: Readonly<Record<Answer, string>> = {
  cut: "200, cut after 2 events",
  rest: "200, the rest, then closed",
  hold: "200, the rest, kept open",
  "204": "204",
  "500": "500",
  html: "200, but text/html",
};
const RESUME_TEXTS: Readonly<Record<Resume, string>> = {
  "by-id": "begins behind Last-Event-ID",
  start: "begins at the start",
  now: "goes on with what happens now",
};
const END_TEXTS: Readonly<Record<End, string>> = {
  open: "The EventSource is connected (OPEN); the lab hung up.",
  closed: "The EventSource has given up (CLOSED).",
  again: "The EventSource was about to connect once more (CONNECTING); the lab hung up.",
};
const ORDINALS = ["First", "Second", "Third", "Every later"];

const optionsOf = (texts: Readonly<Record<string, string>>) =>
  Object.entries(texts).map(([value, text]) => ({ value, text }));

type ReconnectSetup = Bench<Setup, Change, Seen>;

function Controls({ state, dispatch, ready }: ReconnectSetup): JSX.Element {
  const { setup } = state;
  const { id } = lab.definition;
  const change = (made: Change): void => dispatch({ type: "change", change: made });
  return (
    <>
      <div class="reconnect-slots">
        {setup.answers.map((answer, slot) => (
          <Select
            key={slot}
            id={`${id}-answer-${slot}`}
            label={`${ORDINALS[slot] ?? ""} request gets`}
            value={answer}
            options={optionsOf(ANSWER_TEXTS)}
            onChange={(value) => change({ kind: "answer", slot, answer: value })}
          />
        ))}
      </div>
      <div class="reconnect-server">
        <Check
          id={`${id}-ids`}
          label="each event carries an id"
          checked={setup.ids}
          onChange={(on) => change({ kind: "ids", on })}
        />
        <Select
          id={`${id}-resume`}
          label="When a client is back, the server"
          value={setup.resume}
          options={optionsOf(RESUME_TEXTS)}
          onChange={(resume) => change({ kind: "resume", resume })}
        />
      </div>
      <details class="reconnect-more">
        <summary>Length of the feed, and retry</summary>
        {ready && (
          <div class="reconnect-server">
            {(["total", "retry"] as const).map((name) => (
              <Slider
                key={name}
                id={`${id}-${name}`}
                label={name === "total" ? "The feed has" : "retry"}
                value={setup[name]}
                {...RANGES[name]}
                onChange={(value) => change({ kind: "dial", dial: name, value })}
              />
            ))}
          </div>
        )}
      </details>
      <details class="reconnect-more">
        <summary>Why not the browser’s own EventSource?</summary>
        <p>
          Because one browser would teach you something false. When Chromium’s EventSource connects
          again, the service worker that plays the server here does not get to see{" "}
          <code>Last-Event-ID</code>; Firefox shows it. Towards a real server both send it. The
          package <code>eventsource</code> has the same interface, reads with fetch, and shows the
          field in both, so the resuming below is real. The composer above uses your browser’s own
          class.
        </p>
      </details>
    </>
  );
}

const statusOf: Readonly<Record<Answer, string>> = {
  cut: "200, cut",
  rest: "200, closed",
  hold: "200, open",
  "204": "204",
  "500": "500",
  html: "200 text/html",
};

function Row({ visit }: { readonly visit: Visit }): JSX.Element {
  const { number, waited, lastEventId, answer, heard } = visit;
  return (
    <tr>
      <td>{number}</td>
      <td>{waited === null ? "–" : `after ${Math.round(waited)} ms`}</td>
      <td class="client">{lastEventId ?? "–"}</td>
      <td class="server">{statusOf[answer]}</td>
      <td>{heard.map((data) => data.replace("scan ", "")).join(" ") || "–"}</td>
    </tr>
  );
}

function Observation({ seen, state }: ReconnectSetup & { readonly seen: Seen }): JSX.Element {
  return (
    <>
      {seen.happened.map((sentence) => (
        <p key={sentence} class="reconnect-happened">
          {sentence}
        </p>
      ))}
      <div class="scroll" tabIndex={0} role="region" aria-label="Requests and events">
        <table>
          <caption class="only-heard">Requests for the feed and the events heard on each</caption>
          <thead>
            <tr>
              <th scope="col">#</th>
              <th scope="col">waited</th>
              <th scope="col">Last-Event-ID</th>
              <th scope="col">answer</th>
              <th scope="col">events heard</th>
            </tr>
          </thead>
          <tbody>
            {seen.visits.map((visit) => (
              <Row key={visit.number} visit={visit} />
            ))}
          </tbody>
        </table>
      </div>
      <p>
        <b>In the end</b> {END_TEXTS[seen.end]}
      </p>
      <WirePanel
        exchanges={state.history.flatMap(({ exchanges }) => exchanges)}
        write={writeExchange}
      />
    </>
  );
}

/** The whole lab; its first state is rendered at build time. */
export function ReconnectBench(): JSX.Element {
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
