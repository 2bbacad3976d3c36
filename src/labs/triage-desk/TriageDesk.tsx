// Triage desk, the view: a request to compose, its answer, and ten situations that want one.
import type { JSX } from "preact";
import { Challenge } from "#kit/Challenge.tsx";
import { Select } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import type { Badge } from "#kit/lab.ts";
import type { Bench } from "#kit/use-lab.ts";
import { WirePanel } from "#kit/WirePanel.tsx";
import { openSpace, writeExchange } from "#mocks/index.ts";
import { statusCode } from "#protocols/semantics/index.ts";
import { utf8Text } from "#wire/index.ts";
import { ANSWERING } from "./answering.ts";
import { lab } from "./model.ts";
import { observeIn } from "./observe.ts";
import {
  METHODS,
  sendingOf,
  ticketOf,
  TICKETS,
  type Change,
  type Seen,
  type Setup,
} from "./request.ts";
import "./triage-desk.css";

type DeskBench = Bench<Setup, Change, Seen>;

const id = lab.definition.id;
const open = () => openSpace(id);
const observe = observeIn(open);

const badgeOf = ({ reach }: Seen): Badge =>
  reach === "engine"
    ? lab.definition.badge
    : {
        kind: "MODEL",
        text: "This browser refuses service workers here, so the page asked the pretend service itself instead of its fetch.",
      };

/** The request as it will be sent, in the order of an HTTP/1.1 message. */
function Preview({ setup }: { readonly setup: Setup }): JSX.Element {
  const { method, target, fields = [], content } = sendingOf(setup);
  return (
    <pre class="desk-message" tabIndex={0} role="group" aria-label="The request">
      <span class="desk-start">
        {method} {target}
      </span>
      {fields.map(([name, value]) => `\n${name}: ${value}`)}
      {content === undefined ? "" : `\n\n${content}`}
    </pre>
  );
}

function Controls({ state, dispatch, ready }: DeskBench): JSX.Element {
  const { setup } = state;
  const change = (made: Change): void => {
    dispatch({ type: "change", change: made });
  };
  const ticket = ticketOf(setup)?.id ?? "own";
  return (
    <>
      <div class="desk-controls">
        <Select
          id={`${id}-ticket`}
          label="Ticket"
          value={ticket}
          options={[
            ...(ticket === "own" ? [{ value: "own", text: "a request of your own" }] : []),
            ...TICKETS.map(({ id: value, title }) => ({ value, text: title })),
          ]}
          onChange={(value) => change({ kind: "ticket", id: value })}
        />
        <Select
          id={`${id}-method`}
          label="Method"
          value={setup.method}
          options={METHODS.map((method) => ({ value: method, text: method }))}
          onChange={(method) => change({ kind: "method", method })}
        />
        <label class="lab-control" for={`${id}-target`}>
          <span>Address</span>
          <input
            id={`${id}-target`}
            class="lab-text"
            spellcheck={false}
            autocapitalize="none"
            autocomplete="off"
            value={setup.target}
            onChange={({ currentTarget }) => change({ kind: "target", text: currentTarget.value })}
          />
        </label>
      </div>
      <Preview setup={setup} />
      <details class="desk-more">
        <summary>Change fields and content</summary>
        {ready && (
          <>
            <label class="lab-control" for={`${id}-fields`}>
              <span>Fields, one to a line</span>
              <textarea
                id={`${id}-fields`}
                class="lab-text"
                rows={3}
                spellcheck={false}
                autocapitalize="none"
                value={setup.fields}
                onChange={({ currentTarget }) =>
                  change({ kind: "fields", text: currentTarget.value })
                }
              />
            </label>
            <label class="lab-control" for={`${id}-content`}>
              <span>Content (none goes with GET and HEAD)</span>
              <textarea
                id={`${id}-content`}
                class="lab-text"
                rows={3}
                spellcheck={false}
                value={setup.content}
                onChange={({ currentTarget }) =>
                  change({ kind: "content", text: currentTarget.value })
                }
              />
            </label>
          </>
        )}
      </details>
    </>
  );
}

/** JSON with its members on lines of their own; anything else as it came. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function Observation({ outcome, exchanges }: Seen, { state }: DeskBench): JSX.Element {
  const response = exchanges.at(-1)?.response;
  return (
    <>
      {response === undefined ? (
        <p>
          Nothing was sent:{" "}
          <code>{outcome.kind === "refused" ? `${outcome.name}: ${outcome.message}` : ""}</code>
        </p>
      ) : (
        <pre class="desk-message answer" tabIndex={0} role="group" aria-label="The answer">
          <span class="desk-start">
            {response.status} {statusCode(response.status)?.name ?? ""}
          </span>
          {response.fields.map(([name, value]) => `\n${name}: ${value}`)}
          {response.content.length > 0 && `\n\n${pretty(utf8Text(response.content))}`}
        </pre>
      )}
      <WirePanel
        exchanges={state.history.flatMap((each) => each.exchanges)}
        write={writeExchange}
      />
    </>
  );
}

function Answering(bench: DeskBench): JSX.Element {
  const goals = bench.lab.goals(bench.state).filter(({ group }) => group === ANSWERING);
  const solved = goals.filter(({ solvedBefore }) => solvedBefore).length;
  return (
    <section>
      <h4 class="eyebrow" id={`${id}-answering`}>
        Write the answer · {solved} of {goals.length}
      </h4>
      <p class="lab-ask">Now you are the service. What do you answer?</p>
      {goals.map((goal) => (
        <Challenge key={goal.id} {...bench} goal={goal} />
      ))}
    </section>
  );
}

/** The whole lab; its first state is rendered at build time. */
export function TriageDesk(): JSX.Element {
  return (
    <LabFrame
      lab={lab}
      observe={observe}
      warm={open}
      badgeOf={badgeOf}
      controls={(bench) => <Controls {...bench} />}
      observation={Observation}
      more={(bench) => <Answering {...bench} />}
    />
  );
}
