// Reconnect bench, the view: the server's script, request by request.
import type { JSX } from "preact";
import { Check, Select, Slider } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import type { Badge, Observe } from "#kit/lab.ts";
import { optionsOf } from "#kit/question.ts";
import type { Bench } from "#kit/use-lab.ts";
import { openSpace } from "#mocks/index.ts";
import { lab } from "./model.ts";
import type * as Running from "./Observed.tsx";
import type { Seen } from "./observe.ts";
import { RANGES, type Answer, type Change, type Resume, type Setup } from "./setup.ts";
import "./reconnect-bench.css";

const open = () => openSpace(lab.definition.id);

/** What only a run needs; a reader who scrolls past loads none of it. */
let running: typeof Running | null = null;
const observe: Observe<Setup, Seen> = async (state) => {
  running ??= await import("./Observed.tsx").catch(() => {
    throw new Error("its code could not be loaded. Run it again once the page is online.");
  });
  return running.observe(state);
};

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
const ORDINALS = ["First", "Second", "Third", "Every later"];

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
        {ready && (
          <p>
            Chromium’s hides <code>Last-Event-ID</code> from the service worker that plays the
            server here, though not from a real server. The package <code>eventsource</code> has the
            same interface and reads with fetch.
          </p>
        )}
      </details>
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
      observation={(seen, bench) => running !== null && <running.Observed {...bench} seen={seen} />}
    />
  );
}
