// The lab on gRPC-Web, the view: what the client handed over, beside the bytes that it sent and got.
import type { JSX } from "preact";
import { Select, Slider } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import { badgeByReach } from "#kit/live.ts";
import type { Bench } from "#kit/use-lab.ts";
import { openSpace } from "#mocks/index.ts";
import { PARCEL_METHODS } from "#scenarios/parcel-messages.ts";
import type { Fields } from "#trace/index.ts";
import { Content } from "./Content.tsx";
import { outcomeOf } from "./judge.ts";
import { lab } from "./model.ts";
import { observeIn, type Seen } from "./observe.ts";
import { SLOW } from "./service.ts";
import { NUMBERS, type Answer, type Change, type Deadline, type Setup } from "./setup.ts";
import "./grpc-web-client.css";

const { id } = lab.definition;
const open = () => openSpace(id);
const observe = observeIn(open);
const badgeOf = badgeByReach(lab.definition.badge);

/** Loads what the first run needs. */
const warm = (): Promise<unknown> =>
  Promise.all([open(), import("#mocks/grpc-web.ts"), import("./client.ts")]);

const ANSWER_NAMES: Readonly<Record<Answer, string>> = {
  ok: "the service: it has the parcel",
  error: "the service: no such parcel",
  only: "the service, at once: Trailers-Only",
  proxy: "a proxy’s page: 503",
  hidden: "Trailers-Only, from another origin",
  cut: "the service, cut off before its end",
  slow: `the service, after ${SLOW} ms`,
};
const DEADLINE_NAMES: Readonly<Record<Deadline, string>> = {
  0: "without end",
  100: "100 ms",
  5000: "5 s",
};

const optionsOf = (names: Readonly<Record<string, string>>): { value: string; text: string }[] =>
  Object.entries(names).map(([value, text]) => ({ value, text }));

function Controls({ state, dispatch }: Bench<Setup, Change, Seen>): JSX.Element {
  const { setup } = state;
  const send = (change: Change): void => dispatch({ type: "change", change });
  const choice = (
    what: "method" | "answer" | "deadline",
    label: string,
    options: { value: string; text: string }[],
  ): JSX.Element => (
    <Select
      id={`${id}-${what}`}
      label={label}
      value={String(setup[what])}
      options={options}
      onChange={(value) => send({ kind: "choose", what, value })}
    />
  );
  return (
    <div class="lab-dials">
      {choice(
        "method",
        "Call",
        optionsOf({ unary: "GetParcel: one response", server: "WatchParcel: a stream of them" }),
      )}
      {choice("answer", "It is answered by", optionsOf(ANSWER_NAMES))}
      <Slider
        id={`${id}-number`}
        label="Parcel"
        value={setup.number}
        {...NUMBERS}
        onChange={(value) => send({ kind: "number", value })}
      />
      {choice("deadline", "The client waits", optionsOf(DEADLINE_NAMES))}
    </div>
  );
}

const Values = ({ seen }: { readonly seen: Seen }): JSX.Element => {
  const { error, values } = seen.told;
  return (
    <div class="web-told">
      <h5>What the client hands to its application</h5>
      {values.map((value, index) => (
        <p key={index}>
          {value.map(([name, text]) => (
            <span key={name} class="web-value">
              <span class="soft">{name}</span> <code>{text}</code>{" "}
            </span>
          ))}
        </p>
      ))}
      <p>
        {error === null ? (
          "And no error."
        ) : (
          <>
            ConnectError <b>{outcomeOf(seen)}</b>: {error.message}
          </>
        )}
      </p>
    </div>
  );
};

/** What says something about gRPC; browsers add fields of their own. */
const TELLING = /^(content-type|grpc-|x-grpc-web|x-user-agent|te$)/;

const FieldLines = ({ fields }: { readonly fields: Fields }): JSX.Element => (
  <dl class="lab-fields">
    {fields
      .filter(([name]) => TELLING.test(name))
      .map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
  </dl>
);

function Wire({ seen, setup }: { readonly seen: Seen; readonly setup: Setup }): JSX.Element {
  const { call } = seen;
  if (call === null) return <p>Nothing reached the service.</p>;
  const { response } = call;
  return (
    <div class="web-wire">
      <section class="web-side" aria-label="The request">
        <h5>The request</h5>
        <p>
          <code>POST {PARCEL_METHODS[setup.method].path}</code>
        </p>
        <FieldLines fields={call.fields} />
        <Content bytes={call.content} from="client" />
      </section>
      <section class="web-side" aria-label="The response">
        <h5>The response</h5>
        {response === null ? (
          <p>None had left when the client gave up.</p>
        ) : (
          <>
            <p>
              HTTP status <b>{response.status}</b>
            </p>
            <FieldLines fields={response.fields} />
            {setup.answer === "hidden" && (
              <p class="soft">
                As from another origin without <code>Access-Control-Expose-Headers</code>: the
                client was shown <code>content-type</code> only. The lab takes the others away.
              </p>
            )}
            <Content bytes={response.content} from="server" plain={setup.answer === "proxy"} />
          </>
        )}
      </section>
    </div>
  );
}

/** The whole lab; its first state is rendered at build time. */
export function GrpcWebClient(): JSX.Element {
  return (
    <LabFrame
      lab={lab}
      observe={observe}
      warm={warm}
      badgeOf={badgeOf}
      controls={(bench) => <Controls {...bench} />}
      observation={(seen, { state }) => (
        <>
          <Values seen={seen} />
          <Wire seen={seen} setup={state.setup} />
        </>
      )}
    />
  );
}
