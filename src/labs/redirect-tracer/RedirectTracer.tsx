// Redirect tracer, the view: a chain to build, the requests that arrived, their ladder.
import type { JSX } from "preact";
import { Check, Select } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import type { Bench } from "#kit/use-lab.ts";
import { WirePanel } from "#kit/WirePanel.tsx";
import type { Badge } from "#kit/lab.ts";
import { openSpace, REDIRECT_STATUSES, writeExchange } from "#mocks/index.ts";
import {
  ADDRESSES,
  CONTENT,
  isLoop,
  LENGTHS,
  mayHaveContent,
  METHODS,
  MOST_HOPS,
  stopsOf,
  type Change,
  type Seen,
  type Setup,
} from "./chain.ts";
import { answerText, arrivalText, HopLadder } from "./HopLadder.tsx";
import { lab } from "./model.ts";
import { observeIn } from "./observe.ts";
import "./redirect-tracer.css";

const open = () => openSpace(lab.definition.id);
const observe = observeIn(open);

const badgeOf = ({ reach }: Seen): Badge =>
  reach === "engine"
    ? lab.definition.badge
    : {
        kind: "MODEL",
        text: "This browser refuses service workers here, so the page asked the pretend service itself and followed redirects by our copy of the Fetch rules.",
      };

const namesOf = (values: readonly (string | number)[]) =>
  values.map((value) => ({ value: String(value), text: String(value) }));

type TracerBench = Bench<Setup, Change, Seen>;

function Controls({ state, dispatch, ready }: TracerBench): JSX.Element {
  const { setup } = state;
  const change = (made: Change): void => {
    dispatch({ type: "change", change: made });
  };
  const stops = stopsOf(setup);
  const id = lab.definition.id;
  return (
    <>
      <div class="tracer-start">
        <Select
          id={`${id}-method`}
          label="You send"
          value={setup.method}
          options={namesOf(METHODS)}
          onChange={(method) => change({ kind: "method", method })}
        />
        <span class="tracer-to">
          to <code>{ADDRESSES[0]}</code>
          {setup.hasContent ? `, with ${CONTENT.length} bytes of JSON` : ", without content"}
        </span>
      </div>
      <ol class="tracer-hops">
        {setup.hops.map(({ status, to }, hop) => (
          <li key={hop}>
            <code class="tracer-from">{stops[hop]}</code>
            <Select
              id={`${id}-status-${hop}`}
              label="answers"
              value={String(status)}
              options={namesOf(REDIRECT_STATUSES)}
              onChange={(value) => change({ kind: "status", hop, status: Number(value) })}
            />
            <Select
              id={`${id}-to-${hop}`}
              label="and names"
              value={to}
              options={namesOf(ADDRESSES)}
              onChange={(value) => change({ kind: "to", hop, to: value })}
            />
          </li>
        ))}
      </ol>
      <p class="tracer-end soft">
        {isLoop(setup) ? (
          <>
            and <code>{stops.at(-1)}</code> was left before: the chain is a loop.
          </>
        ) : setup.length === null ? (
          <>
            and <code>{stops.at(-1)}</code> answers 200.
          </>
        ) : (
          <>
            and so on with {setup.hops.at(-1)?.status}, until there are {setup.length} redirects;
            the last address answers 200.
          </>
        )}
      </p>
      <details class="tracer-more">
        <summary>More hops and settings</summary>
        {ready && (
          <>
            <p class="lab-row">
              <button
                type="button"
                disabled={setup.hops.length >= MOST_HOPS || isLoop(setup)}
                onClick={() => change({ kind: "add" })}
              >
                Add a hop
              </button>
              <button
                type="button"
                disabled={setup.hops.length === 1}
                onClick={() => change({ kind: "remove" })}
              >
                Remove the last hop
              </button>
            </p>
            <div class="lab-row">
              <Check
                id={`${id}-content`}
                label={`send content (${CONTENT.length} bytes of JSON)`}
                checked={setup.hasContent}
                disabled={!mayHaveContent(setup.method)}
                onChange={(hasContent) => change({ kind: "content", hasContent })}
              />
              <Check
                id={`${id}-manual`}
                label="redirect: “manual”"
                checked={setup.redirect === "manual"}
                onChange={(manual) =>
                  change({ kind: "redirect", redirect: manual ? "manual" : "follow" })
                }
              />
            </div>
            <Select
              id={`${id}-length`}
              label="Draw the chain out"
              value={String(setup.length ?? 0)}
              options={[
                { value: "0", text: "no, as built" },
                ...LENGTHS.map((length) => ({
                  value: String(length),
                  text: `to ${length} redirects`,
                })),
              ]}
              onChange={(value) => change({ kind: "length", length: Number(value) || null })}
            />
          </>
        )}
      </details>
    </>
  );
}

function Observation(seen: Seen, { state }: TracerBench): JSX.Element {
  const { exchanges, outcome } = seen;
  return (
    <>
      <div class="tracer-run">
        <div class="scroll" tabIndex={0} role="region" aria-label="What arrived">
          <table>
            <caption class="only-heard">Requests in the order in which they arrived</caption>
            <thead>
              <tr>
                <th scope="col">#</th>
                <th scope="col">arrived</th>
                <th scope="col">answered</th>
              </tr>
            </thead>
            <tbody>
              {exchanges.map((exchange, index) => (
                <tr key={index}>
                  <td>{index + 1}</td>
                  <td class="client">{arrivalText(exchange)}</td>
                  <td class="server">{answerText(exchange)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <HopLadder exchanges={exchanges} />
      </div>
      <p>
        <b>The script got</b>{" "}
        {outcome.kind === "refused" ? (
          <code>
            {outcome.name}: {outcome.message}
          </code>
        ) : (
          <code>
            {`{ type: "${outcome.type}", status: ${outcome.status}, redirected: ${String(outcome.redirected)} }`}
          </code>
        )}
      </p>
      <WirePanel
        exchanges={state.history.flatMap((each) => each.exchanges)}
        write={writeExchange}
      />
    </>
  );
}

/** The whole lab; its first state is rendered at build time. */
export function RedirectTracer(): JSX.Element {
  return (
    <LabFrame
      lab={lab}
      observe={observe}
      warm={open}
      badgeOf={badgeOf}
      controls={(bench) => <Controls {...bench} />}
      observation={Observation}
    />
  );
}
