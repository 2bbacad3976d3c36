// One pane of the chat: who it is, how the connection stands, what was said, and what one may do.
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { NAMES, type Chat, type PaneState, type Person } from "./chat.ts";

interface Props {
  readonly id: string;
  readonly who: Person;
  readonly pane: PaneState;
  /** Absent while the pane only shows what was. */
  readonly chat?: Chat;
}

/** Characters of one message; the wire would take more, the pane would not. */
const LONGEST = 200;

const OTHER: Readonly<Record<Person, Person>> = { ada: "ben", ben: "ada" };

/** The transcript, and below it the form. */
export function Pane({ id, who, pane, chat }: Props): JSX.Element {
  const log = useRef<HTMLDivElement>(null);
  const { phase, lines, waiting, wire } = pane;
  useEffect(() => {
    const list = log.current;
    if (list !== null) list.scrollTop = list.scrollHeight;
  }, [lines.length]);
  const name = NAMES[who];
  return (
    <section class="chat-pane" aria-label={`${name}’s pane`}>
      <h5>
        {name}{" "}
        <small class={phase === "open" ? "chat-open" : "soft"}>
          {phase}
          {wire === "cut" && ", cable out"}
          {waiting > 0 && `, ${waiting} bytes waiting`}
        </small>
      </h5>
      <div class="chat-lines" ref={log} role="log" tabIndex={0} aria-label={`What ${name} sees`}>
        {lines.map(({ kind, text }, index) => (
          <p key={index} class={`chat-${kind}`}>
            {kind !== "event" && <small>{kind === "own" ? name : NAMES[OTHER[who]]}</small>}
            <span>{text}</span>
          </p>
        ))}
      </div>
      {chat !== undefined && <Controls id={id} who={who} phase={phase} chat={chat} wire={wire} />}
    </section>
  );
}

interface ControlsProps extends Pick<PaneState, "phase" | "wire"> {
  readonly id: string;
  readonly who: Person;
  readonly chat: Chat;
}

function Controls({ id, who, phase, wire, chat }: ControlsProps): JSX.Element {
  const [text, setText] = useState("");
  const [code, setCode] = useState("1000");
  const name = NAMES[who];
  return (
    <>
      <form
        class="chat-say"
        onSubmit={(event) => {
          event.preventDefault();
          if (text === "") return;
          chat.say(who, text);
          setText("");
        }}
      >
        <input
          id={`${id}-${who}-text`}
          aria-label={`${name} writes`}
          maxLength={LONGEST}
          autocomplete="off"
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        <button type="submit" disabled={phase !== "open"}>
          Send
        </button>
      </form>
      <div class="chat-acts">
        {phase === "closed" ? (
          <button type="button" onClick={() => chat.connect(who)}>
            Connect
          </button>
        ) : (
          <form
            class="chat-say"
            onSubmit={(event) => {
              event.preventDefault();
              const digits = code.trim();
              if (digits === "") chat.close(who);
              else chat.close(who, Number(digits), `${name} says so`);
            }}
          >
            <input
              class="chat-code"
              size={5}
              maxLength={5}
              inputMode="numeric"
              aria-label={`Close code of ${name}; empty for none`}
              value={code}
              onInput={({ currentTarget }) => setCode(currentTarget.value.replace(/\D/g, ""))}
            />
            <button type="submit">close()</button>
          </form>
        )}
        <button type="button" onClick={() => chat.setCut(who, wire === "whole")}>
          {wire === "whole" ? "Pull the cable" : "Put the cable in"}
        </button>
      </div>
    </>
  );
}
