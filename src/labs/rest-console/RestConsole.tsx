// The REST console, the view: compose, send, read the answer and the bytes, and go on with curl.
import type { JSX } from "preact";
import { useEffect, useReducer, useState } from "preact/hooks";
import { Select } from "#kit/Controls.tsx";
import { reconstruct } from "#kit/reconstruct.ts";
import { sendableOf } from "#kit/request-draft.ts";
import { RequestEditor } from "#kit/RequestEditor.tsx";
import { openSpace } from "#mocks/index.ts";
import { statusCode } from "#protocols/semantics/index.ts";
import type { Exchange } from "#trace/index.ts";
import { utf8Text } from "#wire/index.ts";
import { asCurl, asFetch } from "./as-command.ts";
import { ConsoleBytes } from "./ConsoleBytes.tsx";
import {
  EXAMPLES,
  isSameDraft,
  METHODS,
  shownIn,
  START,
  step,
  type ConsoleState,
  type Entry,
} from "./console.ts";
import { openConsole } from "./open-console.ts";
import "./rest-console.css";

const id = "rest-console";
/** Where `npm run server` listens unless it is told otherwise. */
const SERVER = "http://localhost:4900";

const service = openConsole(() => openSpace(id));

/** JSON with its members on lines of their own; null for anything else. */
function pretty(text: string): string | null {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null;
  }
}

/** Text to take along: shown, and copied where the browser allows it. */
function Takeaway({ label, text }: { readonly label: string; readonly text: string }): JSX.Element {
  const [said, say] = useState("");
  const copy = (): void => {
    const { clipboard } = navigator as { readonly clipboard?: Clipboard };
    void (clipboard?.writeText(text) ?? Promise.reject(new Error("no clipboard"))).then(
      () => say("Copied."),
      () => say("The browser did not let the page copy; the text is above."),
    );
  };
  return (
    <details class="console-take">
      <summary>{label}</summary>
      <pre tabIndex={0} role="group" aria-label={label}>
        {text}
      </pre>
      <button type="button" onClick={copy}>
        Copy
      </button>{" "}
      <span role="status">{said}</span>
    </details>
  );
}

function Content({ text }: { readonly text: string }): JSX.Element {
  const laidOut = pretty(text);
  const [raw, setRaw] = useState(false);
  if (text === "") return <p class="soft">no content</p>;
  return (
    <>
      <pre class="console-content" tabIndex={0} role="group" aria-label="Content of the answer">
        {laidOut === null || raw ? text : laidOut}
      </pre>
      {laidOut !== null && (
        <button type="button" aria-pressed={raw} onClick={() => setRaw(!raw)}>
          As it came
        </button>
      )}
    </>
  );
}

function Answer({ entry }: { readonly entry: Entry }): JSX.Element {
  const { outcome, exchanges } = entry.sent;
  const exchange: Exchange | undefined = exchanges.at(-1);
  if (exchange === undefined) {
    return (
      <p>
        Nothing was sent:{" "}
        <code>{outcome.kind === "refused" ? `${outcome.name}: ${outcome.message}` : ""}</code>
      </p>
    );
  }
  const { response, took } = exchange;
  const added = reconstruct(exchange, "parcels.example", "https://parcels.example");
  return (
    <>
      <p class="console-status">
        <b>
          {response.status} {statusCode(response.status)?.name ?? ""}
        </b>{" "}
        <span class="soft">
          {response.content.length} bytes of content, {took.toFixed(1)} ms in the service
        </span>
      </p>
      <dl class="lab-fields">
        {response.fields.map(([name, value], index) => (
          <div key={`${name}${index}`}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Content key={entry.number} text={utf8Text(response.content)} />
      <ConsoleBytes key={`bytes ${entry.number}`} exchange={exchange} added={added} />
    </>
  );
}

function History({
  state,
  onShow,
}: {
  readonly state: ConsoleState;
  readonly onShow: (number: number) => void;
}): JSX.Element {
  return (
    <section aria-labelledby={`${id}-history`}>
      <h4 class="eyebrow" id={`${id}-history`}>
        History
      </h4>
      {state.history.length === 0 && <p class="soft">Nothing was sent yet.</p>}
      <ol class="console-history">
        {state.history
          .map(({ number, draft, sent }) => (
            <li key={number} value={number}>
              <button
                type="button"
                aria-current={number === state.shown ? "true" : undefined}
                onClick={() => onShow(number)}
              >
                {draft.method} {draft.target}{" "}
                <span class="server">{sent.exchanges.at(-1)?.response.status ?? "not sent"}</span>
              </button>
            </li>
          ))
          .reverse()}
      </ol>
    </section>
  );
}

/** The whole console; its first state is rendered at build time. */
export function RestConsole(): JSX.Element {
  const [state, dispatch] = useReducer(step, START);
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  const sending = sendableOf(state.draft);
  const entry = shownIn(state);
  const chosen = EXAMPLES.find(({ draft }) => isSameDraft(draft, state.draft))?.title ?? "own";

  const send = (): void => {
    if (state.sending) return;
    dispatch({ type: "send" });
    service.send(sending).then(
      (sent) => dispatch({ type: "sent", sent }),
      (error: unknown) =>
        dispatch({ type: "failed", why: error instanceof Error ? error.message : "unknown" }),
    );
  };

  return (
    <section class={ready ? "lab" : "lab waiting"} id={id} aria-labelledby={`${id}-title`}>
      <header>
        <span class="badge live">LIVE</span>
        <h3 id={`${id}-title`}>REST console</h3>
        <p class="soft lab-badge-text">
          Your browser's own fetch asks the parcel service, which is pretended. The same service on
          your machine: <code>npm run server</code>
        </p>
      </header>
      <section>
        <fieldset class="lab-controls" disabled={!ready || state.sending}>
          <legend class="only-heard">Request</legend>
          <RequestEditor
            id={id}
            draft={state.draft}
            methods={METHODS}
            sending={sending}
            onChange={(change) => dispatch({ type: "change", change })}
            ready={ready}
            contentNote=" (none goes with GET and HEAD)"
            before={
              <Select
                id={`${id}-example`}
                label="Begin with"
                value={chosen}
                options={[
                  ...(chosen === "own" ? [{ value: "own", text: "a request of your own" }] : []),
                  ...EXAMPLES.map(({ title }) => ({ value: title, text: title })),
                ]}
                onChange={(title) => {
                  const example = EXAMPLES.find((each) => each.title === title);
                  if (example) dispatch({ type: "begin", draft: example.draft });
                }}
              />
            }
          />
          <button type="button" class="go" onClick={send}>
            Send
          </button>
        </fieldset>
        <Takeaway label="As curl" text={asCurl(sending, SERVER)} />
        <Takeaway label="As fetch" text={asFetch(sending, SERVER)} />
      </section>
      <section aria-labelledby={`${id}-answer`}>
        <h4 class="eyebrow" id={`${id}-answer`}>
          Answer
        </h4>
        {entry === undefined ? (
          <p class="soft">Send the request first.</p>
        ) : (
          <Answer entry={entry} />
        )}
      </section>
      <div class="lab-bar">
        <p class="lab-notice" role="status">
          {state.notice}
        </p>
        <button
          type="button"
          disabled={!ready}
          onClick={() => {
            service.forget();
            dispatch({ type: "forget" });
          }}
        >
          Reset
        </button>
      </div>
      <History state={state} onShow={(number) => dispatch({ type: "show", number })} />
    </section>
  );
}
