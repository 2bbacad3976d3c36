// Triage desk, the view: a request to compose, its answer, and ten situations that want one.
import type { JSX } from "preact";
import { ChallengeGroup } from "#kit/ChallengeGroup.tsx";
import { Select } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import { sendableOf } from "#kit/request-draft.ts";
import { RequestEditor } from "#kit/RequestEditor.tsx";
import type { Bench } from "#kit/use-lab.ts";
import { WirePanel } from "#kit/WirePanel.tsx";
import { badgeByReach } from "#kit/live.ts";
import { openSpace, writeExchange } from "#mocks/index.ts";
import { statusCode } from "#protocols/semantics/index.ts";
import { utf8Text } from "#wire/index.ts";
import { ANSWERING } from "./answering.ts";
import { lab } from "./model.ts";
import { observeIn } from "./observe.ts";
import { METHODS, ticketOf, TICKETS, type Change, type Seen, type Setup } from "./request.ts";

type DeskBench = Bench<Setup, Change, Seen>;

const id = lab.definition.id;
const open = () => openSpace(id);
const observe = observeIn(open);

const badgeOf = badgeByReach(lab.definition.badge);

function Controls({ state, dispatch, ready }: DeskBench): JSX.Element {
  const { setup } = state;
  const change = (made: Change): void => {
    dispatch({ type: "change", change: made });
  };
  const ticket = ticketOf(setup)?.id ?? "own";
  return (
    <RequestEditor
      id={id}
      draft={setup}
      methods={METHODS}
      sending={sendableOf(setup)}
      onChange={change}
      ready={ready}
      contentNote=" (none goes with GET and HEAD)"
      before={
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
      }
    />
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
        <pre class="request-message answer" tabIndex={0} role="group" aria-label="The answer">
          <span class="request-start">
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
      more={(bench) => (
        <ChallengeGroup
          bench={bench}
          group={ANSWERING}
          title="Write the answer"
          ask="Now you are the service. What do you answer?"
        />
      )}
    />
  );
}
