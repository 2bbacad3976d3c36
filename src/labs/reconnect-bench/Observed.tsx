// What a run of the bench showed: each request, and what the page heard because of it.
import type { JSX } from "preact";
import { watchThisPage } from "#kit/page-watch.ts";
import type { Bench } from "#kit/use-lab.ts";
import { WirePanel } from "#kit/WirePanel.tsx";
import { openSpace, writeExchange } from "#mocks/index.ts";
import { lab } from "./model.ts";
import { observeIn, type End, type Seen, type Visit } from "./observe.ts";
import type { Answer, Change, Setup } from "./setup.ts";

/** Longest wait in milliseconds between two steps of a run; the longest reconnection time is 1 s. */
const PATIENCE = 10_000;

/** Runs in this page. */
export const observe = observeIn({
  open: () => openSpace(lab.definition.id),
  watchPage: () => watchThisPage(PATIENCE),
  now: () => performance.now(),
});

const END_TEXTS: Readonly<Record<End, string>> = {
  open: "The EventSource is connected (OPEN); the lab hung up.",
  closed: "The EventSource has given up (CLOSED).",
  again: "The EventSource was about to connect once more (CONNECTING); the lab hung up.",
};
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

type Props = Bench<Setup, Change, Seen> & { readonly seen: Seen };

/** The requests as a table, the end in one sentence, the wire panel. */
export function Observed({ seen, state }: Props): JSX.Element {
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
