// Request and answer as their lines, each line a choice; the other scenes as a few choices.
import type { ComponentChildren, JSX } from "preact";
import { Select } from "#kit/Controls.tsx";
import type { Option } from "#kit/lab.ts";
import type { Bench } from "#kit/use-lab.ts";
import { answering, answerOf, asking, requestOf } from "./messages.ts";
import { Texts } from "./Messages.tsx";
import { lab } from "./model.ts";
import type { Seen } from "./seen.ts";
import {
  CHOICES,
  OUT,
  OWN,
  PRESETS,
  presetOf,
  SISTER,
  STRANGER,
  type Change,
  type Choice,
  type Setup,
} from "./setup.ts";

type BuilderBench = Bench<Setup, Change, Seen>;

/** Options that do not speak for themselves. */
const WORDS: Partial<Record<Choice, Readonly<Record<string, string>>>> = {
  scene: {
    upgrade: "the handshake over HTTP/1.1",
    http2: "the same on a stream of HTTP/2",
    page: "a page that listens in a customer’s name",
  },
  status: { "101": "101 Switching Protocols", "200": "200 OK", "302": "302 Found" },
  key: { MTIgYnl0ZXMgbG9u: "MTIgYnl0ZXMgbG9u (12 bytes)" },
  accept: {
    right: "by the rule",
    "no-guid": "hash of the key alone",
    decoded: "hash of the decoded bytes and the GUID",
    echo: "the key itself",
  },
  setting: {
    announced: "announced by the server",
    missing: "not announced; the client obeys",
    ignored: "not announced; the client asks all the same",
  },
  extra: { no: "no", yes: "yes, out of habit" },
  caller: {
    [OWN]: "the service’s page, app.parcels.example",
    [STRANGER]: "a page of evil.example",
    [SISTER]: "a page of old.parcels.example, in other hands",
    [OUT]: "the mobile app",
  },
  cookie: { None: "SameSite=None", Lax: "SameSite=Lax" },
  allowed: { any: "is not looked at", listed: "must be on a list, or absent" },
  token: { no: "nothing: the cookie says who it is", yes: "a token that the page carries" },
};

/** One choice as a list; before the script is there only what is chosen, to keep the page light. */
function Pick({
  what,
  label,
  bench: { state, dispatch, ready },
}: {
  readonly what: Choice;
  readonly label: string;
  readonly bench: BuilderBench;
}): JSX.Element {
  const value = state.setup[what];
  const shown: readonly string[] = ready ? CHOICES[what] : [value];
  const options = shown.map((each): Option => ({ value: each, text: WORDS[what]?.[each] ?? each }));
  return (
    <Select
      id={`${lab.definition.id}-${what}`}
      label={label}
      value={value}
      options={options}
      onChange={(chosen) => dispatch({ type: "change", change: { what, value: chosen } })}
    />
  );
}

const REQUEST: readonly (readonly [what: Choice, label: string])[] = [
  ["method", "method"],
  ["version", "version"],
  ["host", "Host:"],
  ["upgrade", "Upgrade:"],
  ["connection", "Connection:"],
  ["key", "Sec-WebSocket-Key:"],
  ["number", "Sec-WebSocket-Version:"],
  ["origin", "Origin:"],
  ["asked", "Sec-WebSocket-Protocol:"],
  ["offer", "Sec-WebSocket-Extensions:"],
];

const ANSWER: readonly (readonly [what: Choice, label: string])[] = [
  ["status", "status"],
  ["back", "Upgrade:"],
  ["option", "Connection:"],
  ["accept", "Sec-WebSocket-Accept:"],
  ["chosen", "Sec-WebSocket-Protocol:"],
  ["used", "Sec-WebSocket-Extensions:"],
];

const Side = (props: {
  readonly side: "client" | "server";
  readonly title: string;
  readonly children: ComponentChildren;
}): JSX.Element => (
  <fieldset class={`hs-side ${props.side}`}>
    <legend>{props.title}</legend>
    {props.children}
  </fieldset>
);

const OWN_LINES = "lines of your own";

/** The usual handshakes, right and wrong; what is chosen where none of them stands. */
function Preset({ bench: { state, dispatch, ready } }: { readonly bench: BuilderBench }) {
  const preset = presetOf(state.setup);
  const value = preset ?? OWN_LINES;
  const shown = ready
    ? [...(preset === null ? [OWN_LINES] : []), ...Object.keys(PRESETS)]
    : [value];
  return (
    <Select
      id={`${lab.definition.id}-preset`}
      label="Start from"
      value={value}
      options={shown.map((each) => ({ value: each, text: each }))}
      onChange={(chosen) => dispatch({ type: "change", change: { what: "preset", value: chosen } })}
    />
  );
}

function Upgrade({ bench }: { readonly bench: BuilderBench }): JSX.Element {
  const { setup } = bench.state;
  const line = ([what, label]: readonly [Choice, string]): JSX.Element => (
    <Pick key={what} what={what} label={label} bench={bench} />
  );
  const plain = setup.status !== "101";
  return (
    <>
      <Texts
        request={{ title: "The client asks", bytes: asking("", requestOf(setup)).bytes }}
        answer={{
          title: "The server answers, unless it must refuse",
          bytes: answering("", answerOf(setup, setup.key === OUT ? "" : setup.key)).bytes,
        }}
      />
      <details class="hs-fold">
        <summary>Change any line of the two</summary>
        {bench.ready && (
          <div class="hs-sides">
            <Side side="client" title="Request">
              {REQUEST.map(line)}
            </Side>
            <Side side="server" title="Answer">
              {(plain ? ANSWER.slice(0, 1) : ANSWER).map(line)}
              {plain && <p class="soft">The rest is an ordinary response.</p>}
            </Side>
          </div>
        )}
      </details>
    </>
  );
}

const OTHERS = {
  http2: [
    ["setting", "SETTINGS_ENABLE_CONNECT_PROTOCOL"],
    ["extra", "The client adds Upgrade and Connection"],
    ["asked", "Sec-WebSocket-Protocol"],
  ],
  page: [
    ["caller", "new WebSocket is called by"],
    ["cookie", "The session cookie has"],
    ["allowed", "The Origin field"],
    ["token", "The first message holds"],
  ],
} as const;

/** All controls: the scene, and what can be composed in it. */
export function Composer(bench: BuilderBench): JSX.Element {
  const { scene } = bench.state.setup;
  return (
    <>
      <div class="hs-few hs-scene">
        <Pick what="scene" label="Scene" bench={bench} />
        {scene === "upgrade" && <Preset bench={bench} />}
      </div>
      {scene === "upgrade" ? (
        <Upgrade bench={bench} />
      ) : (
        <div class="hs-few">
          {OTHERS[scene].map(([what, label]) => (
            <Pick key={what} what={what} label={label} bench={bench} />
          ))}
        </div>
      )}
    </>
  );
}
