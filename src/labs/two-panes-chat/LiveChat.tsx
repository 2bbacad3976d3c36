// The reader's own chat on the real clock: two panes, what the server may do, and the wire below.
import type { JSX } from "preact";
import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import { TraceFold } from "#kit/TraceFold.tsx";
import type { Layer } from "#trace/index.ts";
import { createRealClock } from "#ws-mock/index.ts";
import { createChat, NAMES, PEOPLE, type Chat, type Person } from "./chat.ts";
import { Pane } from "./Pane.tsx";
import { useAbsence } from "./use-absence.ts";

interface Props {
  readonly id: string;
  /** Milliseconds one way. */
  readonly delay: number;
}

const loadTools = () => import("#scenarios/dissect-websocket.ts");

/** Milliseconds between the server's pings. */
const PING_EVERY = 20_000;
/** Events after which the chat asks to be begun again: a trace is kept whole. */
const MOST_EVENTS = 3000;

/** A chat that draws itself anew when something happens, many events at once only once. */
function useChat(delay: number): { readonly chat: Chat; readonly begin: () => void } {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const pending = useRef(false);
  const onChange = (): void => {
    if (pending.current) return;
    pending.current = true;
    setTimeout(() => {
      pending.current = false;
      redraw(undefined);
    }, 0);
  };
  const open = (): Chat => {
    const chat = createChat({ clock: createRealClock(), delay, pingEvery: PING_EVERY, onChange });
    for (const who of PEOPLE) chat.connect(who);
    return chat;
  };
  const [chat, setChat] = useState(open);
  useEffect(() => () => chat.stop(), [chat]);
  return { chat, begin: () => setChat(open()) };
}

/** Shown from the start, when hardly any of them has an event yet. */
const LAYERS: readonly Layer[] = ["http1", "websocket", "app"];

/** What the server may do to somebody. */
const ACTS: Readonly<Record<string, (chat: Chat, who: Person) => void>> = {
  "leave in good order: Close 1001": (chat, who) => chat.hubClose(who, 1001, "deploy"),
  "be killed: no Close": (chat, who) => chat.drop(who),
  "break a rule: a masked frame": (chat, who) => chat.breakRule(who),
};

function Hub({ chat, id }: { readonly chat: Chat; readonly id: string }): JSX.Element {
  const acts = Object.keys(ACTS);
  const [act, setAct] = useState(acts[0] ?? "");
  return (
    <section class="chat-hub" aria-label="The server">
      <h5>The server</h5>
      <div class="chat-acts">
        <button type="button" onClick={() => chat.ping()}>
          Ping both
        </button>
        <label class="lab-control" for={`${id}-act`}>
          <span class="only-heard">It may</span>
          <select
            id={`${id}-act`}
            value={act}
            onChange={({ currentTarget }) => setAct(currentTarget.value)}
          >
            {acts.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
        {PEOPLE.map((who) => (
          <button key={who} type="button" onClick={() => ACTS[act]?.(chat, who)}>
            to {NAMES[who]}
          </button>
        ))}
      </div>
      <p class="soft chat-said" role="status">
        {chat.hub.at(-1) ?? `It pings both every ${PING_EVERY / 1000} seconds.`}
      </p>
    </section>
  );
}

/** Two panes and everything between them. */
export function LiveChat({ id, delay }: Props): JSX.Element {
  const { chat, begin } = useChat(delay);
  // In a line of its own: the server's next word must not take it away unread.
  const [away, setAway] = useState("");
  useAbsence((seconds, how) =>
    setAway(
      how === "hidden"
        ? `The tab was hidden for ${seconds} s. Browsers slow its timers then, but a connection stays open.`
        : `The page slept for ${seconds} s. Nothing moved meanwhile; what was due happens now.`,
    ),
  );
  const trace = chat.trace();
  const full = trace.events.length > MOST_EVENTS;
  return (
    <>
      <div class="chat-panes">
        {PEOPLE.map((who) => (
          <Pane key={who} id={id} who={who} pane={chat.panes[who]} chat={chat} />
        ))}
      </div>
      <Hub chat={chat} id={id} />
      <p class="chat-said" role="status">
        {away}
      </p>
      <p class="lab-row">
        <button type="button" onClick={begin}>
          Begin again
        </button>
        <span class="soft">
          {full
            ? `${trace.events.length} events are a lot for one trace: begin again.`
            : "Both browsers, the server and the wire are in this page; nothing leaves it."}
        </span>
      </p>
      <TraceFold
        summary="The wire, byte by byte"
        trace={trace}
        name={id}
        load={loadTools}
        layers={LAYERS}
        open
      />
    </>
  );
}
