// Two-panes chat, the view: the scene that was predicted, then the reader's own chat in the same panes.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Select } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import { TraceFold } from "#kit/TraceFold.tsx";
import type { Bench } from "#kit/use-lab.ts";
import { PEOPLE } from "./chat.ts";
import { ENDING_NAMES } from "./judge.ts";
import { LiveChat } from "./LiveChat.tsx";
import { lab } from "./model.ts";
import { Pane } from "./Pane.tsx";
import type { Seen } from "./scene.ts";
import { DELAYS, LONGEST_TEXT, type Change, type Setup } from "./setup.ts";
import "./two-panes-chat.css";

const loadTools = () => import("#scenarios/dissect-websocket.ts");

type ChatBench = Bench<Setup, Change, Seen>;

function Controls({ state, dispatch }: ChatBench): JSX.Element {
  const { text, delay, ending } = state.setup;
  const { id } = lab.definition;
  const send = (change: Change): void => dispatch({ type: "change", change });
  return (
    <div class="chat-controls">
      <label class="lab-control" for={`${id}-text`}>
        <span>Ada writes</span>
        <input
          id={`${id}-text`}
          maxLength={LONGEST_TEXT}
          autocomplete="off"
          value={text}
          onInput={({ currentTarget }) => send({ kind: "text", text: currentTarget.value })}
        />
      </label>
      <Select
        id={`${id}-ending`}
        label="Then"
        value={ending}
        options={Object.entries(ENDING_NAMES).map(([value, name]) => ({ value, text: name }))}
        onChange={(value) => send({ kind: "ending", ending: value })}
      />
      <Select
        id={`${id}-delay`}
        label="The server is"
        value={String(delay)}
        options={DELAYS.map((each) => ({ value: String(each), text: `${each} ms away` }))}
        onChange={(value) => send({ kind: "delay", delay: Number(value) })}
      />
    </div>
  );
}

function Observation({
  seen,
  delay,
}: {
  readonly seen: Seen;
  readonly delay: number;
}): JSX.Element {
  const [live, setLive] = useState(false);
  const { id } = lab.definition;
  if (live) return <LiveChat id={id} delay={delay} />;
  return (
    <>
      <div class="chat-panes">
        {PEOPLE.map((who) => (
          <Pane key={who} id={id} who={who} pane={seen.panes[who]} />
        ))}
      </div>
      <p class="soft">{seen.hub.join(" ")}</p>
      <p class="lab-row">
        <button type="button" class="go" onClick={() => setLive(true)}>
          Go on: chat in both panes
        </button>
        <span class="soft">Write, ping, pull a cable, close: every byte is shown.</span>
      </p>
      <TraceFold summary="The scene, byte by byte" trace={seen.trace} name={id} load={loadTools} />
    </>
  );
}

/** The whole lab; its first state is rendered at build time. */
export function TwoPanesChat(): JSX.Element {
  return (
    <LabFrame
      lab={lab}
      controls={(bench) => <Controls {...bench} />}
      observation={(seen, { state }) => (
        <Observation key={state.run} seen={seen} delay={state.setup.delay} />
      )}
    />
  );
}
