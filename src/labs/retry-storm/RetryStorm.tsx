// Retry storm, the view: a request, how many answers get lost, and the ledger before and after.
import type { JSX } from "preact";
import { Select } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import { sendingOf } from "#kit/request-draft.ts";
import { RequestEditor } from "#kit/RequestEditor.tsx";
import type { Bench } from "#kit/use-lab.ts";
import { WirePanel } from "#kit/WirePanel.tsx";
import { badgeByReach } from "#kit/live.ts";
import { openSpace, writeExchange } from "#mocks/index.ts";
import type { Ledger } from "#mocks/ledger.ts";
import { methodNamed, statusCode } from "#protocols/semantics/index.ts";
import { fieldValue, type Sent } from "#trace/index.ts";
import { exchangesOf } from "./judge.ts";
import { lab } from "./model.ts";
import { observeIn } from "./observe.ts";
import { caseOf, CASES, METHODS, MOST_LOST, type Change, type Seen, type Setup } from "./storm.ts";
import "./retry-storm.css";

const id = lab.definition.id;
const open = () => openSpace(id);
const observe = observeIn(open);

const badgeOf = badgeByReach(lab.definition.badge);

function Controls({ state, dispatch, ready }: Bench<Setup, Change, Seen>): JSX.Element {
  const { setup } = state;
  const change = (made: Change): void => {
    dispatch({ type: "change", change: made });
  };
  const chosen = caseOf(setup)?.id ?? "own";
  return (
    <>
      <RequestEditor
        id={id}
        draft={setup}
        methods={METHODS}
        sending={sendingOf(setup)}
        onChange={change}
        ready={ready}
        before={
          <Select
            id={`${id}-case`}
            label="Request"
            value={chosen}
            options={[
              ...(chosen === "own" ? [{ value: "own", text: "a request of your own" }] : []),
              ...CASES.map(({ id: value, title }) => ({ value, text: title })),
            ]}
            onChange={(value) => change({ kind: "case", id: value })}
          />
        }
      />
      <Select
        id={`${id}-lost`}
        label="Answers that get lost"
        value={String(setup.lost)}
        options={Array.from({ length: MOST_LOST + 1 }, (_, lost) => ({
          value: String(lost),
          text: lost === 0 ? "none" : lost === 1 ? "the first" : `the first ${lost}`,
        }))}
        onChange={(lost) => change({ kind: "lost", lost: Number(lost) })}
      />
    </>
  );
}

/** What one call of fetch did and what its script was told. */
function Send({ outcome, exchanges }: Sent): JSX.Element {
  const answered = exchanges.at(-1)?.response;
  const told =
    outcome.kind === "refused" ? (
      <>
        the script got a <code>{outcome.name}</code>
      </>
    ) : (
      "the script got it"
    );
  if (answered === undefined) return <li>nothing was sent; {told}</li>;
  const allow = fieldValue(answered.fields, "allow");
  return (
    <li class={outcome.kind === "refused" ? "storm-lost" : ""}>
      arrived; the service answered{" "}
      <b>
        {answered.status} {statusCode(answered.status)?.name ?? ""}
      </b>
      {allow !== null && ` with Allow: ${allow}`}
      {outcome.kind === "refused" ? ", and that was lost: " : ": "}
      {told}
    </li>
  );
}

const Books = ({
  title,
  books,
}: {
  readonly title: string;
  readonly books: Ledger;
}): JSX.Element => (
  <div class="storm-books">
    <h5>{title}</h5>
    <p>
      Account 7: <b>{books.balance} €</b> <span class="soft">version {books.version}</span>
    </p>
    <p>
      Orders: <b>{books.orders.length}</b>{" "}
      <span class="soft">
        {books.orders.map((order) => `#${order.id} to ${order.to}`).join(", ")}
      </span>
    </p>
  </div>
);

function Observation(seen: Seen, { state }: Bench<Setup, Change, Seen>): JSX.Element {
  const method = methodNamed(state.setup.method);
  return (
    <>
      <ol class="storm-sends">
        {seen.sends.map((sent, index) => (
          <Send key={index} {...sent} />
        ))}
      </ol>
      <div class="storm-ledger">
        <Books title="Ledger before" books={seen.before} />
        <Books title="Ledger after" books={seen.after} />
      </div>
      <p class="soft">
        {method === undefined
          ? `${state.setup.method} is no registered method, so no client may assume anything about it.`
          : `${method.name} is ${method.safe ? "safe and idempotent" : method.idempotent ? "idempotent, not safe" : "neither safe nor idempotent"}: by its name alone a client ${method.idempotent ? "may" : "may not"} repeat it unasked.`}
      </p>
      <WirePanel exchanges={exchangesOf(seen)} write={writeExchange} />
    </>
  );
}

/** The whole lab; its first state is rendered at build time. */
export function RetryStorm(): JSX.Element {
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
