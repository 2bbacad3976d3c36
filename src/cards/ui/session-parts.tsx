// What stands around a card in a session: confidence, the other actions, the help.
import type { JSX } from "preact";
import { useEffect, useRef, type Dispatch } from "preact/hooks";
import type { SessionAction, SessionState, StudyCard } from "#cards/index.ts";
import type { Sureness } from "#learner/index.ts";
import { KEYS } from "./keys.ts";
import { Text } from "./text.tsx";

const SURE = [
  [1, "a guess"],
  [2, "fairly"],
  [3, "certain"],
] as const;

/** How sure the learner is, before the answer shows. It may be left open. */
export function Sure({
  value,
  set,
}: {
  readonly value: Sureness | undefined;
  readonly set: (sure: Sureness) => void;
}): JSX.Element {
  return (
    <fieldset class="sure">
      <legend>How sure are you?</legend>
      <div class="choices">
        {SURE.map(([sure, name]) => (
          <label key={sure}>
            <input type="radio" name="sure" checked={value === sure} onChange={() => set(sure)} />
            {name}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** The hint, once it was asked for: said politely, and the card counts as known with help. */
export function Hint({
  text,
  shown,
  ask,
}: {
  readonly text: string | undefined;
  readonly shown: boolean;
  readonly ask: () => void;
}): JSX.Element | null {
  if (text === undefined) return null;
  return (
    <>
      {!shown && (
        <button type="button" data-key="h" onClick={ask}>
          A hint
        </button>
      )}
      <span role="status">{shown && <Text text={text} />}</span>
    </>
  );
}

/** The card is out of sight and no time counts until the learner goes on. */
export function Paused({ close }: { readonly close: () => void }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="session-help paused" aria-labelledby="paused-title" onClose={close}>
      <h2 id="paused-title">Paused</h2>
      <p>No time counts. What you have answered is kept, should you close the page instead.</p>
      <button class="go" type="button" onClick={() => dialog.current?.close()}>
        Go on
      </button>
    </dialog>
  );
}

/** Undo, skip, pause and end; the rarer ones folded away. */
export function MoreActions({
  state,
  card,
  flagged,
  dispatch,
}: {
  readonly state: SessionState;
  readonly card: StudyCard;
  readonly flagged: boolean;
  readonly dispatch: Dispatch<SessionAction>;
}): JSX.Element {
  const now = (): number => Date.now();
  const busy = state.phase === "saving";
  return (
    <div class="session-more">
      <button
        type="button"
        disabled={busy || state.turns.length === 0}
        onClick={() => dispatch({ type: "UNDO" })}
      >
        Undo
      </button>
      <button
        type="button"
        disabled={busy || state.queue.length === 0}
        onClick={() => dispatch({ type: "SKIP", now: now() })}
      >
        Skip
      </button>
      <button type="button" disabled={busy} onClick={() => dispatch({ type: "PAUSE", now: now() })}>
        Pause
      </button>
      <button
        type="button"
        disabled={busy}
        onClick={() => {
          // Nothing is lost by ending, so nobody is asked twice.
          dispatch({ type: "END" });
          dispatch({ type: "CONFIRM" });
        }}
      >
        End
      </button>
      <details>
        <summary>More</summary>
        <div class="session-more">
          <button type="button" disabled={busy} onClick={() => dispatch({ type: "BURY" })}>
            Not before tomorrow
          </button>
          <button type="button" disabled={busy} onClick={() => dispatch({ type: "SUSPEND" })}>
            Suspend this card
          </button>
          <button
            type="button"
            disabled={busy}
            aria-pressed={flagged}
            onClick={() => dispatch({ type: flagged ? "UNFLAG" : "FLAG" })}
          >
            {flagged ? "Flagged" : "Flag"}
          </button>
          <button type="button" onClick={() => dispatch({ type: "HELP" })}>
            Keys
          </button>
          <code>{card.id}</code>
        </div>
      </details>
    </div>
  );
}

/** The keys, and the switch that turns them off. */
export function Help({
  on,
  toggle,
  close,
}: {
  readonly on: boolean;
  readonly toggle: (on: boolean) => void;
  readonly close: () => void;
}): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="session-help" aria-labelledby="help-title" onClose={close}>
      <h2 id="help-title">Keys</h2>
      <dl>
        {KEYS.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p>
        <label>
          <input
            type="checkbox"
            checked={on}
            onChange={({ currentTarget: { checked } }) => toggle(checked)}
          />{" "}
          Single keys work while a card has the focus
        </label>
      </p>
      <button class="go" type="button" onClick={() => dialog.current?.close()}>
        Back to the card
      </button>
    </dialog>
  );
}
